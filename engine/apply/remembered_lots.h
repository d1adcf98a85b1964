// Remembered lots: what has expired and may still be reinstated.
//
// A wallet keeps them in a list by expiry, which is here the instant at which
// they expired, be it by their own date or by inactivity. Their last chance
// follows from it, and whoever looks leaves out those for which it has come:
// so nobody can see when they were really forgotten.
//
// Threads: the owner of the shard.
// Cost:    nothing for a wallet that has none; else reads them all.

#ifndef KUMBARA_ENGINE_APPLY_REMEMBERED_LOTS_H_
#define KUMBARA_ENGINE_APPLY_REMEMBERED_LOTS_H_

#include "engine/base/check.h"
#include "engine/base/hash.h"
#include "engine/member/member_ref.h"
#include "engine/member/member_view.h"
#include "engine/program/program.h"
#include "engine/record/code_table.h"

namespace kumbara {

// The order of the lists.
inline constexpr LotOrder kRememberedOrder = LotOrder::kByExpiry;

// From when on a lot that expired then is forgotten.
inline Instant LastChance(const Duration& within, Instant expired,
                          const Zone& zone) {
  return zone.Add(expired, within);
}

// Calls visit(lot, last_chance) for what a wallet remembers at a clock.
template <class Visit>
void ForEachRemembered(const Shard& shard, const Wallet& wallet,
                       const Program& program, Instant clock,
                       const Visit& visit) {
  const SideRecord* side = shard.FindSide(wallet);
  if (side == nullptr || side->expired.empty()) return;
  const Unit* unit = program.FindUnit(wallet.unit);
  KUMBARA_CHECK(unit != nullptr && unit->reinstate_within);
  WalkLots(shard.lots, side->expired, [&](const Lot& lot) {
    const Instant last_chance =
        LastChance(*unit->reinstate_within, lot.expiry, program.zone);
    if (last_chance > clock) visit(lot, last_chance);
    return true;
  });
}

// A member as it is at a clock to which it is settled.
MemberView ViewAt(Instant clock, const MemberRef& ref, const Program& program);

// The part of the state's digest that a member's remembered lots are.
Digest DigestOfRemembered(Instant clock, const MemberRef& ref,
                          const Program& program, TextHashes& hashes);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_REMEMBERED_LOTS_H_
