#include "engine/member/command_record.h"

#include "engine/base/check.h"

namespace kumbara {

Slot CommandRecords::AddMoved(const CommandId& id) {
  const Slot slot = records_.Add();
  CommandRecord& record = records_.At(slot);
  record.id = id;
  record.place = slices_.size();
  moved_[id] = slot;
  return slot;
}

// What is left has no id, so that nobody finds it.
void CommandRecords::Drop(Slot slot) {
  CommandRecord& record = records_.At(slot);
  const auto moved = moved_.find(record.id);
  if (moved != moved_.end() && moved->second == slot) moved_.erase(moved);
  if (FindMoved(record.id) == kNoSlot) {
    counted_.erase(record.id);
  }
  record = CommandRecord{};
}

Slot CommandRecords::FindMoved(const CommandId& id) const {
  const auto found = moved_.find(id);
  return found == moved_.end() ? kNoSlot : found->second;
}

void CommandRecords::SetTransfer(CommandRecord& record,
                                 const MemberId& receiver,
                                 std::uint32_t first_lot) {
  const Slot slot = transfers_.Add();
  transfers_.At(slot) = {receiver, record.place, first_lot};
  record.place = slot;
}

void CommandRecords::SetInPool(CommandRecord& record, const MemberId& pool,
                               std::uint32_t lot) {
  record.in_pool = 1;
  record.place = 0;
  SetTransfer(record, pool, lot);
}

void CommandRecords::SetReward(CommandRecord& record,
                               const RewardRecord& reward) {
  const Slot slot = rewards_.Add();
  rewards_.At(slot) = reward;
  record.label = slot + 1;
}

std::uint32_t CommandRecords::SliceCount(const CommandRecord& record) const {
  if (!HasSlices(record)) return 0;
  if (record.kind == CommandKind::kImport) return 1;
  std::int64_t taken = record.size();
  if (record.kind == CommandKind::kAdjust) taken -= record.extra;
  return SlicesThatMakeUp(FirstSlice(record), taken);
}

std::uint32_t CommandRecords::SlicesThatMakeUp(Slot first,
                                               std::int64_t taken) const {
  std::uint32_t count = 0;
  while (taken > 0) taken -= slices_.At(first + count++).remaining.count();
  KUMBARA_CHECK(taken == 0);
  return count;
}

void CommandRecords::SetBasket(CommandRecord& record,
                               const BasketRecord& basket,
                               std::span<const KeptLine> lines) {
  KUMBARA_CHECK(MayHaveBasket(record));
  const Slot slot = baskets_.Add();
  BasketRecord& kept = baskets_.At(slot);
  kept = basket;
  kept.first_slice = record.place;
  kept.first_line = lines_.size();
  kept.line_count = static_cast<std::uint32_t>(lines.size());
  for (const KeptLine& line : lines) lines_.At(lines_.Add()) = line;
  record.label = slot + 1;
}

void CommandRecords::SetParts(const CommandRecord& record,
                              std::span<const EarnPart> parts) {
  BasketRecord* basket = FindBasket(record);
  KUMBARA_CHECK(basket != nullptr);
  basket->first_part = parts_.size();
  basket->part_count = static_cast<std::uint16_t>(parts.size());
  for (const EarnPart& part : parts) parts_.At(parts_.Add()) = part;
}

void CommandRecords::SetMatches(const CommandRecord& record,
                                std::span<const std::int64_t> matches) {
  BasketRecord* basket = FindBasket(record);
  KUMBARA_CHECK(basket != nullptr);
  basket->first_match = matches_.size();
  basket->match_count =
      basket->line_count == 0
          ? std::uint8_t{0}
          : static_cast<std::uint8_t>(matches.size() / basket->line_count);
  for (const std::int64_t match : matches) matches_.At(matches_.Add()) = match;
}

void CommandRecords::MatchesOf(const BasketRecord& basket,
                               std::vector<std::int64_t>* matches) const {
  matches->clear();
  const std::uint32_t count = basket.line_count * basket.match_count;
  for (std::uint32_t i = 0; i < count; ++i) {
    matches->push_back(matches_.At(basket.first_match + i));
  }
}

void CommandRecords::TakeBack(CommandRecord& record, std::int64_t by) {
  record.taken_back += by;
  KUMBARA_CHECK(record.taken_back >= 0 && record.left() >= 0);
}

void CommandRecords::Clear() {
  records_.Clear();
  slices_.Clear();
  transfers_.Clear();
  rewards_.Clear();
  baskets_.Clear();
  lines_.Clear();
  parts_.Clear();
  matches_.Clear();
  moved_.clear();
  counted_.clear();
}

}  // namespace kumbara
