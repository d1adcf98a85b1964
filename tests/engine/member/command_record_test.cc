#include "engine/member/command_record.h"

#include "gmock/gmock.h"
#include "tests/support/command_builder.h"
#include "tests/support/printers.h"

namespace kumbara {
namespace {

Lot LotOfNumber(std::uint32_t number, std::int64_t remaining) {
  Lot lot;
  lot.number = number;
  lot.remaining = Amount(remaining);
  return lot;
}

class CommandRecordsTest : public ::testing::Test {
 protected:
  CommandRecordsTest() { places_.Reach(100); }

  CommandRecord& Add(std::uint64_t id, CommandKind kind, std::int64_t amount) {
    // Each command's entry is at twice its id.
    CommandRecord& record =
        records_.At(records_.Add(CommandIdOf(id), static_cast<Slot>(2 * id)));
    record.kind = kind;
    record.amount = amount;
    return record;
  }

  ChunkArena arena_;
  RecordPlaces places_{arena_};
  CommandRecords records_{arena_, &places_};
};

TEST_F(CommandRecordsTest, ARecordIsFoundByTheSlotOfItsIdsEntry) {
  Add(1, CommandKind::kAward, 100);
  Add(2, CommandKind::kAward, 200);
  EXPECT_EQ(records_.At(records_.Find(CommandIdOf(2), 4)).amount, 200);
  EXPECT_EQ(records_.Find(CommandIdOf(3), 6), kNoSlot);
}

// A member of another shard may be taken for the one who has the record.
TEST_F(CommandRecordsTest, AnotherShardHasItsRecordsInTheSamePlaces) {
  Add(1, CommandKind::kAward, 100);
  Add(2, CommandKind::kAward, 200);
  CommandRecords other(arena_, &places_);
  const Slot slot = other.Add(CommandIdOf(3), 6);
  EXPECT_EQ(other.Find(CommandIdOf(3), 6), slot);
  EXPECT_EQ(records_.Find(CommandIdOf(3), 6), kNoSlot) << "another id there";
  EXPECT_EQ(other.Find(CommandIdOf(2), 4), kNoSlot) << "no such slot there";
}

TEST_F(CommandRecordsTest, SlicesAreThoseThatMakeUpTheAmount) {
  const CommandRecord& redeemed = Add(1, CommandKind::kRedeem, 30);
  records_.AddSlice(LotOfNumber(4, 100), Amount(10));
  records_.AddSlice(LotOfNumber(5, 20), Amount(20));
  const CommandRecord& nothing = Add(2, CommandKind::kRedeem, 0);
  CommandRecord& adjusted = Add(3, CommandKind::kAdjust, -50);
  adjusted.extra = 43;  // What was owed.
  records_.AddSlice(LotOfNumber(6, 7), Amount(7));
  EXPECT_EQ(records_.SliceCount(redeemed), 2u);
  EXPECT_EQ(records_.SliceAt(redeemed, 0), LotOfNumber(4, 10));
  EXPECT_EQ(records_.SliceAt(redeemed, 1), LotOfNumber(5, 20));
  EXPECT_EQ(records_.SliceCount(nothing), 0u);
  EXPECT_EQ(records_.SliceCount(adjusted), 1u);
  EXPECT_EQ(records_.SliceAt(adjusted, 0), LotOfNumber(6, 7));
  EXPECT_EQ(records_.SliceCount(Add(4, CommandKind::kAward, 5)), 0u);
}

TEST_F(CommandRecordsTest, ATransferKnowsItsReceiverAndItsSlices) {
  Add(1, CommandKind::kRedeem, 1);
  records_.AddSlice(LotOfNumber(1, 1), Amount(1));
  CommandRecord& transfer = Add(2, CommandKind::kTransfer, 9);
  records_.AddSlice(LotOfNumber(2, 9), Amount(9));
  records_.SetTransfer(transfer, MemberOf(3), 17);
  EXPECT_EQ(records_.TransferOf(transfer).receiver, MemberOf(3));
  EXPECT_EQ(records_.TransferOf(transfer).first_lot, 17u);
  EXPECT_EQ(records_.SliceCount(transfer), 1u);
  EXPECT_EQ(records_.SliceAt(transfer, 0), LotOfNumber(2, 9));
}

TEST_F(CommandRecordsTest, NothingIsFoundWhenAllAreForgotten) {
  Add(1, CommandKind::kHold, 3);
  records_.AddSlice(LotOfNumber(2, 3), Amount(3));
  records_.Clear();
  EXPECT_EQ(records_.size(), 0u);
  EXPECT_EQ(records_.Find(CommandIdOf(1), 2), kNoSlot);
  const CommandRecord& hold = Add(1, CommandKind::kHold, 4);
  records_.AddSlice(LotOfNumber(5, 4), Amount(4));
  EXPECT_EQ(records_.SliceCount(hold), 1u);
  EXPECT_EQ(records_.SliceAt(hold, 0), LotOfNumber(5, 4));
}

TEST_F(CommandRecordsTest, WhatIsTakenBackIsCumulative) {
  CommandRecord& record = Add(1, CommandKind::kAdjust, -100);
  records_.TakeBack(record, 40);
  records_.TakeBack(record, 60);
  EXPECT_EQ(record.left(), 0);
  records_.TakeBack(record, -100);
  EXPECT_EQ(record.left(), 100);
}

using CommandRecordsDeathTest = CommandRecordsTest;

TEST_F(CommandRecordsDeathTest, MoreTakenBackThanThereWasEndsTheProcess) {
  CommandRecord& record = Add(1, CommandKind::kPurchase, 100);
  EXPECT_DEATH(records_.TakeBack(record, 101), "CHECK failed");
  EXPECT_DEATH(records_.TakeBack(record, -1), "CHECK failed");
}

}  // namespace
}  // namespace kumbara
