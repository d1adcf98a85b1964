#include "engine/member/shard.h"

#include "engine/base/check.h"

namespace kumbara {
namespace {

// What the open holds of a wallet hold.
Int128 HeldByHolds(const Shard& shard, const SideRecord& side) {
  Int128 held = 0;
  WalkLots(shard.lots, side.holds, [&](const Lot& listed) {
    const CommandRecord& hold = shard.records.At(listed.number);
    Int128 slices = 0;
    for (std::uint32_t i = 0; i < shard.records.SliceCount(hold); ++i) {
      slices += shard.records.SliceAt(hold, i).remaining.count();
    }
    KUMBARA_CHECK(hold.hold_state() == HoldState::kOpen);
    KUMBARA_CHECK(slices == hold.amount);
    held += slices;
    return true;
  });
  return held;
}

// Every balance is in range (invariant 3), every lot in its account
// (invariant 2), and what is remembered has expired.
void CheckWallet(const Shard& shard, const Wallet& wallet) {
  const Amount zero;
  KUMBARA_CHECK(wallet.pending >= zero && wallet.available >= zero);
  KUMBARA_CHECK(wallet.held >= zero && wallet.deficit >= zero);
  KUMBARA_CHECK(wallet.deficit == zero || wallet.available == zero);
  Int128 available = 0;
  Int128 pending = 0;
  const auto add_to = [](Int128* sum) {
    return [sum](const Lot& lot) {
      KUMBARA_CHECK(lot.remaining > Amount());
      *sum += lot.remaining.count();
      return true;
    };
  };
  WalkLots(shard.lots, wallet.lots, add_to(&available));
  if (const SideRecord* side = shard.FindSide(wallet)) {
    WalkLots(shard.lots, side->pending, add_to(&pending));
  }
  KUMBARA_CHECK(available == wallet.available.count());
  KUMBARA_CHECK(pending == wallet.pending.count());
  Int128 remembered = 0;
  if (const SideRecord* side = shard.FindSide(wallet)) {
    WalkLots(shard.lots, side->expired, add_to(&remembered));
  }
  KUMBARA_CHECK(remembered <= wallet.expired.count());
}

}  // namespace

void Shard::KeepProfile(Slot member, const MemberProfile& profile) {
  Member& kept = members.At(member);
  kept.is_closed = profile.is_closed() ? 1 : 0;
  kept.has_profile = profile.empty() ? 0 : 1;
  if (profile.empty()) {
    profiles.erase(member);
  } else {
    profiles[member] = profile;
  }
}

void Shard::KeepDealings(Slot member, const MemberDealings& kept) {
  const bool empty = kept == MemberDealings{};
  members.At(member).has_dealings = empty ? 0 : 1;
  if (empty) {
    dealings.erase(member);
  } else {
    dealings[member] = kept;
  }
}

void CheckBooks(const Shard& shard, const HeldUnderWay& under_way) {
  std::array<Int128, 256> sums{};
  HeldUnderWay held{};
  for (Slot slot = 0; slot < shard.members.size(); ++slot) {
    const Wallet* wallet = &shard.members.At(slot).wallet;
    for (; wallet != nullptr; wallet = shard.members.Next(*wallet)) {
      CheckWallet(shard, *wallet);
      sums[wallet->unit] += wallet->net().count();
      Int128 by_holds = 0;
      if (const SideRecord* side = shard.FindSide(*wallet)) {
        by_holds = HeldByHolds(shard, *side);
      }
      KUMBARA_CHECK(by_holds <= wallet->held.count());
      held[wallet->unit] += wallet->held.count() - by_holds;
    }
  }
  for (const auto& [account, balance] : shard.accounts) {
    sums[account.unit] += balance;
  }
  for (const Int128 sum : sums) KUMBARA_CHECK(sum == 0);
  KUMBARA_CHECK(held == under_way);
}

}  // namespace kumbara
