// When earn rules apply: engine/apply/earn_conditions.h, earn_rules.h.

#include <array>

#include "tests/engine/apply/rule_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;

constexpr std::int64_t kHour = 3'600'000'000;

class EarnConditionsTest : public RuleFixture {};

TEST_F(EarnConditionsTest, ALeastTotalIsThatOfWhatRemainsToo) {
  AddFixed(10).when.total_min = Money(500);
  EXPECT_EQ(Delta(Purchase(1, 1, 499)), 4);
  EXPECT_EQ(Delta(Purchase(2, 1, 500)), 15);
  EXPECT_EQ(Delta(ReturnOf(3, 1, 2, 1)), -11);
  EXPECT_EQ(Delta(ReturnOf(4, 1, 2)), -4);
}

TEST_F(EarnConditionsTest, StoresChannelsAndTendersAreTheCommands) {
  AddFixed(10).when.stores = {7, 8};
  AddFixed(100).when.channels = {5};
  AddFixed(1'000).when.tenders = {4};
  const auto at = [](std::uint64_t id, Code store, std::uint8_t channel) {
    TestCommand command = Purchase(id, 1, 1);
    command.command.store = store;
    command.command.channel = channel;
    return command;
  };
  EXPECT_EQ(Delta(at(1, 7, 0)), 10);
  EXPECT_EQ(Delta(at(2, 8, 5)), 110);
  EXPECT_EQ(Delta(at(3, 6, 6)), 0);
  const auto tender = [](Code category) {
    return Line{.kind = LineKind::kTender, .category = category, .amount = 0};
  };
  EXPECT_EQ(Delta(at(4, 0, 0).With(tender(3)).With(tender(4))), 1'000);
  EXPECT_EQ(Delta(at(5, 0, 0).With(tender(3))), 0);
  // It was so, whatever the return says.
  EXPECT_EQ(Delta(ReturnOf(6, 1, 2)), -110);
}

TEST_F(EarnConditionsTest, WeekdaysBeginAtMidnightAndWeeksOnMonday) {
  AddFixed(10).when.weekdays = 0b0000001;
  AddFixed(100).when.weekdays = 0b1000000;
  const std::int64_t monday = 4 * kDay;  // 1970-01-05
  EXPECT_EQ(Delta(Purchase(1, 1, 1).At(monday - 1)), 100);
  EXPECT_EQ(Delta(Purchase(2, 1, 1).At(monday)), 10);
  EXPECT_EQ(Delta(Purchase(3, 1, 1).At(monday + kDay - 1)), 10);
  EXPECT_EQ(Delta(Purchase(4, 1, 1).At(monday + kDay)), 0);
  EXPECT_EQ(Delta(Purchase(5, 1, 1).At(-7 * kDay + monday - 1)), 100);
}

TEST_F(EarnConditionsTest, TimesMayGoOverMidnight) {
  EarnCondition& night = AddFixed(10).when;
  night.from = 22 * 60;
  night.until = 5 * 60;
  EarnCondition& noon = AddFixed(100).when;
  noon.from = 12 * 60;
  noon.until = 13 * 60;
  EXPECT_EQ(Delta(Purchase(1, 1, 1).At(5 * kHour - 1)), 10);
  EXPECT_EQ(Delta(Purchase(2, 1, 1).At(5 * kHour)), 0);
  EXPECT_EQ(Delta(Purchase(3, 1, 1).At(12 * kHour - 1)), 0);
  EXPECT_EQ(Delta(Purchase(4, 1, 1).At(12 * kHour)), 100);
  EXPECT_EQ(Delta(Purchase(5, 1, 1).At(13 * kHour)), 0);
  EXPECT_EQ(Delta(Purchase(6, 1, 1).At(22 * kHour - 1)), 0);
  EXPECT_EQ(Delta(Purchase(7, 1, 1).At(22 * kHour)), 10);
}

TEST_F(EarnConditionsTest, SegmentsAndPlansAreThoseOfTheMember) {
  AddFixed(10).when.segments = 0b110;
  AddFixed(100).when.plans = {kGold};
  const auto set = [&](std::uint64_t id, std::uint64_t segments, Code plan) {
    ASSERT_EQ(CodeOf(Set(id, 1,
                         {AttributeChange::kSegmentSet | AttributeChange::kPlan,
                          {0, 0, segments, plan}})),
              kOk);
  };
  EXPECT_EQ(Delta(Purchase(1, 1, 1)), 0);  // Nobody knows anything of it.
  set(2, 0b100, 0);
  EXPECT_EQ(Delta(Purchase(3, 1, 1)), 10);
  set(4, 0b001, kGold);
  EXPECT_EQ(Delta(Purchase(5, 1, 1)), 100);
  EXPECT_EQ(Delta(ReturnOf(6, 1, 3)), -10);
}

TEST_F(EarnConditionsTest, WhatIsLateIsRatedWithThePlanOfItsTime) {
  AddFixed(10).when.plans = {kGold};
  const auto set = [&](std::uint64_t id, Code plan, std::int64_t at) {
    const AttributeChange change{AttributeChange::kPlan, {0, 0, 0, plan}};
    ASSERT_EQ(CodeOf(Set(id, 1, change).At(at)), kOk);
  };
  EXPECT_EQ(Delta(Purchase(1, 1, 1).At(1)), 0);
  set(2, kGold, 1'000);
  set(3, 0, 2'000);
  EXPECT_EQ(Delta(Purchase(4, 1, 1).At(999)), 0);
  EXPECT_EQ(Delta(Purchase(5, 1, 1).At(1'000)), 10);
  EXPECT_EQ(Delta(Purchase(6, 1, 1).At(1'999)), 10);
  EXPECT_EQ(Delta(Purchase(7, 1, 1).At(2'000)), 0);
  // From the clock on.
  set(8, kGold, 500);
  EXPECT_EQ(Delta(Purchase(9, 1, 1).At(500)), 0);
  EXPECT_EQ(Delta(Purchase(10, 1, 1).At(2'000)), 10);
}

// The numbers were worked out from docs/semantics.md by another program.
TEST_F(EarnConditionsTest, BucketsAreTheSameForEver) {
  constexpr std::array<std::uint32_t, 6> kPlaces = {32, 13, 69, 85, 71, 18};
  AddFixed(10);
  AddFixed(100);
  std::uint64_t id = 0;
  for (std::uint64_t member = 1; member <= kPlaces.size(); ++member) {
    const std::uint32_t place = kPlaces[member - 1];
    const std::uint64_t salted = HashOfSalt("spring");
    program_.rules[1].when.bucket = Bucket{place, place, salted};
    program_.rules[2].when.bucket = Bucket{place + 1, 99, salted};
    EXPECT_EQ(Delta(Purchase(++id, member, 1)), 10) << member;
    program_.rules[2].when.bucket = Bucket{0, 99, salted};
    EXPECT_EQ(Delta(Purchase(++id, member, 1)), 110) << member;
  }
}

TEST_F(EarnConditionsTest, TheFirstPurchaseIsTheFirstOfMoreThanNothing) {
  AddFixed(10).when.first_purchase = true;
  EXPECT_EQ(Delta(Purchase(1, 1, 0)), 0);
  EXPECT_EQ(Delta(Return(2, 1, 1)), 0);
  EXPECT_EQ(Delta(Purchase(3, 1, 1)), 10);
  EXPECT_EQ(Delta(ReturnOf(4, 1, 3)), -10);
  EXPECT_EQ(Delta(Purchase(5, 1, 1)), 0);
}

TEST_F(EarnConditionsTest, ARuleRestsFromTheLatestTimeAtWhichItGave) {
  AddFixed(10).cooldown = Duration{.count = 1'000};
  EXPECT_EQ(Delta(Purchase(1, 1, 1).At(5'000)), 10);
  EXPECT_EQ(Delta(Purchase(2, 1, 1).At(5'999)), 0);
  EXPECT_EQ(Delta(Purchase(3, 1, 1).At(6'000)), 10);
  EXPECT_EQ(Delta(ReturnOf(4, 1, 3).At(6'000)), -10);
  EXPECT_EQ(Delta(Purchase(5, 1, 1).At(4'000)), 0);  // Late.
  EXPECT_EQ(Delta(Purchase(6, 1, 1).At(6'999)), 0);
  EXPECT_EQ(Delta(Purchase(7, 2, 1).At(6'999)), 10);  // Somebody else.
  EXPECT_EQ(Delta(Purchase(8, 1, 1).At(7'000)), 10);
}

// Of none but what every basket earns is demanded.
TEST_F(EarnConditionsTest, AReturnOfNoneTakesRatesThatApplyAlways) {
  AddMultiplier(2);
  AddMultiplier(3).cooldown = Duration{.count = 1'000};
  AddMultiplier(5).when.first_purchase = true;
  AddMultiplier(7).when.total_min = Money(200);
  AddFixed(1'000);
  EXPECT_EQ(Delta(Return(1, 1, 199)), -2);
  EXPECT_EQ(Delta(Return(2, 1, 200)), -2 - 2 - 12);
}

TEST_F(EarnConditionsTest, LinesMustComeToMoreThanNothing) {
  AddFixed(10);
  LinesOfLast() = {.skus = {kApples}, .brands = {4}};
  Line apples = ItemOf(kApples, 100);
  apples.brand = 4;
  EXPECT_EQ(Delta(Purchase(1, 1, 100)), 1);
  EXPECT_EQ(Delta(Purchase(2, 1, 100).With(ItemOf(kApples, 100))), 1);
  EXPECT_EQ(Delta(Purchase(3, 1, 300).With(apples).With(ItemOf(kPears, 200))),
            13);
  EXPECT_EQ(Delta(ReturnOf(4, 1, 3).With(ItemOf(kApples, 99))), -1);
  EXPECT_EQ(Delta(ReturnOf(5, 1, 3).With(ItemOf(kApples, 1))), -10);
  Line off = apples;
  off.kind = LineKind::kDiscount;
  off.amount = -100;
  const TestCommand nothing = Purchase(6, 1, 50).With(apples).With(off);
  EXPECT_EQ(Delta(nothing.With(ItemOf(kPears, 50))), 0);
}

// A return names a sku, of which a rule may look at a part: 600 of 900.
TEST_F(EarnConditionsTest, OfSomeLinesOfASkuThatPartComesBack) {
  EarnRule& of_brand = AddFixed(0);
  of_brand.kind = EarnRule::Kind::kRate;
  of_brand.rate = {1, 10};
  of_brand.filters_basis = true;
  of_brand.basis_lines = kAllLines;
  LinesOfLast() = {.brands = {4}};
  Line ours = ItemOf(kApples, 600);
  ours.brand = 4;
  const TestCommand bought =
      Purchase(1, 1, 900).With(ours).With(ItemOf(kApples, 300));
  EXPECT_EQ(Delta(bought), 9 + 60);
  EXPECT_EQ(Delta(ReturnOf(2, 1, 1).With(ItemOf(kApples, 451))), -5 - 30);
  EXPECT_EQ(Delta(ReturnOf(3, 1, 1)), -4 - 30);
  // Of a basket without lines nothing is theirs.
  EXPECT_EQ(Delta(Purchase(4, 1, 900)), 9);
}

TEST_F(EarnConditionsTest, WhatRulesSeeOfLinesGoesAlongInAMerge) {
  AddFixed(10);
  LinesOfLast().skus = {kApples};
  const Line apples = ItemOf(kApples, 100);
  const Line pears = ItemOf(kPears, 100);
  EXPECT_EQ(Delta(Purchase(1, 1, 200).With(pears).With(apples)), 12);
  EXPECT_EQ(Delta(Purchase(2, 2, 200).With(apples).With(pears)), 12);
  EXPECT_EQ(Delta(Purchase(3, 2, 100).With(pears)), 1);
  MergeAll(4, 1, 2);
  EXPECT_EQ(Delta(ReturnOf(5, 2, 1).With(ItemOf(kPears))), -1);
  EXPECT_EQ(Delta(ReturnOf(6, 2, 1).With(ItemOf(kApples))), -11);
}

TEST_F(EarnConditionsTest, StepsAreReachedExactly) {
  EarnRule& steps = AddFixed(0);
  steps.kind = EarnRule::Kind::kTable;
  steps.steps = {{Money(10), Amount(20)}, {Money(30), Amount(40)}};
  EXPECT_EQ(Delta(Purchase(1, 1, 9)), 0);
  EXPECT_EQ(Delta(Purchase(2, 1, 10)), 20);
  EXPECT_EQ(Delta(Purchase(3, 1, 29)), 20);
  EXPECT_EQ(Delta(Purchase(4, 1, 30)), 40);
  EXPECT_EQ(Delta(ReturnOf(5, 1, 4, 1)), -20);
  EXPECT_EQ(Delta(ReturnOf(6, 1, 4, 20)), -20);
}

TEST_F(EarnConditionsTest, AnEnrolmentGivesOnceAndWhatItsAttributesAllow) {
  AddFixed(10).on = EarnOn::kEnrolment;
  EarnRule& gold = AddFixed(100);
  gold.on = EarnOn::kEnrolment;
  gold.when.plans = {kGold};
  const AttributeChange to_gold{AttributeChange::kPlan, {0, 0, 0, kGold}};
  EXPECT_EQ(CodeOf(Enroll(1, 1)), kOk);
  EXPECT_EQ(CodeOf(Enroll(2, 1)), kMemberExists);
  EXPECT_EQ(Net(1), 10);
  EXPECT_EQ(CodeOf(Enroll(3, 2).With(to_gold.ToDetail())), kOk);
  EXPECT_EQ(Net(2), 110);
  EXPECT_EQ(Delta(Purchase(4, 3, 100)), 1);  // Who comes so gets none.
  gold.fixed = Amount(kMost);
  EXPECT_EQ(CodeOf(Enroll(5, 4)), kOverflow);
  EXPECT_EQ(CodeOf(Redeem(6, 4, 1)), kMemberUnknown);
}

}  // namespace
}  // namespace kumbara
