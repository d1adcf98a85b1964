#include "engine/apply/member_copy.h"

#include "engine/apply/books.h"
#include "engine/apply/remembered_lots.h"
#include "engine/member/hold_list.h"

namespace kumbara {
namespace {

// The member of records that are not the copied member's.
constexpr Slot kSomebodyElse = kNoSlot - 1;

}  // namespace

// Gives back what the copy before took.
void MemberCopy::Forget() {
  MemberTable& members = scratch_.members;
  if (members.size() != 0) {
    const Wallet* wallet = &members.At(kSlot).wallet;
    for (; wallet != nullptr; wallet = members.Next(*wallet)) {
      LotLists lists(scratch_.lots, OrderOf(program_.FindUnit(wallet->unit)));
      LotList lots = wallet->lots;
      lists.Clear(lots);
      if (const SideRecord* side = scratch_.FindSide(*wallet)) {
        LotList pending = side->pending;
        LotLists(scratch_.lots, LotOrder::kByActivation).Clear(pending);
        LotList expired = side->expired;
        LotLists(scratch_.lots, kRememberedOrder).Clear(expired);
        LotList holds = side->holds;
        LotLists(scratch_.lots, LotOrder::kByExpiry).Clear(holds);
      }
    }
  }
  members.Clear();
  scratch_.profiles.clear();
  scratch_.dealings.clear();
  scratch_.rewards_had.Clear();
  scratch_.rule_uses.Forget(kSlot);
  scratch_.achievements.Forget(kSlot);
  scratch_.benefits.Forget(kSlot);
  scratch_.grants.Forget(kSlot);
  scratch_.tiers.Forget(kSlot);
  scratch_.days.Forget(kSlot);
  scratch_.sides.Clear();
  scratch_.records.Clear();
  scratch_.due.Clear();
  scratch_.awaited_events.clear();
}

void MemberCopy::Take(const Shard& shard, Slot slot) {
  Forget();
  original_ = slot;
  scratch_.tick_clock = shard.tick_clock;
  if (slot == kNoSlot) return;
  const Member& member = shard.members.At(slot);
  scratch_.members.Add(member.id);
  Member& copy = scratch_.members.At(kSlot);
  copy = member;
  copy.wallet = Wallet{};
  if (member.has_profile != 0) {
    scratch_.KeepProfile(kSlot, shard.ProfileOf(slot));
  }
  if (member.has_dealings != 0) {
    scratch_.KeepDealings(kSlot, shard.DealingsOf(slot));
  }
  shard.VisitRewardsHad(
      slot, [&](Code reward, std::int64_t period, std::int64_t count) {
        scratch_.rewards_had.Add({kSlot, reward}, period, count);
      });
  if (const RuleUses* uses = shard.rule_uses.Find(slot)) {
    scratch_.rule_uses.Of(kSlot) = *uses;
  }
  if (const MemberAchievements* of = shard.achievements.Find(slot)) {
    scratch_.achievements.Of(kSlot) = *of;
  }
  if (const std::uint32_t* told = shard.benefits.Find(slot)) {
    scratch_.benefits.Of(kSlot) = *told;
  }
  const MemberGrants* grants = shard.grants.Find(slot);
  if (grants != nullptr) scratch_.grants.Of(kSlot) = *grants;
  const Wallet* wallet = &member.wallet;
  for (; wallet != nullptr; wallet = shard.members.Next(*wallet)) {
    if (wallet->unit != 0) TakeWallet(shard, *wallet);
  }
  const MemberTiers* tiers = shard.FindTiers(slot);
  if (tiers != nullptr) scratch_.TiersOf(kSlot) = *tiers;
  const MemberDays* days = shard.FindDays(slot);
  if (days != nullptr) scratch_.DaysOf(kSlot) = *days;
  if (tiers != nullptr || days != nullptr || grants != nullptr) {
    // The member is listed for them by its first wallet, used or not.
    copy.wallet.due_listed = member.wallet.due_listed;
  }
}

void MemberCopy::TakeWallet(const Shard& shard, const Wallet& wallet) {
  MemberTable& members = scratch_.members;
  Wallet& copy = members.WalletOf(members.At(kSlot), wallet.unit);
  const Slot next = copy.next;
  copy = wallet;
  copy.next = next;
  copy.side = kNoSlot;
  copy.lots = LotList{};
  TakeLots(shard, wallet.lots,
           LotLists(scratch_.lots, OrderOf(program_.FindUnit(wallet.unit))),
           &copy.lots);
  const SideRecord* side = shard.FindSide(wallet);
  if (side == nullptr) return;
  SideRecord& side_copy = scratch_.SideOf(copy);
  side_copy = *side;
  side_copy.pending = LotList{};
  side_copy.holds = LotList{};
  side_copy.expired = LotList{};
  TakeLots(shard, side->pending,
           LotLists(scratch_.lots, LotOrder::kByActivation),
           &side_copy.pending);
  TakeLots(shard, side->expired, LotLists(scratch_.lots, kRememberedOrder),
           &side_copy.expired);
  ForEachHold(shard, wallet, [&](const CommandRecord& hold) {
    ListHold(scratch_, side_copy, AddRecord(shard, hold));
  });
}

void MemberCopy::TakeLots(const Shard& shard, const LotList& list, LotLists to,
                          LotList* copy) {
  WalkLots(shard.lots, list, [&](const Lot& lot) {
    to.Insert(*copy, Copied(shard, lot));
    return true;
  });
}

Lot MemberCopy::Copied(const Shard& shard, Lot lot) {
  lot.terms = scratch_.terms.SlotOf(shard.terms.At(lot.terms));
  return lot;
}

Slot MemberCopy::TakeRecord(const Shard& shard, const CommandId& id,
                            Slot id_slot) {
  const CommandRecords& records = scratch_.records;
  for (Slot slot = 0; slot < records.size(); ++slot) {
    if (records.At(slot).id == id) return slot;
  }
  const Slot original = shard.records.Find(id, id_slot);
  if (original != kNoSlot) return AddRecord(shard, shard.records.At(original));
  MakeRoom(1);
  return records.size();  // Where no record of this id is.
}

Slot MemberCopy::MakeRoom(std::uint32_t count) {
  const Slot first = scratch_.records.size();
  places_.Reach(first + count);
  return first;
}

Slot MemberCopy::AddRecord(const Shard& shard, const CommandRecord& record) {
  CommandRecords& records = scratch_.records;
  const Slot slot = records.Add(record.id, MakeRoom(1));
  CommandRecord& copy = records.At(slot);
  const std::uint32_t first_slice = copy.place;
  copy = record;
  copy.member = record.member == original_ ? kSlot : kSomebodyElse;
  if (const RewardRecord* reward = shard.records.RewardOf(record)) {
    records.SetReward(copy, *reward);
  }
  if (const BasketRecord* basket = shard.records.FindBasket(record)) {
    copy.place = first_slice;
    CopyBasket(shard, *basket, copy);
    copy.place = record.place;
  }
  records.SetCounted(copy, shard.records.CountedOf(record));
  if (record.in_pool != 0) {
    const TransferRecord& earned = shard.records.TransferOf(record);
    records.SetInPool(copy, earned.receiver, earned.first_lot);
  }
  if (!HasSlices(record)) return slot;
  copy.place = first_slice;
  const std::uint32_t slices = shard.records.SliceCount(record);
  for (std::uint32_t i = 0; i < slices; ++i) {
    const Lot& slice = shard.records.SliceAt(record, i);
    records.AddSlice(Copied(shard, slice), slice.remaining);
  }
  if (record.kind == CommandKind::kTransfer) {
    const TransferRecord& transfer = shard.records.TransferOf(record);
    records.SetTransfer(copy, transfer.receiver, transfer.first_lot);
  }
  return slot;
}

void MemberCopy::CopyBasket(const Shard& shard, const BasketRecord& basket,
                            CommandRecord& copy) {
  CommandRecords& records = scratch_.records;
  const std::uint32_t slices = shard.records.SliceCount(basket);
  for (std::uint32_t i = 0; i < slices; ++i) {
    const Lot& slice = shard.records.SliceAt(basket, i);
    records.AddSlice(Copied(shard, slice), slice.remaining);
  }
  lines_.clear();
  for (std::uint32_t i = 0; i < basket.line_count; ++i) {
    lines_.push_back(shard.records.LineAt(basket, i));
  }
  records.SetBasket(copy, basket, lines_);
  parts_.clear();
  for (std::uint32_t i = 0; i < basket.part_count; ++i) {
    parts_.push_back(shard.records.PartAt(basket, i));
  }
  records.SetParts(copy, parts_);
  shard.records.MatchesOf(basket, &matches_);
  records.SetMatches(copy, matches_);
}

}  // namespace kumbara
