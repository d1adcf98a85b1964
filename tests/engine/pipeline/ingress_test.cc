#include "engine/pipeline/ingress.h"

#include "gmock/gmock.h"
#include "tests/support/command_builder.h"
#include "tests/support/sim_ledger.h"

namespace kumbara {
namespace {

class IngressTest : public ::testing::Test {
 protected:
  SubmitResult Submit(Producer& producer, std::unique_ptr<Frame> frame) {
    const SubmitResult result = producer.Submit(&frame);
    // What is not accepted stays with the caller.
    EXPECT_EQ(frame == nullptr, result == SubmitResult::kAccepted);
    return result;
  }
  // A frame of 6 MiB: four fit into a producer's credit.
  static std::unique_ptr<Frame> GreatFrame() {
    auto frame = std::make_unique<Frame>();
    for (std::uint64_t i = 0; i < 65'000; ++i) {
      const TestCommand give = Transfer(++next_id_, 1, 2, 0);
      KUMBARA_CHECK(frame->Add(give.command, give.details));
    }
    frame->Seal(kMoreFollows);
    return frame;
  }

  static inline std::uint64_t next_id_ = 0;
  SimJournal journal_;
  SimLedger sim_{journal_, TestOptions(), 1};
  std::unique_ptr<Producer> producer_ = sim_.ledger().NewProducer();
};

TEST_F(IngressTest, CreditsOfAProducerComeBackWithItsFrames) {
  int accepted = 0;
  while (Submit(*producer_, GreatFrame()) == SubmitResult::kAccepted) {
    ++accepted;
  }
  EXPECT_EQ(accepted, 4);
  EXPECT_EQ(Submit(*producer_, GreatFrame()), SubmitResult::kBusy);
  const std::unique_ptr<Producer> other = sim_.ledger().NewProducer();
  EXPECT_EQ(Submit(*other, FrameOf({Tick(5)})), SubmitResult::kAccepted);
  sim_.driver().RunUntilIdle();
  EXPECT_TRUE(producer_->TakeAnswer());
  EXPECT_EQ(Submit(*producer_, GreatFrame()), SubmitResult::kAccepted);
}

TEST_F(IngressTest, TakesNothingNewWhileTheDiskIsNearlyFull) {
  EXPECT_EQ(Submit(*producer_, FrameOf({Tick(5)})), SubmitResult::kAccepted);
  sim_.ledger().ingress().set_low_space(true);
  std::unique_ptr<Frame> frame = FrameOf({Tick(6)});
  EXPECT_EQ(producer_->Submit(&frame), SubmitResult::kLowSpace);
  ASSERT_NE(frame, nullptr);  // It stays with its producer.
  EXPECT_EQ(producer_->under_way(), 1u);
  // What was accepted is answered, and nobody waits for what was not.
  sim_.driver().RunUntilIdle();
  EXPECT_EQ(producer_->TakeAnswer()->status, AnswerStatus::kAnswered);
  EXPECT_TRUE(sim_.ledger().ingress().NothingUnderWay());
  EXPECT_EQ(sim_.ledger().end().sequence, 1u);
  sim_.ledger().ingress().set_low_space(false);
  EXPECT_EQ(producer_->Submit(&frame), SubmitResult::kAccepted);
  sim_.driver().RunUntilIdle();
  EXPECT_EQ(sim_.ledger().end().sequence, 2u);
}

TEST_F(IngressTest, AllProducersTogetherHaveALimitToo) {
  std::vector<std::unique_ptr<Producer>> producers;
  std::size_t accepted = 0;
  for (int i = 0; i < 5; ++i) {
    producers.push_back(sim_.ledger().NewProducer());
    while (Submit(*producers.back(), GreatFrame()) == SubmitResult::kAccepted) {
      ++accepted;
    }
  }
  EXPECT_EQ(accepted, kIntakeBytesMax / GreatFrame()->bytes());
}

TEST_F(IngressTest, MalformedFrameNamesTheCommandAndLeavesNoTrace) {
  TestCommand wrong = Award(2, 1, 5);
  wrong.command.amount = -5;
  EXPECT_EQ(Submit(*producer_, FrameOf({Enroll(1, 1), wrong})),
            SubmitResult::kMalformed);
  EXPECT_EQ(producer_->problem().command, 1u);
  EXPECT_FALSE(producer_->problem().text.empty());
  EXPECT_TRUE(sim_.ledger().IsIdle());
  // Its ids may be used again.
  const auto outcomes =
      RunFrame(sim_, *producer_, FrameOf({Enroll(1, 1), Award(2, 1, 5)}));
  EXPECT_EQ(outcomes[0].code, ResultCode::kOk);
  EXPECT_EQ(outcomes[1].sequence, 2u);
}

TEST_F(IngressTest, CodeGivenAfterTheLastFrameIsKnownAtOnce) {
  ASSERT_EQ(Submit(*producer_, FrameOf({Enroll(1, 1)})),
            SubmitResult::kAccepted);
  TestCommand award = Award(2, 1, 5);
  award.command.store = 1;
  EXPECT_EQ(Submit(*producer_, FrameOf({award})), SubmitResult::kMalformed);
  ASSERT_EQ(sim_.ledger().Intern(CodeSpace::kStore, "london"), 1u);
  EXPECT_EQ(Submit(*producer_, FrameOf({award})), SubmitResult::kAccepted);
}

TEST_F(IngressTest, ClosedIntakeTakesNothingButAnswersWhatItTook) {
  ASSERT_EQ(Submit(*producer_, FrameOf({Enroll(1, 1)})),
            SubmitResult::kAccepted);
  sim_.ledger().StopIntake();
  EXPECT_EQ(Submit(*producer_, FrameOf({Enroll(2, 2)})), SubmitResult::kClosed);
  sim_.driver().RunUntilIdle();
  EXPECT_EQ(producer_->WaitForAnswer().status, AnswerStatus::kAnswered);
}

TEST_F(IngressTest, GiveUpGivesBackWhatWasNeverSequenced) {
  ASSERT_EQ(Submit(*producer_, FrameOf({Enroll(1, 1)})),
            SubmitResult::kAccepted);
  sim_.ledger().StopIntake();
  EXPECT_TRUE(sim_.ledger().GiveUp());
  EXPECT_EQ(producer_->WaitForAnswer().status, AnswerStatus::kUnknown);
}

TEST_F(IngressTest, FramesOfOneProducerAreSequencedInTheirOrder) {
  for (std::uint64_t i = 1; i <= 50; ++i) {
    ASSERT_EQ(Submit(*producer_, FrameOf({Enroll(i, i)})),
              SubmitResult::kAccepted);
    if (i % 7 == 0) sim_.driver().Step();
  }
  sim_.driver().RunUntilIdle();
  for (Sequence i = 1; i <= 50; ++i) {
    const Answer answer = producer_->WaitForAnswer();
    EXPECT_EQ(std::as_const(*answer.frame).outcomes()[0].sequence, i);
  }
}

}  // namespace
}  // namespace kumbara
