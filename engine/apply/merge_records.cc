// The records of commands in a merge (engine/apply/merge_contents.h).

#include "engine/apply/merge_contents.h"
#include "engine/base/check.h"
#include "engine/program/program_versions.h"

namespace kumbara {
namespace {

// Calls visit(slot) for the records of a member.
template <class Visit>
void ForEachRecordOf(const CommandRecords& records, Slot member,
                     const Visit& visit) {
  for (Slot slot = 0; slot < records.size(); ++slot) {
    if (records.At(slot).member == member) visit(slot);
  }
}

// `Taker`: a CommandRecord or a BasketRecord.
template <class Taker>
std::vector<Slice> SlicesOf(const Shard& shard, const Taker& taker) {
  std::vector<Slice> slices;
  const std::uint32_t count = shard.records.SliceCount(taker);
  for (std::uint32_t i = 0; i < count; ++i) {
    slices.push_back(SliceOf(shard.records.SliceAt(taker, i), shard.terms));
  }
  return slices;
}

MergeParcel::KeptBasket KeptBasketOf(const Shard& shard,
                                     const BasketRecord& basket) {
  MergeParcel::KeptBasket kept{basket, SlicesOf(shard, basket), {}, {}, {}};
  for (std::uint32_t i = 0; i < basket.line_count; ++i) {
    kept.lines.push_back(shard.records.LineAt(basket, i));
  }
  for (std::uint32_t i = 0; i < basket.part_count; ++i) {
    kept.parts.push_back(shard.records.PartAt(basket, i));
  }
  shard.records.MatchesOf(basket, &kept.matches);
  return kept;
}

MergeParcel::Kept KeptOf(const Shard& shard, const CommandRecord& record,
                         Instant clock) {
  MergeParcel::Kept kept;
  kept.record = record;
  kept.slices = SlicesOf(shard, record);
  if (HasTransfer(record)) kept.transfer = shard.records.TransferOf(record);
  if (const BasketRecord* basket = shard.records.FindBasket(record)) {
    kept.basket = KeptBasketOf(shard, *basket);
  }
  if (const RewardRecord* reward = shard.records.RewardOf(record)) {
    kept.reward = *reward;
  }
  kept.counted = shard.records.CountedOf(record);
  kept.is_open_hold = record.kind == CommandKind::kHold &&
                      record.hold_state() == HoldState::kOpen &&
                      record.timeout() > clock;
  return kept;
}

void AddSlices(const Addressee& to, const std::vector<Slice>& slices,
               std::uint8_t unit) {
  const std::uint32_t shift = ShiftIn(to, unit);
  for (const Slice& slice : slices) {
    to.shard.records.AddSlice(Shifted(slice, shift, to.shard.terms),
                              slice.amount);
  }
}

// `record` is that of the purchase, as it was.
void TakeBasket(const Addressee& to, MergeParcel::KeptBasket kept,
                CommandRecord& record) {
  CommandRecords& records = to.shard.records;
  AddSlices(to, kept.slices, kept.basket.tender_unit);
  records.SetBasket(record, kept.basket, kept.lines);
  for (EarnPart& part : kept.parts) {
    // What a pool got is numbered there.
    const bool is_here = record.in_pool == 0 && part.lot != 0;
    if (is_here) part.lot += ShiftIn(to, part.unit);
  }
  records.SetParts(record, kept.parts);
  records.SetMatches(record, kept.matches);
}

void TakeReward(const Addressee& to, RewardRecord redeemed,
                CommandRecord& record) {
  const Reward* reward =
      VersionOf(to.program, record.version).FindReward(redeemed.reward);
  KUMBARA_CHECK(reward != nullptr);
  if (redeemed.given_lot != 0) {
    redeemed.given_lot += ShiftIn(to, reward->gives->unit);
  }
  to.shard.records.SetReward(record, redeemed);
}

// Returns where it is from now on.
Slot TakeRecord(const Addressee& to, const MergeParcel::Kept& kept) {
  CommandRecords& records = to.shard.records;
  const Slot slot = records.AddMoved(kept.record.id);
  CommandRecord& record = records.At(slot);
  const std::uint32_t first_slice = record.place;
  record = kept.record;
  record.member = to.slot;
  record.place = first_slice;
  if (kept.basket) TakeBasket(to, *kept.basket, record);
  if (kept.reward) TakeReward(to, *kept.reward, record);
  records.SetCounted(record, kept.counted);
  if (HasSlices(record)) {
    AddSlices(to, kept.slices, record.unit);
  } else {
    const std::uint32_t own_lot = kept.record.place;
    record.place = own_lot == 0 ? 0 : own_lot + ShiftIn(to, record.unit);
  }
  if (HasTransfer(record)) {
    records.SetTransfer(record, kept.transfer.receiver,
                        kept.transfer.first_lot);
  }
  return slot;
}

}  // namespace

std::uint32_t ShiftIn(const Addressee& to, std::uint8_t unit) {
  const Wallet* own = to.shard.members.FindWallet(to.member(), unit);
  return own != nullptr ? own->lots_made : 0;
}

Lot Shifted(const Slice& slice, std::uint32_t by, TermsTable& terms) {
  Lot lot = LotOf(slice, terms);
  if (lot.number != 0) lot.number += by;
  return lot;
}

std::vector<MergeParcel::Kept> PackRecords(const Shard& shard, Slot member) {
  std::vector<MergeParcel::Kept> packed;
  const Instant clock = shard.ClockOf(shard.members.At(member));
  ForEachRecordOf(shard.records, member, [&](Slot slot) {
    packed.push_back(KeptOf(shard, shard.records.At(slot), clock));
  });
  return packed;
}

std::vector<Slot> TakeRecords(const Addressee& to) {
  std::vector<Slot> open_holds;
  for (const MergeParcel::Kept& kept : to.message.parcel->records) {
    const Slot slot = TakeRecord(to, kept);
    if (kept.is_open_hold) open_holds.push_back(slot);
  }
  return open_holds;
}

void DropRecords(Shard& shard, Slot member) {
  ForEachRecordOf(shard.records, member,
                  [&](Slot slot) { shard.records.Drop(slot); });
}

}  // namespace kumbara
