// What program files say of lots: expiry, pending, auto_redeem.

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "engine/program/toml_reader.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace kumbara {
namespace {

using ::testing::ElementsAre;

ProgramSource ReadLots(const std::string& text) {
  const absl::StatusOr<ProgramSource> source = ReadProgram(text, "p.toml");
  EXPECT_TRUE(source.ok()) << source.status();
  return source.ok() ? *source : ProgramSource();
}

// On line 2: the value of expiry begins in column 26, that of a key of two
// letters within it in column 33.
std::string Expiry(const std::string& value) {
  return "program.name = 'p'\nunit.points = { expiry = " + value + " }\n";
}
// The same, from column 27.
std::string Pending(const std::string& value) {
  return "program.name = 'p'\nunit.points = { pending = " + value + " }\n";
}
// On line 3: keys of expiry begin in column 84.
std::string EarnExpiry(const std::string& keys) {
  return "program.name = 'p'\nunit.points = {}\n"
         "earn = [{name = 'e', on = 'purchase', basis = 'total', give = 1, "
         "per = 1, expiry = { " +
         keys + " }}]\n";
}
// On line 3: keys begin in column 17.
std::string Redeem(const std::string& keys) {
  return "program.name = 'p'\nunit.points = { decimals = 1 }\n"
         "auto_redeem = [{" +
         keys + "}]\n";
}

TEST(TomlReaderTest, KeepsWhenLotsExpireAndWait) {
  const ProgramSource source = ReadLots(R"(
program.name = "p"
[unit.miles.expiry]
inactive = "18mo"
activities = ["return", "adjust"]
after = "4y"
round = "end_of_month"
from = "earn"
[unit.miles.pending]
for = "14d"
round = "end_of_day"
[unit.points.expiry]
on = ["06-30", "12-31"]
from = "earn"
[unit.points.pending]
until = "2027-01-01"
[unit.stars]
expiry = { on = "02-29" }
pending = "none"
[unit.days]
expiry = { inactive = "90d", activities = "redeem" }
[unit.plain]
expiry = "never"
[[earn]]
name = "e"
on = "purchase"
basis = "total"
unit = "miles"
give = 1
per = 1
expiry = { after = "0mo" }
pending = "none"
)");
  ASSERT_EQ(source.units.size(), 5u);
  EXPECT_EQ(source.units[0].expiry,
            (ExpirySection{.after = "4y",
                           .round = "end_of_month",
                           .from = "earn",
                           .inactive = "18mo",
                           .activities = {"return", "adjust"}}));
  EXPECT_EQ(source.units[0].pending,
            (PendingSection{.for_duration = "14d", .round = "end_of_day"}));
  EXPECT_EQ(source.units[1].expiry,
            (ExpirySection{.from = "earn", .on = {"06-30", "12-31"}}));
  EXPECT_EQ(source.units[1].pending, (PendingSection{.until = "2027-01-01"}));
  EXPECT_EQ(source.units[2].expiry, (ExpirySection{.on = {"02-29"}}));
  EXPECT_EQ(source.units[2].pending, PendingSection());
  EXPECT_EQ(source.units[3].expiry,
            (ExpirySection{.inactive = "90d", .activities = {"redeem"}}));
  EXPECT_EQ(source.units[4], (UnitSection{.name = "plain"}));
  EXPECT_EQ(source.units[4].reinstate_within, "");
  ASSERT_EQ(source.earn.size(), 1u);
  EXPECT_EQ(source.earn[0].expiry, (ExpirySection{.after = "0mo"}));
  EXPECT_EQ(source.earn[0].pending, PendingSection());
}

TEST(TomlReaderTest, RuleThatSaysNothingLeavesItsLotsToTheUnit) {
  const ProgramSource source = ReadLots(
      "program.name = 'p'\nunit.points = {}\n"
      "earn = [{name = 'e', on = 'purchase', basis = 'total', give = 1, "
      "per = 1}]\n");
  ASSERT_EQ(source.earn.size(), 1u);
  EXPECT_EQ(source.earn[0].expiry, std::nullopt);
  EXPECT_EQ(source.earn[0].pending, std::nullopt);
}

TEST(TomlReaderTest, AutoRedeemKeepsTheOrderOfTheFile) {
  const ProgramSource source = ReadLots(
      Redeem("unit = 'points', when = 'credit', at = 9, take = '2.0', "
             "times = 'while'}, {when = 'purchase', at = 5, take = 5"));
  EXPECT_THAT(
      source.auto_redeem,
      ElementsAre(AutoRedeemSection{"points", "credit", "9", "2.0", "while"},
                  AutoRedeemSection{"points", "purchase", "5", "5", "once"}));
}

struct LotErrorCase {
  std::string name;
  std::string text;
  std::string errors;
};

class TomlLotsErrorTest : public testing::TestWithParam<LotErrorCase> {};

TEST_P(TomlLotsErrorTest, IsNamedWithItsPlace) {
  const absl::StatusOr<ProgramSource> source =
      ReadProgram(GetParam().text, "p.toml");
  ASSERT_EQ(source.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(std::string(source.status().message()), GetParam().errors);
}

const std::string kExpiryValid =
    "valid: \"never\" or a table of after, round, from, on, inactive, "
    "activities";
const std::string kPendingValid =
    "valid: \"none\" or a table of for, round, until, event";
const std::string kDurationValid =
    "valid: a duration such as \"90d\" or \"18mo\": a whole number and one of "
    "s, m, h, d, w, mo, y, at most 10000 years";
const std::string kDayValid =
    "valid: a day of the year such as \"12-31\", or an array of 1 to 366 of "
    "them";
const std::string kActivityValid =
    "valid: \"purchase\", \"return\", \"award\", \"redeem\", \"adjust\", "
    "\"transfer\", \"hold\", \"capture\", \"donate\", \"event\" or "
    "\"reinstate\", or an array of 1 to 366 of them";
const std::string kDateValid = "valid: a date in quotes such as \"2027-01-01\"";
const std::string kLotDecimalValid =
    "valid: an integer such as 1 or a decimal in quotes such as \"0.5\", above "
    "0, at most 18 digits";

std::string Days(int count) {
  std::string text = "'01-01'";
  for (int i = 1; i < count; ++i) text += ",\n'01-01'";
  return "[" + text + "]";
}

std::string Sections(int count) {
  std::string text = "program.name = 'p'\nunit.points = {}\n";
  for (int i = 0; i < count; ++i) {
    text += "[[auto_redeem]]\nwhen = 'credit'\nat = 1\ntake = 1\n";
  }
  return text;
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Expiry, TomlLotsErrorTest, testing::ValuesIn(std::vector<LotErrorCase>{
  {"word", Expiry("'365d'"),
   "p.toml:2:26: expiry = \"365d\" is not known; " + kExpiryValid},
  {"type", Expiry("365"),
   "p.toml:2:26: expiry is an integer; " + kExpiryValid},
  {"array", Expiry("['never']"),
   "p.toml:2:26: expiry is an array; " + kExpiryValid},
  {"empty_table", Expiry("{}"),
   "p.toml:2:26: a unit's expiry has none of after, on, inactive; valid: at least one of them"},
  {"unknown_key", Expiry("{ aftr = '1d' }"),
   "p.toml:2:28: unknown key \"aftr\" in a unit's expiry; nearest: after; valid here: after, round, from, on, inactive, activities"},
  {"after_without_unit", Expiry("{ after = '365' }"),
   "p.toml:2:36: after = \"365\" is not allowed; " + kDurationValid},
  {"after_two_units", Expiry("{ after = '1y6mo' }"),
   "p.toml:2:36: after = \"1y6mo\" is not allowed; " + kDurationValid},
  {"after_negative", Expiry("{ after = '-1d' }"),
   "p.toml:2:36: after = \"-1d\" is not allowed; " + kDurationValid},
  {"after_type", Expiry("{ after = 365 }"),
   "p.toml:2:36: after is an integer; " + kDurationValid},
  {"after_array", Expiry("{ after = ['1d'] }"),
   "p.toml:2:36: after is an array; " + kDurationValid},
  {"round", Expiry("{ after = '1d', round = 'end_of_week' }"),
   "p.toml:2:50: round = \"end_of_week\" is not known; valid: \"none\", \"end_of_day\", \"end_of_month\" or \"end_of_year\""},
  {"from", Expiry("{ after = '1d', from = 'purchase' }"),
   "p.toml:2:49: from = \"purchase\" is not known; valid: \"activation\" or \"earn\""},
  {"on_no_day", Expiry("{ on = '02-30' }"),
   "p.toml:2:33: on = \"02-30\" is not allowed; " + kDayValid},
  {"on_month_13", Expiry("{ on = ['06-30', '13-01'] }"),
   "p.toml:2:43: on = \"13-01\" is not allowed; " + kDayValid},
  {"on_one_digit", Expiry("{ on = '6-30' }"),
   "p.toml:2:33: on = \"6-30\" is not allowed; " + kDayValid},
  {"on_with_year", Expiry("{ on = '2027-12-31' }"),
   "p.toml:2:33: on = \"2027-12-31\" is not allowed; " + kDayValid},
  {"on_element_type", Expiry("{ on = ['06-30', 12] }"),
   "p.toml:2:43: on is an integer; " + kDayValid},
  {"on_array_of_arrays", Expiry("{ on = [['06-30']] }"),
   "p.toml:2:34: on is an array; " + kDayValid},
  {"on_empty", Expiry("{ on = [] }"),
   "p.toml:2:33: on is an array of 0; " + kDayValid},
  {"on_too_many", Expiry("{ on = " + Days(367) + " }"),
   "p.toml:2:33: on is an array of 367; " + kDayValid},
  {"inactive", Expiry("{ inactive = '18months' }"),
   "p.toml:2:39: inactive = \"18months\" is not allowed; " + kDurationValid},
  {"activities_unknown", Expiry("{ inactive = '1y', activities = ['purchase', 'enroll'] }"),
   "p.toml:2:71: activities = \"enroll\" is not known; " + kActivityValid},
  {"activities_empty", Expiry("{ inactive = '1y', activities = [] }"),
   "p.toml:2:58: activities is an array of 0; " + kActivityValid},
  {"on_beside_after", Expiry("{ after = '1y', on = '12-31' }"),
   "p.toml:2:42: on stands beside after or inactive; valid: on without after or inactive"},
  {"on_beside_inactive", Expiry("{ on = '12-31', inactive = '1y' }"),
   "p.toml:2:28: on stands beside after or inactive; valid: on without after or inactive"},
  {"round_beside_on", Expiry("{ on = '12-31', round = 'end_of_day' }"),
   "p.toml:2:42: round stands without after or inactive; valid: beside after or inactive"},
  {"from_beside_inactive", Expiry("{ inactive = '1y', from = 'earn' }"),
   "p.toml:2:45: from stands without after or on; valid: beside after or on"},
  {"activities_alone", Expiry("{ after = '1y', activities = ['redeem'] }"),
   "p.toml:2:42: activities stands without inactive; valid: beside inactive"},
  {"earn_inactive", EarnExpiry("inactive = '1y'"),
   "p.toml:3:86: unknown key \"inactive\" in earn's expiry; valid here: after, round, from, on"},
  {"earn_empty", EarnExpiry(""),
   "p.toml:3:84: earn's expiry has none of after, on; valid: at least one of them"},
}), [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(Pending, TomlLotsErrorTest, testing::ValuesIn(std::vector<LotErrorCase>{
  {"word", Pending("'14d'"),
   "p.toml:2:27: pending = \"14d\" is not known; " + kPendingValid},
  {"type", Pending("true"),
   "p.toml:2:27: pending is a truth value; " + kPendingValid},
  {"empty_table", Pending("{ round = 'end_of_day' }"),
   "p.toml:2:27: a unit's pending has none of for, until, event; valid: at least one of them\n"
   "p.toml:2:29: round stands without for; valid: beside for"},
  {"unknown_key", Pending("{ after = '1d' }"),
   "p.toml:2:29: unknown key \"after\" in a unit's pending; valid here: for, round, until, event"},
  {"for", Pending("{ for = '14 days' }"),
   "p.toml:2:35: for = \"14 days\" is not allowed; " + kDurationValid},
  {"until_unreal", Pending("{ until = '2027-02-29' }"),
   "p.toml:2:37: until = \"2027-02-29\" is not allowed; " + kDateValid},
  {"until_instant", Pending("{ until = '2027-01-01T00:00:00Z' }"),
   "p.toml:2:37: until = \"2027-01-01T00:00:00Z\" is not allowed; " + kDateValid},
  {"until_type", Pending("{ until = 2027-01-01 }"),
   "p.toml:2:37: until is a date or time; " + kDateValid},
  {"until_beside_for", Pending("{ for = '1d', until = '2027-01-01' }"),
   "p.toml:2:41: until stands beside for; valid: until without for"},
  {"until_rounded", Pending("{ until = '2027-01-01', round = 'end_of_day' }"),
   "p.toml:2:51: round stands without for; valid: beside for"},
  {"event_beside_until", Pending("{ event = 'stayed', until = '2027-01-01' }"),
   "p.toml:2:29: event stands beside for or until; valid: event without for or until"},
  {"event_of_a_rule", "program.name = 'p'\nunit.points = {}\n[[earn]]\nname = 'base'\non = 'purchase'\ngive = 1\npending = { event = 'stayed' }\n",
   "p.toml:7:13: unknown key \"event\" in earn's pending; valid here: for, round, until"},
}), [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(AutoRedeem, TomlLotsErrorTest, testing::ValuesIn(std::vector<LotErrorCase>{
  {"table", "program.name = 'p'\nunit.points = {}\n[auto_redeem]\nat = 1\n",
   "p.toml:3:1: auto_redeem is a table; valid: [[auto_redeem]] and its keys below"},
  {"unknown_key", Redeem("when = 'credit', at = 1, take = 1, label = 'x'"),
   "p.toml:3:52: unknown key \"label\" in auto_redeem; valid here: unit, when, at, take, times, voucher, voucher_expiry"},
  {"all_missing", Sections(1) + "[[auto_redeem]]\n",
   "p.toml:7:1: when is missing in auto_redeem; valid: \"purchase\" or \"credit\"\n"
   "p.toml:7:1: at is missing in auto_redeem; " + kLotDecimalValid + "\n"
   "p.toml:7:1: take is missing in auto_redeem; " + kLotDecimalValid},
  {"when", Redeem("when = 'return', at = 1, take = 1"),
   "p.toml:3:24: when = \"return\" is not known; valid: \"purchase\" or \"credit\""},
  {"times", Redeem("when = 'credit', at = 1, take = 1, times = 2"),
   "p.toml:3:60: times is an integer; valid: \"once\" or \"while\""},
  {"at_zero", Redeem("when = 'credit', at = 0, take = 1"),
   "p.toml:3:39: at = 0 is not allowed; " + kLotDecimalValid},
  {"take_negative", Redeem("when = 'credit', at = 1, take = -1"),
   "p.toml:3:49: take = -1 is not allowed; " + kLotDecimalValid},
  {"take_not_exact", Redeem("when = 'credit', at = 1, take = '0.25'"),
   "p.toml:3:49: take = 0.25 is not exact in a unit of 1 decimals; valid: at most 1 digits behind the point"},
  {"at_out_of_range", Redeem("when = 'credit', at = 100000000000000001, take = 1"),
   "p.toml:3:39: at = 100000000000000001 leaves the range of a unit of 1 decimals; valid: at most 1000000000000000000 of its smallest decimal"},
  {"take_more_than_at", Redeem("when = 'credit', at = 5, take = '5.1'"),
   "p.toml:3:49: take = 5.1 is more than at = 5; valid: at most 5"},
  {"unit_unknown", Redeem("unit = 'stars', when = 'credit', at = 1, take = 1"),
   "p.toml:3:24: unit = \"stars\" is not known; valid: \"points\""},
  {"unit_not_spendable", "program.name = 'p'\nunit.points = { spendable = false }\n"
   "auto_redeem = [{when = 'credit', at = 1, take = 1}]\n",
   "p.toml:3:16: unit = \"points\" is not spendable; valid: a unit with spendable = true"},
  {"seventeen", Sections(17),
   "p.toml:67:1: 17 [[auto_redeem]] sections; valid: at most 16"},
}), [](const auto& test) { return test.param.name; });
// clang-format on

TEST(TomlLotsTest, TakesValuesAtTheirLimits) {
  for (const std::string& text :
       {Expiry("{ after = '0s' }"), Expiry("{ after = '10000y' }"),
        Expiry("{ on = '02-29' }"), Expiry("{ on = " + Days(366) + " }"),
        Expiry("{ inactive = '18mo', round = 'end_of_month' }"),
        Pending("{ for = '0mo' }"), Pending("{ until = '0001-01-01' }"),
        Pending("{ until = '9999-12-31' }"), Sections(16),
        Redeem("when = 'credit', at = 100000000000000000, take = '0.1'"),
        // What holds without a key may be said beside anything.
        Expiry("{ on = '12-31', round = 'none' }")}) {
    EXPECT_NE(ReadLots(text), ProgramSource()) << text;
  }
}

}  // namespace
}  // namespace kumbara
