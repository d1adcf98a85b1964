// How much of what earn rules give a member may have: by purchase, in each
// period, and how soon again.
//
// Threads: the owner of the member's shard.

#ifndef KUMBARA_ENGINE_APPLY_EARN_CAPS_H_
#define KUMBARA_ENGINE_APPLY_EARN_CAPS_H_

#include <optional>
#include <vector>

#include "engine/apply/command_context.h"
#include "engine/apply/earn_rules.h"
#include "engine/base/period.h"

namespace kumbara {

// What the caps of a rule kept: of so much they left so much, so that a return
// looks no further.
struct Capped {
  std::uint32_t rule = 0;
  Amount wanted;
  Amount left;
};
using CappedRules = absl::InlinedVector<Capped, kEarnRulesMax>;

// Lowers what rules give to what may be, or refuses it. Adds those whose caps
// kept some, in the order of the program.
ResultCode CapPoints(const CommandContext& context, RuleSet giving,
                     Rated* rated, CappedRules* capped);

// What a cap of a rule leaves a member: of one purchase, or in the period that
// a command belongs to.
struct Headroom {
  std::optional<Period> per;  // Nothing: of one purchase.
  Amount most;
  Amount left;
};
std::vector<Headroom> HeadroomsOf(const CommandContext& context,
                                  std::uint32_t rule);

// Counts what a rule gave in the periods of the purchase, and takes off what of
// it was demanded back, or was not granted.
void CountUse(CommandContext& context, std::uint32_t rule, Amount given);
void UncountUse(const Program& program, Shard& shard, Slot member,
                std::uint32_t rule, Instant given_at, Amount back);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_EARN_CAPS_H_
