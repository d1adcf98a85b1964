#include "engine/member/member_table.h"

#include <algorithm>

#include "engine/base/check.h"

namespace kumbara {

Slot MemberTable::Add(const MemberId& id) {
  const Slot slot = members_.Add();
  members_.At(slot).id = id;
  const bool added = index_.emplace(id, slot).second;
  KUMBARA_CHECK(added);
  return slot;
}

Wallet* MemberTable::FindWallet(Member& member, std::uint8_t unit) {
  Wallet* wallet = &member.wallet;
  while (wallet->unit != unit) {
    if (wallet->next == kNoSlot) return nullptr;
    wallet = &wallets_.At(wallet->next);
  }
  return wallet;
}

Wallet& MemberTable::WalletOf(Member& member, std::uint8_t unit) {
  KUMBARA_DCHECK(unit != 0);
  if (member.wallet.unit == 0) member.wallet.unit = unit;
  if (Wallet* wallet = FindWallet(member, unit)) return *wallet;
  const Slot slot = wallets_.Add();
  Wallet& wallet = wallets_.At(slot);
  wallet.unit = unit;
  wallet.next = member.wallet.next;
  member.wallet.next = slot;
  return wallet;
}

void MemberTable::Reserve(std::uint32_t count) {
  if (index_.size() + count <= grow_at_) return;
  // A flat_hash_map holds 7/8 of its capacity. Growing between 5/8 and 7/8 of
  // it, by shard, spreads the stalls of equally full tables.
  index_.reserve(std::max(index_.size() + count, index_.capacity()));
  const std::size_t full = index_.capacity() / 8 * 7;
  grow_at_ =
      std::max(index_.size() + count, full - full * 2 / 7 * stagger_ / 1024);
}

}  // namespace kumbara
