// What is told of a command: engine/apply/explanation.h.

#include <optional>
#include <vector>

#include "engine/apply/explanation.h"
#include "tests/engine/apply/rule_fixture.h"
#include "tests/support/random_history.h"

namespace kumbara {
namespace {

using enum ResultCode;

constexpr std::int64_t kOneHour = 3'600'000'000;

class ExplainTest : public RuleFixture {
 protected:
  // What is told of a command; good until the next.
  const Explanation& Told(const TestCommand& command,
                          ResultCode expected = kOk) {
    told_.emplace(command.command.id);
    shard_.explanation = &*told_;
    EXPECT_EQ(CodeOf(command), expected);
    shard_.explanation = nullptr;
    return *told_;
  }
  // Of the rule that was added last.
  const RuleNote& Last(const TestCommand& command, ResultCode expected = kOk) {
    return Told(command, expected).basket->rules.back();
  }
  Unmet UnmetOfLast(const TestCommand& command) {
    const RuleNote& rule = Last(command);
    EXPECT_EQ(rule.given, Amount());
    return rule.unmet;
  }

  std::optional<Explanation> told_;
};

TEST_F(ExplainTest, EachConditionIsToldThatDoesNotHold) {
  EarnRule& rule = AddFixed(10);
  const auto with = [&](const auto& set) {
    rule.when = {};
    rule.cooldown = {};
    set(rule);
  };
  std::uint64_t id = 0;
  const auto unmet = [&] { return UnmetOfLast(Purchase(++id, 1, 500)); };
  with([](EarnRule& made) { made.when.stores = {7}; });
  EXPECT_EQ(unmet(), Unmet::kStore);
  with([](EarnRule& made) { made.when.channels = {7}; });
  EXPECT_EQ(unmet(), Unmet::kChannel);
  with([](EarnRule& made) { made.when.tenders = {7}; });
  EXPECT_EQ(unmet(), Unmet::kTender);
  with([](EarnRule& made) { made.when.weekdays = 1; });  // It is a Thursday.
  EXPECT_EQ(unmet(), Unmet::kWeekday);
  with([](EarnRule& made) { made.when.from = 60; });
  EXPECT_EQ(unmet(), Unmet::kTime);
  with([](EarnRule& made) { made.when.segments = 1; });
  EXPECT_EQ(unmet(), Unmet::kSegment);
  with([](EarnRule& made) { made.when.plans = {kGold}; });
  EXPECT_EQ(unmet(), Unmet::kPlan);
  with([](EarnRule& made) { made.when.bucket = Bucket{1, 0, 0}; });
  EXPECT_EQ(unmet(), Unmet::kBucket);
  with([](EarnRule& made) { made.when.first_purchase = true; });
  EXPECT_EQ(unmet(), Unmet::kFirstPurchase);
  with([](EarnRule& made) { made.when.total_min = Money(501); });
  EXPECT_EQ(unmet(), Unmet::kTotal);
  with([](EarnRule& made) {
    made.when.asks_for_tiers = true;
    made.when.tiers[0] = 0b10;
  });
  EXPECT_EQ(unmet(), Unmet::kTier);
  with([](EarnRule& made) { made.on = EarnOn::kEnrolment; });
  EXPECT_EQ(unmet(), Unmet::kOn);
}

TEST_F(ExplainTest, AnEventIsToldByWhichRulesItGives) {
  EarnRule& rule = AddFixed(10);
  rule.on = EarnOn::kEvent;
  EXPECT_EQ(Told(Happening(1, 1)).basket->rules.front().unmet, Unmet::kOn);
  const RuleNote& note = Last(Happening(2, 1));
  EXPECT_EQ(note.given, Amount(10));
  EXPECT_EQ(note.lot->number, 2u);
  rule.events = {kSurvey + 1};
  EXPECT_EQ(UnmetOfLast(Happening(3, 1)), Unmet::kEvent);
  rule.events = {kSurvey};
  const Explanation& told = Told(Reverse(4, 1, 2));
  ASSERT_EQ(told.demands.size(), 1u);
  EXPECT_EQ(told.demands[0].demanded, Amount(10));
  rule.on = EarnOn::kEnrolment;
  EXPECT_FALSE(Told(Happening(5, 1)).basket);
}

TEST_F(ExplainTest, WhatRestsOrHasNoSuchLinesIsTold) {
  AddFixed(10).cooldown = Duration{Duration::Kind::kMicros, kOneHour};
  EXPECT_EQ(Last(Purchase(1, 1, 100)).given, Amount(10));
  EXPECT_EQ(UnmetOfLast(Purchase(2, 1, 100)), Unmet::kCooldown);
  AddFixed(10);
  LinesOfLast().skus = {kApples};
  EXPECT_EQ(UnmetOfLast(Purchase(3, 1, 100).With(ItemOf(kPears, 100))),
            Unmet::kLines);
}

TEST_F(ExplainTest, AReturnOfNoPurchaseAsksOnlyWhatGivesEachTime) {
  AddFixed(10);
  const Explanation& told = Told(Return(1, 1, 500));
  EXPECT_EQ(told.basket->rules[0].given, Amount(5));
  EXPECT_EQ(told.basket->rules[1].unmet, Unmet::kSeldom);
}

TEST_F(ExplainTest, WhoGivesWayTellsWhatItWouldGive) {
  for (const std::int64_t points : {10, 30, 20}) {
    EarnRule& rule = AddFixed(points);
    rule.group = 1;
    rule.stacking = Stacking::kMax;
  }
  const Explanation& told = Told(Purchase(1, 1, 100));
  const std::vector<RuleNote>& rules = told.basket->rules;
  EXPECT_EQ(rules[1].alone, Amount(10));
  EXPECT_EQ(rules[2].alone, Amount(30));
  EXPECT_TRUE(rules[1].gave_way && !rules[2].gave_way && rules[3].gave_way);
  EXPECT_EQ(rules[2].given, Amount(30));
  EXPECT_EQ(rules[3].given, Amount(0));
}

TEST_F(ExplainTest, CapsTellWhatTheyLeft) {
  EarnCap& cap = AddFixed(10).cap;
  cap.transaction = Amount(8);
  cap.per[static_cast<std::size_t>(Period::kDay)] = Amount(12);
  Told(Purchase(1, 1, 100));
  const RuleNote& rule = Last(Purchase(2, 1, 100));
  ASSERT_EQ(rule.headrooms.size(), 2u);
  EXPECT_FALSE(rule.headrooms[0].per);
  EXPECT_EQ(rule.headrooms[0].left, Amount(8));
  EXPECT_EQ(rule.headrooms[1].per, Period::kDay);
  EXPECT_EQ(rule.headrooms[1].left, Amount(4));
  EXPECT_EQ(rule.wanted, Amount(10));
  EXPECT_EQ(rule.given, Amount(4));
  // What rejects tells as much.
  program_.rules.back().cap.rejects = true;
  EXPECT_EQ(Last(Purchase(3, 1, 100), kLimitReached).headrooms[1].left,
            Amount(0));
}

TEST_F(ExplainTest, AReturnTellsTheDifferenceThatItDemands) {
  ASSERT_EQ(CodeOf(Purchase(1, 1, 1'000)), kOk);
  ASSERT_EQ(CodeOf(ReturnOf(2, 1, 1, 150)), kOk);
  const Explanation& told = Told(ReturnOf(3, 1, 1, 250));
  ASSERT_EQ(told.demands.size(), 1u);
  const DemandNote& demand = told.demands[0];
  EXPECT_EQ(demand.basis_all, Money(1'000));
  EXPECT_EQ(demand.basis_kept, Money(600));
  EXPECT_EQ(demand.all, Amount(10));
  EXPECT_EQ(demand.kept, Amount(6));
  EXPECT_EQ(demand.demanded_before, Amount(2));
  EXPECT_EQ(demand.demanded, Amount(2));
  EXPECT_FALSE(told.basket);
}

TEST_F(ExplainTest, LotsAndTheMemberAreToldAsTheyWereThen) {
  ASSERT_EQ(CodeOf(Purchase(1, 1, 700)), kOk);
  const Explanation& told = Told(Purchase(2, 1, 500));
  ASSERT_TRUE(told.basket->rules[0].lot);
  EXPECT_EQ(told.basket->rules[0].lot->number, 2u);
  EXPECT_EQ(told.basket->rules[0].lot->amount, Amount(5));
  EXPECT_EQ(told.before.wallets[0].net(), Amount(7));
  EXPECT_EQ(told.after.wallets[0].net(), Amount(12));
  ASSERT_EQ(CodeOf(Redeem(3, 1, 12)), kOk);
  EXPECT_EQ(told.after.wallets[0].net(), Amount(12));
}

TEST_F(ExplainTest, WhatADeficitTakesMakesNoLot) {
  ASSERT_EQ(CodeOf(Purchase(1, 1, 700)), kOk);
  ASSERT_EQ(CodeOf(Redeem(2, 1, 7)), kOk);
  ASSERT_EQ(CodeOf(ReturnOf(3, 1, 1, 700)), kOk);
  const RuleNote& all = Last(Purchase(4, 1, 500));
  EXPECT_FALSE(all.lot);
  EXPECT_EQ(all.absorbed, Amount(5));
  const RuleNote& part = Last(Purchase(5, 1, 500));
  ASSERT_TRUE(part.lot);
  EXPECT_EQ(part.lot->amount, Amount(5));
  EXPECT_EQ(part.absorbed, Amount(0));
}

TEST_F(ExplainTest, OfARefusalAndOfOthersCommandsNothingIsLeft) {
  ASSERT_EQ(CodeOf(Purchase(1, 1, 700)), kOk);
  const Explanation& told = Told(Redeem(2, 1, 8), kInsufficient);
  EXPECT_EQ(told.outcome.code, kInsufficient);
  EXPECT_EQ(told.before.wallets[0].net(), Amount(7));
  EXPECT_EQ(told.after.wallets[0].net(), Amount(7));
  Explanation other(CommandIdOf(99));
  shard_.explanation = &other;
  ASSERT_EQ(CodeOf(Purchase(3, 1, 700)), kOk);
  EXPECT_EQ(other.program, nullptr);
}

TEST_F(ExplainTest, WhatMessagesBringIsToldToo) {
  AllowPools(3, &program_);
  Open(1);
  Open(2);
  std::vector<Outcome> outcomes = {Do(Join(10, 1, 2))};
  EndRound(&outcomes);
  told_.emplace(CommandIdOf(11));
  shard_.explanation = &*told_;
  outcomes = {Do(Purchase(11, 1, 500))};
  EXPECT_EQ(told_->outcome.reserved, kOutcomeOpen);
  EndRound(&outcomes);
  EXPECT_EQ(told_->outcome.reserved, 0u);
  EXPECT_EQ(told_->outcome.net, 5);
  EXPECT_EQ(told_->basket->rules[0].given, Amount(5));
  EXPECT_EQ(told_->basket->rules[0].lot->number, 0u);
}

}  // namespace
}  // namespace kumbara
