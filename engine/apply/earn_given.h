// What several earn rules give for a purchase or an event: worked out first,
// for a refusal changes nothing, then credited, each rule's part as a lot of
// its own.
//
// Threads: the owner of the member's shard.

#ifndef KUMBARA_ENGINE_APPLY_EARN_GIVEN_H_
#define KUMBARA_ENGINE_APPLY_EARN_GIVEN_H_

#include "engine/apply/command_context.h"
#include "engine/apply/earn_caps.h"
#include "engine/apply/earn_conditions.h"
#include "engine/apply/earn_rules.h"

namespace kumbara {

// What is given, and why no more.
struct Given {
  BasketTiers tiers = {};
  RuleSet applying = 0;
  Rated rated;
  CappedRules capped;
};

// By all rules, behind their groups and caps; or why it is refused.
ResultCode RateOccasion(const CommandContext& context, const Occasion& occasion,
                        const Bases& bases, Given* given);
bool GivesAny(const Given& given);

// Credits it, and keeps it in the record. REQUIRES: the member is open; of what
// gives any the record has a basket.
void EarnGiven(CommandContext& context, CommandRecord& record,
               const Given& given);

// An activity in all units that the rules give; a wallet where one is needed.
void TouchUnits(CommandContext& context);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_EARN_GIVEN_H_
