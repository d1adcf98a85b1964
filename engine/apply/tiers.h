// Tiers: what commands, messages and time do to a member's tiers.
//
// What a purchase or return counts is counted with it; what a set counts of a
// unit is the change of the member's net. What follows of that comes last of
// all, behind automatic redemption. Whatever version of a program a command
// goes by, a member stands by the one for its clock (StandingBy).
//
// Threads: the owner of the shard.
// Cost:    of a program without tier sets nothing but the question.

#ifndef KUMBARA_ENGINE_APPLY_TIERS_H_
#define KUMBARA_ENGINE_APPLY_TIERS_H_

#include <array>
#include <cstdint>

#include "engine/apply/books.h"
#include "engine/apply/command_context.h"
#include "engine/apply/tier_ladder.h"
#include "engine/base/limits.h"
#include "engine/member/shard.h"
#include "engine/program/program.h"
#include "engine/program/program_versions.h"

namespace kumbara {

// A member's tiers, made for who has none, and its ladder in one set.
MemberTiers& TiersOf(const Program& program, Shard& shard, Slot slot);
inline TierLadder LadderOf(const Program& program, MemberTiers& tiers,
                           std::size_t set) {
  return TierLadder(program.tier_sets[set], program.zone, tiers.opened,
                    tiers.sets[set]);
}

// Applies to all sets what falls due then, but for Conclude: windows and graces
// that end, and a version of the program, which is `program`, that begins.
// `net_in(set)` is what the member has of the unit of a set.
template <class NetIn>
void PassDueIn(MemberTiers& tiers, Instant due, const Program& program,
               const NetIn& net_in) {
  const Instant just_before(due.micros() - 1);
  const bool begins = NextStart(program, just_before) == due;
  const Program& before = StandingBy(program, just_before);
  for (std::size_t i = 0; i < tiers.sets.size(); ++i) {
    const TierSet& set = program.tier_sets[i];
    const bool is_balance = set.basis == TierBasis::kBalance && set.is_named;
    const Amount balance = is_balance ? net_in(set) : Amount();
    TierLadder ladder = LadderOf(program, tiers, i);
    if (begins) ladder.Adopt(before.tier_sets[i], due);
    ladder.PassDue(due, balance);
    if (begins && is_balance) ladder.See(due, balance);
  }
}

// Lists a member, to whom it makes tiers, for the next version to begin.
void AwaitNextVersion(const Program& program, Shard& shard, Slot slot);

// Notes when a member was opened, where windows depend on it.
void OpenTiers(const Program& program, Shard& shard, Slot slot, Instant at);

// With which tiers a basket is rated: those in force at its business time; of
// a purchase, by a set's rule, those that it reaches. Others are returns of
// none and events.
BasketTiers TiersOfPurchase(const CommandContext& context);
BasketTiers TiersOfOthers(const CommandContext& context);

// What purchases and returns count. REQUIRES for each: the program has tier
// sets, the member is open.
void CountPurchase(CommandContext& context, const CommandRecord& record);
void CountReturnOfNone(CommandContext& context);
// `asked` is what of the purchase's amount is taken back now.
void CountTakenBack(CommandContext& context, const CommandRecord& purchase,
                    Money asked);

// What an import brings: `by` more of what sets of that basis count, of its
// unit where that is a unit; and a tier up to an instant. kNotPermitted, and
// nothing happens, if no set counts that or has this tier.
ResultCode CountImported(CommandContext& context, TierBasis basis,
                         std::int64_t by);
ResultCode BringTier(CommandContext& context, Code tier, Instant until);

// The member's nets in the units that tier sets count, by tier set.
CountedNets CountedNetsOf(const Program& program, Shard& shard, Slot slot);

// By tier set, a bit each by their numbers: the tiers that a member has come
// into, and been given nothing for in the present window; none in a program
// without rules for that.
using EnteredTiers = std::array<std::uint16_t, kTierSetsMax>;

// What follows for the tiers of a member: of what a command or message counted,
// its own business time being `at`, of how its nets changed, and of its
// balances. `facts` tell of it.
EnteredTiers ConcludeTiers(const Program& any, Shard& shard, Slot slot,
                           Instant at, const CountedNets& before,
                           const EntryFacts& facts);

// The same of time, with all else that fell due at `due`.
void PassTiersDue(Instant due, const Program& program, Shard& shard, Slot slot,
                  const EntryFacts& facts);

// The tiers in force, by tier set; `tiers` is null for who has none.
BasketTiers TiersInForce(const MemberTiers* tiers);

// The tier in force in the program's first set; 0 = none.
inline std::uint8_t FirstTierOf(const Shard& shard, Slot slot) {
  const MemberTiers* tiers = shard.FindTiers(slot);
  return tiers != nullptr ? tiers->sets.front().in_force() : std::uint8_t{0};
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_TIERS_H_
