// What will be so of an addressee when a message has moved its clock. If it
// will not the message is refused, and a refused message moves no clock: so
// that of a copy moves.
//
// Threads: the owner of the addressee's shard.
// Cost:    none beside asking where nothing is due by then, else the wallets
//          and lots of the addressee are copied.

#ifndef KUMBARA_ENGINE_APPLY_WILL_BE_H_
#define KUMBARA_ENGINE_APPLY_WILL_BE_H_

#include <algorithm>

#include "engine/apply/addressee.h"
#include "engine/apply/member_copy.h"

namespace kumbara {

// is_so(addressee) for the member with its clock at `instant`, or where it is
// if that is later.
template <class IsSo>
bool WillBe(const Addressee& to, Instant instant, const IsSo& is_so) {
  const Instant then = std::max(to.shard.ClockOf(to.member()), instant);
  if (!MayBeDue(to.shard, to.member(), then)) return is_so(to);
  MemberCopy copy(to.program);
  copy.Take(to.shard, to.slot);
  CountedNets counted = to.counted;
  const Addressee later{to.message,        to.program, copy.shard(),
                        MemberCopy::kSlot, to.mover,   counted};
  later.MoveClock(then);
  return is_so(later);
}

// The same of room for points. Of all that falls due only a birthday or an
// anniversary takes some.
template <class HasRoom>
bool WillHaveRoom(const Addressee& to, Instant instant,
                  const HasRoom& has_room) {
  const MemberDays* days = to.shard.FindDays(to.slot);
  const bool may_take_some = days != nullptr && days->due <= instant;
  if (has_room(to) && !may_take_some) return true;
  return WillBe(to, instant, has_room);
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_WILL_BE_H_
