// MemberRef: a member together with the shard in which the rest of it lies, its
// own or that of a copy.
//
// Threads: the owner of the tables; valid until they change.

#ifndef KUMBARA_ENGINE_MEMBER_MEMBER_REF_H_
#define KUMBARA_ENGINE_MEMBER_MEMBER_REF_H_

#include "engine/member/shard.h"

namespace kumbara {

struct MemberRef {
  const Member& member;
  const Shard& shard;  // Of its further wallets, side records and lots.
  MemberProfile profile;
  MemberDealings dealings;
  const MemberTiers* tiers = nullptr;  // Null for who has none.
  const MemberDays* days = nullptr;    // Likewise.
  // Null for who is behind the last one that ever had any.
  const MemberGrants* grants = nullptr;
};

inline MemberRef RefOf(const Shard& shard, Slot member) {
  return {shard.members.At(member), shard,
          shard.ProfileOf(member),  shard.DealingsOf(member),
          shard.FindTiers(member),  shard.FindDays(member),
          shard.grants.Find(member)};
}

// Calls visit(wallet) for every wallet in use.
template <class Visit>
void ForEachWallet(const MemberRef& ref, const Visit& visit) {
  const Wallet* wallet = &ref.member.wallet;
  for (; wallet != nullptr; wallet = ref.shard.members.Next(*wallet)) {
    if (wallet->unit != 0) visit(*wallet);
  }
}

// Calls visit(lot, is_pending) for every lot of a wallet.
template <class Visit>
void ForEachLot(const Shard& shard, const Wallet& wallet, const Visit& visit) {
  const auto visit_as = [&](bool pending) {
    return [&visit, pending](const Lot& lot) {
      visit(lot, pending);
      return true;
    };
  };
  if (const SideRecord* side = shard.FindSide(wallet)) {
    WalkLots(shard.lots, side->pending, visit_as(true));
  }
  WalkLots(shard.lots, wallet.lots, visit_as(false));
}

// Calls visit(record) for every open hold of a wallet, by time-out.
template <class Visit>
void ForEachHold(const Shard& shard, const Wallet& wallet, const Visit& visit) {
  const SideRecord* side = shard.FindSide(wallet);
  if (side == nullptr) return;
  WalkLots(shard.lots, side->holds, [&](const Lot& listed) {
    visit(shard.records.At(listed.number));
    return true;
  });
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_MEMBER_REF_H_
