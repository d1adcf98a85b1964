#include "engine/member/member_view.h"

#include <algorithm>

namespace kumbara {

MemberView ViewOf(const Shard& shard, const MemberId& id) {
  MemberView view;
  view.id = id;
  const Slot slot = shard.members.FindSlot(id);
  if (slot == kNoSlot) return view;
  const Member& member = shard.members.At(slot);
  view.found = true;
  view.clock = shard.ClockOf(member);
  view.last_sequence = member.last_sequence;
  const Wallet* wallet = &member.wallet;
  for (; wallet != nullptr; wallet = shard.members.Next(*wallet)) {
    if (wallet->unit != 0) view.wallets.push_back(*wallet);
  }
  std::sort(view.wallets.begin(), view.wallets.end(),
            [](const Wallet& a, const Wallet& b) { return a.unit < b.unit; });
  return view;
}

}  // namespace kumbara
