// How much of earn rules members may have: engine/apply/earn_caps.h.

#include "engine/apply/linked_run.h"
#include "tests/engine/apply/rule_fixture.h"

namespace kumbara {
namespace {

using ::testing::ElementsAre;
using enum ResultCode;

class EarnCapsTest : public RuleFixture {
 protected:
  std::optional<Amount>& CapPer(Period per) {
    return Base().cap.per[static_cast<std::size_t>(per)];
  }
  RuleUses UsesOf(std::uint64_t member) const {
    return shard_.RuleUsesOf(shard_.members.FindSlot(MemberOf(member)));
  }
  // What facts tell that caps kept.
  std::vector<std::int64_t> Kept() const {
    std::vector<std::int64_t> kept;
    for (const Fact& fact : facts_) {
      if (fact.kind == FactKind::kLimitHit) kept.push_back(fact.amount);
    }
    return kept;
  }
};

TEST_F(EarnCapsTest, WhatIsMoreOfAPurchaseIsLeftAwayAndTold) {
  Base().cap.transaction = Amount(4);
  AddMultiplier(3);
  EXPECT_EQ(Delta(Purchase(1, 1, 400)), 4 + 8);
  EXPECT_THAT(Kept(), ElementsAre());
  EXPECT_EQ(Delta(Purchase(2, 1, 600)), 4 + 12);
  EXPECT_THAT(Kept(), ElementsAre(2));
  EXPECT_EQ(System(Account::kIssued, kSale), -8);
  EXPECT_EQ(System(Account::kIssued, kPromotion), -20);
  // Of 6 points 4 count, so 4.00 may remain before anything of them goes.
  EXPECT_EQ(Delta(ReturnOf(3, 1, 2, 200)), -4);
  EXPECT_EQ(Delta(ReturnOf(4, 1, 2, 100)), -1 - 2);
  EXPECT_EQ(Delta(ReturnOf(5, 1, 2)), -3 - 6);
}

TEST_F(EarnCapsTest, OrRefused) {
  Base().cap.transaction = Amount(4);
  Base().cap.rejects = true;
  EXPECT_EQ(Delta(Purchase(1, 1, 499)), 4);
  EXPECT_EQ(CodeOf(Purchase(2, 1, 500)), kLimitReached);
  EXPECT_EQ(CodeOf(Purchase(3, 1, kMost)), kLimitReached);
  EXPECT_EQ(Net(1), 4);
}

TEST_F(EarnCapsTest, TheLeastOfAllCapsCounts) {
  CapPer(Period::kDay) = Amount(10);
  CapPer(Period::kLifetime) = Amount(15);
  EXPECT_EQ(Delta(Purchase(1, 1, 800)), 8);
  EXPECT_EQ(Delta(Purchase(2, 1, 800)), 2);
  EXPECT_EQ(Delta(Purchase(3, 1, 800).At(kDay)), 5);
  EXPECT_EQ(Delta(Purchase(4, 1, 800).At(2 * kDay)), 0);
  EXPECT_EQ(Delta(Purchase(5, 2, 800).At(2 * kDay)), 8);
  EXPECT_THAT(Kept(), ElementsAre(6, 3, 8));
}

TEST_F(EarnCapsTest, WhatComesBackIsGivenAgainInThePeriodOfItsPurchase) {
  CapPer(Period::kDay) = Amount(10);
  EXPECT_EQ(Delta(Purchase(1, 1, 1'200)), 10);
  EXPECT_EQ(Delta(Purchase(2, 1, 1'000).At(kDay)), 10);
  EXPECT_EQ(Delta(ReturnOf(3, 1, 1, 700).At(kDay)), -5);
  EXPECT_EQ(Delta(Purchase(4, 1, 100).At(kDay)), 0);
  EXPECT_EQ(Delta(Purchase(5, 1, 700)), 5);  // Late, of the day before.
  EXPECT_EQ(Delta(Purchase(6, 1, 700)), 0);
  // Of the day before both nothing is known any more.
  EXPECT_EQ(Delta(Purchase(7, 1, 700).At(-1)), 0);
}

TEST_F(EarnCapsTest, WhoAreMergedHaveWhatBothHad) {
  CapPer(Period::kDay) = Amount(10);
  AddFixed(100).cooldown = Duration{.count = 5'000};
  EXPECT_EQ(Delta(Purchase(1, 1, 800).At(2'000)), 108);
  EXPECT_EQ(Delta(Purchase(2, 2, 500)), 105);
  MergeAll(3, 1, 2);
  EXPECT_EQ(Delta(Purchase(4, 2, 100).At(6'999)), 0);
  EXPECT_EQ(Delta(ReturnOf(5, 2, 1, 500).At(6'999)), -5);
  EXPECT_EQ(Delta(Purchase(6, 2, 400).At(7'000)), 102);
  EXPECT_TRUE(UsesOf(1).empty());
  EXPECT_EQ(UsesOf(2).counts().size(), 1U);
  EXPECT_EQ(UsesOf(2).lasts().size(), 1U);
}

TEST_F(EarnCapsTest, WhoIsClosedLeavesNothingOfThem) {
  CapPer(Period::kDay) = Amount(10);
  EXPECT_EQ(Delta(Purchase(1, 1, 800)), 8);
  EXPECT_FALSE(UsesOf(1).empty());
  EXPECT_EQ(CodeOf(Close(2, 1)), kOk);
  EXPECT_TRUE(UsesOf(1).empty());
}

// Whether a run succeeds is tried with a copy of the member.
TEST_F(EarnCapsTest, ALinkedRunKnowsWhatWasGiven) {
  CapPer(Period::kDay) = Amount(10);
  Base().cap.rejects = true;
  EXPECT_EQ(Delta(Purchase(1, 1, 800)), 8);
  const std::vector<TestCommand> commands = {Purchase(2, 1, 300).Linked(),
                                             Award(3, 1, 1)};
  LinkedRuns runs(program_);
  std::vector<Outcome> outcomes(2);
  std::vector<LinkedCommand> run;
  for (const TestCommand& command : commands) {
    run.push_back({NextInput(command, ReferenceOf(command)), kOk, false,
                   &outcomes[run.size()]});
  }
  runs.Apply(SemanticVersion::kOne, run, false, shard_);
  EXPECT_EQ(outcomes[0].code, kLimitReached);
  EXPECT_EQ(outcomes[1].code, kLinkedFailed);
  EXPECT_EQ(Net(1), 8);
}

}  // namespace
}  // namespace kumbara
