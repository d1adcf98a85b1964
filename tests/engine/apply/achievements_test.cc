// Achievements, streaks and benefits: engine/apply/achievements.h, benefits.h.

#include "tests/engine/apply/rule_fixture.h"

namespace kumbara {
namespace {

using ::testing::ElementsAre;
using enum ResultCode;

// All earn rules are left away, so what is earned is for achievements.
class AchievementsTest : public RuleFixture {
 protected:
  AchievementsTest() {
    program_.rules.clear();
    program_.earn_units.clear();
  }

  Achievement& Add(AchievementBasis basis, std::int64_t at,
                   std::int64_t give = 100) {
    program_.achievements.reserve(kAchievementsMax);  // They stay in place.
    Achievement& achievement = program_.achievements.emplace_back();
    achievement.basis = basis;
    achievement.at = at;
    achievement.give = Amount(give);
    achievement.unit = kPoints;
    achievement.funding_class = kPromotion;
    return achievement;
  }
  Benefit& AddBenefit() {
    program_.benefits.reserve(kBenefitsMax);
    return program_.benefits.emplace_back();
  }

  // What is told of achievements and benefits: "+0", "-0 2" and so on.
  std::vector<std::string> Told() {
    std::vector<std::string> told;
    for (const Fact& fact : facts_) {
      if (!fact.is_of_achievement() && !fact.is_of_benefit()) continue;
      const bool gained = fact.kind == FactKind::kAchievementCompleted ||
                          fact.kind == FactKind::kBenefitGranted;
      std::string text = gained ? "+" : "-";
      text += fact.is_of_benefit() ? "b" : "";
      text += std::to_string(fact.place);
      if (fact.amount > 1) text += " x" + std::to_string(fact.amount);
      told.push_back(text);
    }
    facts_.clear();
    return told;
  }
  AchievementState StateOf(std::uint64_t member, std::size_t place = 0) {
    const Slot slot = shard_.members.FindSlot(MemberOf(member));
    return shard_.AchievementsOf(slot).At(place);
  }
};

TEST_F(AchievementsTest, AreCompletedExactlyWhenThereIsEnough) {
  Add(AchievementBasis::kSpend, 1'000);
  EXPECT_EQ(CodeOf(Purchase(1, 1, 999)), kOk);
  EXPECT_EQ(Net(1), 0);
  EXPECT_EQ(CodeOf(Purchase(2, 1, 1)), kOk);
  EXPECT_EQ(Net(1), 100);
  EXPECT_EQ(WalletOf(1).earned, Amount(100));
  EXPECT_EQ(System(Account::kIssued, kPromotion), -100);
  EXPECT_THAT(Told(), ElementsAre("+0"));
  EXPECT_EQ(CodeOf(Purchase(3, 1, 5'000)), kOk);
  EXPECT_EQ(Net(1), 100);
}

TEST_F(AchievementsTest, AreRepeatedIfTheProgramSaysSo) {
  Add(AchievementBasis::kSpend, 1'000).repeats = true;
  EXPECT_EQ(CodeOf(Purchase(1, 1, 2'999)), kOk);
  EXPECT_THAT(Told(), ElementsAre("+0 x2"));
  EXPECT_EQ(CodeOf(Purchase(2, 1, 1)), kOk);
  EXPECT_EQ(Net(1), 300);
  EXPECT_EQ(CodeOf(ReturnOf(3, 1, 1, 1'001)), kOk);
  EXPECT_EQ(Net(1), 100);
  EXPECT_THAT(Told(), ElementsAre("+0", "-0 x2"));
}

TEST_F(AchievementsTest, AVisitThatComesBackWholeIsNone) {
  Add(AchievementBasis::kVisits, 2);
  EXPECT_EQ(CodeOf(Purchase(1, 1, 500)), kOk);
  EXPECT_EQ(CodeOf(Purchase(2, 1, 0)), kOk);
  EXPECT_EQ(Net(1), 0);
  EXPECT_EQ(CodeOf(Purchase(3, 1, 500)), kOk);
  EXPECT_EQ(Net(1), 100);
  EXPECT_EQ(CodeOf(ReturnOf(4, 1, 1, 499)), kOk);
  EXPECT_EQ(Net(1), 100);
  EXPECT_EQ(CodeOf(Redeem(5, 1, 30)), kOk);
  EXPECT_EQ(CodeOf(ReturnOf(6, 1, 1)), kOk);
  EXPECT_EQ(Net(1), -30);
  EXPECT_EQ(WalletOf(1).clawed_back, Amount(100));
  EXPECT_THAT(Told(), ElementsAre("+0", "-0"));
  EXPECT_EQ(CodeOf(Purchase(7, 1, 1)), kOk);
  EXPECT_EQ(Net(1), 70);
}

// The bonus lies in a lot that nobody can use yet, and goes from there.
TEST_F(AchievementsTest, GoBackFromTheirOwnLotFirst) {
  Add(AchievementBasis::kVisits, 1).lots = WaitsFor(1'000'000);
  EXPECT_EQ(CodeOf(Award(1, 1, 40)), kOk);
  EXPECT_EQ(CodeOf(Purchase(2, 1, 500)), kOk);
  EXPECT_EQ(WalletOf(1).pending, Amount(100));
  EXPECT_EQ(CodeOf(ReturnOf(3, 1, 2)), kOk);
  EXPECT_EQ(WalletOf(1).pending, Amount());
  EXPECT_EQ(WalletOf(1).available, Amount(40));
}

TEST_F(AchievementsTest, CountInThePeriodOfTheirOwnTime) {
  Achievement& achievement = Add(AchievementBasis::kVisits, 2);
  achievement.per = Period::kDay;
  EXPECT_EQ(CodeOf(Purchase(1, 1, 500)), kOk);
  EXPECT_EQ(CodeOf(Purchase(2, 1, 500).At(kDay)), kOk);
  EXPECT_EQ(Net(1), 0);
  EXPECT_EQ(CodeOf(Purchase(3, 1, 500)), kOk);  // Late.
  EXPECT_EQ(Net(1), 100);
  EXPECT_EQ(CodeOf(Purchase(4, 1, 500).At(kDay)), kOk);
  EXPECT_EQ(Net(1), 200);
  // The day before yesterday is not known any more, and is left as it is.
  EXPECT_EQ(CodeOf(Purchase(5, 1, 500).At(2 * kDay)), kOk);
  EXPECT_EQ(CodeOf(ReturnOf(6, 1, 1).At(2 * kDay)), kOk);
  EXPECT_EQ(Net(1), 200);
  EXPECT_EQ(CodeOf(ReturnOf(7, 1, 2).At(2 * kDay)), kOk);
  EXPECT_EQ(Net(1), 100);
}

TEST_F(AchievementsTest, CountSoManyOfADay) {
  Add(AchievementBasis::kVisits, 2).per_day = 1;
  EXPECT_EQ(CodeOf(Purchase(1, 1, 500)), kOk);
  EXPECT_EQ(CodeOf(Purchase(2, 1, 500)), kOk);
  EXPECT_EQ(Net(1), 0);
  EXPECT_EQ(CodeOf(ReturnOf(3, 1, 2)), kOk);  // Which did not count.
  EXPECT_EQ(CodeOf(Purchase(4, 1, 500).At(kDay)), kOk);
  EXPECT_EQ(Net(1), 100);
}

TEST_F(AchievementsTest, CountEventsByName) {
  Add(AchievementBasis::kEvents, 2).events = {kSurvey};
  EXPECT_EQ(CodeOf(Happening(1, 1)), kOk);
  EXPECT_EQ(Net(1), 0);
  EXPECT_EQ(CodeOf(Purchase(2, 1, 500)), kOk);
  EXPECT_EQ(CodeOf(Happening(3, 1)), kOk);
  EXPECT_EQ(Net(1), 100);
  program_.achievements[0].events = {kSurvey + 1};
  EXPECT_EQ(CodeOf(Happening(4, 2)), kOk);
  EXPECT_EQ(CodeOf(Happening(5, 2)), kOk);
  EXPECT_EQ(Net(2), 0);
}

TEST_F(AchievementsTest, LookAtTheBasket) {
  Achievement& achievement = Add(AchievementBasis::kVisits, 1);
  achievement.when.total_min = Money(500);
  achievement.filter.skus = {kApples};
  EXPECT_EQ(CodeOf(Purchase(1, 1, 500)), kOk);
  EXPECT_EQ(CodeOf(Purchase(2, 1, 499).With(ItemOf(kApples, 499))), kOk);
  EXPECT_EQ(CodeOf(Purchase(3, 1, 500).With(ItemOf(kPears, 500))), kOk);
  EXPECT_EQ(Net(1), 0);
  EXPECT_EQ(CodeOf(Purchase(4, 1, 500)
                       .With(ItemOf(kPears, 499))
                       .With(ItemOf(kApples, 1))),
            kOk);
  EXPECT_EQ(Net(1), 100);
}

TEST_F(AchievementsTest, WaitForRoom) {
  Add(AchievementBasis::kVisits, 1, kMost);
  EXPECT_EQ(CodeOf(Award(1, 1, 1)), kOk);
  EXPECT_EQ(CodeOf(Purchase(2, 1, 500)), kOk);
  EXPECT_EQ(Net(1), 1);
  EXPECT_THAT(Told(), ElementsAre());
}

TEST_F(AchievementsTest, WhoAreMergedHaveWhatBothCounted) {
  Add(AchievementBasis::kVisits, 2);
  EXPECT_EQ(CodeOf(Purchase(1, 1, 500)), kOk);
  EXPECT_EQ(CodeOf(Purchase(2, 2, 500)), kOk);
  MergeAll(3, 1, 2);
  EXPECT_EQ(Net(2), 0);
  EXPECT_EQ(CodeOf(Purchase(4, 2, 500)), kOk);
  EXPECT_EQ(Net(2), 100);
  EXPECT_EQ(CodeOf(ReturnOf(5, 2, 1)), kOk);
  EXPECT_EQ(Net(2), 100);
  EXPECT_EQ(CodeOf(ReturnOf(6, 2, 2)), kOk);
  EXPECT_EQ(Net(2), 0);
  EXPECT_EQ(StateOf(1), AchievementState());
}

TEST_F(AchievementsTest, WhatBothHadCompletedGoesWhenNothingIsLeft) {
  Add(AchievementBasis::kVisits, 1);
  EXPECT_EQ(CodeOf(Purchase(1, 1, 500)), kOk);
  EXPECT_EQ(CodeOf(Purchase(2, 2, 500)), kOk);
  MergeAll(3, 1, 2);
  EXPECT_EQ(Net(2), 200);
  EXPECT_EQ(CodeOf(ReturnOf(4, 2, 2)), kOk);
  EXPECT_EQ(Net(2), 200);
  EXPECT_EQ(CodeOf(ReturnOf(5, 2, 1)), kOk);
  EXPECT_EQ(Net(2), 0);
}

TEST_F(AchievementsTest, WhatIsStillReachedBehindAMergeStays) {
  Add(AchievementBasis::kVisits, 2).repeats = true;
  EXPECT_EQ(CodeOf(Purchase(1, 1, 500)), kOk);
  for (const std::uint64_t id : {2u, 3u, 4u}) {
    EXPECT_EQ(CodeOf(Purchase(id, 2, 500)), kOk);
  }
  EXPECT_EQ(Net(2), 100);
  MergeAll(5, 1, 2);
  EXPECT_EQ(CodeOf(ReturnOf(6, 2, 4)), kOk);
  EXPECT_EQ(Net(2), 100);
}

TEST_F(AchievementsTest, WhoIsClosedLeavesNothingOfThem) {
  Add(AchievementBasis::kVisits, 2);
  EXPECT_EQ(CodeOf(Purchase(1, 1, 500)), kOk);
  EXPECT_NE(StateOf(1), AchievementState());
  EXPECT_EQ(CodeOf(Close(2, 1)), kOk);
  EXPECT_EQ(StateOf(1), AchievementState());
}

class StreaksTest : public AchievementsTest {
 protected:
  StreaksTest() {
    Achievement& achievement = Add(AchievementBasis::kVisits, 1);
    achievement.per = Period::kDay;
    achievement.streak = 3;
  }
  // A purchase on a day whose id is that day.
  void BuyOn(std::int64_t day, std::uint64_t member = 1) {
    const auto id = static_cast<std::uint64_t>(day) + 100 * member;
    EXPECT_EQ(CodeOf(Purchase(id, member, 500).At(day * kDay)), kOk);
  }
  void ReturnOfDay(std::uint64_t id, std::int64_t day) {
    const auto bought = static_cast<std::uint64_t>(day) + 100;
    EXPECT_EQ(CodeOf(ReturnOf(id, 1, bought).At(20 * kDay)), kOk);
  }
};

TEST_F(StreaksTest, AreSoManyDaysInARow) {
  for (const std::int64_t day : {1, 2, 4, 5}) BuyOn(day);
  EXPECT_EQ(Net(1), 0);
  BuyOn(6);
  EXPECT_EQ(Net(1), 100);
  for (const std::int64_t day : {7, 8, 9}) BuyOn(day);
  EXPECT_EQ(Net(1), 100);
}

TEST_F(StreaksTest, AreRepeatedIfTheProgramSaysSo) {
  program_.achievements[0].repeats = true;
  for (std::int64_t day = 1; day <= 6; ++day) BuyOn(day);
  EXPECT_EQ(Net(1), 200);
  for (std::int64_t day = 8; day <= 10; ++day) BuyOn(day);
  EXPECT_EQ(Net(1), 300);
}

TEST_F(StreaksTest, NeedEnoughOfEachDay) {
  program_.achievements[0].at = 2;
  for (const std::int64_t day : {1, 2, 3}) BuyOn(day);
  for (const std::int64_t day : {1, 2, 3}) BuyOn(day, 2);
  MergeAll(1, 2, 1);
  EXPECT_EQ(Net(1), 0);
  BuyOn(4);
  EXPECT_EQ(Net(1), 0);
}

TEST_F(StreaksTest, WhatIsLateFillsTheDayBefore) {
  program_.achievements[0].repeats = true;
  for (const std::int64_t day : {1, 3}) BuyOn(day);
  EXPECT_EQ(Net(1), 0);
  BuyOn(2);
  EXPECT_EQ(Net(1), 100);
  for (const std::int64_t day : {11, 13, 14}) BuyOn(day);
  BuyOn(12);  // Two days before the last: it is not known any more.
  EXPECT_EQ(Net(1), 100);
}

TEST_F(StreaksTest, ADayThatComesBackIsMissed) {
  for (const std::int64_t day : {1, 2, 3}) BuyOn(day);
  EXPECT_EQ(Net(1), 100);
  ReturnOfDay(1, 2);
  EXPECT_EQ(Net(1), 0);
  EXPECT_THAT(Told(), ElementsAre("+0", "-0"));
  for (const std::int64_t day : {4, 5}) BuyOn(day);
  EXPECT_EQ(Net(1), 100);
  // What lies before the last two days is settled.
  ReturnOfDay(2, 3);
  EXPECT_EQ(Net(1), 100);
  ReturnOfDay(3, 4);
  EXPECT_EQ(Net(1), 0);
}

TEST_F(StreaksTest, WhoAreMergedGoOnWithTheLongerRow) {
  for (const std::int64_t day : {1, 2, 3, 4}) BuyOn(day, 2);
  BuyOn(4);
  EXPECT_EQ(Net(2), 100);
  program_.achievements[0].streak = 5;
  MergeAll(1, 2, 1);
  EXPECT_EQ(StateOf(1).run, 2);
  EXPECT_EQ(Net(1), 100);
}

TEST_F(StreaksTest, ARowThatEndsInAMergeStaysCompleted) {
  program_.achievements[0].streak = 2;
  program_.achievements[0].repeats = true;
  for (std::int64_t day = 1; day <= 4; ++day) BuyOn(day);
  for (std::int64_t day = 1; day <= 6; ++day) BuyOn(day, 2);
  MergeAll(1, 1, 2);
  EXPECT_EQ(Net(2), 500);
  for (std::int64_t day = 7; day <= 14; ++day) BuyOn(day, 2);
  EXPECT_EQ(Net(2), 900);
}

TEST_F(StreaksTest, TheLongerRowMayBeThatOfWhoIsMerged) {
  program_.achievements[0].streak = 2;
  program_.achievements[0].repeats = true;
  for (std::int64_t day = 1; day <= 6; ++day) BuyOn(day);
  for (std::int64_t day = 1; day <= 4; ++day) BuyOn(day, 2);
  MergeAll(1, 1, 2);
  EXPECT_EQ(Net(2), 500);
  for (std::int64_t day = 7; day <= 14; ++day) BuyOn(day, 2);
  EXPECT_EQ(Net(2), 900);
}

using BenefitsTest = AchievementsTest;

TEST_F(BenefitsTest, ComeAndGoWithAchievements) {
  Add(AchievementBasis::kVisits, 1, 0);
  AddBenefit().achievements = 1;
  EXPECT_EQ(CodeOf(Purchase(1, 1, 500)), kOk);
  EXPECT_THAT(Told(), ElementsAre("+0", "+b0"));
  EXPECT_EQ(CodeOf(Purchase(2, 1, 500)), kOk);
  EXPECT_THAT(Told(), ElementsAre());
  EXPECT_EQ(CodeOf(ReturnOf(3, 1, 1)), kOk);
  EXPECT_EQ(CodeOf(ReturnOf(4, 1, 2)), kOk);
  EXPECT_THAT(Told(), ElementsAre("-0", "-b0"));
}

TEST_F(BenefitsTest, ComeAndGoWithPlansAndTiers) {
  TierSet& set = program_.tier_sets.emplace_back();
  set.window = TierWindow::kMonths;
  set.keep_next = false;
  set.tiers = {{"silver", 1'000}};
  Benefit& both = AddBenefit();
  both.when.plans = {kGold};
  both.when.asks_for_tiers = true;
  both.when.tiers[0] = 0b10;
  AddBenefit().when = both.when;
  program_.benefits[1].when.plans.clear();
  EXPECT_EQ(CodeOf(Purchase(1, 1, 1'000)), kOk);
  EXPECT_THAT(Told(), ElementsAre("+b1"));
  const AttributeChange plan{AttributeChange::kPlan, {.plan = kGold}};
  EXPECT_EQ(CodeOf(Set(2, 1, plan)), kOk);
  EXPECT_THAT(Told(), ElementsAre("+b0"));
  ASSERT_EQ(TickTo(40 * kDay), kOk);
  EXPECT_EQ(CodeOf(Redeem(3, 1, 0).At(40 * kDay)), kOk);
  EXPECT_THAT(Told(), ElementsAre("-b0", "-b1"));
}

}  // namespace
}  // namespace kumbara
