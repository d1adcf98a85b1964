// Which earn rules apply to a command, by what does not change when a part of
// its basket comes back: where and when it was, and who bought or did something
// else.
//
// Threads: the owner of the member's shard.

#ifndef KUMBARA_ENGINE_APPLY_EARN_CONDITIONS_H_
#define KUMBARA_ENGINE_APPLY_EARN_CONDITIONS_H_

#include <array>
#include <cstdint>
#include <span>

#include "engine/apply/command_context.h"
#include "engine/apply/earn_rules.h"
#include "engine/base/local_time.h"

namespace kumbara {

// What a command is to rules beside what it says itself.
struct Occasion {
  EarnOn on = EarnOn::kPurchase;
  std::span<const Detail> lines = {};
  BasketTiers tiers = {};  // In force.
};
// The weekday, from Monday, and the minute of the day.
struct Wall {
  std::uint32_t weekday = 0;
  std::int32_t minute = 0;

  static Wall Of(LocalTime local);
};

// What keeps a rule from giving anything. Conditions are looked at in this
// order, the last three by what a basket holds and what it is rated for.
enum class Unmet : std::uint8_t {
  kNone,
  kOn,
  kEvent,
  kRetired,  // There is none of its unit any more.
  kTier,
  kStore,
  kChannel,
  kTender,
  kWeekday,
  kTime,
  kSegment,
  kPlan,
  kBucket,
  kFirstPurchase,
  kCooldown,
  kTotal,   // It comes to too little,
  kLines,   // or has none of the lines.
  kSeldom,  // A return of no purchase is rated by what gives each time.
};
using UnmetByRule = std::array<Unmet, kEarnRulesMax>;

// The name of what happened. REQUIRES: the command is an event.
Code EventOf(const CommandContext& context);

// Which rules apply, of those that are asked. `unmet`, if given, gets of each
// other one the first condition that does not hold, of those up to kCooldown.
RuleSet ApplyingRules(const CommandContext& context, const Occasion& occasion,
                      RuleSet asked, UnmetByRule* unmet = nullptr);

// What keeps a condition from being met by who a member is, and whether a
// weekday does not.
Unmet FirstUnmetBy(const MemberId& member, const Attributes& attributes,
                   const EarnCondition& when);
bool IsWeekday(const EarnCondition& when, const Wall& wall);

// Whether a condition is met, but for first_purchase, and for what a basket
// comes to and holds.
bool IsMet(const EarnCondition& when, const CommandContext& context,
           const Occasion& occasion);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_EARN_CONDITIONS_H_
