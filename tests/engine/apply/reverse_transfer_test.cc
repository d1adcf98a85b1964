#include "tests/engine/apply/apply_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;

class ReverseTransferTest : public ApplyFixture {
 protected:
  // Applies commands, ends the round, returns the answers that waited for it.
  std::vector<Outcome> Round(const std::vector<TestCommand>& commands) {
    std::vector<Outcome> open;
    for (const TestCommand& command : commands) {
      const Outcome outcome = Do(command);
      if (outcome.reserved == kOutcomeOpen) open.push_back(outcome);
    }
    EndRound(&open);
    return open;
  }
  // Members 1 and 2, of whom 1 has lots of 10 and of 20; 25 go to 2 as 7.
  void Give() {
    Open(1);
    Open(2);
    ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
    ASSERT_EQ(CodeOf(Award(2, 1, 20).At(2'000)), kOk);
    ASSERT_EQ(Round({Transfer(7, 1, 2, 25)})[0].code, kOk);
  }
};

TEST_F(ReverseTransferTest, WhatWasGivenComesBackUnderItsNumbersAndDates) {
  UsePolicy(ExpiresAfter(5'000));
  Give();
  EXPECT_EQ(Lots(2), "1:10 [1000, 6000)  2:15 pending [2000, 7000)");
  const std::vector<Outcome> answers = Round({Reverse(8, 1, 7)});
  EXPECT_EQ(answers[0].code, kOk);
  EXPECT_EQ(answers[0].delta, 25);
  EXPECT_EQ(answers[0].net, 30);
  EXPECT_EQ(Lots(1), "1:10 [1000, 6000)  2:20 [2000, 7000)");
  EXPECT_EQ(Lots(2), "");
  EXPECT_EQ(WalletOf(1).restored, Amount(0));
  EXPECT_TRUE(System(Account::kInTransit) == 0);
  EXPECT_EQ(CodeOf(Reverse(9, 1, 7)), kAlreadyReversed);
}

TEST_F(ReverseTransferTest, OnlyTheGiverCanAndOnlyAsAWhole) {
  Give();
  EXPECT_EQ(CodeOf(Reverse(8, 2, 7)), kReferenceOfOtherMember);
  EXPECT_EQ(CodeOf(Reverse(9, 1, 7, 26)), kExceedsRemaining);
  EXPECT_EQ(CodeOf(Reverse(10, 1, 7, 25)), kNotReversible);
}

TEST_F(ReverseTransferTest, ARefusedTransferHasLeftNoRecord) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  ASSERT_EQ(Round({Transfer(2, 1, 9, 10)})[0].code, kReceiverUnknown);
  EXPECT_EQ(CodeOf(Reverse(3, 1, 2)), kReferenceNotFound);
}

TEST_F(ReverseTransferTest, AReceiverWhoSpentOfItRefusesAndMayBeAskedAgain) {
  Give();
  ASSERT_EQ(CodeOf(Redeem(8, 2, 1)), kOk);
  const Instant clock = shard_.members.Find(MemberOf(2))->clock;
  const std::vector<Outcome> refused = Round({Reverse(9, 1, 7).At(9'000)});
  EXPECT_EQ(refused[0].code, kReceiverRefused);
  EXPECT_EQ(refused[0].delta, 0);
  EXPECT_EQ(refused[0].net, 5);
  EXPECT_EQ(shard_.members.Find(MemberOf(2))->clock, clock);
  ASSERT_EQ(CodeOf(Reverse(10, 2, 8)), kOk);  // Back in the lot it was of.
  EXPECT_EQ(Round({Reverse(11, 1, 7)})[0].code, kOk);
  EXPECT_EQ(Net(2), 0);
}

TEST_F(ReverseTransferTest, WhatADeficitAbsorbedDoesNotComeBack) {
  Open(1);
  Open(2);
  ASSERT_EQ(CodeOf(Award(1, 1, 30)), kOk);
  ASSERT_EQ(CodeOf(Adjust(2, 2, -1)), kOk);
  ASSERT_EQ(Round({Transfer(3, 1, 2, 30)})[0].code, kOk);
  ASSERT_EQ(CodeOf(Award(4, 2, 100)), kOk);
  EXPECT_EQ(Round({Reverse(5, 1, 3)})[0].code, kReceiverRefused);
}

TEST_F(ReverseTransferTest, OtherLotsOfTheSameDatesAreNoSubstitute) {
  Open(1);
  Open(2);
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  ASSERT_EQ(CodeOf(Award(2, 1, 20)), kOk);
  ASSERT_EQ(CodeOf(Adjust(3, 2, -10)), kOk);  // Takes the first slice whole.
  ASSERT_EQ(Round({Transfer(4, 1, 2, 30)})[0].code, kOk);
  ASSERT_EQ(CodeOf(Award(5, 2, 100)), kOk);
  EXPECT_EQ(Round({Reverse(6, 1, 4)})[0].code, kReceiverRefused);
}

TEST_F(ReverseTransferTest, WhatStillWaitsAtTheReceiverComesBack) {
  UsePolicy(WaitsFor(500));
  Open(1);
  Open(2);
  ASSERT_EQ(CodeOf(Award(1, 1, 30)), kOk);
  // At the receiver, whose clock is behind, the lot waits.
  ASSERT_EQ(CodeOf(Enroll(2, 1).At(1'500)), kMemberExists);
  ASSERT_EQ(Round({Transfer(3, 1, 2, 30)})[0].code, kOk);
  EXPECT_EQ(Lots(2), "1:30 pending [1500, never)");
  EXPECT_EQ(Round({Reverse(4, 1, 3)})[0].delta, 30);
  EXPECT_EQ(Lots(1), "1:30 [1500, never)");
}

TEST_F(ReverseTransferTest, WhatExpiresByTheReversalsTimeDoesNotComeBack) {
  UsePolicy(ExpiresAfter(5'000));
  Give();
  // The receiver has it still; by then it is past.
  const std::vector<Outcome> answers = Round({Reverse(8, 1, 7).At(6'500)});
  EXPECT_EQ(answers[0].code, kReceiverRefused);
  EXPECT_EQ(answers[0].delta, 0);
  EXPECT_EQ(Lots(1), "2:5 [2000, 7000)");
  EXPECT_EQ(WalletOf(2).expired, Amount(0));
  EXPECT_EQ(shard_.members.Find(MemberOf(2))->clock, Instant(1'000));
}

TEST_F(ReverseTransferTest, OneReversalAtATime) {
  Give();
  std::vector<Outcome> open = {Do(Reverse(8, 1, 7))};
  EXPECT_EQ(open[0].reserved, kOutcomeOpen);
  EXPECT_EQ(CodeOf(Reverse(9, 1, 7)), kAlreadyReversed);
  EndRound(&open);
  EXPECT_EQ(open[0].code, kOk);
}

TEST_F(ReverseTransferTest, RoomIsKeptForWhatIsOnItsWayBack) {
  Give();  // 5 are left to the giver.
  EXPECT_EQ(CodeOf(Adjust(8, 1, kMost - 5)), kOk);
  EXPECT_EQ(CodeOf(Reverse(9, 1, 7)), kOverflow);
  ASSERT_EQ(CodeOf(Adjust(10, 1, -26)), kOk);
  std::vector<Outcome> open = {Do(Reverse(11, 1, 7))};
  EXPECT_EQ(CodeOf(Award(12, 1, 2)), kOverflow);
  EXPECT_EQ(CodeOf(Award(13, 1, 1)), kOk);
  EndRound(&open);
  EXPECT_EQ(open[0].code, kOk);
  EXPECT_EQ(Net(1), kMost);
}

TEST_F(ReverseTransferTest, ATransferOfZeroIsReversedWithoutAMessage) {
  Open(1);
  Open(2);
  ASSERT_EQ(Round({Transfer(1, 1, 2, 0)})[0].code, kOk);
  EXPECT_EQ(Do(Reverse(2, 1, 1)).reserved, 0u);
  EXPECT_EQ(CodeOf(Reverse(3, 1, 1)), kOk);
  EXPECT_TRUE(messages_.empty());
}

TEST_F(ReverseTransferTest, ADeficitOfTheGiverAbsorbsWhatComesBack) {
  Give();
  ASSERT_EQ(CodeOf(Adjust(8, 1, -20)), kOk);  // 15 are owed.
  const std::vector<Outcome> answers = Round({Reverse(9, 1, 7)});
  EXPECT_EQ(answers[0].delta, 25);
  EXPECT_EQ(answers[0].net, 10);
  EXPECT_EQ(Lots(1), "1:10 [1000, never)");
}

TEST_F(ReverseTransferTest, AutomaticRedemptionLooksAtWhatComesBack) {
  Give();
  program_.auto_redeem = {{kPoints, true, Amount(30), Amount(30)}};
  const std::vector<Outcome> answers = Round({Reverse(8, 1, 7)});
  EXPECT_EQ(answers[0].delta, -5);
  EXPECT_EQ(answers[0].net, 0);
}

}  // namespace
}  // namespace kumbara
