#include "engine/member/purchase_record.h"

#include "gmock/gmock.h"
#include "tests/support/command_builder.h"
#include "tests/support/printers.h"

namespace kumbara {
namespace {

PurchaseRecord RecordOf(std::uint64_t id, std::int64_t amount, Slot member) {
  PurchaseRecord record;
  record.id = CommandIdOf(id);
  record.amount = Money(amount);
  record.member = member;
  return record;
}

TEST(PurchaseRecordsTest, SumDependsOnTheRecordsNotOnTheirOrderOrSlots) {
  ChunkArena arena;
  PurchaseRecords forwards(arena);
  PurchaseRecords backwards(arena);
  for (std::uint64_t i = 1; i <= 50; ++i) {
    forwards.Add(RecordOf(i, 100, 3));
    backwards.Add(RecordOf(51 - i, 100, 4));
  }
  EXPECT_EQ(forwards.sum(), backwards.sum());
  forwards.Add(RecordOf(60, 100, 3));
  backwards.Add(RecordOf(60, 101, 3));
  EXPECT_NE(forwards.sum(), backwards.sum());
}

TEST(PurchaseRecordsTest, ReturnChangesTheRecordAndTheSum) {
  ChunkArena arena;
  PurchaseRecords records(arena);
  records.Add(RecordOf(1, 100, 3));
  const Digest before = records.sum();
  records.NoteReturn(CommandIdOf(1), Money(40), Amount(4));
  EXPECT_NE(records.sum(), before);
  EXPECT_EQ(records.Find(CommandIdOf(1))->returned, Money(40));
  EXPECT_EQ(records.Find(CommandIdOf(1))->demanded, Amount(4));
  EXPECT_EQ(records.Find(CommandIdOf(2)), nullptr);
  records.NoteReturn(CommandIdOf(1), Money(0), Amount(0));
  EXPECT_EQ(records.sum(), before);
}

TEST(PurchaseRecordsDeathTest, MoreReturnedThanBoughtEndsTheProcess) {
  ChunkArena arena;
  PurchaseRecords records(arena);
  records.Add(RecordOf(1, 100, 3));
  EXPECT_DEATH(records.NoteReturn(CommandIdOf(1), Money(101), Amount(0)),
               "CHECK failed");
  EXPECT_DEATH(records.NoteReturn(CommandIdOf(2), Money(1), Amount(0)),
               "CHECK failed");
}

}  // namespace
}  // namespace kumbara
