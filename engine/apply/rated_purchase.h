// Purchases and returns under several earn rules: each rule makes a lot of its
// own and is taken back of that, by what it gave.
//
// A program with one plain rule does without (engine/apply/rate.h).

#ifndef KUMBARA_ENGINE_APPLY_RATED_PURCHASE_H_
#define KUMBARA_ENGINE_APPLY_RATED_PURCHASE_H_

#include <span>

#include "engine/apply/basket.h"
#include "engine/apply/basket_return.h"
#include "engine/apply/command_context.h"
#include "engine/apply/earn_given.h"

namespace kumbara {

// REQUIRES for all: the program has rules, and no earlier refusal applies.
ResultCode PurchaseByRules(CommandContext& context,
                           std::span<const Detail> lines,
                           const PointsTender& tender);
ResultCode ReturnOfNoneByRules(CommandContext& context);
// What an enrolment gives, or why it is refused. REQUIRES: the member is open,
// or, of the latter, not yet.
void EarnByEnrolment(CommandContext& context);
ResultCode RefuseEnrolmentGifts(const Program& program);
// What an event gives, or why it is refused; and what is given, with its
// record. REQUIRES: rules give something for events, the member is open for the
// latter.
ResultCode RateEvent(const CommandContext& context, Given* given);
void EarnByEvent(CommandContext& context, CommandRecord& record,
                 const Given& given);
// What a purchase or an event was given is taken back, as planned last.
ResultCode TakeBackGiven(CommandContext& context, CommandRecord& record,
                         const Returning& returning);
// As TakeBackPurchase.
ResultCode TakeBackByRules(CommandContext& context, CommandRecord& record,
                           const Returning& returning);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_RATED_PURCHASE_H_
