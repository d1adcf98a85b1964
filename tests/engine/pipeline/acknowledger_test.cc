#include "engine/pipeline/acknowledger.h"

#include "gmock/gmock.h"
#include "tests/support/command_builder.h"
#include "tests/support/printers.h"
#include "tests/support/sim_ledger.h"

namespace kumbara {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;

class AcknowledgerTest : public ::testing::Test {
 protected:
  explicit AcknowledgerTest(const LedgerOptions& options = TestOptions(2))
      : sim_(journal_, options, 1) {}
  // Enrols members 1 to 9 and gives each 100 points, one round.
  void SetUp() override {
    std::vector<TestCommand> commands;
    for (std::uint64_t member = 1; member <= 9; ++member) {
      commands.push_back(Enroll(100 + member, member));
      commands.push_back(Award(200 + member, member, 100));
    }
    RunFrame(sim_, *producer_, FrameOf(commands));
  }
  void Submit(std::unique_ptr<Frame> frame) {
    ASSERT_EQ(producer_->Submit(&frame), SubmitResult::kAccepted);
    sim_.driver().RunUntilIdle();
  }
  std::vector<Outcome> TakeOutcomes() {
    std::optional<Answer> answer = producer_->TakeAnswer();
    if (!answer || answer->status != AnswerStatus::kAnswered) return {};
    const auto outcomes = std::as_const(*answer->frame).outcomes();
    return {outcomes.begin(), outcomes.end()};
  }
  bool NothingAnswered() { return !producer_->TakeAnswer().has_value(); }

