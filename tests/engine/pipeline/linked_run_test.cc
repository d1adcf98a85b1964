#include "engine/pipeline/linked_run.h"

#include <map>
#include <random>

#include "gmock/gmock.h"
#include "tests/support/command_builder.h"
#include "tests/support/printers.h"
#include "tests/support/random_history.h"
#include "tests/support/sim_ledger.h"

namespace kumbara {
namespace {

using ::testing::ElementsAre;
using enum ResultCode;

class LinkedRunTest : public ::testing::Test {
 protected:
  LinkedRunTest() { Do({Enroll(900, 1), Enroll(901, 2), Award(902, 1, 100)}); }

  std::vector<ResultCode> Do(const std::vector<TestCommand>& commands) {
    return CodesOf(RunFrame(sim_, *producer_, FrameOf(commands)));
  }

  SimJournal journal_;
  SimLedger sim_{journal_, TestOptions(2), 1};
  std::unique_ptr<Producer> producer_ = sim_.ledger().NewProducer();
};

TEST_F(LinkedRunTest, EndsWithItsFrameThoughTheBatchGoesOn) {
  std::unique_ptr<Frame> first =
      FrameOf({Award(1, 1, 1).Linked(), Award(2, 1, 1).Linked()});
  std::unique_ptr<Frame> second = FrameOf({Award(3, 1, 1)});
  ASSERT_EQ(producer_->Submit(&first), SubmitResult::kAccepted);
  ASSERT_EQ(producer_->Submit(&second), SubmitResult::kAccepted);
  const BatchNumber before = sim_.ledger().end().batch;
  sim_.driver().RunUntilIdle();
  ASSERT_EQ(sim_.ledger().end().batch, before + 1);
  std::vector<ResultCode> codes;
  while (std::optional<Answer> answer = producer_->TakeAnswer()) {
    for (const Outcome& outcome : std::as_const(*answer->frame).outcomes()) {
      codes.push_back(outcome.code);
    }
  }
  EXPECT_THAT(codes, ElementsAre(kLinkedFailed, kLinkedOpen, kOk));
}

TEST_F(LinkedRunTest, LiesAnywhereInABatch) {
  std::uint64_t id = 1;
  for (std::size_t before = 25; before < 35; ++before) {
    std::vector<TestCommand> commands;
    while (commands.size() < before) commands.push_back(Award(id++, 2, 1));
    for (int i = 0; i < 40; ++i) {
      commands.push_back(Award(id++, 1, 1).Linked());
    }
    commands.push_back(Redeem(id++, 1, 140));
    commands.push_back(Award(id++, 1, 100));
    ASSERT_THAT(Do(commands), ::testing::Each(kOk)) << before;
    commands[before].command.occurred_at += 1;
    commands.back() = Redeem(id++, 1, 100);
    const std::vector<ResultCode> again = Do(commands);
    EXPECT_EQ(again[before], kExistsWithDifferentContent);
    EXPECT_EQ(again[before + 1], kExists);
    ASSERT_EQ(Do({Award(id++, 1, 100)}), std::vector{kOk});
  }
}

TEST_F(LinkedRunTest, OneWithoutANewCommandIsRepeats) {
  const std::vector<TestCommand> run = {Award(1, 1, 1).Linked(),
                                        Redeem(2, 1, 500)};
  EXPECT_THAT(Do(run), ElementsAre(kLinkedFailed, kInsufficient));
  EXPECT_THAT(Do(run), ElementsAre(kExists, kExists));
  EXPECT_THAT(Do({Award(1, 1, 2).Linked(), Redeem(2, 1, 500)}),
              ElementsAre(kExistsWithDifferentContent, kExists));
}

TEST_F(LinkedRunTest, TheFlagIsContent) {
  ASSERT_THAT(Do({Award(1, 1, 1)}), ElementsAre(kOk));
  EXPECT_THAT(Do({Award(1, 1, 1).Linked()}),
              ElementsAre(kExistsWithDifferentContent));
}

TEST_F(LinkedRunTest, OneThatIsRefusedHereWaitsForNoRound) {
  std::unique_ptr<Frame> frame =
      FrameOf({Award(1, 1, 1).Linked(), Transfer(2, 1, 2, 1)}, kMoreFollows);
  ASSERT_EQ(producer_->Submit(&frame), SubmitResult::kAccepted);
  sim_.driver().RunUntilIdle();
  const std::optional<Answer> answer = producer_->TakeAnswer();
  ASSERT_TRUE(answer);
  EXPECT_EQ(std::as_const(*answer->frame).outcomes()[1].code, kNotPermitted);
}

// What random histories, cut anywhere but in a run, are to test.
TEST(LinkedRunHistoryTest, HasRunsThatSucceedAndRunsThatFail) {
  std::mt19937_64 random(1);
  LedgerOptions options = TestOptions();
  AddReward(kCoffee, 4, &options.program).limit = 3;
  SimJournal journal;
  SimLedger sim(journal, options, 1);
  const std::unique_ptr<Producer> producer = sim.ledger().NewProducer();
  std::vector<TestCommand> commands;
  for (ClientCommand& one : RandomHistory(random, 4'000, {.members = 60})) {
    commands.push_back(std::move(one.command));
  }
  const std::vector<Outcome> outcomes =
      RunFrame(sim, *producer, FrameOf(commands));
  std::map<ResultCode, int> linked;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    if ((commands[i].command.flags & kLinked) != 0) ++linked[outcomes[i].code];
  }
  EXPECT_GT(linked[kOk], 20);
  EXPECT_GT(linked[kLinkedFailed], 20);
  EXPECT_GT(linked[kLinkedOtherMember], 0);
  EXPECT_GT(linked[kLinkedOpen], 0);
  EXPECT_GT(linked[kNotPermitted], 5);
}

TEST(LinkedRunPastTest, HappensWhenAllOfItHas) {
  const TestCommand early = Award(1, 1, 1).At(10);
  const TestCommand late = Award(2, 1, 1).At(20);
  std::vector<WorkItem> items(2);
  items[0].command = &early.command;
  items[1].command = &late.command;
  EXPECT_FALSE(HappensBefore(Instant(20), items));
  EXPECT_TRUE(HappensBefore(Instant(21), items));
  items[1].kind = ItemKind::kRepeat;
  SkipRun(items);
  EXPECT_EQ(items[0].kind, ItemKind::kSkipped);
  EXPECT_EQ(items[1].kind, ItemKind::kRepeat);
}

}  // namespace
}  // namespace kumbara
