// Award, redeem, adjust, enroll and ticks.

#include "tests/engine/apply/apply_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;

class CreditTest : public ApplyFixture {};

TEST_F(CreditTest, RefusalsInOrderOfPrecedence) {
  Open(1);
  Open(2);
  ASSERT_EQ(CodeOf(Award(1, 1, 100)), kOk);
  ASSERT_EQ(CodeOf(Award(2, 2, kMost)), kOk);
  ASSERT_EQ(CodeOf(Redeem(3, 2, kMost)), kOk);
  const TestCommand huge_stars = Award(4, 1, kMost).In(kStars);
  ASSERT_EQ(CodeOf(huge_stars), kOk);
  struct Case {
    const char* name;
    TestCommand command;
    ResultCode code;
  };
  // Each row removes the reason of the one above it.
  const Case cases[] = {
      {"future before member", Redeem(10, 9, 1).In(kMiles).At(1'000'001),
       kTimeInFuture},
      {"member before unit", Redeem(11, 9, 1).In(kMiles), kMemberUnknown},
      {"unit before spendable", Redeem(12, 2, 1).In(kMiles), kUnitUnknown},
      {"spendable before amounts", Redeem(13, 1, 1).In(kStars),
       kUnitNotSpendable},
      {"overflow before insufficient", Redeem(14, 2, 1), kOverflow},
      {"insufficient", Redeem(15, 1, 101), kInsufficient},
      {"all of it", Redeem(16, 1, 100), kOk},
      {"award: member", Award(17, 9, 1).In(kMiles), kMemberUnknown},
      {"award: unit", Award(18, 1, 1).In(kMiles), kUnitUnknown},
      {"award: overflow of net", Award(19, 1, 1).In(kStars), kOverflow},
      {"award: overflow of earned", Award(20, 2, 1), kOverflow},
      {"award: a unit not spendable", Award(21, 2, 1).In(kStars), kOk},
      {"adjust: member", Adjust(22, 9, 1).In(kMiles), kMemberUnknown},
      {"adjust: unit", Adjust(23, 1, 1).In(kMiles), kUnitUnknown},
      {"adjust: a unit not spendable", Adjust(24, 2, -1).In(kStars), kOk},
      {"adjust: overflow", Adjust(25, 1, 1).In(kStars), kOverflow},
      {"enroll: member exists", Enroll(26, 1), kMemberExists},
  };
  for (const Case& c : cases) EXPECT_EQ(CodeOf(c.command), c.code) << c.name;
}

TEST_F(CreditTest, RefusalTellsTheNetAndChangesNothing) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 100)), kOk);
  const std::size_t legs = postings_.size();
  const Outcome refused = Do(Redeem(2, 1, 101));
  EXPECT_EQ(
      refused,
      (Outcome{
          .code = kInsufficient, .unit = kPoints, .sequence = 3, .net = 100}));
  EXPECT_EQ(postings_.size(), legs);
  EXPECT_EQ(WalletOf(1).redeemed, Amount(0));
}

TEST_F(CreditTest, RefusalOpensNobody) {
  program_.enrol = EnrolPolicy::kFirstSight;
  EXPECT_EQ(CodeOf(Award(1, 7, 5).In(kMiles)), kUnitUnknown);
  EXPECT_EQ(CodeOf(Redeem(2, 7, 0)), kMemberUnknown);
  EXPECT_EQ(CodeOf(Adjust(3, 7, 1)), kMemberUnknown);
  EXPECT_EQ(shard_.members.size(), 0u);
  EXPECT_EQ(CodeOf(Award(4, 7, 0)), kOk);
  EXPECT_EQ(shard_.members.size(), 1u);
}

TEST_F(CreditTest, DeficitAbsorbsCreditsFirst) {
  Open(1);
  ASSERT_EQ(Do(Adjust(1, 1, -30)).net, -30);
  EXPECT_EQ(WalletOf(1).deficit, Amount(30));
  const Outcome award = Do(Award(2, 1, 20));
  EXPECT_EQ(award.delta, 20);
  EXPECT_EQ(WalletOf(1).deficit, Amount(10));
  EXPECT_EQ(WalletOf(1).available, Amount(0));
  ASSERT_EQ(CodeOf(Adjust(3, 1, 25)), kOk);
  EXPECT_EQ(WalletOf(1).deficit, Amount(0));
  EXPECT_EQ(WalletOf(1).available, Amount(15));
  EXPECT_EQ(WalletOf(1).earned, Amount(20));  // An adjustment is not earned.
}

