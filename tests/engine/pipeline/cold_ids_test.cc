// Ids that have left memory. That they are answered as ever is in
// same_state_test.cc.

#include "gmock/gmock.h"
#include "tests/support/command_builder.h"
#include "tests/support/printers.h"
#include "tests/support/sim_ledger.h"

namespace kumbara {
namespace {

LedgerOptions HotIds(std::uint32_t hot_ids) {
  LedgerOptions options = TestOptions();
  options.program.enrol = EnrolPolicy::kFirstSight;
  options.hot_ids = hot_ids;
  return options;
}

// A frame for each of so many awards, from an id on.
void GiveAwards(SimLedger& sim, Producer& producer, std::uint64_t from,
                std::uint64_t count) {
  for (std::uint64_t id = from; id < from + count; ++id) {
    const std::vector<Outcome> outcomes =
        RunFrame(sim, producer, FrameOf({Award(id, 1, 5)}));
    ASSERT_EQ(outcomes[0].code, ResultCode::kOk);
  }
}

TEST(ColdIdsTest, NoMoreStayInMemoryThanTheBoundAndWhatIsOnItsWay) {
  SimJournal journal;
  SimLedger sim(journal, HotIds(100), 1);
  const std::unique_ptr<Producer> producer = sim.ledger().NewProducer();
  GiveAwards(sim, *producer, 1, 1'000);
  EXPECT_EQ(sim.ledger().ids(), 1'000u);
  EXPECT_LE(sim.ledger().hot_ids(), 110u);
  EXPECT_EQ(sim.cold().size() + sim.ledger().hot_ids(), 1'000u);
}

TEST(ColdIdsTest, WithoutABoundAllStay) {
  SimJournal journal;
  SimLedger sim(journal, HotIds(0), 1);
  const std::unique_ptr<Producer> producer = sim.ledger().NewProducer();
  GiveAwards(sim, *producer, 1, 200);
  EXPECT_EQ(sim.ledger().hot_ids(), 200u);
  EXPECT_EQ(sim.cold().size(), 0u);
}

// The answer of a transfer comes with its round's end.
TEST(ColdIdsTest, WhatIsNotFinalDoesNotLeave) {
  SimJournal journal;
  SimLedger sim(journal, HotIds(2), 1);
  const std::unique_ptr<Producer> producer = sim.ledger().NewProducer();
  GiveAwards(sim, *producer, 1, 1);
  const auto submit = [&](const TestCommand& command, std::uint16_t flags) {
    auto frame = FrameOf({command}, flags);
    ASSERT_EQ(producer->Submit(&frame), SubmitResult::kAccepted);
    sim.driver().RunUntilIdle();
  };
  submit(Transfer(2, 1, 2, 5), kMoreFollows);
  for (std::uint64_t id = 10; id < 50; ++id) {
    submit(Award(id, 1, 5), kMoreFollows);
  }
  // Id 1 may have left, the transfer and what came behind it not.
  EXPECT_GE(sim.ledger().hot_ids(), 41u);
  for (std::uint64_t id = 50; id < 70; ++id) submit(Award(id, 1, 5), 0);
  EXPECT_LT(sim.ledger().hot_ids(), 10u);
}

TEST(ColdIdsTest, AfterAFailedLookupNothingIsAnswered) {
  SimJournal journal;
  SimLedger sim(journal, HotIds(10), 1);
  const std::unique_ptr<Producer> producer = sim.ledger().NewProducer();
  GiveAwards(sim, *producer, 1, 50);
  ASSERT_GT(sim.cold().size(), 10u);
  sim.cold().Fail(absl::DataLossError("7.run: block 3 is damaged"));
  auto frame = FrameOf({Award(1, 1, 5)});
  ASSERT_EQ(producer->Submit(&frame), SubmitResult::kAccepted);
  sim.driver().RunUntilIdle();
  EXPECT_EQ(sim.ledger().status().message(), "7.run: block 3 is damaged");
  EXPECT_EQ(producer->TakeAnswer()->status, AnswerStatus::kUnknown);
}

}  // namespace
}  // namespace kumbara
