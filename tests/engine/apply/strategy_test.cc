// Rules whose points code works out: engine/program/strategy.h.

#include "engine/program/strategy.h"

#include "tests/engine/apply/rule_fixture.h"

namespace kumbara {
namespace {

constexpr std::int64_t kHour = 3'600'000'000;

class StrategyTest : public RuleFixture {
 protected:
  // A rule by a strategy beside the base, which gives nothing any more.
  EarnRule& AddStrategy(const Strategy& strategy,
                        std::vector<std::int64_t> parameters = {}) {
    EarnRule& rule = AddFixed(0);
    rule.kind = EarnRule::Kind::kStrategy;
    rule.strategy = &strategy;
    rule.parameters = std::move(parameters);
    program_.has_strategy = true;
    Base().rate = {0, 1};
    return rule;
  }
};

const Strategy kSquare = {"square", 0, [](const StrategyBasket& basket) {
                            const std::int64_t root = basket.basis.count();
                            return root > 1'000'000'000
                                       ? std::optional<Amount>()
                                       : Amount(root * root);
                          }};
// How many hours of the day have passed.
const Strategy kHours = {
    "hours", 0, [](const StrategyBasket& basket) -> std::optional<Amount> {
      const LocalTime day = StartOf(DateOf(basket.local));
      return Amount(basket.basis == Money()
                        ? 0
                        : (basket.local.micros - day.micros) / kHour);
    }};
const Strategy kSumOfAll = {
    "sum_of_all", 2, [](const StrategyBasket& basket) -> std::optional<Amount> {
      return Amount(basket.total.count() + basket.tiers[0] * 1000 +
                    basket.parameters[0] * basket.parameters[1]);
    }};

TEST_F(StrategyTest, EachFullStepGivesAndWhatIsBetweenDoesNot) {
  const Strategy* each_full = FindStrategy("each_full");
  ASSERT_NE(each_full, nullptr);
  AddStrategy(*each_full, {2500, 10});
  EXPECT_EQ(Delta(Purchase(1, 1, 2'499)), 0);
  EXPECT_EQ(Delta(Purchase(2, 1, 2'500)), 10);
  EXPECT_EQ(Delta(Purchase(3, 1, 7'499)), 20);
}

// A return is a difference: the strategy is asked again with what remains.
TEST_F(StrategyTest, ReturnsTakeBackWhatWhatRemainsWouldNotHaveGiven) {
  AddStrategy(kSquare);
  EXPECT_EQ(Delta(Purchase(1, 1, 10)), 100);
  EXPECT_EQ(Delta(ReturnOf(2, 1, 1, 4)), -(100 - 36));
  EXPECT_EQ(Delta(ReturnOf(3, 1, 1, 5)), -(36 - 1));
  EXPECT_EQ(Delta(ReturnOf(4, 1, 1)), -1);
}

TEST_F(StrategyTest, TheTimeIsThatOfThePurchaseInReturnsToo) {
  AddStrategy(kHours);
  TestCommand purchase = Purchase(1, 1, 10);
  purchase.command.occurred_at = 7 * kHour;
  EXPECT_EQ(Delta(purchase), 7);
  TestCommand back = ReturnOf(2, 1, 1, 5);
  back.command.occurred_at = 30 * kHour;
  EXPECT_EQ(Delta(back), 0);
  back = ReturnOf(3, 1, 1);
  back.command.occurred_at = 31 * kHour;
  EXPECT_EQ(Delta(back), -7);
}

TEST_F(StrategyTest, ParametersAndTotalAreSeen) {
  EarnRule& rule = AddStrategy(kSumOfAll, {6, 7});
  rule.basis_lines = SetOf(LineKind::kTax);
  EXPECT_EQ(Delta(Purchase(1, 1, 100)), 142);
}

TEST_F(StrategyTest, WhatIsNoAmountIsAnOverflow) {
  AddStrategy(kSquare);
  EXPECT_EQ(Do(Purchase(1, 1, 1'000'000'001)).code, ResultCode::kOverflow);
  EXPECT_EQ(Delta(Purchase(2, 1, 3)), 9);
}

TEST_F(StrategyTest, CapsMultipliersAndGroupsAreTheRules) {
  AddStrategy(kSquare).cap.transaction = Amount(50);
  AddMultiplier(3, 1);
  EXPECT_EQ(Delta(Purchase(1, 1, 10)), 50 + 200);
  EXPECT_EQ(Delta(ReturnOf(2, 1, 1, 5)), -(50 - 25) - (200 - 50));
}

// A return of none has no purchase whose time it could ask for.
TEST_F(StrategyTest, AReturnWithoutPurchaseAsksNoStrategy) {
  AddStrategy(kSquare);
  EXPECT_EQ(Delta(Return(1, 1, 10)), 0);
}

using StrategyDeathTest = StrategyTest;

TEST_F(StrategyDeathTest, ASecondOfOneNameEndsTheProcess) {
  EXPECT_DEATH(RegisterStrategy({"each_full", 0, kSquare.points}), "");
}

#ifndef NDEBUG
TEST_F(StrategyDeathTest, OneThatChangesItsMindIsFound) {
  static std::int64_t calls = 0;
  static const Strategy kMoody = {
      "moody", 0, [](const StrategyBasket&) -> std::optional<Amount> {
        return Amount(++calls);
      }};
  AddStrategy(kMoody);
  EXPECT_DEATH(Do(Purchase(1, 1, 10)), "");
}
#endif

TEST_F(StrategyDeathTest, OneThatTakesPointsAwayEndsTheProcess) {
  static const Strategy kNegative = {
      "negative", 0, [](const StrategyBasket&) -> std::optional<Amount> {
        return Amount(-1);
      }};
  AddStrategy(kNegative);
  EXPECT_DEATH(Do(Purchase(1, 1, 10)), "");
}

}  // namespace
}  // namespace kumbara