TEST_F(CreditTest, AwardCarriesItsFundingClassElseGoodwill) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 5)), kOk);
  ASSERT_EQ(CodeOf(Award(2, 1, 7).With(
                Detail::OfCode(CodeKind::kFundingClass, kPromotion))),
            kOk);
  EXPECT_TRUE(System(Account::kIssued, kGoodwill) == -5);
  EXPECT_TRUE(System(Account::kIssued, kPromotion) == -7);
}

TEST_F(CreditTest, AdjustIsKeptByReason) {
  Open(1);
  TestCommand adjust = Adjust(1, 1, 5);
  adjust.command.reason = kMistake;
  ASSERT_EQ(CodeOf(adjust), kOk);
  EXPECT_TRUE(System(Account::kAdjusted, kMistake) == -5);
}

TEST_F(CreditTest, EdgesOfTheRange) {
  Open(1);
  EXPECT_EQ(CodeOf(Adjust(1, 1, kMost)), kOk);
  EXPECT_EQ(CodeOf(Adjust(2, 1, 1)), kOverflow);
  EXPECT_EQ(CodeOf(Adjust(3, 1, -kMost)), kOk);
  EXPECT_EQ(CodeOf(Adjust(4, 1, -kMost)), kOk);
  EXPECT_EQ(Net(1), -kMost);
  EXPECT_EQ(CodeOf(Adjust(5, 1, -1)), kOverflow);
  EXPECT_EQ(CodeOf(Award(6, 1, kMost)), kOk);
  EXPECT_EQ(Net(1), 0);
}

TEST_F(CreditTest, AmountOfZeroPostsNothing) {
  Open(1);
  for (const TestCommand& command :
       {Award(1, 1, 0), Redeem(2, 1, 0), Adjust(3, 1, 0), Purchase(4, 1, 0)}) {
    EXPECT_EQ(CodeOf(command), kOk) << command.command.kind;
  }
  EXPECT_TRUE(postings_.empty());
}

// --- Donate ---

TEST_F(CreditTest, ADonationIsARedemptionUnderItsCause) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  const Outcome outcome = Do(Donate(2, 1, 4));
  EXPECT_EQ(outcome.code, kOk);
  EXPECT_EQ(outcome.delta, -4);
  EXPECT_EQ(outcome.net, 6);
  EXPECT_EQ(WalletOf(1).redeemed, Amount(4));
  EXPECT_TRUE(System(Account::kRedeemed, kLifeboats) == 4);
  EXPECT_TRUE(System(Account::kRedeemed) == 0);
  ASSERT_EQ(CodeOf(Redeem(3, 1, 1)), kOk);
  EXPECT_TRUE(System(Account::kRedeemed) == 1);
}

TEST_F(CreditTest, ADonationIsRefusedLikeARedemption) {
  EXPECT_EQ(CodeOf(Donate(1, 1, 1)), kMemberUnknown);
  Open(1);
  EXPECT_EQ(CodeOf(Donate(2, 1, 1).In(kMiles)), kUnitUnknown);
  EXPECT_EQ(CodeOf(Donate(3, 1, 1).In(kStars)), kUnitNotSpendable);
  EXPECT_EQ(CodeOf(Donate(4, 1, 1)), kInsufficient);
  ASSERT_EQ(CodeOf(Award(5, 1, kMost)), kOk);
  ASSERT_EQ(CodeOf(Donate(6, 1, kMost)), kOk);
  EXPECT_EQ(CodeOf(Donate(7, 1, 1)), kOverflow);  // And insufficient.
}

// --- Two persons ---

TestCommand By(TestCommand command, std::uint64_t by, std::uint64_t approver) {
  if (by != 0) {
    command = command.With(Detail::Party(PartyKind::kOperator, MemberOf(by)));
  }
  if (approver == 0) return command;
  return command.With(Detail::Party(PartyKind::kApprover, MemberOf(approver)));
}

TEST_F(CreditTest, AnAdjustmentTakesTwoPersonsWhereTheProgramWantsThem) {
  Open(1);
  ASSERT_EQ(CodeOf(By(Adjust(1, 1, 5), 8, 8)), kOk);  // Nobody asks.
  program_.adjust_approver = true;
  EXPECT_EQ(CodeOf(Adjust(2, 1, 5)), kNotPermitted);
  EXPECT_EQ(CodeOf(By(Adjust(3, 1, 5), 8, 0)), kNotPermitted);
  EXPECT_EQ(CodeOf(By(Adjust(4, 1, 5), 0, 8)), kNotPermitted);
  EXPECT_EQ(CodeOf(By(Adjust(5, 1, 5), 8, 8)), kNotPermitted);
  EXPECT_EQ(Do(By(Adjust(6, 1, 5), 8, 9)).net, 10);
  EXPECT_EQ(Do(Award(7, 1, 5)).net, 15);  // Not of awards.
}

