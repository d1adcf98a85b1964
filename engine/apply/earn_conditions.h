// Which earn rules apply to a command, by what does not change when a part of
// its basket comes back: where and when it was, and who bought.
//
// Threads: the owner of the member's shard.

#ifndef KUMBARA_ENGINE_APPLY_EARN_CONDITIONS_H_
#define KUMBARA_ENGINE_APPLY_EARN_CONDITIONS_H_

#include <span>

#include "engine/apply/command_context.h"
#include "engine/apply/earn_rules.h"

namespace kumbara {

// What a command is to them beside what it says itself.
struct Occasion {
  EarnOn on = EarnOn::kPurchase;
  std::span<const Detail> lines = {};
  BasketTiers tiers = {};  // In force.
};
RuleSet ApplyingRules(const CommandContext& context, const Occasion& occasion);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_EARN_CONDITIONS_H_
