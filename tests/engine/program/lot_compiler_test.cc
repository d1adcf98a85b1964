#include "engine/program/lot_compiler.h"

#include <string>

#include "engine/program/program.h"
#include "gtest/gtest.h"
#include "tests/engine/program/lot_rules.h"

namespace kumbara {
namespace {

// A unit and its earn rule with these keys.
Program ProgramOf(const std::string& unit_keys, const std::string& earn_keys) {
  return CompiledFrom(
      "program = { name = 'p', zone = 'Asia/Tokyo' }\n"
      "unit.points = { " +
          unit_keys +
          " }\n"
          "earn = [{ name = 'e', on = 'purchase', "
          "basis = 'total', give = 1, per = 1" +
          earn_keys + " }]\n",
      "Asia/Tokyo");
}

constexpr std::int64_t kDay = 86'400'000'000;

TEST(LotCompilerTest, WhatHasExpiredIsRememberedForAWhileOrNot) {
  EXPECT_EQ(ProgramOf("", "").units[0].reinstate_within, std::nullopt);
  EXPECT_EQ(ProgramOf("reinstate_within = '2mo'", "").units[0].reinstate_within,
            (Duration{Duration::Kind::kMonths, 2}));
  EXPECT_EQ(ProgramOf("reinstate_within = '0s'", "").units[0].reinstate_within,
            Duration{});
}

TEST(LotCompilerTest, KeepsWhatTheUnitSays) {
  const LotPolicy lots =
      ProgramOf(
          "expiry = { after = '4y', round = 'end_of_month', from = 'earn', "
          "inactive = '90d', activities = ['return', 'adjust'] }, "
          "pending = { for = '2w', round = 'end_of_day' }",
          "")
          .units[0]
          .lots;
  LotPolicy expected;
  expected.pending = LotPolicy::Pending::kFor;
  expected.pending_rounding = DateRounding::kEndOfDay;
  expected.pending_for = {Duration::Kind::kMicros, 14 * kDay};
  expected.expiry = LotPolicy::Expiry::kAfter;
  expected.from = CountFrom::kEarn;
  expected.rounding = DateRounding::kEndOfMonth;
  expected.after = {Duration::Kind::kMonths, 48};
  expected.activities =
      SetOf(CommandKind::kReturn) | SetOf(CommandKind::kAdjust);
  expected.inactive_from = Instant::Least();
  expected.inactive_rounding = DateRounding::kEndOfMonth;
  expected.inactive = {Duration::Kind::kMicros, 90 * kDay};
  EXPECT_EQ(lots, expected);
}

TEST(LotCompilerTest, DaysStandInTheOrderOfTheYearEachOnce) {
  const LotPolicy lots =
      ProgramOf("expiry = { on = ['12-31', '02-29', '06-30', '12-31'] }", "")
          .units[0]
          .lots;
  EXPECT_EQ(lots.expiry, LotPolicy::Expiry::kOn);
  EXPECT_EQ(lots.days, (std::vector<MonthDay>{{2, 29}, {6, 30}, {12, 31}}));
}

TEST(LotCompilerTest, UntilIsTheStartOfTheLocalDay) {
  const LotPolicy lots =
      ProgramOf("pending = { until = '2027-01-01' }", "").units[0].lots;
  EXPECT_EQ(lots.pending, LotPolicy::Pending::kUntil);
  EXPECT_EQ(lots.pending_until, At("2026-12-31T15:00:00Z"));
}

TEST(LotCompilerTest, ActivitiesAreByDefaultWhatAMemberDoes) {
  const LotPolicy lots =
      ProgramOf("expiry = { inactive = '90d' }", "").units[0].lots;
  EXPECT_EQ(lots.activities,
            SetOf(CommandKind::kPurchase) | SetOf(CommandKind::kRedeem) |
                SetOf(CommandKind::kAward) | SetOf(CommandKind::kTransfer));
  EXPECT_EQ(lots.expiry, LotPolicy::Expiry::kNever);
  EXPECT_EQ(lots.inactive_rounding, DateRounding::kNone);
}

TEST(LotCompilerTest, RuleThatSaysNothingHasTheUnitsLots) {
  const Program program = ProgramOf(
      "expiry = { on = '12-31' }, pending = { until = '2027-01-01' }", "");
  EXPECT_TRUE(program.units[0].lots.may_wait());
  EXPECT_EQ(program.earn->lots, program.units[0].lots);
}

TEST(LotCompilerTest, RuleMaySayNeverAndNone) {
  const Program program =
      ProgramOf("expiry = { on = '12-31' }, pending = { until = '2027-01-01' }",
                ", expiry = 'never', pending = 'none'");
  EXPECT_EQ(program.earn->lots, LotPolicy());
}

TEST(LotCompilerTest, RuleKeepsTheInactivityOfItsUnit) {
  const Program program = ProgramOf(
      "expiry = { inactive = '90d', round = 'end_of_year' }, "
      "pending = { for = '1d' }",
      ", expiry = { after = '1mo' }");
  LotPolicy expected = program.units[0].lots;
  EXPECT_EQ(expected.inactive_rounding, DateRounding::kEndOfYear);
  expected.expiry = LotPolicy::Expiry::kAfter;
  expected.after = {Duration::Kind::kMonths, 1};
  expected.rounding = DateRounding::kNone;
  EXPECT_EQ(program.earn->lots, expected);
}

}  // namespace
}  // namespace kumbara
