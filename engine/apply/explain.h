// Explain: leaves in an Explanation what apply has worked out.
//
// Threads: the owner of the shard.
// Cost:    copies of the member; called for commands that are explained alone.

#ifndef KUMBARA_ENGINE_APPLY_EXPLAIN_H_
#define KUMBARA_ENGINE_APPLY_EXPLAIN_H_

#include <span>

#include "engine/apply/addressee.h"
#include "engine/apply/command_context.h"
#include "engine/apply/earn.h"
#include "engine/apply/earn_rules.h"
#include "engine/apply/explanation.h"

namespace kumbara {

// The member's clock has moved: if the command is the one that the shard's
// explanation is for, it is explained from here on. REQUIRES: the shard has
// one.
void BeginExplaining(CommandContext& context);
// It has been answered, as far as it is.
void EndExplaining(const CommandContext& context);
// A budget has granted so much of what a rule claimed, perhaps of the command.
// REQUIRES: the shard has an explanation.
void ExplainGranted(const Addressee& to, const Lot& lot, std::uint32_t number);
// A message has been delivered, perhaps one of the command's to its member.
void ExplainDelivered(const Message& message, const Program& program,
                      const Shard& shard, Slot slot);

// REQUIRES for all below: the command is explained.

// A basket under one plain rule, or none.
void ExplainPlainBasket(const CommandContext& context, Money basis,
                        Amount points);
// The same under several: which were asked, which of them gave something by
// RateAndStack, and what before and behind caps.
struct BasketResult {
  const Occasion& occasion;
  RuleSet asked = ~RuleSet{0};
  const Bases& bases;
  RuleSet giving = 0;
  const PointsByRule& wanted;
  const PointsByRule& given;
};
void ExplainBasket(const CommandContext& context, const BasketResult& result);
// What rules give an enrolment.
void ExplainEnrolment(const CommandContext& context, RuleSet applying);
// A rule, by its place, has made this lot, which got that number, or 0.
void ExplainLot(const CommandContext& context, std::size_t rule, const Lot& lot,
                std::uint32_t number);
// The same of several rules, without those whose lots wait for budgets.
void ExplainLots(const CommandContext& context, std::span<const EarnedLot> lots,
                 std::span<const EarnPart> parts);
void ExplainDemand(const CommandContext& context, const DemandNote& demand);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_EXPLAIN_H_
