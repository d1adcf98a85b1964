// Which of several earn rules give: engine/apply/earn_rules.h.

#include "tests/engine/apply/rule_fixture.h"

namespace kumbara {
namespace {

class EarnGroupsTest : public RuleFixture {
 protected:
  // Puts rules into a group by their places.
  void Group(std::uint32_t number, Stacking stacking,
             std::initializer_list<std::size_t> places) {
    for (const std::size_t place : places) {
      program_.rules[place].group = number;
      program_.rules[place].stacking = stacking;
    }
  }
};

TEST_F(EarnGroupsTest, TheMostOfAGroupAndOfEqualsTheFirst) {
  AddFixed(10);
  AddMultiplier(2);
  Group(1, Stacking::kMax, {0, 1});
  EXPECT_EQ(Delta(Purchase(1, 1, 900)), 10);  // Nothing to multiply.
  EXPECT_EQ(Delta(Purchase(2, 1, 1'000)), 20);
  EXPECT_EQ(Delta(Purchase(3, 1, 1'100)), 22);
  // Which one gave stays as it was.
  EXPECT_EQ(Delta(ReturnOf(4, 1, 3, 1'000)), -20);
  EXPECT_EQ(Delta(ReturnOf(5, 1, 1, 899)), 0);
  EXPECT_EQ(Delta(ReturnOf(6, 1, 1)), -10);
}

TEST_F(EarnGroupsTest, TheFirstOfAGroupThatGivesAnything) {
  AddFixed(10).when.total_min = Money(50);
  AddFixed(1'000);
  Group(1, Stacking::kFirst, {0, 1, 2});
  EXPECT_EQ(Delta(Purchase(1, 1, 49)), 1'000);
  EXPECT_EQ(Delta(Purchase(2, 1, 50)), 10);
  EXPECT_EQ(Delta(Purchase(3, 1, 100)), 1);
  EXPECT_EQ(Delta(ReturnOf(4, 1, 2, 1)), -10);
}

TEST_F(EarnGroupsTest, ASumIsTheSumAndGroupsAreApart) {
  AddFixed(10);
  AddFixed(20);
  AddFixed(30);
  Group(1, Stacking::kSum, {0, 1});
  Group(2, Stacking::kMax, {2, 3});
  EXPECT_EQ(Delta(Purchase(1, 1, 100)), 1 + 10 + 30);
}

// Three times the base stands for 20, though by `max` five times the base keeps
// it from giving anything.
TEST_F(EarnGroupsTest, MultipliersContendByWhatEachGivesAlone) {
  Base().combine = Combine::kMax;
  AddFixed(1);
  AddMultiplier(3);
  AddMultiplier(10, 1);
  AddMultiplier(5);
  Group(1, Stacking::kFirst, {2, 3});
  EXPECT_EQ(Delta(Purchase(1, 1, 1'000)), 10 + 1 + 40);
  Group(1, Stacking::kMax, {2, 3});
  EXPECT_EQ(Delta(Purchase(2, 1, 1'000)), 10 + 1 + 40);
  EXPECT_EQ(Delta(Purchase(3, 1, 100)), 1 + 1 + 9 + 4);
  // By `max` the greatest of those left, and the one that gave way is none.
  Group(1, Stacking::kMax, {3, 4});
  Group(2, Stacking::kSum, {2});
  EXPECT_EQ(Delta(Purchase(4, 1, 200)), 2 + 1 + 9 + 4);
}

// A multiplier of what gives way multiplies nothing, so another one of its
// group is left.
TEST_F(EarnGroupsTest, MultipliersContendBehindWhatTheyMultiply) {
  AddFixed(20);
  AddMultiplier(9);
  AddMultiplier(2, 1);
  Group(1, Stacking::kMax, {0, 1});
  Group(2, Stacking::kFirst, {2, 3});
  EXPECT_EQ(Delta(Purchase(1, 1, 1'000)), 20 + 20);
  EXPECT_EQ(Delta(Purchase(2, 1, 2'100)), 21 + 168);
}

// Of 40 points three times as many by one rule, of 20 twice as many by another.
TEST_F(EarnGroupsTest, WhatMultipliersGiveTogetherComesBackTogether) {
  for (const Combine combine : {Combine::kMax, Combine::kCompound}) {
    Base().combine = combine;
    program_.rules.resize(1);
    AddMultiplier(3).when.total_min = Money(3'000);
    AddMultiplier(2);
    const std::uint64_t id = sequence_ + 1;
    const std::int64_t times = combine == Combine::kMax ? 3 : 6;
    EXPECT_EQ(Delta(Purchase(id, 1, 4'000)), 40 * times);
    EXPECT_EQ(Delta(ReturnOf(id + 1, 1, id, 2'000)), 20 * 2 - 40 * times);
    EXPECT_EQ(Delta(ReturnOf(id + 2, 1, id)), -40);
  }
}

// The lines of the first multiplier come to nothing, but to 500 without their
// discount.
TEST_F(EarnGroupsTest, WhatDidNotApplyDoesNotToWhatRemains) {
  Base().combine = Combine::kCompound;
  AddMultiplier(5);
  LinesOfLast().brands = {4};
  AddMultiplier(10);
  Line coffee = ItemOf(kApples, 500);
  coffee.brand = 4;
  Line off = coffee;
  off.kind = LineKind::kDiscount;
  off.amount = -500;
  const TestCommand bought = Purchase(1, 1, 1'000).With(coffee).With(off);
  EXPECT_EQ(Delta(bought.With(ItemOf(kPears, 1'000))), 100);
  off.amount.reset();
  EXPECT_EQ(Delta(ReturnOf(2, 1, 1).With(off).With(ItemOf(kPears, 500))), 0);
  EXPECT_EQ(Delta(ReturnOf(3, 1, 1).With(ItemOf(kPears, 500))), -50);
}

// What leaves the range is no reason to refuse where it gives way.
TEST_F(EarnGroupsTest, OnlyWhatIsLeftCanBeTooMuch) {
  AddFixed(10);
  AddMultiplier(2, 1);
  program_.rules[0].rate = {1'000, 1};
  Group(1, Stacking::kFirst, {1, 0});
  EXPECT_EQ(CodeOf(Purchase(1, 1, kMost)), ResultCode::kOverflow);
  std::swap(program_.rules[0], program_.rules[1]);
  program_.rules[2].base = 0;
  EXPECT_EQ(Delta(Purchase(2, 1, kMost)), 20);
}

}  // namespace
}  // namespace kumbara
