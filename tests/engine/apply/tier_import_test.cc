// What imports bring to tiers: counts of the windows that are known, and tiers
// with an end of their own.

#include "tests/engine/apply/tier_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;

constexpr Code kSilver = 1;
constexpr Code kGold = 2;

class TierImportTest : public TierFixture {
 protected:
  const TierState& StateOf(std::uint64_t member) {
    return shard_.TiersOf(shard_.members.FindSlot(MemberOf(member)))
        .sets.front();
  }
  // The tier in force at an instant, as a command that does nothing is told it.
  int LaterAt(std::int64_t at) {
    return Do(Import(++later_, 1, ImportWhat::kEarned, 0).At(at)).tier;
  }

 private:
  std::uint64_t later_ = 1'000;
};

TEST_F(TierImportTest, SpendCountsInTheWindowOfItsTime) {
  ASSERT_EQ(Do(ImportSpend(1, 1, 60).At(kYear)).tier, 0);
  EXPECT_EQ(Do(ImportSpend(2, 1, 99).At(kYear - kDay)).tier, 0);
  EXPECT_EQ(StateOf(1).counter(), Int128{60});
  EXPECT_EQ(StateOf(1).counter_before(), Int128{99});
  EXPECT_EQ(Do(ImportSpend(3, 1, 1).At(kYear - kDay)).tier, 1);
  EXPECT_EQ(LaterAt(2 * kYear), 0);
}

TEST_F(TierImportTest, WhatIsTooOldIsNotCounted) {
  ASSERT_EQ(Do(ImportSpend(1, 1, 0).At(2 * kYear)).code, kOk);
  EXPECT_EQ(Do(ImportSpend(2, 1, 500).At(kDay)).tier, 0);
  EXPECT_EQ(Do(ImportSpend(3, 1, 100).At(kYear)).tier, 1);
}

TEST_F(TierImportTest, VisitsAreOfNoDay) {
  Set().basis = TierBasis::kVisits;
  Set().per_day = 1;
  ASSERT_EQ(Do(ImportVisits(1, 1, 99)).tier, 0);
  EXPECT_EQ(Do(Purchase(2, 1, 5)).tier, 1);
  EXPECT_EQ(StateOf(1).counter(), Int128{100});
}

// It credits nothing, and a lot of the unit counts nothing.
TEST_F(TierImportTest, CountedIsOfTheUnitThatASetCounts) {
  Set().basis = TierBasis::kUnit;
  Set().unit = kStars;
  EXPECT_EQ(CodeOf(Import(1, 1, ImportWhat::kCounted, 100)), kNotPermitted);
  EXPECT_EQ(shard_.members.FindSlot(MemberOf(1)), kNoSlot);
  const Outcome counted =
      Do(Import(2, 1, ImportWhat::kCounted, 100).In(kStars));
  EXPECT_EQ(counted.tier, 1);
  EXPECT_EQ(counted.delta, 0);
  EXPECT_EQ(counted.net, 0);
  EXPECT_EQ(Do(Import(3, 1, ImportWhat::kLot, 100).In(kStars)).tier, 1);
  EXPECT_EQ(StateOf(1).counter(), Int128{100});
}

TEST_F(TierImportTest, WhatNoSetCountsOrHasIsRefused) {
  EXPECT_EQ(CodeOf(ImportVisits(1, 1, 1)), kNotPermitted);
  EXPECT_EQ(CodeOf(ImportTier(2, 1, 3, kDay)), kNotPermitted);
  EXPECT_EQ(shard_.members.FindSlot(MemberOf(1)), kNoSlot);
  program_.tier_sets.clear();
  EXPECT_EQ(CodeOf(ImportSpend(3, 1, 1)), kNotPermitted);
  EXPECT_EQ(CodeOf(ImportTier(4, 1, kGold, kDay)), kNotPermitted);
}

TEST_F(TierImportTest, ATierIsInForceUpToItsEnd) {
  ASSERT_EQ(Do(ImportTier(1, 1, kGold, 5 * kDay)).tier, 2);
  EXPECT_EQ(Do(ImportTier(2, 1, kSilver, 9 * kDay)).tier, 2);
  EXPECT_EQ(Do(ImportTier(3, 1, kGold, 4 * kDay)).tier, 2);
  EXPECT_EQ(LaterAt(5 * kDay - 1), 2);
  EXPECT_EQ(LaterAt(5 * kDay), 1);
  EXPECT_EQ(LaterAt(9 * kDay), 0);
  // Its end is behind the clock.
  EXPECT_EQ(Do(ImportTier(4, 1, kGold, 5 * kDay).At(kDay)).tier, 0);
  EXPECT_TRUE(StateOf(1).brought.empty());
}

// What is earned beside it comes and goes, and has a grace of its own.
TEST_F(TierImportTest, ATierForGoodStaysBeneathWhatIsReached) {
  Set().grace = Duration{Duration::Kind::kMonths, 1};
  ASSERT_EQ(Do(ImportTier(1, 1, kSilver, Instant::kMax)).tier, 1);
  ASSERT_EQ(Do(Purchase(2, 1, 200)).tier, 2);
  EXPECT_EQ(LaterAt(2 * kYear), 2);
  EXPECT_EQ(LaterAt(2 * kYear + 31 * kDay), 1);
  EXPECT_EQ(LaterAt(9 * kYear), 1);
}

TEST_F(TierImportTest, AMergeKeepsThemAll) {
  ASSERT_EQ(Do(ImportTier(1, 1, kGold, 5 * kDay)).tier, 2);
  ASSERT_EQ(Do(ImportTier(2, 2, kSilver, 9 * kDay)).tier, 1);
  std::vector<Outcome> outcomes = {Do(Merge(3, 1, 2))};
  outcomes.resize(std::max<std::size_t>(1, messages_.size()));
  EndRound(&outcomes);
  EXPECT_EQ(outcomes[0].tier, 2);
  EXPECT_THAT(StateOf(2).brought,
              ::testing::ElementsAre(TierTerm{1, Instant(9 * kDay)},
                                     TierTerm{2, Instant(5 * kDay)}));
}

}  // namespace
}  // namespace kumbara
