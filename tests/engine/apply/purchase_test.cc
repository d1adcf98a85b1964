#include "tests/engine/apply/apply_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;

class PurchaseTest : public ApplyFixture {};

TEST_F(PurchaseTest, RefusalsInOrderOfPrecedence) {
  Open(1);
  program_.earn->rate = {1, 1};
  EXPECT_EQ(CodeOf(Purchase(1, 9, 100).In(kEur).At(1'000'001)), kTimeInFuture);
  EXPECT_EQ(CodeOf(Purchase(2, 9, 100).In(kEur)), kMemberUnknown);
  EXPECT_EQ(CodeOf(Purchase(3, 1, kMost).In(kEur)), kWrongCurrency);
  EXPECT_EQ(CodeOf(Purchase(4, 1, kMost)), kOk);
  EXPECT_EQ(CodeOf(Purchase(5, 1, 1)), kOverflow);
  EXPECT_EQ(shard_.records.size(), 1u);
}

TEST_F(PurchaseTest, PointsBeyondTheRangeOverflow) {
  Open(1);
  program_.earn->rate = {2, 1};
  EXPECT_EQ(CodeOf(Purchase(1, 1, kMost)), kOverflow);
  EXPECT_EQ(CodeOf(Purchase(2, 1, kMost / 2)), kOk);
}

TEST_F(PurchaseTest, EarnedTotalOverflowsByItself) {
  Open(1);
  program_.earn->rate = {1, 1};
  ASSERT_EQ(CodeOf(Purchase(1, 1, kMost)), kOk);
  ASSERT_EQ(CodeOf(Redeem(2, 1, kMost)), kOk);
  EXPECT_EQ(CodeOf(Purchase(3, 1, 1)), kOverflow);
  EXPECT_EQ(CodeOf(Adjust(4, 1, 1)), kOk);
}

TEST_F(PurchaseTest, PublishedVectors) {
  Open(1);
  program_.earn->rate = {1, 1'000};  // A point for $10.
  EXPECT_EQ(Do(Purchase(1, 1, 10'500)).delta, 10);
  EXPECT_EQ(Do(Purchase(2, 1, 2'190)).delta, 2);
  program_.earn->rate = {1, 100};  // A point for $1.
  EXPECT_EQ(Do(Purchase(3, 1, 4'995)).delta, 49);
}

TEST_F(PurchaseTest, DeficitOfThirtyAndAPurchaseOfOneHundredAndFive) {
  Open(1);
  ASSERT_EQ(CodeOf(Adjust(1, 1, -30)), kOk);
  postings_.clear();
  const Outcome outcome = Do(Purchase(2, 1, 10'500));
  EXPECT_EQ(outcome.delta, 105);
  EXPECT_EQ(outcome.net, 75);
  EXPECT_EQ(WalletOf(1).deficit, Amount(0));
  EXPECT_EQ(WalletOf(1).available, Amount(75));
  EXPECT_EQ(WalletOf(1).earned, Amount(105));
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < postings_.size(); ++i) {
    sum += postings_[i].amount;
    EXPECT_EQ(postings_[i].leg, i);
    EXPECT_EQ(postings_[i].sequence, 3u);
  }
  EXPECT_EQ(sum, 0);
}

TEST_F(PurchaseTest, ProgramWithoutEarnRuleKeepsTheRecordAndNoUnit) {
  program_.earn.reset();
  program_.enrol = EnrolPolicy::kFirstSight;
  EXPECT_EQ(Do(Purchase(1, 1, 500)), (Outcome{.sequence = 1}));
  EXPECT_EQ(shard_.members.size(), 1u);
  EXPECT_EQ(shard_.records.size(), 1u);
  EXPECT_EQ(CodeOf(ReturnOf(2, 1, 1)), kOk);
  EXPECT_EQ(CodeOf(ReturnOf(3, 1, 1)), kAlreadyReversed);
}

TEST_F(PurchaseTest, ProgramWithACurrencyTakesNoOther) {
  Open(1);
  program_.currency = kEur;
  EXPECT_EQ(CodeOf(Purchase(1, 1, 100)), kWrongCurrency);
  EXPECT_EQ(CodeOf(Purchase(2, 1, 100).In(kEur)), kOk);
}

}  // namespace
}  // namespace kumbara
