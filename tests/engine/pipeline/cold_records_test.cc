// Records that have left memory. That they are found as ever is in
// same_state_test.cc.

#include "gmock/gmock.h"
#include "tests/support/command_builder.h"
#include "tests/support/printers.h"
#include "tests/support/sim_ledger.h"

namespace kumbara {
namespace {

LedgerOptions HotRecords(std::uint32_t hot_records) {
  LedgerOptions options = TestOptions();
  options.program.enrol = EnrolPolicy::kFirstSight;
  options.hot_records = hot_records;
  return options;
}

// Awards and redemptions of members 1 to 8, whose ids count from 1.
void GiveAndTake(SimLedger& sim, Producer& producer) {
  for (std::uint64_t id = 1; id < 200; id += 2) {
    const std::uint64_t member = 1 + id / 2 % 8;
    const std::vector<Outcome> outcomes =
        RunFrame(sim, producer,
                 FrameOf({Award(id, member, 5), Redeem(id + 1, member, 3)}));
    ASSERT_EQ(outcomes[0].code, ResultCode::kOk);
    ASSERT_EQ(outcomes[1].code, ResultCode::kOk);
  }
}

std::size_t MostHotChunks(SimLedger& sim) {
  std::size_t most = 0;
  for (const Shard* shard : sim.ledger().shards()) {
    most = std::max(most, shard->records.hot_chunks());
  }
  return most;
}

TEST(ColdRecordsTest, NoMoreChunksStayInMemoryThanTheBound) {
  for (const std::uint32_t hot_records : {1u, 2'048u}) {
    SimJournal journal;
    SimLedger sim(journal, HotRecords(hot_records), 1);
    const std::unique_ptr<Producer> producer = sim.ledger().NewProducer();
    GiveAndTake(sim, *producer);
    // Of a shard's records and slices one chunk each is in use.
    EXPECT_EQ(MostHotChunks(sim), hot_records / 2'048);
    const Digest digest = sim.ledger().StateDigest();
    EXPECT_EQ(MostHotChunks(sim), hot_records / 2'048);
    SimJournal other_journal;
    SimLedger other(other_journal, HotRecords(0), 1);
    const std::unique_ptr<Producer> another = other.ledger().NewProducer();
    GiveAndTake(other, *another);
    EXPECT_EQ(other.ledger().StateDigest(), digest);
    EXPECT_EQ(other.cold().chunks()->kept(), 0u);
  }
}

// Before any of them is applied.
TEST(ColdRecordsTest, WhatABatchNamesIsAskedForAtOnce) {
  SimJournal journal;
  SimLedger sim(journal, HotRecords(1), 1);
  const std::unique_ptr<Producer> producer = sim.ledger().NewProducer();
  GiveAndTake(sim, *producer);
  const std::uint64_t asked = sim.cold().chunks()->asked();
  const std::vector<Outcome> outcomes =
      RunFrame(sim, *producer,
               FrameOf({Reverse(1'000, 1, 2), Reverse(1'001, 2, 4),
                        Award(1'002, 3, 5)}));
  EXPECT_THAT(CodesOf(outcomes),
              ::testing::ElementsAre(ResultCode::kOk, ResultCode::kOk,
                                     ResultCode::kOk));
  EXPECT_EQ(sim.cold().chunks()->asked(), asked + 2);
}

// What cannot leave stays, and is found.
TEST(ColdRecordsTest, AFailedWriteLosesNothing) {
  SimJournal journal;
  SimLedger sim(journal, HotRecords(1), 1);
  const std::unique_ptr<Producer> producer = sim.ledger().NewProducer();
  sim.cold().chunks()->Fail();
  GiveAndTake(sim, *producer);
  EXPECT_GT(MostHotChunks(sim), 1u);
  const std::vector<Outcome> outcomes =
      RunFrame(sim, *producer, FrameOf({Reverse(1'000, 1, 2)}));
  EXPECT_EQ(outcomes[0].code, ResultCode::kOk);
  sim.CheckAllBooks();
}

}  // namespace
}  // namespace kumbara
