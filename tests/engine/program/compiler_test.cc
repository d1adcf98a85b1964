#include "engine/program/compiler.h"

#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "engine/base/hex.h"
#include "engine/program/counter_id.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace kumbara {
namespace {

using ::testing::HasSubstr;

ProgramSource RuleA() {
  ProgramSource source;
  source.program = {"rule_a", "UTC", "*", "first_sight"};
  source.units.push_back({.name = "points"});
  source.earn = {{.name = "base",
                  .on = "purchase",
                  .basis = BasisSection(),
                  .unit = "points",
                  .give = "1",
                  .per = 100}};
  return source;
}

// The machine's file of the zone that a source names.
std::string TzifOf(const ProgramSource& source) {
  std::ifstream file("/usr/share/zoneinfo/" + source.program.zone,
                     std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

Program CompileOk(const ProgramSource& source, CodeTable& codes) {
  const absl::StatusOr<Program> program =
      Compile(source, TzifOf(source), codes);
  EXPECT_TRUE(program.ok()) << program.status();
  return program.ok() ? *program : Program();
}

TEST(CompilerTest, GivesTheOraclesRuleItsCodes) {
  CodeTable codes;
  const Program program = CompileOk(RuleA(), codes);
  EXPECT_EQ(program.name, "rule_a");
  EXPECT_EQ(program.version, 1);
  EXPECT_EQ(program.zone.name(), "UTC");
  EXPECT_EQ(program.currency, 0);
  EXPECT_EQ(program.enrol, EnrolPolicy::kFirstSight);
  EXPECT_EQ(program.returns.unmatched, UnmatchedReturn::kRate);
  EXPECT_EQ(program.returns.unknown_reference, UnknownReference::kRefuse);
  EXPECT_EQ(program.returns.deficit, DeficitPolicy::kNegative);

  ASSERT_EQ(program.units.size(), 1u);
  EXPECT_EQ(program.units[0].name, "points");
  EXPECT_EQ(program.units[0].code, codes.Find(CodeSpace::kUnit, "points"));
  EXPECT_EQ(program.units[0].decimals, 0);
  EXPECT_TRUE(program.units[0].spendable);

  ASSERT_TRUE(program.earn);
  EXPECT_EQ(program.earn->name, "base");
  EXPECT_EQ(program.earn->unit, program.units[0].code);
  EXPECT_EQ(program.earn->rate, (Rational{1, 100}));
  EXPECT_EQ(program.earn->rounding, Rounding::kFloor);
  EXPECT_EQ(program.earn->funding_class,
            codes.Find(CodeSpace::kFundingClass, "sale"));
  EXPECT_NE(program.earn->funding_class, 0u);
  EXPECT_EQ(program.award_class,
            codes.Find(CodeSpace::kFundingClass, "goodwill"));
  EXPECT_NE(program.award_class, 0u);
}

TEST(CompilerTest, FindsUnitsByCodeAndNoOthers) {
  CodeTable codes;
  // Of another program: known to the ledger, not to this one.
  const Code other = codes.Intern(CodeSpace::kUnit, "other");
  ProgramSource source = RuleA();
  source.units = {{.name = "stars", .decimals = 2, .spendable = false},
                  {.name = "points"}};
  const Program program = CompileOk(source, codes);
  for (int code = 0; code < 256; ++code) {
    const Unit* unit = program.FindUnit(static_cast<std::uint8_t>(code));
    if (static_cast<Code>(code) == other + 1) {
      ASSERT_NE(unit, nullptr);
      EXPECT_EQ(unit->name, "stars");
      EXPECT_EQ(unit->decimals, 2);
      EXPECT_FALSE(unit->spendable);
    } else if (static_cast<Code>(code) == other + 2) {
      ASSERT_NE(unit, nullptr);
      EXPECT_EQ(unit->name, "points");
    } else {
      EXPECT_EQ(unit, nullptr) << code;
    }
  }
}

TEST(CompilerTest, ProgramWithoutEarnRuleEarnsNothing) {
  CodeTable codes;
  ProgramSource source = RuleA();
  source.earn.clear();
  EXPECT_FALSE(CompileOk(source, codes).earn);
}

TEST(CompilerTest, KnowsOfWhichRulesNothingIsAsked) {
  ProgramSource source = RuleA();
  source.earn.resize(5, source.earn[0]);
  source.earn[1].name = "rests";
  source.earn[1].cooldown = "7d";
  source.earn[2].name = "first";
  source.earn[2].when.emplace().first_purchase = true;
  source.earn[3].name = "great";
  source.earn[3].when.emplace().total_min = 1000;
  source.earn[4].name = "capped";
  source.earn[4].cap.emplace().transaction = "5";
  CodeTable codes;
  const Program program = CompileOk(source, codes);
  EXPECT_EQ(program.always_applying,
            SetOfRule(0) | SetOfRule(3) | SetOfRule(4));
  EXPECT_EQ(program.uncapped, AllOf(program.rules) & ~SetOfRule(4));
}

TEST(CompilerTest, CurrencyGetsACode) {
  CodeTable codes;
  ProgramSource source = RuleA();
  source.program.currency = "EUR";
  const Program program = CompileOk(source, codes);
  EXPECT_NE(program.currency, 0);
  EXPECT_EQ(program.currency, codes.Find(CodeSpace::kCurrency, "EUR"));
}

TEST(CompilerTest, AnAdjustmentTakesTwoPersonsIfTheFileSaysSo) {
  CodeTable codes;
  ProgramSource source = RuleA();
  EXPECT_FALSE(CompileOk(source, codes).adjust_approver);
  source.adjust.approver = true;
  EXPECT_TRUE(CompileOk(source, codes).adjust_approver);
}

TEST(CompilerTest, WithPoolsOtherKindsMayReachOtherMembers) {
  CodeTable codes;
  ProgramSource source = RuleA();
  EXPECT_EQ(CompileOk(source, codes).pool_members_max, 0U);
  EXPECT_EQ(CompileOk(source, codes).message_kinds, kMessageKinds);
  source.pool = PoolSection{6};
  EXPECT_EQ(CompileOk(source, codes).pool_members_max, 6U);
  EXPECT_EQ(CompileOk(source, codes).message_kinds,
            kMessageKinds | kPoolMessageKinds);
}

TEST(CompilerTest, SameSourceGetsTheSameCodesAgain) {
  CodeTable codes;
  const Program first = CompileOk(RuleA(), codes);
  const Program second = CompileOk(RuleA(), codes);
  EXPECT_EQ(first.units[0].code, second.units[0].code);
  EXPECT_EQ(first.earn->funding_class, second.earn->funding_class);
  EXPECT_EQ(codes.Count(CodeSpace::kUnit), 1u);
  EXPECT_EQ(codes.Count(CodeSpace::kFundingClass), 2u);
}

template <class Enum>
struct Word {
  const char* word;
  Enum value;
};

TEST(CompilerTest, EveryWordHasItsValue) {
  CodeTable codes;
  ProgramSource source = RuleA();
  for (const auto& [word, value] : std::vector<Word<EnrolPolicy>>{
           {"explicit", EnrolPolicy::kExplicit},
           {"first_sight", EnrolPolicy::kFirstSight}}) {
    source.program.enrol = word;
    EXPECT_EQ(CompileOk(source, codes).enrol, value) << word;
  }
  for (const auto& [word, value] : std::vector<Word<UnmatchedReturn>>{
           {"rate", UnmatchedReturn::kRate},
           {"refuse", UnmatchedReturn::kRefuse}}) {
    source.returns.unmatched = word;
    EXPECT_EQ(CompileOk(source, codes).returns.unmatched, value) << word;
  }
  for (const auto& [word, value] : std::vector<Word<UnknownReference>>{
           {"refuse", UnknownReference::kRefuse},
           {"as_none", UnknownReference::kAsNone}}) {
    source.returns.unknown_reference = word;
    EXPECT_EQ(CompileOk(source, codes).returns.unknown_reference, value)
        << word;
  }
  for (const auto& [word, value] : std::vector<Word<DeficitPolicy>>{
           {"negative", DeficitPolicy::kNegative},
           {"clamp", DeficitPolicy::kClamp},
           {"only_pending", DeficitPolicy::kOnlyPending}}) {
    source.returns.deficit = word;
    EXPECT_EQ(CompileOk(source, codes).returns.deficit, value) << word;
  }
  for (const auto& [word, value] : std::vector<Word<ConsumeOrder>>{
           {"earliest_expiry", ConsumeOrder::kEarliestExpiry},
           {"fifo", ConsumeOrder::kFifo}}) {
    source.units[0].consume = word;
    EXPECT_EQ(CompileOk(source, codes).units[0].consume, value) << word;
  }
  for (const auto& [word, value] :
       std::vector<Word<Rounding>>{{"floor", Rounding::kFloor},
                                   {"half_up", Rounding::kHalfUp},
                                   {"half_even", Rounding::kHalfEven},
                                   {"ceil", Rounding::kCeil}}) {
    source.earn[0].round = word;
    EXPECT_EQ(CompileOk(source, codes).earn->rounding, value) << word;
  }
}

TEST(CompilerTest, WhatIsSaidOfReversals) {
  CodeTable codes;
  ProgramSource source = RuleA();
  const ReturnsPolicy plain = CompileOk(source, codes).returns;
  EXPECT_EQ(plain.reversal_horizon, ParseDuration("25mo"));
  EXPECT_EQ(plain.restore, RestorePolicy::kOriginal);
  source.returns.reversal_horizon = "never";
  source.returns.restore = RestoreSection{.word = "new"};
  const ReturnsPolicy other = CompileOk(source, codes).returns;
  EXPECT_EQ(other.reversal_horizon, std::nullopt);
  EXPECT_EQ(other.restore, RestorePolicy::kNew);
  source.returns.restore = RestoreSection{.grace = "5d"};
  const ReturnsPolicy grace = CompileOk(source, codes).returns;
  EXPECT_EQ(grace.restore, RestorePolicy::kGrace);
  EXPECT_EQ(grace.grace, ParseDuration("5d"));
  source.returns.restore = RestoreSection{.word = "same"};
  EXPECT_EQ(Compile(source, TzifOf(source), codes).status().message(),
            "returns: restore is not allowed; valid: \"original\" or \"new\" "
            "or a table of grace");
  source.returns.restore = RestoreSection{.grace = "soon"};
  EXPECT_FALSE(Compile(source, TzifOf(source), codes).ok());
}

TEST(CompilerTest, ZoneIsThatOfTheBytes) {
  CodeTable codes;
  ProgramSource source = RuleA();
  source.program.zone = "Asia/Tokyo";
  const Program program = CompileOk(source, codes);
  EXPECT_EQ(program.zone.name(), "Asia/Tokyo");
  EXPECT_EQ(program.zone.ToLocal(Instant(0)).micros, 9 * 3'600'000'000);
  const auto damaged = Compile(source, "TZif", codes);
  EXPECT_EQ(damaged.status().message(),
            "zone Asia/Tokyo: not a TZif file: its header is not readable");
}

TEST(CompilerTest, AutoRedeemCountsTheSmallestDecimal) {
  CodeTable codes;
  ProgramSource source = RuleA();
  source.units[0].decimals = 2;
  source.auto_redeem = {
      {.unit = "points", .when = "purchase", .at = "500", .take = "12.5"},
      {.unit = "points",
       .when = "credit",
       .at = "0.01",
       .take = "0.01",
       .times = "while"}};
  const Program program = CompileOk(source, codes);
  ASSERT_EQ(program.auto_redeem.size(), 2u);
  const AutoRedeem& once = program.auto_redeem[0];
  EXPECT_EQ(once.unit, program.units[0].code);
  EXPECT_FALSE(once.on_credit);
  EXPECT_EQ(once.at, Amount(50'000));
  EXPECT_EQ(once.take, Amount(1'250));
  EXPECT_FALSE(once.repeat);
  EXPECT_EQ(codes.Text(CodeSpace::kReward, once.label), "auto");
  const AutoRedeem& repeated = program.auto_redeem[1];
  EXPECT_TRUE(repeated.on_credit);
  EXPECT_EQ(repeated.at, Amount(1));
  EXPECT_EQ(repeated.take, Amount(1));
  EXPECT_TRUE(repeated.repeat);
  EXPECT_EQ(repeated.label, once.label);
}

TEST(CompilerTest, ProgramsWithoutAutoRedeemGetNoCodeForIt) {
  CodeTable codes;
  EXPECT_TRUE(CompileOk(RuleA(), codes).auto_redeem.empty());
  EXPECT_EQ(codes.Find(CodeSpace::kReward, "auto"), 0u);
}

TEST(CompilerTest, WhoMayGiveAndHowMuch) {
  CodeTable codes;
  ProgramSource source = RuleA();
  EXPECT_EQ(CompileOk(source, codes).transfer.give.who, WhoMay::Who::kAnyone);
  EXPECT_FALSE(CompileOk(source, codes).transfer.new_dates);
  source.units[0].decimals = 1;
  source.transfer.give =
      WhoSection{.segments = {"0", "63"}, .plans = {"staff"}};
  source.transfer.receive = WhoSection{.word = "nobody"};
  source.transfer.dates = "new";
  source.donate.give = WhoSection{.plans = {"a", "b"}};
  source.allowances = {{{"donate", "transfer"}, "points", "2.5", "command"},
                       {{"donate"}, "points", "100", "week"}};
  const Program program = CompileOk(source, codes);
  const WhoMay& give = program.transfer.give;
  EXPECT_EQ(give.who, WhoMay::Who::kSome);
  EXPECT_EQ(give.segments, std::uint64_t{1} << 63 | 1);
  EXPECT_THAT(give.plans,
              ::testing::ElementsAre(codes.Find(CodeSpace::kPlan, "staff")));
  EXPECT_EQ(program.transfer.receive.who, WhoMay::Who::kNobody);
  EXPECT_TRUE(program.transfer.new_dates);
  EXPECT_EQ(program.donate.give.segments, 0u);
  EXPECT_EQ(program.donate.give.plans.size(), 2u);
  ASSERT_EQ(program.allowances.size(), 2u);
  EXPECT_EQ(program.allowances[0].kinds,
            SetOf(CommandKind::kTransfer) | SetOf(CommandKind::kDonate));
  EXPECT_EQ(program.allowances[0].amount, Amount(25));
  EXPECT_FALSE(program.allowances[0].per);
  EXPECT_EQ(program.allowances[1].kinds, SetOf(CommandKind::kDonate));
  EXPECT_EQ(program.allowances[1].unit, program.units[0].code);
  EXPECT_EQ(program.allowances[1].per, Period::kWeek);
}

TEST(CompilerTest, RulesForEventsHaveTheirNamesAndMaySend) {
  CodeTable codes;
  ProgramSource source = RuleA();
  source.earn.push_back({.name = "survey",
                         .on = "event",
                         .event = {"survey", "review"},
                         .unit = "points",
                         .give = "5"});
  const Program program = CompileOk(source, codes);
  ASSERT_EQ(program.rules.size(), 2u);
  EXPECT_EQ(program.rules[1].on, EarnOn::kEvent);
  EXPECT_THAT(program.rules[1].events,
              ::testing::ElementsAre(codes.Find(CodeSpace::kEvent, "survey"),
                                     codes.Find(CodeSpace::kEvent, "review")));
  EXPECT_FALSE(program.rules[1].is_plain);
  EXPECT_EQ(program.message_kinds, kMessageKinds);
  source.pool = PoolSection{.members_max = 2};
  EXPECT_EQ(CompileOk(source, codes).message_kinds,
            kMessageKinds | kPoolMessageKinds | SetOf(CommandKind::kEvent));
  source.pool.reset();
  source.budgets = {{.name = "all", .unit = "points", .amount = "9"}};
  source.earn[1].budget = "all";
  EXPECT_EQ(CompileOk(source, codes).message_kinds,
            kMessageKinds | SetOf(CommandKind::kEvent));
}

TEST(CompilerTest, ReferralSaysWhatIsPaidAndWhoMaySend) {
  CodeTable codes;
  ProgramSource source = RuleA();
  EXPECT_FALSE(CompileOk(source, codes).referral);
  EXPECT_EQ(CompileOk(source, codes).message_kinds, kMessageKinds);
  source.units[0].decimals = 1;
  source.referral =
      ReferralSection{.unit = "points", .referrer = "2.5", .when = "enrolment"};
  const Program enrolment = CompileOk(source, codes);
  ASSERT_TRUE(enrolment.referral);
  EXPECT_EQ(enrolment.referral->unit, enrolment.units[0].code);
  EXPECT_EQ(enrolment.referral->referrer, Amount(25));
  EXPECT_EQ(enrolment.referral->referee, Amount());
  EXPECT_FALSE(enrolment.referral->cap);
  EXPECT_EQ(enrolment.referral->per, Period::kLifetime);
  EXPECT_EQ(enrolment.referral->funding_class,
            codes.Find(CodeSpace::kFundingClass, "promotion"));
  EXPECT_FALSE(enrolment.referral->may_take_back());
  EXPECT_EQ(enrolment.message_kinds,
            kMessageKinds | SetOf(CommandKind::kEnroll));

  source.referral->when = "spend";
  source.referral->at = 5'000;
  source.referral->referee = "1";
  source.referral->cap = 3;
  source.referral->per = "week";
  const Program spend = CompileOk(source, codes);
  EXPECT_EQ(spend.referral->when, ReferralEvent::kSpend);
  EXPECT_EQ(spend.referral->at, Money(5'000));
  EXPECT_EQ(spend.referral->referee, Amount(10));
  EXPECT_EQ(spend.referral->cap, 3);
  EXPECT_EQ(spend.referral->per, Period::kWeek);
  EXPECT_TRUE(spend.referral->may_take_back());
  EXPECT_EQ(spend.message_kinds, kMessageKinds | SetOf(CommandKind::kEnroll) |
                                     SetOf(CommandKind::kPurchase) |
                                     SetOf(CommandKind::kReturn));
}

TEST(CompilerTest, RewardsHaveCodesCountersAndTheStartsOfTheirDays) {
  CodeTable codes;
  ProgramSource source = RuleA();
  source.program.zone = "Europe/Prague";
  source.units[0].decimals = 1;
  source.units.push_back({.name = "miles", .decimals = 2});
  source.rewards = {{.name = "coffee", .unit = "points", .cost = "12.5"},
                    {.name = "flight",
                     .unit = "points",
                     .cost = "1",
                     .stock = 3,
                     .limit = 2,
                     .per = "month",
                     .from = "2026-01-01",
                     .until = "2026-02-01",
                     .segment = 63,
                     .plan = {"gold", "free"},
                     .gives = GivesSection{.unit = "miles", .amount = "0.25"}}};
  const Program program = CompileOk(source, codes);
  ASSERT_EQ(program.rewards.size(), 2u);
  const Reward& coffee = program.rewards[0];
  EXPECT_EQ(coffee.code, codes.Find(CodeSpace::kReward, "coffee"));
  EXPECT_EQ(coffee.cost, Amount(125));
  EXPECT_FALSE(coffee.stock || coffee.limit || coffee.gives);
  EXPECT_TRUE(coffee.when.asks_nothing());
  EXPECT_EQ(coffee.from, Instant::Least());
  EXPECT_EQ(coffee.until, Instant::Greatest());
  const Reward& flight = program.rewards[1];
  EXPECT_EQ(program.FindReward(flight.code), &flight);
  EXPECT_EQ(program.FindReward(99), nullptr);
  EXPECT_EQ(flight.stock, 3);
  EXPECT_EQ(flight.limit, 2);
  EXPECT_EQ(flight.per, Period::kMonth);
  // Prague is an hour ahead of UTC.
  EXPECT_EQ(flight.from, Instant(1'767'222'000'000'000));
  EXPECT_EQ(flight.until, Instant(1'769'900'400'000'000));
  EXPECT_EQ(flight.when.segments, std::uint64_t{1} << 63);
  EXPECT_EQ(flight.when.plans.back(), codes.Find(CodeSpace::kPlan, "free"));
  ASSERT_TRUE(flight.gives);
  EXPECT_EQ(flight.gives->unit, program.units[1].code);
  EXPECT_EQ(flight.gives->amount, Amount(25));
  EXPECT_EQ(flight.gives->funding_class,
            codes.Find(CodeSpace::kFundingClass, "conversion"));
  EXPECT_EQ(flight.counter, CounterIdOf("reward/flight"));
  EXPECT_NE(flight.counter, coffee.counter);
}

// They are part of every ledger's state.
TEST(CompilerTest, IdsOfCountersNeverChange) {
  EXPECT_EQ(ToHex(CounterIdOf("reward/coffee")),
            "b32668a23d8f4dc94d13eaae26bff947");
  EXPECT_NE(CounterIdOf("reward/coffee"), CounterIdOf("budget/coffee"));
}

TEST(CompilerTest, WhatClaimsOfAllMembersSendsMessages) {
  CodeTable codes;
  ProgramSource source = RuleA();
  source.rewards = {{.name = "coffee", .unit = "points", .cost = "1"}};
  source.budgets = {{.name = "all", .unit = "points", .amount = "5"}};
  EXPECT_EQ(CompileOk(source, codes).message_kinds, kMessageKinds);
  source.rewards[0].stock = 0;
  const KindSet redeem = SetOf(CommandKind::kRedeem);
  EXPECT_EQ(CompileOk(source, codes).message_kinds, kMessageKinds | redeem);
  source.earn[0].budget = "all";
  source.earn[0].partial = true;
  const Program program = CompileOk(source, codes);
  EXPECT_EQ(program.message_kinds, kMessageKinds | redeem |
                                       SetOf(CommandKind::kPurchase) |
                                       SetOf(CommandKind::kReturn));
  EXPECT_FALSE(program.earn);
  EXPECT_EQ(program.rules[0].budget, 0u);
  EXPECT_TRUE(program.rules[0].partial);
  source.budgets[0].funding_class = "sale";
  const Program paid = CompileOk(source, codes);
  EXPECT_EQ(paid.message_kinds,
            program.message_kinds | SetOf(CommandKind::kAward));
  EXPECT_EQ(paid.BudgetOf(paid.rules[0].funding_class, paid.rules[0].unit), 0u);
  EXPECT_FALSE(paid.BudgetOf(paid.award_class, paid.rules[0].unit));
  EXPECT_EQ(program.budgets[0].amount, Amount(5));
  EXPECT_EQ(program.budgets[0].counter, CounterIdOf("budget/all"));
}

struct RateCase {
  std::string name;
  std::string give;
  std::int64_t decimals;
  std::int64_t per;
  Rational rate;
};

class RateTest : public testing::TestWithParam<RateCase> {};

TEST_P(RateTest, IsExactAndReduced) {
  CodeTable codes;
  ProgramSource source = RuleA();
  source.units[0].decimals = GetParam().decimals;
  source.earn[0].give = GetParam().give;
  source.earn[0].per = GetParam().per;
  EXPECT_EQ(CompileOk(source, codes).earn->rate, GetParam().rate);
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Case, RateTest, testing::ValuesIn(std::vector<RateCase>{
  // name                give                  decimals  per             rate
  {"one_per_dollar",     "1",                  0,        100,            {1, 100}},
  {"reduced",            "50",                 0,        100,            {1, 2}},
  {"whole",              "300",                0,        100,            {3, 1}},
  {"two_decimals",       "1",                  2,        100,            {1, 1}},
  {"half",               "0.5",                2,        100,            {1, 2}},
  {"smallest_decimal",   "0.000001",           6,        1,              {1, 1}},
  {"trailing_zeros",     "1.50",               1,        100,            {3, 20}},
  {"zeros_only_behind",  "2.000",              0,        1,              {2, 1}},
  {"reduced_into_range", "999999999999999999", 0,        999999999999999999, {1, 1}},
  {"greatest",           "4294967295",         0,        1,              {4294967295, 1}},
  {"least",              "1",                  0,        4294967295,     {1, 4294967295}},
  {"greatest_decimals",  "4294.967295",        6,        1,              {4294967295, 1}},
}), [](const auto& test) { return test.param.name; });
// clang-format on

struct CompileErrorCase {
  std::string name;
  void (*change)(ProgramSource*);
  std::string error;
};

class CompilerErrorTest : public testing::TestWithParam<CompileErrorCase> {};

TEST_P(CompilerErrorTest, RefusesWhatTheReaderWould) {
  CodeTable codes;
  ProgramSource source = RuleA();
  GetParam().change(&source);
  const absl::StatusOr<Program> program =
      Compile(source, TzifOf(source), codes);
  EXPECT_EQ(program.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(program.status().message()),
              HasSubstr(GetParam().error));
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Case, CompilerErrorTest, testing::ValuesIn(std::vector<CompileErrorCase>{
  {"program_key",    [](ProgramSource* s) { s->program.enrol = "x"; },         "program: enrol is not allowed; valid: \"explicit\" or"},
  {"returns_key",    [](ProgramSource* s) { s->returns.deficit = "x"; },       "returns: deficit is not allowed"},
  {"unit_key",       [](ProgramSource* s) { s->units[0].decimals = 7; },       "a unit: decimals is not allowed"},
  {"unit_name",      [](ProgramSource* s) { s->units[0].name = "X"; },         "unit X: name is not allowed"},
  {"earn_key",       [](ProgramSource* s) { s->earn[0].per = -1; },               "earn: per is not allowed"},
  {"earn_give",      [](ProgramSource* s) { s->earn[0].give = "x"; },            "earn: give is not allowed"},
  {"no_units",       [](ProgramSource* s) { s->units.clear(); },               "0 units; valid: 1 to 16"},
  {"too_many_units", [](ProgramSource* s) { s->units.resize(17, {.name = "u"}); },     "17 units; valid: 1 to 16"},
  {"unit_twice",     [](ProgramSource* s) { s->units.push_back(s->units[0]); }, "unit points is defined twice"},
  {"earn_twice",     [](ProgramSource* s) { s->earn.push_back(s->earn[0]); },  "earn base: name = \"base\" is taken"},
  {"multiplies_none", [](ProgramSource* s) { s->earn.push_back({.name = "m", .on = "purchase", .unit = "", .multiply = "m", .by = "2"}); }, "multiply = \"m\" is no rule above"},
  {"too_many_rules", [](ProgramSource* s) { s->earn.resize(65, s->earn[0]); },  "65 earn sections; valid: at most 64"},
  {"unknown_unit",   [](ProgramSource* s) { s->earn[0].unit = "miles"; },        "earn base: unit miles is not defined"},
  {"inexact_give",   [](ProgramSource* s) { s->earn[0].give = "0.5"; },          "is not exact in a unit of 0 decimals"},
  {"expiry_key",     [](ProgramSource* s) { s->units[0].expiry->after = "1"; }, "a unit's expiry: after is not allowed; valid: a duration"},
  {"expiry_keys",    [](ProgramSource* s) { s->units[0].expiry->round = "end_of_day"; }, "a unit's expiry: round stands without after or inactive"},
  {"two_expiries",   [](ProgramSource* s) { s->units[0].expiry = {.after = "1d", .on = {"12-31"}}; }, "on stands beside after or inactive"},
  {"activities",     [](ProgramSource* s) { s->units[0].expiry = {.inactive = "1d", .activities = {"enroll"}}; }, "a unit's expiry: activities is not allowed"},
  {"no_activities",  [](ProgramSource* s) { s->units[0].expiry = {.inactive = "1d", .activities = {}}; }, "a unit's expiry: activities is not allowed"},
  {"earn_expiry",    [](ProgramSource* s) { s->earn[0].expiry = ExpirySection{.inactive = "1d"}; }, "earn's expiry has none of after, on"},
  {"pending_key",    [](ProgramSource* s) { s->units[0].pending->until = "x"; }, "pending: until is not allowed; valid: a date"},
  {"earn_pending",   [](ProgramSource* s) { s->earn[0].pending = {{.for_duration = "1d", .until = "2027-01-01"}}; }, "until stands beside for"},
  {"auto_unit",      [](ProgramSource* s) { s->auto_redeem = {{"miles", "credit", "1", "1"}}; }, "auto_redeem: unit miles is not defined"},
  {"auto_when",      [](ProgramSource* s) { s->auto_redeem = {{"points", "return", "1", "1"}}; }, "auto_redeem: when is not allowed; valid: \"purchase\" or \"credit\""},
  {"auto_zero",      [](ProgramSource* s) { s->auto_redeem = {{"points", "credit", "1", "0"}}; }, "auto_redeem: take is not allowed"},
  {"auto_inexact",   [](ProgramSource* s) { s->auto_redeem = {{"points", "credit", "1.5", "1"}}; }, "at = 1.5 is not exact in a unit of 0 decimals"},
  {"auto_too_much",  [](ProgramSource* s) { s->auto_redeem = {{"points", "credit", "1", "2"}}; }, "auto_redeem: take = 2 is more than at = 1"},
  {"auto_status",    [](ProgramSource* s) { s->units[0].spendable = false; s->auto_redeem = {{"points", "credit", "1", "1"}}; }, "auto_redeem: unit points is not spendable"},
  {"auto_many",      [](ProgramSource* s) { s->auto_redeem.resize(17, {"points", "credit", "1", "1"}); }, "17 auto_redeem sections; valid: at most 16"},
  {"auto_overflow",  [](ProgramSource* s) { s->units[0].decimals = 6; s->auto_redeem = {{"points", "credit", "1000000000001", "1"}}; }, "at = 1000000000001 leaves the range of a unit of 6 decimals"},
  {"give_word",      [](ProgramSource* s) { s->transfer.give->word = "me"; },  "transfer: give is not allowed; valid: \"anyone\" or \"nobody\""},
  {"segment",        [](ProgramSource* s) { s->transfer.receive->segments = {"64"}; }, "who: segments is not allowed; valid: an integer, 0 to 63"},
  {"no_segment",     [](ProgramSource* s) { s->donate.give->segments = {"x"}; }, "who: segments is not allowed"},
  {"plan",           [](ProgramSource* s) { s->donate.give->plans = {""}; },   "who: plans is not allowed"},
  {"dates",          [](ProgramSource* s) { s->transfer.dates = "old"; },      "transfer: dates is not allowed; valid: \"keep\" or \"new\""},
  {"allowance_on",   [](ProgramSource* s) { s->allowances = {{{}, "points", "1", "day"}}; }, "allowance: on is not allowed"},
  {"allowance_unit", [](ProgramSource* s) { s->allowances = {{{"donate"}, "miles", "1", "day"}}; }, "allowance: unit miles is not defined"},
  {"allowance_of_status", [](ProgramSource* s) { s->units[0].spendable = false; s->allowances = {{{"donate"}, "points", "1", "day"}}; }, "allowance: unit points is not spendable"},
  {"allowance_inexact", [](ProgramSource* s) { s->allowances = {{{"donate"}, "points", "0.5", "day"}}; }, "amount = 0.5 is not exact"},
  {"allowance_many", [](ProgramSource* s) { s->allowances.resize(9, {{"donate"}, "points", "1", "day"}); }, "9 allowance sections; valid: at most 8"},
  {"referral_unit",  [](ProgramSource* s) { s->referral = {.unit = "miles", .referrer = "1", .when = "enrolment"}; }, "referral: unit miles is not defined"},
  {"referral_sides", [](ProgramSource* s) { s->referral = {.unit = "points", .when = "enrolment"}; }, "referral has none of referrer, referee"},
  {"referral_at",    [](ProgramSource* s) { s->referral = {.unit = "points", .referrer = "1", .when = "enrolment", .at = 1}; }, "referral: at stands beside another event than spend"},
  {"referral_far",    [](ProgramSource* s) { s->referral = {.unit = "points", .referrer = "1", .when = "enrolment", .at = INT64_MAX}; }, "referral: at stands beside another event than spend"},
  {"referral_no_at", [](ProgramSource* s) { s->referral = {.unit = "points", .referrer = "1", .when = "spend"}; }, "referral: at is missing beside when"},
  {"referral_per",   [](ProgramSource* s) { s->referral = {.unit = "points", .referrer = "1", .when = "enrolment", .per = "day"}; }, "referral: per stands without cap"},
  {"referral_inexact", [](ProgramSource* s) { s->referral = {.unit = "points", .referrer = "0.5", .when = "enrolment"}; }, "referrer = 0.5 is not exact"},
  {"budget_twice",   [](ProgramSource* s) { s->budgets.resize(2, {"b", "points", "1"}); }, "budget b is defined twice"},
  {"budget_many",    [](ProgramSource* s) { s->budgets.resize(17, {"b", "points", "1"}); }, "17 budget sections; valid: at most 16"},
  {"budget_key",     [](ProgramSource* s) { s->budgets = {{"b", "points", "1", "hour"}}; }, "a budget: per is not allowed"},
  {"budget_unit",    [](ProgramSource* s) { s->budgets = {{"b", "miles", "1"}}; }, "budget b: unit miles is not defined"},
  {"budget_class",   [](ProgramSource* s) { s->budgets = {{"b", "points", "1", "day", "c"}, {"d", "points", "1", "day", "c"}}; }, "budget: funding_class = \"c\" is that of the budget \"b\"; valid: another class, or another unit"},
  {"budget_unnamed", [](ProgramSource* s) { s->budgets = {{"b", "points", "1", "day", "sale"}}; }, "earn: funding_class = \"sale\" is paid by the budget \"b\"; valid: beside budget = \"b\""},
  {"earn_budget",    [](ProgramSource* s) { s->earn[0].budget = "b"; },          "budget b of this unit is not defined"},
  {"reward_twice",   [](ProgramSource* s) { s->rewards.resize(2, {.name = "r", .unit = "points", .cost = "1"}); }, "reward r is defined twice"},
  {"reward_many",    [](ProgramSource* s) { s->rewards.resize(257, {.name = "r", .unit = "points", .cost = "1"}); }, "257 reward sections; valid: at most 256"},
  {"reward_key",     [](ProgramSource* s) { s->rewards = {{.name = "r", .unit = "points", .cost = "1", .stock = -2}}; }, "a reward: stock is not allowed"},
  {"reward_status",  [](ProgramSource* s) { s->units[0].spendable = false; s->rewards = {{.name = "r", .unit = "points", .cost = "1"}}; }, "reward r: unit points is not spendable"},
  {"reward_tier",    [](ProgramSource* s) { s->rewards = {{.name = "r", .unit = "points", .cost = "1", .tier = {"gold"}}}; }, "reward r: tier names \"gold\", which is no tier; valid: a tier of a [[tier_set]]"},
  {"reward_gives",   [](ProgramSource* s) { s->rewards = {{.name = "r", .unit = "points", .cost = "1", .gives = GivesSection{.unit = "points", .amount = "1"}}}; }, "reward r: gives the unit that it costs"},
  {"rate_too_wide",  [](ProgramSource* s) { s->earn[0].per = 4294967296; },      "does not fit 32 bits over 32 bits"},
}), [](const auto& test) { return test.param.name; });
// clang-format on

TEST(CompilerTest, SaysWhenTheLedgerHasNoCodeLeft) {
  CodeTable codes;
  for (int i = 0; i < 255; ++i) {
    ASSERT_NE(codes.Intern(CodeSpace::kUnit, "u" + std::to_string(i)), 0u);
  }
  const absl::StatusOr<Program> program =
      Compile(RuleA(), TzifOf(RuleA()), codes);
  EXPECT_EQ(program.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(program.status().message(),
            "no code is left for the unit points; a ledger has at most 255");
}

}  // namespace
}  // namespace kumbara
