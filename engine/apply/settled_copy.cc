#include "engine/apply/settled_copy.h"

#include "engine/apply/settle.h"

namespace kumbara {

MemberRef SettledCopy::At(Instant clock, const Shard& shard, Slot slot) {
  const Member& member = shard.members.At(slot);
  clock = std::max(clock, shard.ClockOf(member));
  if (!MayBeDue(shard, member, clock)) return RefOf(shard, slot);
  copy_.Take(shard, slot);
  Member& copy = copy_.shard().members.At(MemberCopy::kSlot);
  SettleTo(clock, {}, program_, copy_.shard(), MemberCopy::kSlot, copy);
  // The clock it is shown with is its own.
  copy.clock = shard.ClockOf(member);
  return RefOf(copy_.shard(), MemberCopy::kSlot);
}

}  // namespace kumbara