  SimJournal journal_;
  SimLedger sim_;
  std::unique_ptr<Producer> producer_ = sim_.ledger().NewProducer();
};

TEST_F(AcknowledgerTest, TransferIsAnsweredAtTheEndOfItsRound) {
  Submit(FrameOf({Transfer(1, 1, 2, 30)}, kMoreFollows));
  EXPECT_TRUE(NothingAnswered());
  Submit(FrameOf({Tick(5)}));
  const std::vector<Outcome> outcomes = TakeOutcomes();
  ASSERT_EQ(outcomes.size(), 1u);
  EXPECT_EQ(
      outcomes[0],
      (Outcome{.unit = kPoints, .sequence = 19, .delta = -30, .net = 70}));
}

TEST_F(AcknowledgerTest, RefusedTransferGivesBackWhatItHeld) {
  Submit(FrameOf({Transfer(1, 1, 77, 30)}));
  const std::vector<Outcome> outcomes = TakeOutcomes();
  ASSERT_EQ(outcomes.size(), 1u);
  EXPECT_EQ(outcomes[0].code, ResultCode::kReceiverUnknown);
  EXPECT_EQ(outcomes[0].delta, 0);
  EXPECT_EQ(outcomes[0].net, 100);
  EXPECT_EQ(sim_.Look(MemberOf(1)).wallets[0].held, Amount(0));
  EXPECT_EQ(sim_.Look(MemberOf(1)).wallets[0].available, Amount(100));
}

TEST_F(AcknowledgerTest, FrameThatWaitsHoldsBackNoOther) {
  Submit(FrameOf({Transfer(1, 1, 2, 30)}, kMoreFollows));
  Submit(FrameOf({Redeem(2, 1, 10)}, kMoreFollows));
  // The second frame comes back first.
  EXPECT_THAT(TakeOutcomes(), ElementsAre(Field(&Outcome::delta, -10)));
  EXPECT_TRUE(NothingAnswered());
  Submit(FrameOf({Tick(5)}));
  EXPECT_THAT(TakeOutcomes(), ElementsAre(Field(&Outcome::net, 60)));
}

TEST_F(AcknowledgerTest, RepeatOfAnOpenCommandGetsTheOneAnswer) {
  Submit(FrameOf({Transfer(1, 1, 77, 30)}, kMoreFollows));
  Submit(FrameOf({Transfer(1, 1, 77, 30)}, kMoreFollows));
  EXPECT_TRUE(NothingAnswered());
  Submit(FrameOf({Transfer(1, 1, 77, 30)}));  // Ends the round itself.
  EXPECT_THAT(TakeOutcomes(),
              ElementsAre(Field(&Outcome::code, ResultCode::kReceiverUnknown)));
  const Outcome repeat{.code = ResultCode::kExists,
                       .first_code = ResultCode::kReceiverUnknown,
                       .unit = kPoints,
                       .sequence = 19};
  EXPECT_THAT(TakeOutcomes(), ElementsAre(repeat));
  EXPECT_THAT(TakeOutcomes(), ElementsAre(repeat));
}

TEST_F(AcknowledgerTest, TwentyGiftsOfAllPointsAndOneSucceeds) {
  std::vector<TestCommand> gifts;
  for (std::uint64_t i = 0; i < 20; ++i) {
    gifts.push_back(Transfer(1 + i, 1, 2 + i % 8, 100));
  }
  Submit(FrameOf(gifts));
  const std::vector<Outcome> outcomes = TakeOutcomes();
  ASSERT_EQ(outcomes.size(), 20u);
  EXPECT_EQ(outcomes[0].code, ResultCode::kOk);
  for (std::size_t i = 1; i < outcomes.size(); ++i) {
    EXPECT_EQ(outcomes[i].code, ResultCode::kInsufficient) << i;
  }
}

TEST_F(AcknowledgerTest, ReceiverEnrolledLaterInTheRoundIsKnownAtItsEnd) {
  Submit(FrameOf({Transfer(1, 1, 50, 30), Enroll(2, 50)}));
  EXPECT_THAT(TakeOutcomes(),
              ElementsAre(Field(&Outcome::code, ResultCode::kOk),
                          Field(&Outcome::code, ResultCode::kOk)));
  EXPECT_EQ(sim_.Look(MemberOf(50)).wallets[0].available, Amount(30));
  EXPECT_TRUE(sim_.InTransit(kPoints) == 0);
}

TEST_F(AcknowledgerTest, PointsReceivedAreSpentOnlyAfterTheRound) {
  Submit(FrameOf({Transfer(1, 1, 2, 100), Redeem(2, 2, 150)}));
  Submit(FrameOf({Redeem(3, 2, 150)}));
  EXPECT_EQ(TakeOutcomes()[1].code, ResultCode::kInsufficient);
  EXPECT_EQ(TakeOutcomes()[0].code, ResultCode::kOk);
}

TEST_F(AcknowledgerTest, MessagesAreDeliveredInTheOrderOfTheirCommands) {
  // Only the order decides whose gift the full wallet of 3 still takes.
  RunFrame(sim_, *producer_, FrameOf({Award(1, 3, Amount::kMax - 140)}));
  Submit(FrameOf({Transfer(2, 9, 3, 30), Transfer(3, 1, 3, 20),
                  Transfer(4, 8, 3, 30), Transfer(5, 2, 3, 10)}));
  EXPECT_THAT(TakeOutcomes(),
              ElementsAre(Field(&Outcome::code, ResultCode::kOk),
                          Field(&Outcome::code, ResultCode::kReceiverRefused),
                          Field(&Outcome::code, ResultCode::kReceiverRefused),
                          Field(&Outcome::code, ResultCode::kOk)));
}

TEST_F(AcknowledgerTest, CarriedCloseComesBehindTheMessagesOfACarriedReversal) {
  Submit(FrameOf({Transfer(1, 1, 2, 30), Reverse(2, 1, 1), Close(3, 1)}));
  EXPECT_THAT(
      TakeOutcomes(),
      ElementsAre(Field(&Outcome::delta, -30), Field(&Outcome::delta, 30),
                  Field(&Outcome::code, ResultCode::kOk)));
  EXPECT_EQ(sim_.Look(MemberOf(1)).wallets[0].net(), Amount(0));
  EXPECT_EQ(sim_.Look(MemberOf(2)).wallets[0].net(), Amount(100));
}

TEST_F(AcknowledgerTest, EverythingUnderWayComesBackUnknownAfterAFailedAppend) {
  Submit(FrameOf({Transfer(1, 1, 2, 30)}, kMoreFollows));
  journal_.FailAfter(1);
  Submit(FrameOf({Redeem(2, 1, 10)}));
  for (int i = 0; i < 2; ++i) {
    const std::optional<Answer> answer = producer_->TakeAnswer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, AnswerStatus::kUnknown);
  }
  std::unique_ptr<Frame> late = FrameOf({Redeem(3, 1, 10)});
  EXPECT_EQ(producer_->Submit(&late), SubmitResult::kPoisoned);
  EXPECT_FALSE(sim_.ledger().status().ok());
}

// --- Readers (invariant 8) ---

class ReaderTest : public AcknowledgerTest {
 protected:
  using AcknowledgerTest::AcknowledgerTest;

  // All stages but the journal, until nothing moves.
  void RunWithoutJournal() {
    Ledger& ledger = sim_.ledger();
    for (int i = 0; i < 100; ++i) {
      ledger.sequencer().Poll();
      ledger.resolve().Poll();
      for (std::uint32_t w = 0; w < ledger.workers(); ++w) {
        ledger.worker(w).Poll();
      }
      ledger.acknowledger().Poll();
    }
  }
  void SubmitOnly(std::unique_ptr<Frame> frame) {
    ASSERT_EQ(producer_->Submit(&frame), SubmitResult::kAccepted);
  }
};

TEST_F(ReaderTest, ReadOfAnUnsyncedChangeWaitsForTheSync) {
  SubmitOnly(FrameOf({Redeem(1, 1, 10)}));
  RunWithoutJournal();
  ReadRequest changed;
  changed.member = MemberOf(1);
  ReadRequest unchanged;
  unchanged.member = MemberOf(2);
  sim_.ledger().Read(&changed);
  sim_.ledger().Read(&unchanged);
  RunWithoutJournal();
  EXPECT_EQ(unchanged.state.load(), ReadRequest::kDone);
  EXPECT_EQ(changed.state.load(), ReadRequest::kPending);
  sim_.driver().RunUntilIdle();
  ASSERT_EQ(changed.state.load(), ReadRequest::kDone);
  EXPECT_EQ(changed.view.wallets[0].available, Amount(90));
}

