#include "tests/engine/apply/apply_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;

class ReverseTest : public ApplyFixture {
 protected:
  void SettleAt(std::uint64_t member, std::int64_t micros) {
    ASSERT_EQ(CodeOf(Enroll(next_id_++, member).At(micros)), kMemberExists);
  }

  std::uint64_t next_id_ = 100'000;
};

TEST_F(ReverseTest, NamingRefusalsInOrderOfPrecedence) {
  Open(1);
  Open(2);
  ASSERT_EQ(CodeOf(Award(1, 2, 50)), kOk);
  ASSERT_EQ(CodeOf(Redeem(2, 2, 90)), kInsufficient);
  ASSERT_EQ(CodeOf(Redeem(3, 1, 90)), kInsufficient);
  ASSERT_EQ(CodeOf(Return(4, 1, 0)), kOk);
  ASSERT_EQ(CodeOf(Return(5, 2, 0)), kOk);
  ASSERT_EQ(CodeOf(Hold(6, 1, 0, 9'000)), kOk);
  ASSERT_EQ(CodeOf(Hold(7, 1, 90, 9'000)), kInsufficient);
  EXPECT_EQ(CodeOf(Reverse(10, 9, 1)), kMemberUnknown);
  EXPECT_EQ(CodeOf(Reverse(11, 1, 77)), kReferenceNotFound);
  EXPECT_EQ(CodeOf(Reverse(12, 1, 1)), kReferenceOfOtherMember);
  EXPECT_EQ(CodeOf(Reverse(13, 1, 2)), kReferenceOfOtherMember);
  EXPECT_EQ(CodeOf(Reverse(14, 1, 5)), kReferenceOfOtherMember);
  EXPECT_EQ(CodeOf(Reverse(15, 1, 3)), kReferenceNotFound);
  for (const std::uint64_t named : {4u, 6u, 7u, 11u, 1'001u}) {
    const Outcome outcome = Do(Reverse(next_id_++, 1, named));
    EXPECT_EQ(outcome.code, kNotReversible) << named;
    EXPECT_EQ(outcome.unit, 0);
  }
}

TEST_F(ReverseTest, RefusalsOfWhatIsLeftInOrderOfPrecedence) {
  Open(1);
  program_.returns.reversal_horizon = Duration{.count = 500};
  ASSERT_EQ(CodeOf(Award(1, 1, 50)), kOk);
  EXPECT_EQ(CodeOf(Reverse(2, 1, 1, 51).At(1'501)), kReferenceTooOld);
  EXPECT_EQ(Do(Reverse(3, 1, 1, 51).At(1'501)).net, 50);
  EXPECT_EQ(CodeOf(Reverse(4, 1, 1, 51).At(1'500)), kExceedsRemaining);
  EXPECT_EQ(CodeOf(Reverse(5, 1, 1, 50)), kNotReversible);
  EXPECT_EQ(CodeOf(Reverse(6, 1, 1, 0)), kNotReversible);
  EXPECT_EQ(CodeOf(Reverse(7, 1, 1)), kOk);
  EXPECT_EQ(CodeOf(Reverse(8, 1, 1, 51)), kAlreadyReversed);
  EXPECT_EQ(CodeOf(Reverse(9, 1, 1, 0)), kAlreadyReversed);
}

TEST_F(ReverseTest, WhatHadNothingToTakeBackIsReversedAgainAndAgain) {
  Open(1);
  const TestCommand nothings[] = {Purchase(1, 1, 0),    Award(2, 1, 0),
                                  Redeem(3, 1, 0),      Adjust(4, 1, 0),
                                  Hold(5, 1, 0, 9'000), Capture(6, 1, 5)};
  for (const TestCommand& nothing : nothings) ASSERT_EQ(CodeOf(nothing), kOk);
  for (const std::uint64_t named : {1u, 2u, 3u, 4u, 6u}) {
    EXPECT_EQ(CodeOf(Reverse(next_id_++, 1, named)), kOk) << named;
    EXPECT_EQ(CodeOf(Reverse(next_id_++, 1, named)), kOk) << named;
    EXPECT_EQ(CodeOf(Reverse(next_id_++, 1, named, 1)), kExceedsRemaining);
  }
  EXPECT_TRUE(postings_.empty());
}

TEST_F(ReverseTest, APurchaseIsReversedLikeAReturnOfAllThatIsLeft) {
  Open(1);
  ASSERT_EQ(CodeOf(Purchase(1, 1, 1'000)), kOk);
  ASSERT_EQ(CodeOf(ReturnOf(2, 1, 1, 400)), kOk);
  EXPECT_EQ(CodeOf(Reverse(3, 1, 1, 601)), kExceedsRemaining);
  const Outcome outcome = Do(Reverse(4, 1, 1));
  EXPECT_EQ(outcome.delta, -6);
  EXPECT_EQ(outcome.net, 0);
  EXPECT_EQ(WalletOf(1).clawed_back, Amount(10));
  EXPECT_EQ(CodeOf(ReturnOf(5, 1, 1, 1)), kAlreadyReversed);
  EXPECT_EQ(CodeOf(Reverse(6, 1, 1)), kAlreadyReversed);
}

TEST_F(ReverseTest, AnAwardIsClawedBackFromItsOwnLotFirst) {
  program_.units[0].lots = WaitsFor(500);
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 10).In(kPoints)), kOk);
  ASSERT_EQ(CodeOf(Award(2, 1, 20).At(1'200)), kOk);
  SettleAt(1, 1'600);  // The first can be used, the second waits.
  EXPECT_EQ(Do(Reverse(3, 1, 2)).delta, -20);
  EXPECT_EQ(Lots(1), "1:10 [1500, never)");
  EXPECT_EQ(WalletOf(1).clawed_back, Amount(20));
  EXPECT_EQ(System(Account::kClawedBack, kGoodwill), 20);
}

TEST_F(ReverseTest, AnAwardThatWasSpentFollowsThePolicyOnDeficits) {
  struct Case {
    DeficitPolicy policy;
    std::int64_t delta, deficit;
  };
  const Case cases[] = {{DeficitPolicy::kNegative, -50, 30},
                        {DeficitPolicy::kClamp, -20, 0},
                        {DeficitPolicy::kOnlyPending, 0, 0}};
  for (std::uint64_t member = 1; member <= 3; ++member) {
    const Case& c = cases[member - 1];
    program_.returns.deficit = c.policy;
    Open(member);
    ASSERT_EQ(CodeOf(Award(member * 10, member, 50)), kOk);
    ASSERT_EQ(CodeOf(Redeem(member * 10 + 1, member, 30)), kOk);
    EXPECT_EQ(Do(Reverse(member * 10 + 2, member, member * 10)).delta, c.delta);
    EXPECT_EQ(WalletOf(member).deficit, Amount(c.deficit));
    // What was forgone is not asked for again.
    EXPECT_EQ(CodeOf(Reverse(member * 10 + 3, member, member * 10)),
              kAlreadyReversed);
  }
}

TEST_F(ReverseTest, ARedemptionIsRestoredInPartsFromItsEndBackwards) {
  Open(1);
  UsePolicy(ExpiresAfter(5'000));
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  ASSERT_EQ(CodeOf(Award(2, 1, 10).At(2'000)), kOk);
  ASSERT_EQ(CodeOf(Award(3, 1, 10).At(3'000)), kOk);
  ASSERT_EQ(CodeOf(Redeem(4, 1, 25)), kOk);
  EXPECT_EQ(Do(Reverse(5, 1, 4, 3)).delta, 3);
  EXPECT_EQ(Lots(1), "3:8 [3000, 8000)");
  EXPECT_EQ(Do(Reverse(6, 1, 4, 7)).delta, 7);
  EXPECT_EQ(Lots(1), "2:5 [2000, 7000)  3:10 [3000, 8000)");
  EXPECT_EQ(CodeOf(Reverse(7, 1, 4, 16)), kExceedsRemaining);
  EXPECT_EQ(Do(Reverse(8, 1, 4, 0)).delta, 0);
  EXPECT_EQ(Do(Reverse(9, 1, 4)).net, 30);
  EXPECT_EQ(Lots(1), "1:10 [1000, 6000)  2:10 [2000, 7000)  3:10 [3000, 8000)");
  EXPECT_EQ(WalletOf(1).restored, Amount(25));
  EXPECT_EQ(WalletOf(1).redeemed, Amount(25));
  EXPECT_EQ(System(Account::kRestored), -25);
  EXPECT_EQ(CodeOf(Reverse(10, 1, 4, 0)), kAlreadyReversed);
}

TEST_F(ReverseTest, ADeficitAbsorbsWhatIsRestored) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  ASSERT_EQ(CodeOf(Redeem(2, 1, 10)), kOk);
  ASSERT_EQ(CodeOf(Adjust(3, 1, -6)), kOk);
  EXPECT_EQ(Do(Reverse(4, 1, 2)).net, 4);
  EXPECT_EQ(Lots(1), "1:4 [1000, never)");
}

TEST_F(ReverseTest, RestoredUnderOriginalDatesThatArePastItExpiresAtOnce) {
  Open(1);
  UsePolicy(ExpiresAfter(1'000));
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  ASSERT_EQ(CodeOf(Redeem(2, 1, 10)), kOk);
  const Outcome outcome = Do(Reverse(3, 1, 2).At(5'000));
  EXPECT_EQ(outcome.delta, 0);
  EXPECT_EQ(WalletOf(1).restored, Amount(10));
  EXPECT_EQ(WalletOf(1).expired, Amount(10));
}

TEST_F(ReverseTest, RestoredWithGraceItLastsAtLeastSoLong) {
  program_.returns.restore = RestorePolicy::kGrace;
  program_.returns.grace = Duration{.count = 300};
  Open(1);
  UsePolicy(ExpiresAfter(1'000));
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  ASSERT_EQ(CodeOf(Redeem(2, 1, 4)), kOk);
  ASSERT_EQ(CodeOf(Redeem(3, 1, 4)), kOk);
  // 1,700 + 300 is the lot's own expiry: it goes back.
  ASSERT_EQ(CodeOf(Reverse(4, 1, 2).At(1'700)), kOk);
  EXPECT_EQ(Lots(1), "1:6 [1000, 2000)");
  ASSERT_EQ(CodeOf(Reverse(5, 1, 3).At(1'701)), kOk);
  EXPECT_EQ(Lots(1), "1:6 [1000, 2000)  2:4 [1000, 2001)");
}

TEST_F(ReverseTest, RestoredAnewEachSliceIsALotOfToday) {
  program_.returns.restore = RestorePolicy::kNew;
  Open(1);
  UsePolicy(WaitsFor(100, ExpiresAfter(1'000)));
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  ASSERT_EQ(CodeOf(Purchase(2, 1, 500)), kOk);
  ASSERT_EQ(CodeOf(Redeem(3, 1, 12).At(1'500)), kOk);
  ASSERT_EQ(CodeOf(Reverse(4, 1, 3).At(3'000)), kOk);
  // At once, in reverse order of taking, each of who paid for it.
  EXPECT_EQ(Lots(1), "3:2 [3000, 4000)  4:10 [3000, 4000)");
  const Slot slot = shard_.members.FindSlot(MemberOf(1));
  const MemberView view = ViewOf(RefOf(shard_, slot));
  EXPECT_EQ(view.lots[0].terms.funding_class, kSale);
  EXPECT_EQ(view.lots[1].terms.funding_class, kGoodwill);
}

TEST_F(ReverseTest, ACaptureIsRestoredFromWhatExpiresLast) {
  program_.units[0].consume = ConsumeOrder::kFifo;
  Open(1);
  UsePolicy(ExpiresAfter(9'000));
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  UsePolicy(ExpiresAfter(5'000));
  ASSERT_EQ(CodeOf(Award(2, 1, 10)), kOk);
  ASSERT_EQ(CodeOf(Hold(3, 1, 20, 4'000)), kOk);
  ASSERT_EQ(CodeOf(Capture(4, 1, 3)), kOk);
  ASSERT_EQ(CodeOf(Reverse(5, 1, 4, 12)), kOk);
  EXPECT_EQ(Lots(1), "1:10 [1000, 10000)  2:2 [1000, 6000)");
}

TEST_F(ReverseTest, ARestorationNeedsRoomForItsCredit) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  ASSERT_EQ(CodeOf(Redeem(2, 1, 10)), kOk);
  ASSERT_EQ(CodeOf(Adjust(3, 1, kMost)), kOk);
  EXPECT_EQ(CodeOf(Reverse(4, 1, 2)), kOverflow);
  EXPECT_EQ(CodeOf(Reverse(5, 1, 2, 11)), kExceedsRemaining);
  ASSERT_EQ(CodeOf(Adjust(6, 1, -9)), kOk);
  EXPECT_EQ(CodeOf(Reverse(7, 1, 2)), kOverflow);
  EXPECT_EQ(CodeOf(Reverse(8, 1, 2, 9)), kOk);
}

TEST_F(ReverseTest, AnAdjustmentUpwardsIsTakenOutOfItsOwnLotThenOfOthers) {
  Open(1);
  UsePolicy(ExpiresAfter(5'000));
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  TestCommand up = Adjust(2, 1, 20).At(2'000);
  up.command.reason = kMistake;
  ASSERT_EQ(CodeOf(up), kOk);
  ASSERT_EQ(CodeOf(Redeem(3, 1, 15)), kOk);  // Lot 1 and 5 of lot 2.
  ASSERT_EQ(CodeOf(Award(4, 1, 3)), kOk);
  const Outcome outcome = Do(Reverse(5, 1, 2));
  EXPECT_EQ(outcome.delta, -20);
  EXPECT_EQ(WalletOf(1).deficit, Amount(2));
  EXPECT_EQ(WalletOf(1).clawed_back, Amount(0));
  EXPECT_EQ(System(Account::kAdjusted, kMistake), 0);
  EXPECT_EQ(CodeOf(Reverse(6, 1, 2)), kAlreadyReversed);
}

TEST_F(ReverseTest, AnAdjustmentDownwardsComesBackWhatWasOwedFirst) {
  Open(1);
  UsePolicy(ExpiresAfter(5'000));
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  ASSERT_EQ(CodeOf(Award(2, 1, 10).At(2'000)), kOk);
  ASSERT_EQ(CodeOf(Adjust(3, 1, -50)), kOk);
  EXPECT_EQ(WalletOf(1).deficit, Amount(30));
  ASSERT_EQ(CodeOf(Award(4, 1, 25).At(2'000)), kOk);  // 5 are owed still.
  EXPECT_EQ(Do(Reverse(5, 1, 3).At(3'000)).delta, 50);
  EXPECT_EQ(Lots(1), "1:10 [1000, 6000)  2:10 [2000, 7000)  3:25 [3000, 8000)");
  EXPECT_EQ(System(Account::kAdjusted), 0);
  EXPECT_EQ(CodeOf(Reverse(6, 1, 3)), kAlreadyReversed);
}

TEST_F(ReverseTest, AutomaticRedemptionLooksAtWhatARestorationRaised) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 100)), kOk);
  ASSERT_EQ(CodeOf(Redeem(2, 1, 60)), kOk);
  program_.auto_redeem = {{kPoints, true, Amount(100), Amount(100)}};
  EXPECT_EQ(Do(Reverse(3, 1, 2)).delta, -40);
  EXPECT_EQ(WalletOf(1).redeemed, Amount(160));
}

}  // namespace
}  // namespace kumbara
