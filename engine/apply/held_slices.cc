#include "engine/apply/held_slices.h"

namespace kumbara {

CommandRecord& LeaveRecordOfHeld(const Addressee& sender, CommandKind kind,
                                 std::span<const Slice> slices) {
  const Message& message = sender.message;
  CommandRecords& records = sender.shard.records;
  CommandRecord& record =
      records.At(records.Add(message.command, message.id_slot));
  record.amount = message.amount.count();
  record.at = message.occurred_at;
  record.member = sender.slot;
  record.version = sender.program.version & kVersionMax;
  record.kind = kind;
  record.unit = message.unit;
  for (const Slice& slice : slices) {
    records.AddSlice(LotOf(slice, sender.shard.terms), slice.amount);
  }
  return record;
}

void ReleaseHeld(const Addressee& sender, std::span<const Slice> slices,
                 Wallet& wallet, Books& books) {
  for (auto slice = slices.rbegin(); slice != slices.rend(); ++slice) {
    books.Release(wallet, LotOf(*slice, sender.shard.terms));
  }
}

}  // namespace kumbara