TEST_F(ReaderTest, ReadOfAnUnsyncedTickWaitsForTheSync) {
  SubmitOnly(FrameOf({Tick(777'777)}));
  RunWithoutJournal();
  ReadRequest read;
  read.member = MemberOf(1);
  sim_.ledger().Read(&read);
  RunWithoutJournal();
  EXPECT_EQ(read.state.load(), ReadRequest::kPending);
  sim_.driver().RunUntilIdle();
  ASSERT_EQ(read.state.load(), ReadRequest::kDone);
  EXPECT_EQ(read.view.clock, Instant(777'777));
}

TEST_F(ReaderTest, ReadOfARoundEndedByAnEmptyFrameWaitsForItsSync) {
  Submit(FrameOf({Transfer(1, 1, 2, 30)}, kMoreFollows));
  SubmitOnly(FrameOf(std::span<const TestCommand>{}));
  RunWithoutJournal();
  ReadRequest read;
  read.member = MemberOf(2);
  sim_.ledger().Read(&read);
  RunWithoutJournal();
  EXPECT_EQ(read.state.load(), ReadRequest::kPending);
  sim_.driver().RunUntilIdle();
  ASSERT_EQ(read.state.load(), ReadRequest::kDone);
  EXPECT_EQ(read.view.wallets[0].available, Amount(130));
}

LedgerOptions WithPointsOfAMinute() {
  LedgerOptions options = TestOptions(2);
  options.program.units[0].lots = ExpiresAfter(60'000'000);
  return options;
}

class ReaderOfLotsTest : public ReaderTest {
 protected:
  ReaderOfLotsTest() : ReaderTest(WithPointsOfAMinute()) {}
};

TEST_F(ReaderOfLotsTest, SeesWhatTheLedgersClockMakesDueOnceThatIsDurable) {
  ReadRequest read;
  read.member = MemberOf(1);
  sim_.ledger().Read(&read);
  RunWithoutJournal();
  ASSERT_EQ(read.state.load(), ReadRequest::kDone);
  EXPECT_EQ(read.view.wallets[0].available, Amount(100));
  EXPECT_EQ(read.view.lots.size(), 1u);
  // Somebody else's command moves the ledger's clock.
  SubmitOnly(FrameOf({Redeem(1, 2, 1).At(60'001'000)}));
  RunWithoutJournal();
  ReadRequest later;
  later.member = MemberOf(1);
  sim_.ledger().Read(&later);
  RunWithoutJournal();
  EXPECT_EQ(later.state.load(), ReadRequest::kPending);
  sim_.driver().RunUntilIdle();
  ASSERT_EQ(later.state.load(), ReadRequest::kDone);
  EXPECT_EQ(later.view.wallets[0].available, Amount(0));
  EXPECT_EQ(later.view.wallets[0].expired, Amount(100));
  EXPECT_TRUE(later.view.lots.empty());
  EXPECT_EQ(sim_.Look(MemberOf(1)).wallets[0].expired, Amount(100));
  EXPECT_EQ(TakeOutcomes()[0].code, ResultCode::kInsufficient);
  // Its own clock stands where it stood: a late command finds its points.
  Submit(FrameOf({Redeem(2, 1, 30).At(2'000)}));
  EXPECT_EQ(TakeOutcomes()[0].net, 70);
}

TEST_F(ReaderOfLotsTest, MembersNotTouchedAreSettledAfterATick) {
  Submit(FrameOf({Tick(59'000'000)}));
  Submit(FrameOf({Tick(100'000'000)}));
  Submit(FrameOf({Tick(100'000'001)}));
  std::int64_t expired = 0;
  for (const Shard* shard : sim_.ledger().shards()) {
    for (Slot slot = 0; slot < shard->members.size(); ++slot) {
      expired += shard->members.At(slot).wallet.expired.count();
    }
    EXPECT_EQ(shard->due.size(), 0u);
    EXPECT_TRUE(shard->ticks.empty());
  }
  EXPECT_EQ(expired, 900);
}

TEST_F(ReaderTest, ReadsFailOnceTheLedgerIsPoisoned) {
  SubmitOnly(FrameOf({Redeem(1, 1, 10)}));
  RunWithoutJournal();
  ReadRequest read;
  read.member = MemberOf(1);
  sim_.ledger().Read(&read);
  RunWithoutJournal();
  journal_.FailAfter(1);
  sim_.driver().RunUntilIdle();
  EXPECT_EQ(read.state.load(), ReadRequest::kFailed);
}

}  // namespace
}  // namespace kumbara
