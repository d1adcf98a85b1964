// What rules give for coming into a tier: engine/apply/tier_gifts.h.

#include "engine/apply/tier_gifts.h"

#include <string>
#include <vector>

#include "engine/apply/settle.h"
#include "tests/engine/apply/rule_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Purchases give nothing; silver is reached at 100 and gives 10, gold at 200
// and gives 3.
class TierGiftsTest : public RuleFixture {
 protected:
  TierGiftsTest() {
    program_.rules.clear();
    TierSet& set = program_.tier_sets.emplace_back();
    set.name = "status";
    set.tiers = {{"silver", 100}, {"gold", 200}};
    AddFor(10, 1);
    AddFor(3, 2);
    program_.has_tier_entries = true;
  }

  TierSet& Status() { return program_.tier_sets.front(); }
  EarnRule& AddFor(std::int64_t points, unsigned tier, std::size_t set = 0) {
    EarnRule& rule = AddFixed(points);
    rule.on = EarnOn::kTierEntry;
    rule.when.asks_for_tiers = true;
    rule.when.tiers[set] = static_cast<std::uint16_t>(1U << tier);
    return rule;
  }
  // What was issued since the last call.
  std::vector<std::int64_t> Given() {
    std::vector<std::int64_t> given;
    for (const Posting& posting : postings_) {
      if (posting.account == Account::kIssued) given.push_back(-posting.amount);
    }
    postings_.clear();
    return given;
  }
};

TEST_F(TierGiftsTest, EachTierOnTheWayGives) {
  EXPECT_EQ(Delta(Purchase(1, 1, 99)), 0);
  EXPECT_EQ(Delta(Purchase(2, 1, 1)), 10);
  EXPECT_EQ(Delta(Purchase(3, 1, 100)), 3);
  EXPECT_EQ(Delta(Purchase(4, 1, 1000)), 0);
  EXPECT_EQ(Delta(Purchase(5, 2, 200)), 13);
  EXPECT_THAT(Given(), ElementsAre(10, 3, 10, 3));
}

TEST_F(TierGiftsTest, OnceInAWindow) {
  Status().qualify = TierQualify::kNet;
  Status().keep_next = false;
  EXPECT_EQ(Delta(Purchase(1, 1, 100)), 10);
  EXPECT_EQ(Delta(ReturnOf(2, 1, 1, 1)), 0);
  EXPECT_EQ(Delta(Purchase(3, 1, 1)), 0);
  EXPECT_EQ(Delta(Purchase(4, 1, 100).At(kYear)), 10);
}

TEST_F(TierGiftsTest, WhoKeepsATierDoesNotComeIntoIt) {
  EXPECT_EQ(Delta(Purchase(1, 1, 100)), 10);
  EXPECT_EQ(Delta(Purchase(2, 1, 200).At(kYear)), 3);
  EXPECT_EQ(Delta(Purchase(3, 1, 200).At(3 * kYear + kDay)), 13);
}

// Late spend brings the tier of the year before, and that of the present one.
TEST_F(TierGiftsTest, WhatCountsInTheWindowBeforeGivesNothing) {
  Open(1);
  ASSERT_EQ(TickTo(kYear), kOk);
  EXPECT_EQ(Delta(Purchase(2, 1, 100).At(kYear - 1)), 0);
  EXPECT_EQ(Delta(Purchase(3, 1, 100).At(kYear)), 0);
  EXPECT_EQ(Delta(Purchase(4, 1, 100).At(kYear)), 3);
}

// Silver gives 10 stars, and 3 of these are a tier that gives points.
TEST_F(TierGiftsTest, WhatIsGivenMayRaiseAnotherTier) {
  TierSet& second = program_.tier_sets.emplace_back();
  second.name = "stars";
  second.basis = TierBasis::kUnit;
  second.unit = kStars;
  second.tiers = {{"bright", 3}};
  AddFor(100, 1, 1);
  program_.rules[0].unit = kStars;
  EXPECT_EQ(Delta(Purchase(1, 1, 100)), 10);
  EXPECT_THAT(Given(), ElementsAre(10, 100));
  EXPECT_EQ(Delta(Purchase(2, 2, 200)), 10);
  EXPECT_THAT(Given(), ElementsAre(10, 3, 100));
  EXPECT_EQ(Net(2), 103);
}

TEST_F(TierGiftsTest, ABalanceThatItRaisesEnds) {
  Status().basis = TierBasis::kBalance;
  Status().unit = kPoints;
  Status().qualify = TierQualify::kNet;
  program_.rules[0].fixed = Amount(100);
  program_.rules[1].fixed = Amount(1000);
  EXPECT_EQ(Delta(Award(1, 1, 100)), 1200);
  EXPECT_EQ(Delta(Redeem(2, 1, 1200)), -1200);
  EXPECT_EQ(Delta(Award(3, 1, 100)), 100);
}

TEST_F(TierGiftsTest, WhatThereIsNoRoomForIsLeftAwayAndMayComeLater) {
  Status().qualify = TierQualify::kNet;
  ASSERT_EQ(CodeOf(Award(1, 1, kMost - 5)), kOk);
  EXPECT_EQ(Delta(Purchase(2, 1, 200)), 3);
  EXPECT_EQ(Delta(ReturnOf(3, 1, 2, 200)), 0);
  program_.rules[0].fixed = Amount(2);
  EXPECT_EQ(Delta(Purchase(4, 1, 200)), 2);
}

TEST_F(TierGiftsTest, ALotThatIsOverAtOnceExpiresAtOnce) {
  program_.rules[0].lots = ExpiresAfter(0);
  EXPECT_EQ(Delta(Purchase(1, 1, 100)), 0);
  EXPECT_EQ(WalletOf(1).earned, Amount(10));
  EXPECT_EQ(WalletOf(1).expired, Amount(10));
}

TEST_F(TierGiftsTest, AMergeKnowsWhatBothWereGiven) {
  Status().qualify = TierQualify::kNet;
  ASSERT_EQ(Delta(Purchase(1, 1, 100)), 10);
  ASSERT_EQ(Delta(ReturnOf(2, 1, 1, 100)), 0);
  ASSERT_EQ(Delta(Purchase(3, 2, 50)), 0);
  MergeAll(4, 1, 2);
  EXPECT_EQ(Delta(Purchase(5, 2, 50)), 0);
  EXPECT_EQ(Delta(Purchase(6, 2, 100)), 3);
}

TEST_F(TierGiftsTest, NothingIsGivenForWhatTheOtherOneHad) {
  ASSERT_EQ(Delta(Purchase(1, 1, 200)), 13);
  ASSERT_EQ(Delta(Purchase(2, 2, 50)), 0);
  postings_.clear();
  MergeAll(3, 1, 2);
  EXPECT_THAT(Given(), IsEmpty());
}

}  // namespace
}  // namespace kumbara
