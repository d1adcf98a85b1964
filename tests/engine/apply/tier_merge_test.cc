// Tiers of members that are merged: what both have counted, and what each of
// them had reached.

#include "tests/engine/apply/tier_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;

class TierMergeTest : public TierFixture {
 protected:
  TierMergeTest() {
    for (const std::uint64_t member : {1U, 2U}) Open(member);
  }

  // Merges the first member into the second; returns the answer.
  Outcome MergeAt(std::uint64_t id, std::int64_t at) {
    std::vector<Outcome> outcomes = {Do(Merge(id, 1, 2).At(at))};
    outcomes.resize(std::max<std::size_t>(1, messages_.size()));
    EndRound(&outcomes);
    return outcomes[0];
  }
  const TierState& StateOf(std::uint64_t member) {
    return shard_.TiersOf(shard_.members.FindSlot(MemberOf(member)))
        .sets.front();
  }
  std::vector<std::string> Told() {
    std::vector<std::string> told;
    for (const Fact& fact : std::exchange(facts_, {})) {
      told.push_back(std::string(Name(fact.kind)) + " " +
                     std::to_string(fact.tier));
    }
    return told;
  }
};

TEST_F(TierMergeTest, BothTogetherReachWhatNeitherDid) {
  ASSERT_EQ(Do(Purchase(1, 1, 60)).tier, 0);
  ASSERT_EQ(Do(Purchase(2, 2, 40)).tier, 0);
  facts_.clear();
  const Outcome merged = MergeAt(3, 0);
  EXPECT_EQ(merged.code, kOk);
  EXPECT_EQ(merged.tier, 1);
  EXPECT_THAT(Told(),
              ::testing::ElementsAre("tier_qualified 1", "tier_changed 1"));
  EXPECT_EQ(TierOf(1), 0);
}

TEST_F(TierMergeTest, WhatOneHasReachedIsNotReachedAgain) {
  ASSERT_EQ(Do(Purchase(1, 1, 150)).tier, 1);
  facts_.clear();
  EXPECT_EQ(MergeAt(3, 0).tier, 1);
  EXPECT_THAT(Told(), ::testing::ElementsAre("tier_changed 1"));
  // By a return of what the first one bought.
  EXPECT_EQ(Do(ReturnOf(4, 2, 1, 60)).tier, 1);
  EXPECT_EQ(StateOf(2).counter(), Int128{90});
  Set().qualify = TierQualify::kNet;
  EXPECT_EQ(Do(ReturnOf(5, 2, 1, 1)).tier, 0);
}

// The one whose clock is behind, too.
TEST_F(TierMergeTest, WindowsOfBothHaveEnded) {
  ASSERT_EQ(Do(Purchase(1, 1, 200)).tier, 2);
  ASSERT_EQ(Do(Purchase(2, 2, 100).At(kYear)).tier, 1);
  EXPECT_EQ(MergeAt(3, 0).tier, 2);
  EXPECT_EQ(StateOf(2).counter(), Int128{100});
  EXPECT_EQ(StateOf(2).counter_before(), Int128{200});
  ASSERT_EQ(CodeOf(Enroll(4, 2).At(2 * kYear)), kMemberExists);
  EXPECT_EQ(TierOf(2), 1);
  ASSERT_EQ(CodeOf(Enroll(5, 2).At(3 * kYear + kDay)), kMemberExists);
  EXPECT_EQ(TierOf(2), 0);
}

TEST_F(TierMergeTest, TheHigherGraceStays) {
  Set().keep_next = false;
  Set().grace = Duration{Duration::Kind::kMicros, 10 * kDay};
  ASSERT_EQ(Do(Purchase(1, 1, 200)).tier, 2);
  ASSERT_EQ(Do(Purchase(2, 2, 100)).tier, 1);
  EXPECT_EQ(MergeAt(3, kYear).tier, 2);
  EXPECT_EQ(Do(Purchase(4, 2, 0).At(kYear + 10 * kDay - 1)).tier, 2);
  EXPECT_EQ(Do(Purchase(5, 2, 0).At(kYear + 10 * kDay)).tier, 0);
}

TEST_F(TierMergeTest, VisitsOfBothComeBackAsThoseOfOne) {
  Set().basis = TierBasis::kVisits;
  Set().per_day = 1;
  Set().tiers = {{"regular", 3}};
  ASSERT_EQ(CodeOf(Purchase(1, 1, 10)), kOk);
  ASSERT_EQ(CodeOf(Purchase(2, 2, 10)), kOk);
  ASSERT_EQ(MergeAt(3, 0).tier, 0);
  ASSERT_EQ(Do(Purchase(4, 2, 10)).tier, 0);  // One too many of the day.
  EXPECT_EQ(StateOf(2).counter(), Int128{2});
  ASSERT_EQ(CodeOf(ReturnOf(5, 2, 1, 10)), kOk);
  EXPECT_EQ(StateOf(2).counter(), Int128{1});
  EXPECT_EQ(StateOf(2).days.In(0), 1);
}

TEST_F(TierMergeTest, WhatMovesIsNotGotAgain) {
  Set().basis = TierBasis::kUnit;
  Set().unit = kPoints;
  ASSERT_EQ(Do(Award(1, 1, 60)).tier, 0);
  ASSERT_EQ(Do(Award(2, 2, 60)).tier, 0);
  EXPECT_EQ(MergeAt(3, 0).tier, 1);
  EXPECT_EQ(StateOf(2).counter(), Int128{120});
}

TEST_F(TierMergeTest, ABalanceIsWhatBothHave) {
  Set().basis = TierBasis::kBalance;
  Set().unit = kPoints;
  Set().qualify = TierQualify::kNet;
  Set().keep_next = false;
  ASSERT_EQ(Do(Award(1, 1, 60)).tier, 0);
  ASSERT_EQ(Do(Award(2, 2, 60)).tier, 0);
  EXPECT_EQ(MergeAt(3, 0).tier, 1);
  EXPECT_EQ(Do(Redeem(4, 2, 21)).tier, 0);
}

}  // namespace
}  // namespace kumbara