TEST_F(CreditTest, WhatIsNotPermittedStandsBetweenUnitAndOverflow) {
  program_.adjust_approver = true;
  EXPECT_EQ(CodeOf(Adjust(1, 1, 5)), kMemberUnknown);
  Open(1);
  EXPECT_EQ(CodeOf(Adjust(2, 1, 5).In(kMiles)), kUnitUnknown);
  ASSERT_EQ(CodeOf(Award(3, 1, kMost)), kOk);
  EXPECT_EQ(CodeOf(Adjust(4, 1, 1)), kNotPermitted);
  EXPECT_EQ(CodeOf(By(Adjust(5, 1, 1), 8, 9)), kOverflow);
}

// --- Clocks ---

TEST_F(CreditTest, EveryAnswerButTimeInFutureMovesTheMembersClock) {
  Open(1);
  const auto clock = [&] { return shard_.members.Find(MemberOf(1))->clock; };
  EXPECT_EQ(CodeOf(Redeem(1, 1, 5).At(5'000)), kInsufficient);
  EXPECT_EQ(clock(), Instant(5'000));
  EXPECT_EQ(CodeOf(Redeem(2, 1, 5).At(2'000'000)), kTimeInFuture);
  EXPECT_EQ(clock(), Instant(5'000));
  EXPECT_EQ(shard_.counters.late, 0u);
  EXPECT_EQ(CodeOf(Award(3, 1, 5).At(4'999)), kOk);
  EXPECT_EQ(clock(), Instant(5'000));
  EXPECT_EQ(shard_.counters.late, 1u);
}

TEST_F(CreditTest, WhatIsTooLateDoesNothing) {
  program_.oldest = Duration{.count = 3'000};
  UsePolicy(ExpiresAfter(2'000));
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 9).At(1'000)), kOk);
  ASSERT_EQ(CodeOf(Award(2, 1, 5).At(2'000)), kOk);
  ASSERT_EQ(TickTo(4'500), kOk);
  postings_.clear();
  // The ticks are its clock, and nothing is settled.
  const Outcome refused = Do(Redeem(3, 1, 1).At(1'499));
  EXPECT_EQ(refused.code, kTooLate);
  EXPECT_EQ(refused.unit, 0u);
  EXPECT_EQ(refused.net, 0);
  EXPECT_EQ(shard_.members.Find(MemberOf(1))->clock, Instant(2'000));
  EXPECT_TRUE(postings_.empty());
  EXPECT_EQ(shard_.counters.late, 0u);
  EXPECT_EQ(CodeOf(Redeem(4, 1, 0).At(1'500)), kOk);
  EXPECT_EQ(CodeOf(Award(5, 7, 1).At(1'499)), kTooLate);  // Of a stranger.
  EXPECT_EQ(CodeOf(Award(6, 7, 1).At(1'500)), kMemberUnknown);
}

TEST_F(CreditTest, TicksMoveAllClocksForwardOnly) {
  Open(1);
  const Instant latest(1'000'000);
  const auto tick = [&](std::int64_t micros) {
    return ApplyTick(SemanticVersion::kOne, Instant(micros), latest,
                     ++sequence_, shard_);
  };
  EXPECT_EQ(tick(9'000), kOk);
  EXPECT_EQ(tick(8'000), kOk);
  EXPECT_EQ(tick(1'000'001), kTimeInFuture);
  EXPECT_EQ(shard_.tick_clock, Instant(9'000));
  EXPECT_EQ(shard_.ClockOf(*shard_.members.Find(MemberOf(1))), Instant(9'000));
  ASSERT_EQ(CodeOf(Award(1, 1, 5).At(8'500)), kOk);
  EXPECT_EQ(shard_.counters.late, 1u);
  // A new member's clock begins with the latest tick.
  ASSERT_EQ(CodeOf(Enroll(2, 2).At(100)), kOk);
  EXPECT_EQ(shard_.members.Find(MemberOf(2))->clock, Instant(9'000));
}

}  // namespace
}  // namespace kumbara
