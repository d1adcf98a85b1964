#include "engine/apply/giving.h"

#include "tests/engine/apply/apply_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;

class GivingTest : public ApplyFixture {
 protected:
  GivingTest() {
    latest_ = Instant(100 * kDay);
    Open(1);
    Open(2);
    EXPECT_EQ(CodeOf(Award(1, 1, 1'000)), kOk);
    program_.allowances.push_back(
        {SetOf(CommandKind::kTransfer) | SetOf(CommandKind::kDonate), kPoints,
         Amount(100), Period::kDay});
  }

  ResultCode Settled(const TestCommand& command) {
    std::vector<Outcome> open = {Do(command)};
    if (open[0].reserved == kOutcomeOpen) EndRound(&open);
    return open[0].code;
  }
  PeriodCount Given(std::uint64_t member) const {
    const Slot slot = shard_.members.FindSlot(MemberOf(member));
    return shard_.DealingsOf(slot).given[0];
  }
};

TEST_F(GivingTest, AllowanceIsTakenAtOnceAndGivenBackByARefusal) {
  std::vector<Outcome> open = {Do(Transfer(2, 1, 9, 100).At(2 * kDay))};
  EXPECT_EQ(Given(1).In(2), 100);
  EXPECT_EQ(CodeOf(Donate(3, 1, 1).At(2 * kDay)), kLimitReached);
  EndRound(&open);
  EXPECT_EQ(open[0].code, kReceiverUnknown);
  EXPECT_EQ(Given(1).In(2), 0);
  EXPECT_EQ(Settled(Transfer(4, 1, 2, 100).At(2 * kDay)), kOk);
  EXPECT_EQ(Given(1).In(2), 100);
  // Who only receives has no counts.
  EXPECT_TRUE(shard_.dealings.contains(shard_.members.FindSlot(MemberOf(1))));
  EXPECT_EQ(shard_.dealings.size(), 1u);
}

TEST_F(GivingTest, ReversalGivesBackInThePeriodOfTheGift) {
  ASSERT_EQ(Settled(Transfer(2, 1, 2, 70).At(2 * kDay)), kOk);
  ASSERT_EQ(CodeOf(Donate(3, 1, 30).At(2 * kDay)), kOk);
  ASSERT_EQ(CodeOf(Donate(4, 1, 5).At(3 * kDay)), kOk);
  ASSERT_EQ(CodeOf(Reverse(5, 1, 3, 10).At(3 * kDay)), kOk);
  ASSERT_EQ(Settled(Reverse(6, 1, 2).At(3 * kDay)), kOk);
  EXPECT_EQ(Given(1).In(2), 20);
  EXPECT_EQ(Given(1).In(3), 5);
}

TEST_F(GivingTest, RefusedReversalGivesNothingBack) {
  ASSERT_EQ(Settled(Transfer(2, 1, 2, 70).At(2 * kDay)), kOk);
  ASSERT_EQ(CodeOf(Redeem(3, 2, 1).At(2 * kDay)), kOk);
  ASSERT_EQ(Settled(Reverse(4, 1, 2).At(2 * kDay)), kReceiverRefused);
  EXPECT_EQ(Given(1).In(2), 70);
}

TEST_F(GivingTest, RefusedGiftsCountNothing) {
  ASSERT_EQ(CodeOf(Donate(2, 1, 100).At(2 * kDay)), kOk);
  const PeriodCount before = Given(1);
  EXPECT_EQ(CodeOf(Donate(3, 1, 1).At(2 * kDay)), kLimitReached);
  program_.allowances[0].amount = Amount(5'000);
  EXPECT_EQ(CodeOf(Donate(4, 1, 901).At(3 * kDay)), kInsufficient);
  EXPECT_EQ(CodeOf(Transfer(5, 1, 2, 901).At(3 * kDay)), kInsufficient);
  EXPECT_EQ(Given(1), before);
}

TEST_F(GivingTest, AllowanceOfAnotherUnitCountsNothing) {
  program_.allowances.push_back(
      {SetOf(CommandKind::kTransfer) | SetOf(CommandKind::kDonate), kStars,
       Amount(1), Period::kDay});
  EXPECT_EQ(CodeOf(Donate(2, 1, 50).At(2 * kDay)), kOk);
  EXPECT_EQ(Given(1).In(2), 50);
}

TEST_F(GivingTest, GiftsOfNothingCountNothing) {
  EXPECT_EQ(Settled(Transfer(2, 1, 2, 0).At(2 * kDay)), kOk);
  EXPECT_EQ(CodeOf(Donate(3, 1, 0).At(2 * kDay)), kOk);
  EXPECT_TRUE(shard_.dealings.empty());
}

TEST_F(GivingTest, CloseForgetsTheCounts) {
  ASSERT_EQ(CodeOf(Donate(2, 1, 100).At(2 * kDay)), kOk);
  ASSERT_EQ(CodeOf(Close(3, 1).At(2 * kDay)), kOk);
  EXPECT_TRUE(shard_.dealings.empty());
}

TEST_F(GivingTest, SegmentsAndPlansMustBothHold) {
  WhoMay& may = program_.transfer.give;
  may.who = WhoMay::Who::kSome;
  may.segments = 0b1010;
  EXPECT_EQ(CodeOf(Transfer(2, 1, 2, 1)), kNotPermitted);
  constexpr auto kBoth = static_cast<std::uint8_t>(
      AttributeChange::kSegmentSet | AttributeChange::kPlan);
  ASSERT_EQ(CodeOf(Set(3, 1, {kBoth, {0, 0, 0b1000, kGold}})), kOk);
  EXPECT_EQ(Settled(Transfer(4, 1, 2, 1)), kOk);
  may.plans = {kGold + 1, kGold};
  EXPECT_EQ(Settled(Transfer(5, 1, 2, 1)), kOk);
  may.plans = {kGold + 1};
  EXPECT_EQ(CodeOf(Transfer(6, 1, 2, 1)), kNotPermitted);
  may.plans = {kGold};
  may.segments = 0b0111;
  EXPECT_EQ(CodeOf(Transfer(7, 1, 2, 1)), kNotPermitted);
}

TEST_F(GivingTest, ReceiverThatMayNotKeepsItsClock) {
  program_.transfer.receive.who = WhoMay::Who::kNobody;
  const Instant before = shard_.members.Find(MemberOf(2))->clock;
  EXPECT_EQ(Settled(Transfer(2, 1, 2, 1).At(5 * kDay)), kReceiverRefused);
  EXPECT_EQ(shard_.members.Find(MemberOf(2))->clock, before);
}

TEST_F(GivingTest, NewDatesAreThoseOfTodayAndTheWayBackKnowsThem) {
  program_.transfer.new_dates = true;
  UsePolicy(WaitsFor(1'000, ExpiresAfter(5 * kDay)));
  ASSERT_EQ(CodeOf(Award(2, 1, 50).At(kDay)), kOk);
  ASSERT_EQ(CodeOf(Redeem(3, 1, 0).At(2 * kDay)), kOk);
  const std::string before = Lots(1);
  ASSERT_EQ(Settled(Transfer(4, 1, 2, 60).At(4 * kDay)), kOk);
  EXPECT_EQ(Lots(2),
            "1:50 [345600000000, 777600000000)  "
            "2:10 [345600000000, 777600000000)");
  ASSERT_EQ(Settled(Reverse(5, 1, 4).At(4 * kDay)), kOk);
  EXPECT_EQ(Lots(1), before);
  EXPECT_EQ(Lots(2), "");
}

}  // namespace
}  // namespace kumbara
