// Tier gifts: what earn rules give a member that comes into a tier.
//
// It comes into a tier where what a command or message does makes it qualify,
// in the present window, for a tier above the one that was in force; and into
// those that it passes on the way. Time alone brings nobody into a tier, nor
// does a version of the program, nor what counts in the window before alone. In
// one window something is given for a tier once.
//
// What is given may raise another tier, and that may give again: it ends, for
// each tier gives once.
//
// Threads: the owner of the member's shard.

#ifndef KUMBARA_ENGINE_APPLY_TIER_GIFTS_H_
#define KUMBARA_ENGINE_APPLY_TIER_GIFTS_H_

#include "engine/apply/tiers.h"

namespace kumbara {

// ConcludeTiers, with what is given for tiers that the member has come into,
// and all that follows from that but for benefits.
void ConcludeTiersAndGive(const Program& any, Shard& shard, Slot slot,
                          Instant at, const CountedNets& before,
                          const EntryFacts& facts);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_TIER_GIFTS_H_
