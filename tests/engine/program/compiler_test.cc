#include "engine/program/compiler.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace kumbara {
namespace {

using ::testing::HasSubstr;

ProgramSource RuleA() {
  ProgramSource source;
  source.program = {"rule_a", "UTC", "*", "first_sight"};
  source.units = {{"points", 0, true, "never", "earliest_expiry"}};
  source.earn = {"base", "purchase", "total", "points",
                 "1",    100,        "floor", "sale"};
  return source;
}

Program CompileOk(const ProgramSource& source, CodeTable& codes) {
  const absl::StatusOr<Program> program = Compile(source, codes);
  EXPECT_TRUE(program.ok()) << program.status();
  return program.ok() ? *program : Program();
}

TEST(CompilerTest, GivesTheOraclesRuleItsCodes) {
  CodeTable codes;
  const Program program = CompileOk(RuleA(), codes);
  EXPECT_EQ(program.name, "rule_a");
  EXPECT_EQ(program.version, 1);
  EXPECT_EQ(program.zone, "UTC");
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
  source.units = {{"stars", 2, false, "never", "fifo"}, {"points"}};
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
  source.earn.reset();
  EXPECT_FALSE(CompileOk(source, codes).earn);
}

TEST(CompilerTest, CurrencyGetsACode) {
  CodeTable codes;
  ProgramSource source = RuleA();
  source.program.currency = "EUR";
  const Program program = CompileOk(source, codes);
  EXPECT_NE(program.currency, 0);
  EXPECT_EQ(program.currency, codes.Find(CodeSpace::kCurrency, "EUR"));
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
  for (const auto& [word, value] :
       std::vector<Word<Rounding>>{{"floor", Rounding::kFloor},
                                   {"half_up", Rounding::kHalfUp},
                                   {"half_even", Rounding::kHalfEven},
                                   {"ceil", Rounding::kCeil}}) {
    source.earn->round = word;
    EXPECT_EQ(CompileOk(source, codes).earn->rounding, value) << word;
  }
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
  source.earn->give = GetParam().give;
  source.earn->per = GetParam().per;
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

struct ErrorCase {
  std::string name;
  void (*change)(ProgramSource*);
  std::string error;
};

class CompilerErrorTest : public testing::TestWithParam<ErrorCase> {};

TEST_P(CompilerErrorTest, RefusesWhatTheReaderWould) {
  CodeTable codes;
  ProgramSource source = RuleA();
  GetParam().change(&source);
  const absl::StatusOr<Program> program = Compile(source, codes);
  EXPECT_EQ(program.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(program.status().message()),
              HasSubstr(GetParam().error));
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Case, CompilerErrorTest, testing::ValuesIn(std::vector<ErrorCase>{
  {"program_key",    [](ProgramSource* s) { s->program.enrol = "x"; },         "program: enrol is not allowed; valid: \"explicit\" or"},
  {"returns_key",    [](ProgramSource* s) { s->returns.deficit = "x"; },       "returns: deficit is not allowed"},
  {"unit_key",       [](ProgramSource* s) { s->units[0].decimals = 7; },       "unit: decimals is not allowed"},
  {"unit_name",      [](ProgramSource* s) { s->units[0].name = "X"; },         "unit X: name is not allowed"},
  {"earn_key",       [](ProgramSource* s) { s->earn->per = 0; },               "earn: per is not allowed"},
  {"earn_give",      [](ProgramSource* s) { s->earn->give = "x"; },            "earn: give is not allowed"},
  {"no_units",       [](ProgramSource* s) { s->units.clear(); },               "0 units; valid: 1 to 16"},
  {"too_many_units", [](ProgramSource* s) { s->units.resize(17, {"u"}); },     "17 units; valid: 1 to 16"},
  {"unit_twice",     [](ProgramSource* s) { s->units.push_back(s->units[0]); }, "unit points is defined twice"},
  {"unknown_unit",   [](ProgramSource* s) { s->earn->unit = "miles"; },        "earn base: unit miles is not defined"},
  {"inexact_give",   [](ProgramSource* s) { s->earn->give = "0.5"; },          "is not exact in a unit of 0 decimals"},
  {"rate_too_wide",  [](ProgramSource* s) { s->earn->per = 4294967296; },      "does not fit 32 bits over 32 bits"},
}), [](const auto& test) { return test.param.name; });
// clang-format on

TEST(CompilerTest, SaysWhenTheLedgerHasNoCodeLeft) {
  CodeTable codes;
  for (int i = 0; i < 255; ++i) {
    ASSERT_NE(codes.Intern(CodeSpace::kUnit, "u" + std::to_string(i)), 0u);
  }
  const absl::StatusOr<Program> program = Compile(RuleA(), codes);
  EXPECT_EQ(program.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(program.status().message(),
            "no code is left for the unit points; a ledger has at most 255");
}

}  // namespace
}  // namespace kumbara
