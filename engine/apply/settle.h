// Settle: what falls due, by its own time, before anything else happens.
//
// All due items of a member at or before a clock, in the order (instant;
// activation before time-out before expiry; unit as in the program; number of
// the lot, or the order of the holds). Behind them what is left of a unit that
// retires then; and, behind what is redeemed automatically then, the end of a
// window of tiers, then that of a plan, then what a birthday or an anniversary
// gives, then the end of benefits for a time.
// Each instant goes by the version of the program that was in force then, of
// which `program` is any one. Settling to a and then to b is settling to b, for
// a <= b: so nobody can see how late it was done, and it is done when a member
// is touched, read or summed, or when the due index comes to it.
//
// Threads: the owner of the shard.
// Cost:    one comparison if nothing is due.

#ifndef KUMBARA_ENGINE_APPLY_SETTLE_H_
#define KUMBARA_ENGINE_APPLY_SETTLE_H_

#include <cstddef>

#include "engine/apply/books.h"
#include "engine/base/check.h"
#include "engine/member/shard.h"
#include "engine/program/program.h"

namespace kumbara {

// What moves a clock: the sequence under which due items are posted unless a
// tick came to them first, and the command it goes back to.
struct Mover {
  Sequence sequence = 0;
  Sequence cause = 0;
};

// Whether anything of a member might be due.
inline bool MayBeDue(const Shard& shard, const Member& member, Instant clock) {
  const DueBucket now = BucketOf(clock);
  const Wallet* wallet = &member.wallet;
  for (; wallet != nullptr; wallet = shard.members.Next(*wallet)) {
    if (wallet->due_listed <= now) return true;
  }
  return false;
}

// Ends the open holds of a wallet before their time, in the order of that.
void VoidHolds(Shard& shard, Wallet& wallet, Books& books);

// Lets expire what of a wallet is to by `facts.at`, each lot at its own
// instant. REQUIRES: nothing else of it is due by then.
void ExpireBy(const Program& program, Shard& shard, const Unit& unit,
              Wallet& wallet, EntryFacts facts);

// Settles what is due at a member's clock, of which ticks may have come to some
// before the mover did.
void SettleDueByTicks(const Mover& mover, const Program& program, Shard& shard,
                      Slot slot, Member& member);
// The same, where none did.
void SettleDueByMover(const Mover& mover, const Program& program, Shard& shard,
                      Slot slot, Member& member);

// Moves a member's clock and settles it. REQUIRES: `clock` is not below it.
inline void SettleTo(Instant clock, const Mover& mover, const Program& program,
                     Shard& shard, Slot slot, Member& member) {
  KUMBARA_DCHECK(clock >= member.clock);
  member.clock = clock;
  if (!MayBeDue(shard, member, clock)) return;
  SettleDueByTicks(mover, program, shard, slot, member);
}

// Settles once more what was placed when it was due already.
inline void SettlePlaced(const Mover& mover, const Program& program,
                         Shard& shard, Slot slot, Member& member) {
  if (!MayBeDue(shard, member, member.clock)) return;
  SettleDueByMover(mover, program, shard, slot, member);
}

// Settles, to the ticks so far, up to `members_max` of the members of a shard
// that have something due. Returns how many it looked at.
std::size_t SettleDue(const Program& program, Shard& shard,
                      std::size_t members_max);

// Settles all members of a shard to the ticks so far. Cost: those that have
// something due by them, or within the 17 seconds behind.
void SettleAllDue(const Program& program, Shard& shard);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_SETTLE_H_
