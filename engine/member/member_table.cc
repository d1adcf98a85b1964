#include "engine/member/member_table.h"

#include "engine/base/check.h"

namespace kumbara {

Slot MemberTable::Add(const MemberId& id) {
  KUMBARA_CHECK(index_.Find(id) == kNoSlot);
  const Slot slot = members_.Add();
  members_.At(slot).id = id;
  index_.Insert(slot);
  return slot;
}

Wallet* MemberTable::FindFurtherWallet(Member& member, std::uint8_t unit) {
  Wallet* wallet = &member.wallet;
  while (wallet->unit != unit) {
    if (wallet->next == kNoSlot) return nullptr;
    wallet = &wallets_.At(wallet->next);
  }
  return wallet;
}

Wallet& MemberTable::MakeWallet(Member& member, std::uint8_t unit) {
  KUMBARA_DCHECK(unit != 0);
  if (member.wallet.unit == 0) {
    member.wallet.unit = unit;
    return member.wallet;
  }
  const Slot slot = wallets_.Add();
  Wallet& wallet = wallets_.At(slot);
  wallet.unit = unit;
  wallet.next = member.wallet.next;
  member.wallet.next = slot;
  return wallet;
}

}  // namespace kumbara
