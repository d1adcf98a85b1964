#include "engine/program/toml_reader.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "engine/base/limits.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace kumbara {
namespace {

using ::testing::ElementsAre;

std::string OracleText(const std::string& name) {
  const auto root = std::filesystem::path(__FILE__).parent_path() / "../../..";
  std::ifstream file(root / "tests/oracles" / name);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// A program without errors, for errors to be added to.
constexpr char kUnits[] = "program.name = \"p\"\nunit.points = {}\n";

ProgramSource Read(const std::string& text) {
  const absl::StatusOr<ProgramSource> source = ReadProgram(text, "p.toml");
  EXPECT_TRUE(source.ok()) << source.status();
  return source.ok() ? *source : ProgramSource();
}

std::string ErrorsOf(const std::string& text) {
  const absl::StatusOr<ProgramSource> source = ReadProgram(text, "p.toml");
  if (source.ok()) return "none";
  EXPECT_EQ(source.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(source.status().message());
}

TEST(TomlReaderTest, ReadsTheOraclesRule) {
  ProgramSource expected;
  expected.program = {"rule_a", "UTC", "*", "first_sight"};
  expected.units = {{.name = "points"}};
  expected.returns = {"rate", "refuse", "negative", "25mo", RestoreSection()};
  expected.earn = {{.name = "base",
                    .on = "purchase",
                    .basis = BasisSection(),
                    .unit = "points",
                    .give = "1",
                    .per = 100}};
  EXPECT_EQ(Read(OracleText("rule_a.toml")), expected);

  expected.program.name = "rule_b";
  expected.units[0].expiry->after = "365d";
  expected.auto_redeem = {{"points", "purchase", "500", "500", "once"}};
  EXPECT_EQ(Read(OracleText("rule_b.toml")), expected);
}

TEST(TomlReaderTest, FillsInDefaults) {
  ProgramSource expected;
  expected.program = {"p", "UTC", "*", "explicit"};
  expected.units = {{.name = "points"}};
  expected.returns = {"rate", "refuse", "negative", "25mo", RestoreSection()};
  EXPECT_EQ(Read(kUnits), expected);
}

TEST(TomlReaderTest, KeepsWhatTheFileSays) {
  const ProgramSource source = Read(R"(
[program]
name = "all_2"
zone = "America/Argentina/Buenos_Aires"
currency = "EUR"
enrol = "explicit"
[unit.stars]
decimals = 6
spendable = false
consume = "fifo"
[unit.miles]
[returns]
unmatched = "refuse"
unknown_reference = "as_none"
deficit = "only_pending"
reversal_horizon = "never"
restore = "new"
[[earn]]
name = "half"
on = "purchase"
basis = "total"
unit = "stars"
give = "0.50"
per = 250
round = "half_even"
funding_class = "partner:Kolkata-12 ä"
)");
  ProgramSource expected;
  expected.program = {"all_2", "America/Argentina/Buenos_Aires", "EUR",
                      "explicit"};
  expected.units = {
      {.name = "stars", .decimals = 6, .spendable = false, .consume = "fifo"},
      {.name = "miles"}};
  expected.returns = {"refuse", "as_none", "only_pending", "never",
                      RestoreSection{.word = "new"}};
  expected.earn = {{.name = "half",
                    .on = "purchase",
                    .basis = BasisSection(),
                    .unit = "stars",
                    .give = "0.50",
                    .per = 250,
                    .round = "half_even",
                    .funding_class = "partner:Kolkata-12 ä"}};
  EXPECT_EQ(source, expected);
}

TEST(TomlReaderTest, UnitsKeepTheOrderOfTheFile) {
  const ProgramSource source =
      Read("program.name = \"p\"\nunit.b = {}\nunit.c = {}\n[unit.a]\n");
  std::vector<std::string> names;
  for (const UnitSection& unit : source.units) names.push_back(unit.name);
  EXPECT_THAT(names, ElementsAre("b", "c", "a"));
}

TEST(TomlReaderTest, FormsOfTomlMakeNoDifference) {
  const ProgramSource inline_tables = Read(
      "program = { name = \"p\", enrol = \"first_sight\" }\n"
      "unit = { points = { decimals = 2 } }\n"
      "earn = [ { name = 'e', on = 'purchase', basis = 'total', give = '1', "
      "per = 0x64 } ]\n");
  EXPECT_EQ(Read("program.name = \"p\"\r\nprogram.enrol = \"first_sight\"\r\n"
                 "[unit.points]\r\ndecimals = 2\r\n"
                 "[[earn]]\r\nname = \"e\"\r\non = \"purchase\"\r\n"
                 "basis = \"total\"\r\ngive = 1\r\nper = 100\r\n"),
            inline_tables);
}

struct ErrorCase {
  std::string name;
  std::string text;
  std::string errors;
};

class TomlErrorTest : public testing::TestWithParam<ErrorCase> {};

TEST_P(TomlErrorTest, SaysWhereWhatAndWhatWouldBeValid) {
  EXPECT_EQ(ErrorsOf(GetParam().text), GetParam().errors);
}

// A whole file with one part in the place that is looked at.
std::string Program(const std::string& rest) {
  return "program = { name = \"p\", " + rest +
         " }\nunit.points = { decimals = 1 }\n";
}
std::string UnitOf(const std::string& keys) {
  return "program.name = \"p\"\nunit.points = { " + keys + " }\n";
}
std::string Returns(const std::string& keys) {
  return kUnits + ("returns = { " + keys + " }\n");
}
// The keys begin on line 3, column 10.
std::string Earn(const std::string& keys) {
  return kUnits + ("earn = [{" + keys + "}]\n");
}
constexpr char kEarnStart[] = "name = 'e', on = 'purchase', basis = 'total', ";
// Its `give` value is on line 3, column 63.
std::string EarnOf(const std::string& give_and_rest) {
  return Earn(kEarnStart + ("give = " + give_and_rest));
}

// A rule "e" that gives, and another whose keys begin on line 4, column 2.
std::string TwoRules(const std::string& keys) {
  return "earn = [{ name = 'e', on = 'purchase', give = 1 },\n{" + keys +
         "}]\n";
}

std::string Units(int count) {
  std::string text = "program.name = \"p\"\n";
  for (int i = 1; i <= count; ++i) {
    text += "unit.u" + std::to_string(i) + " = {}\n";
  }
  return text;
}

const std::string kNameValid =
    "valid: a lower-case letter, then lower-case letters, digits or _, in all "
    "at most 32";
const std::string kFractionValid =
    "valid: a fraction in quotes such as \"3/2\" or an integer, at least 1, "
    "its "
    "parts at most 4294967295";
const std::string kDecimalValid =
    "valid: an integer such as 1 or a decimal in quotes such as \"0.5\", above "
    "0, at most 18 digits";
const std::string kTextValid =
    "valid: text of 1 to 128 bytes without control characters";
const std::string kZoneValid =
    "valid: an IANA zone name such as \"UTC\" or \"Europe/Prague\"";

// clang-format off
INSTANTIATE_TEST_SUITE_P(Bytes, TomlErrorTest, testing::ValuesIn(std::vector<ErrorCase>{
  {"nul_byte", std::string("# \xC3\xA4\0\n", 6),
   "p.toml:1:4: a NUL byte; valid: text in UTF-8"},
  {"bad_utf8", "program.name = \"p\"\nunit.\xFF = 1\n",
   "p.toml:2:5: Encountered invalid utf-8 sequence; valid: TOML 1.0"},
  {"control_character", "a = \"\x01\"\n",
   "p.toml:1:6: Error while parsing string: unescaped control characters other than TAB (U+0009) are explicitly prohibited; valid: TOML 1.0"},
  {"long_line", "a = 1\n#" + std::string(1'024, 'x') + "\n",
   "p.toml:2:1025: the line is too long; valid: at most 1024 bytes"},
  {"long_text", std::string(kRecordBytesMax + 1, '\n'),
   "p.toml:1:1: the text has 1048577 bytes; valid: at most 1048576"},
  {"syntax", "program = {\n",
   "p.toml:1:12: Error while parsing inline table: expected key or closing '}', saw '\\n'; valid: TOML 1.0"},
  {"header_that_is_no_key", "a = 1\n[=]\n",
   "p.toml:2:2: Error while parsing key: expected bare key starting character or string delimiter, saw '='; valid: TOML 1.0"},
  {"letter_outside_quotes", "a = 1\n\xC3\xA4 = 1\n",
   "p.toml:2:1: Error while parsing root table: expected keys, tables, whitespace or comments, saw '\xC3\xA4'; valid: TOML 1.0"},
  {"letter_as_value", "a = \xC3\xA4\n",
   "p.toml:1:5: Error while parsing value: could not determine value type; valid: TOML 1.0"},
  {"letter_behind_a_value", "a = 1\xEF\xBB\xAF\n",
   "p.toml:1:6: Error while parsing decimal integer: expected digit, saw '\xEF\xBB\xAF'; valid: TOML 1.0"},
  {"defined_twice", "program.name = \"p\"\nprogram.name = \"q\"\n",
   "p.toml:2:16: Error while parsing key-value pair: cannot redefine existing string 'program.name'; valid: TOML 1.0"},
  {"nested_too_deep", "a = " + std::string(17, '[') + std::string(17, ']') + "\n",
   "p.toml:1:21: Error while parsing value: exceeded maximum nested value depth of 16 (TOML_MAX_NESTED_VALUES); valid: TOML 1.0"},
}), [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(Sections, TomlErrorTest, testing::ValuesIn(std::vector<ErrorCase>{
  {"empty_file", "",
   "p.toml:1:1: program is missing; valid: program = { name = ... }\n"
   "p.toml:1:1: no unit is defined; valid: 1 to 16 units such as unit.points = { decimals = 0 }"},
  {"unknown_section", std::string(kUnits) + "[perk]\n",
   "p.toml:3:2: unknown key \"perk\" in the file; valid here: program, unit, returns, adjust, transfer, donate, pool, referral, budget, earn, reward, auto_redeem, allowance, tier_set, achievement, benefit, plan"},
  {"program_is_no_table", "unit.points = {}\nprogram = 1\n",
   "p.toml:2:11: program is an integer; valid: a table of keys"},
  {"adjust_is_no_table", std::string(kUnits) + "adjust = true\n",
   "p.toml:3:10: adjust is a truth value; valid: a table of keys"},
  {"approver_is_text", std::string(kUnits) + "adjust = { approver = \"yes\" }\n",
   "p.toml:3:23: approver is text; valid: true or false"},
  {"pool_is_no_table", std::string(kUnits) + "pool = 6\n",
   "p.toml:3:8: pool is an integer; valid: a table of keys"},
  {"pool_of_any_size", std::string(kUnits) + "pool = {}\n",
   "p.toml:3:8: members_max is missing in pool; valid: an integer, 1 to 1000"},
  {"pool_too_great", std::string(kUnits) + "pool = { members_max = 1001 }\n",
   "p.toml:3:24: members_max = 1001 is not allowed; valid: an integer, 1 to 1000"},
  {"returns_is_no_table", std::string(kUnits) + "returns = \"rate\"\n",
   "p.toml:3:11: returns is text; valid: a table of keys"},
  {"unit_is_no_table", "program.name = \"p\"\nunit = [1]\n",
   "p.toml:2:8: unit is an array; valid: a table of keys"},
  {"a_unit_is_no_table", "program.name = \"p\"\nunit.points = 2.5\n",
   "p.toml:2:15: a unit is a float; valid: a table of keys"},
  {"no_unit_in_the_table", "program.name = \"p\"\n[unit]\n",
   "p.toml:2:1: no unit is defined; valid: 1 to 16 units such as unit.points = { decimals = 0 }"},
  {"seventeen_units", Units(17),
   "p.toml:18:6: 17 units; valid: 1 to 16"},
  {"unit_name", "program.name = \"p\"\nunit.Points = {}\n",
   "p.toml:2:6: unit name \"Points\" is not allowed; " + kNameValid},
  {"unit_name_too_long", "program.name = \"p\"\nunit." + std::string(33, 'u') + " = {}\n",
   "p.toml:2:6: unit name \"" + std::string(33, 'u') + "\" is not allowed; " + kNameValid},
  {"earn_is_a_table", std::string(kUnits) + "[earn]\nname = \"e\"\n",
   "p.toml:3:1: earn is a table; valid: [[earn]] and its keys below"},
  {"earn_of_numbers", std::string(kUnits) + "earn = [7]\n",
   "p.toml:3:9: earn is an integer; valid: a table of keys"},
}), [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(Program, TomlErrorTest, testing::ValuesIn(std::vector<ErrorCase>{
  {"unknown_key", Program("colour = 1"),
   "p.toml:1:25: unknown key \"colour\" in program; valid here: name, zone, currency, enrol, leap_day, oldest"},
  {"odd_key_is_quoted_safely", Program("\"a\\nb\" = 1"),
   "p.toml:1:25: unknown key \"a?b\" in program; valid here: name, zone, currency, enrol, leap_day, oldest"},
  {"long_key_is_cut_between_characters", Program("\"" + std::string(39, 'k') + "\xC3\xA4xyz\" = 1"),
   "p.toml:1:25: unknown key \"" + std::string(39, 'k') + "...\" in program; valid here: name, zone, currency, enrol, leap_day, oldest"},
  {"name_missing", "program = {}\nunit.points = {}\n",
   "p.toml:1:11: name is missing in program; " + kNameValid},
  {"name", "program.name = \"2p\"\nunit.points = {}\n",
   "p.toml:1:16: name = \"2p\" is not allowed; " + kNameValid},
  {"name_type", "program.name = 1979-05-27\nunit.points = {}\n",
   "p.toml:1:16: name is a date or time; " + kNameValid},
  {"zone_is_a_path", Program("zone = \"../etc/passwd\""),
   "p.toml:1:32: zone = \"../etc/passwd\" is not allowed; " + kZoneValid},
  {"zone_from_the_root", Program("zone = \"/UTC\""),
   "p.toml:1:32: zone = \"/UTC\" is not allowed; " + kZoneValid},
  {"zone_ends_in_a_folder", Program("zone = \"Europe/\""),
   "p.toml:1:32: zone = \"Europe/\" is not allowed; " + kZoneValid},
  {"zone_empty", Program("zone = \"\""),
   "p.toml:1:32: zone = \"\" is not allowed; " + kZoneValid},
  {"currency_small", Program("currency = \"eur\""),
   "p.toml:1:36: currency = \"eur\" is not allowed; valid: \"*\" or three upper-case letters such as \"EUR\""},
  {"currency_long", Program("currency = \"EURO\""),
   "p.toml:1:36: currency = \"EURO\" is not allowed; valid: \"*\" or three upper-case letters such as \"EUR\""},
  {"enrol", Program("enrol = \"later\""),
   "p.toml:1:33: enrol = \"later\" is not known; valid: \"explicit\" or \"first_sight\""},
  {"enrol_type", Program("enrol = true"),
   "p.toml:1:33: enrol is a truth value; valid: \"explicit\" or \"first_sight\""},
}), [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(Unit, TomlErrorTest, testing::ValuesIn(std::vector<ErrorCase>{
  {"unknown_key", UnitOf("expires = \"never\""),
   "p.toml:2:17: unknown key \"expires\" in a unit; nearest: expiry; valid here: decimals, spendable, expiry, consume, pending, reinstate_within, value, retire_at"},
  {"value_too_fine", UnitOf("value = '0.0000001'"),
   "p.toml:2:25: value = 0.0000001 has more than 6 digits behind the point; valid: at most 6 of them"},
  {"value_too_great", UnitOf("value = 1000000000001"),
   "p.toml:2:25: value = 1000000000001 is too great; valid: at most 1000000000000"},
  {"decimals_too_many", UnitOf("decimals = 7"),
   "p.toml:2:28: decimals = 7 is not allowed; valid: an integer, 0 to 6"},
  {"decimals_negative", UnitOf("decimals = -1"),
   "p.toml:2:28: decimals = -1 is not allowed; valid: an integer, 0 to 6"},
  {"decimals_type", UnitOf("decimals = \"2\""),
   "p.toml:2:28: decimals is text; valid: an integer, 0 to 6"},
  {"spendable_type", UnitOf("spendable = 1"),
   "p.toml:2:29: spendable is an integer; valid: true or false"},
  {"consume", UnitOf("consume = \"lifo\""),
   "p.toml:2:27: consume = \"lifo\" is not known; valid: \"earliest_expiry\" or \"fifo\""},
}), [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(Returns, TomlErrorTest, testing::ValuesIn(std::vector<ErrorCase>{
  {"unknown_key", Returns("un = 1"),
   "p.toml:3:13: unknown key \"un\" in returns; valid here: unmatched, unknown_reference, deficit, reversal_horizon, restore"},
  {"unmatched", Returns("unmatched = \"no\""),
   "p.toml:3:25: unmatched = \"no\" is not known; valid: \"rate\" or \"refuse\""},
  {"unknown_reference", Returns("unknown_reference = \"rate\""),
   "p.toml:3:33: unknown_reference = \"rate\" is not known; valid: \"refuse\" or \"as_none\""},
  {"deficit", Returns("deficit = \"debt\""),
   "p.toml:3:23: deficit = \"debt\" is not known; valid: \"negative\", \"clamp\" or \"only_pending\""},
  {"reversal_horizon", Returns("reversal_horizon = \"25 months\""),
   "p.toml:3:32: reversal_horizon = \"25 months\" is not allowed; valid: \"never\" or a duration such as \"90d\" or \"18mo\": a whole number and one of s, m, h, d, w, mo, y, at most 10000 years"},
  {"restore", Returns("restore = \"same\""),
   "p.toml:3:23: restore = \"same\" is not known; valid: \"original\" or \"new\" or a table of grace"},
  {"restore_type", Returns("restore = 1"),
   "p.toml:3:23: restore is an integer; valid: \"original\" or \"new\" or a table of grace"},
  {"restore_without_grace", Returns("restore = {}"),
   "p.toml:3:23: grace is missing in restore; valid: a duration such as \"90d\" or \"18mo\": a whole number and one of s, m, h, d, w, mo, y, at most 10000 years"},
  {"restore_unknown_key", Returns("restore = { grace = '1d', of = 1 }"),
   "p.toml:3:39: unknown key \"of\" in restore; valid here: grace"},
}), [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(Earn, TomlErrorTest, testing::ValuesIn(std::vector<ErrorCase>{
  {"unknown_key", EarnOf("1, per = 1, times = 2"),
   "p.toml:3:75: unknown key \"times\" in earn; valid here: name, on, event, basis, exclude_tender, unit, give, per, table, strategy, parameters, multiply, by, by_tier, tier, combine, round, round_per, funding_class, expiry, pending, when, cap, cooldown, group, stacking, budget, partial"},
  {"all_missing", std::string(kUnits) + "[[earn]]\n",
   "p.toml:3:1: name is missing in earn; " + kNameValid + "\n"
   "p.toml:3:1: on is missing in earn; valid: \"purchase\", \"enrolment\", \"event\", \"birthday\", \"anniversary\" or \"tier_entry\""},
  {"gives_nothing", Earn("name = 'e', on = 'purchase'"),
   "p.toml:3:9: earn has none of give, table, strategy, multiply; valid: at least one of them"},
  {"per_without_basis", Earn("name = 'e', on = 'purchase', give = 1, per = 1"),
   "p.toml:3:49: per stands without basis; valid: beside basis"},
  {"round_of_fixed", Earn("name = 'e', on = 'purchase', give = 1, round = 'ceil'"),
   "p.toml:3:49: round stands without per or multiply; valid: beside per or multiply"},
  {"name_twice", kUnits + TwoRules("name = 'e', on = 'purchase', give = 2"),
   "p.toml:4:9: name = \"e\" is taken; valid: another name"},
  {"multiplies_nothing", kUnits + TwoRules("name = 'f', on = 'purchase', multiply = 'g', by = 2"),
   "p.toml:4:42: multiply = \"g\" is no rule above that gives; valid: \"e\""},
  {"multiplies_itself", Earn("name = 'e', on = 'purchase', multiply = 'e', by = 2"),
   "p.toml:3:50: multiply = \"e\" is no rule above that gives; valid: the name of a rule above that gives"},
  {"multiplies_and_gives", kUnits + TwoRules("name = 'f', on = 'purchase', multiply = 'e', by = 2, give = 1"),
   "p.toml:4:55: give stands beside table, strategy or multiply; valid: give without table, strategy or multiply"},
  {"by_nothing", kUnits + TwoRules("name = 'f', on = 'purchase', multiply = 'e'"),
   "p.toml:4:31: multiply stands without by or by_tier; valid: beside by or by_tier"},
  {"by_less_than_one", kUnits + TwoRules("name = 'f', on = 'purchase', multiply = 'e', by = '1/2'"),
   "p.toml:4:52: by = \"1/2\" is not allowed; " + kFractionValid},
  {"by_zero", kUnits + TwoRules("name = 'f', on = 'purchase', multiply = 'e', by = 0"),
   "p.toml:4:52: by = 0 is not allowed; " + kFractionValid},
  {"table_of_other_lengths", Earn("name = 'e', on = 'purchase', table = { at = [1, 2], give = 1 }"),
   "p.toml:3:47: table has 2 at and 1 give; valid: one give for each at"},
  {"table_that_falls", Earn("name = 'e', on = 'purchase', table = { at = [2, 2], give = [1, 2] }"),
   "p.toml:3:47: at = 2 of table is not above 2; valid: ascending"},
  {"table_inexact", Earn("name = 'e', on = 'purchase', table = { at = 2, give = '0.25' }"),
   "p.toml:3:47: table = 0.25 is not exact in a unit of 0 decimals; valid: at most 0 digits behind the point"},
  {"table_far", Earn("name = 'e', on = 'purchase', table = { at = 9223372036854775807, give = 1 }"),
   "p.toml:3:47: at = 9223372036854775807 of table leaves the range of money; valid: at most 10^18"},
  {"total_min_far", Earn("name = 'e', on = 'purchase', give = 1, when = { total_min = 1000000000000000001 }"),
   "p.toml:3:56: total_min leaves the range of money; valid: at most 10^18"},
  {"bucket_of_one", Earn("name = 'e', on = 'purchase', give = 1, when = { bucket = 7 }"),
   "p.toml:3:56: bucket is no pair of numbers; valid: two such as [0, 49], the second not less"},
  {"bucket_backwards", Earn("name = 'e', on = 'purchase', give = 1, when = { bucket = [7, 6] }"),
   "p.toml:3:56: bucket is no pair of numbers; valid: two such as [0, 49], the second not less"},
  {"bucket_beyond", Earn("name = 'e', on = 'purchase', give = 1, when = { bucket = [0, 100] }"),
   "p.toml:3:71: bucket = 100 is not allowed; valid: an integer, 0 to 99, or an array of 1 to 366 of them"},
  {"no_time", Earn("name = 'e', on = 'purchase', give = 1, when = { from = '17:00', until = '17:00' }"),
   "p.toml:3:56: from and until leave nothing between them; valid: another until"},
  {"no_time_at_midnight", Earn("name = 'e', on = 'purchase', give = 1, when = { from = '24:00', until = '00:00' }"),
   "p.toml:3:56: from and until leave nothing between them; valid: another until"},
  {"time_of_no_day", Earn("name = 'e', on = 'purchase', give = 1, when = { until = '24:01' }"),
   "p.toml:3:66: until = \"24:01\" is not allowed; valid: a time of day in quotes such as \"17:30\", at most \"24:00\""},
  {"minutes", Earn("name = 'e', on = 'purchase', give = 1, when = { until = '12:60' }"),
   "p.toml:3:66: until = \"12:60\" is not allowed; valid: a time of day in quotes such as \"17:30\", at most \"24:00\""},
  {"lines_twice", Earn("name = 'e', on = 'purchase', give = 1, basis = { sku = 'a' }, when = { brand = 'b' }"),
   "p.toml:3:79: sku, category or brand stand in when and in basis; valid: in either"},
  {"salt_alone", Earn("name = 'e', on = 'purchase', give = 1, when = { salt = 'a' }"),
   "p.toml:3:58: salt stands without bucket; valid: beside bucket"},
  {"cap_of_nothing", Earn("name = 'e', on = 'purchase', give = 1, cap = { on_exceed = 'reject' }"),
   "p.toml:3:55: cap has none of transaction, day, week, month, year, lifetime; valid: at least one of them"},
  {"stacking_alone", Earn("name = 'e', on = 'purchase', give = 1, stacking = 'max'"),
   "p.toml:3:49: stacking stands without group; valid: beside group"},
  {"stacking_of_two_kinds", std::string(kUnits) + "earn = [{ name = 'e', on = 'purchase', give = 1, group = 'g', stacking = 'max' },\n"
   "{name = 'f', on = 'purchase', give = 1, group = 'g' }]\n",
   "p.toml:4:49: group = \"g\" has stacking = \"max\"; valid: the same here"},
  {"group_of_two_kinds", std::string(kUnits) + "earn = [{ name = 'e', on = 'purchase', give = 1, group = 'g' },\n"
   "{name = 'f', on = 'purchase', multiply = 'e', by = 2, group = 'g' }]\n",
   "p.toml:4:63: group = \"g\" has rules that multiply and others; valid: either"},
  {"enrolment_of_a_basket", Earn("name = 'e', on = 'enrolment', basis = 'total', give = 1, per = 1"),
   "p.toml:3:27: on = \"enrolment\" stands beside what concerns baskets or several times; valid: give, alone or with budget, and when without total_min, tender, sku, category, brand and first_purchase"},
  {"birthday_of_a_basket", Earn("name = 'e', on = 'birthday', basis = 'total', give = 1, per = 1"),
   "p.toml:3:27: on = \"birthday\" stands beside what concerns commands or several times; valid: give, alone or with tier, and when with weekday, segments, plans and bucket"},
  {"anniversary_at_noon", Earn("name = 'e', on = 'anniversary', give = 1, when = { from = '12:00' }"),
   "p.toml:3:27: on = \"anniversary\" stands beside what concerns commands or several times; valid: give, alone or with tier, and when with weekday, segments, plans and bucket"},
  {"tier_entry_of_no_tier", Earn("name = 'e', on = 'tier_entry', give = 1"),
   "p.toml:3:27: on = \"tier_entry\" stands without tier; valid: beside tier"},
  {"tier_entry_now_and_then", Earn("name = 'e', on = 'tier_entry', tier = 'one', give = 1, cooldown = '1d'") + "tier_set = [{ name = 's', basis = 'spend', window = 'calendar_year', tiers = [{ name = 'one', at = 1 }] }]\n",
   "p.toml:3:27: on = \"tier_entry\" stands beside what concerns commands or several times; valid: give, alone or with tier, and when with weekday, segments, plans and bucket"},
  {"tier_entry_of_an_unknown_tier", Earn("name = 'e', on = 'tier_entry', tier = 'two', give = 1") + "tier_set = [{ name = 's', basis = 'spend', window = 'calendar_year', tiers = [{ name = 'one', at = 1 }] }]\n",
   "p.toml:3:48: tier names \"two\", which is no tier; valid: \"one\""},
  {"birthday_of_a_budget", Earn("name = 'e', on = 'birthday', give = 1, budget = 'pot'"),
   "p.toml:3:58: budget stands beside on = \"birthday\", where no budget can be asked; valid: without budget\n"
   "p.toml:3:58: budget = \"pot\" is not known; valid: a [[budget]] of the rule's unit"},
  {"product_too_wide", std::string(kUnits) + "earn = [{ name = 'e', on = 'purchase', give = 1, combine = 'compound' },\n"
   "{ name = 'f', on = 'purchase', multiply = 'e', by = 65536 },\n"
   "{ name = 'g', on = 'purchase', multiply = 'e', by = 65536 }]\n",
   "p.toml:5:53: by = \"65536\" times those above does not fit 32 bits over 32 bits; valid: a lesser one"},
  {"event_of_a_purchase", Earn("name = 'e', on = 'purchase', event = 'survey', give = 1"),
   "p.toml:3:47: event stands beside another on than event; valid: with on = \"event\""},
  {"event_of_a_basket", Earn("name = 'e', on = 'event', basis = { sku = 'a' }, give = 1"),
   "p.toml:3:44: basis rates a basket, which an event has not; valid: give alone, or multiply"},
  {"event_by_total", Earn("name = 'e', on = 'event', basis = 'total', give = 1, per = 1"),
   "p.toml:3:44: basis rates a basket, which an event has not; valid: give alone, or multiply"},
  {"event_without_tender", Earn("name = 'e', on = 'event', exclude_tender = true, give = 1"),
   "p.toml:3:53: exclude_tender rates a basket, which an event has not; valid: give alone, or multiply"},
  {"event_by_table", Earn("name = 'e', on = 'event', table = { at = 1, give = 1 }"),
   "p.toml:3:44: table rates a basket, which an event has not; valid: give alone, or multiply"},
  {"event_by_total_min", Earn("name = 'e', on = 'event', give = 1, when = { total_min = 1 }"),
   "p.toml:3:53: when looks at purchases, and the rule is for events; valid: without total_min, tender, sku, category, brand and first_purchase"},
  {"event_by_first_purchase", Earn("name = 'e', on = 'event', give = 1, when = { first_purchase = true }"),
   "p.toml:3:53: when looks at purchases, and the rule is for events; valid: without total_min, tender, sku, category, brand and first_purchase"},
  {"event_multiplies_a_purchase", kUnits + TwoRules("name = 'f', on = 'event', multiply = 'e', by = 2"),
   "p.toml:4:39: multiply = \"e\" is no rule above that gives; valid: the name of a rule above that gives"},
  {"round_per_of_a_total", EarnOf("1, per = 100, round_per = 'line'"),
   "p.toml:3:89: round_per = \"line\" stands beside a basis that is no lines; valid: beside basis = { lines = ... }, or \"basket\""},
  {"round_per_beside_exclude_tender", Earn("name = 'e', on = 'purchase', basis = { lines = 'item' }, exclude_tender = true, give = 1, per = 100, round_per = 'line'"),
   "p.toml:3:123: round_per = \"line\" stands beside exclude_tender, and what is paid with points is of no line; valid: either"},
  {"on", Earn("name = 'e', on = 'visit', basis = 'total', give = 1, per = 1"),
   "p.toml:3:27: on = \"visit\" is not known; valid: \"purchase\", \"enrolment\", \"event\", \"birthday\", \"anniversary\" or \"tier_entry\""},
  {"basis", Earn("name = 'e', on = 'purchase', basis = 'lines', give = 1, per = 1"),
   "p.toml:3:47: basis = \"lines\" is not known; valid: \"total\" or a table of lines, sku, category, brand"},
  {"give_zero", EarnOf("0, per = 100"),
   "p.toml:3:63: give = 0 is not allowed; " + kDecimalValid},
  {"give_zero_decimal", EarnOf("'0.00', per = 100"),
   "p.toml:3:63: give = \"0.00\" is not allowed; " + kDecimalValid},
  {"give_negative", EarnOf("-1, per = 100"),
   "p.toml:3:63: give = -1 is not allowed; " + kDecimalValid},
  {"give_float", EarnOf("0.5, per = 100"),
   "p.toml:3:63: give is a float; " + kDecimalValid},
  {"give_without_whole", EarnOf("'.5', per = 100"),
   "p.toml:3:63: give = \".5\" is not allowed; " + kDecimalValid},
  {"give_ends_in_point", EarnOf("'5.', per = 100"),
   "p.toml:3:63: give = \"5.\" is not allowed; " + kDecimalValid},
  {"give_two_points", EarnOf("'1.2.3', per = 100"),
   "p.toml:3:63: give = \"1.2.3\" is not allowed; " + kDecimalValid},
  {"give_19_digits", EarnOf("'1.000000000000000000', per = 100"),
   "p.toml:3:63: give = \"1.000000000000000000\" is not allowed; " + kDecimalValid},
  {"give_not_exact", EarnOf("'0.5', per = 100"),
   "p.toml:3:63: give = 0.5 is not exact in a unit of 0 decimals; valid: at most 0 digits behind the point"},
  {"per_zero", EarnOf("1, per = 0"),
   "p.toml:3:72: per = 0 is not allowed; valid: an integer, at least 1"},
  {"per_type", EarnOf("1, per = '1'"),
   "p.toml:3:72: per is text; valid: an integer, at least 1"},
  {"rate_too_wide", EarnOf("1, per = 4294967296"),
   "p.toml:3:63: the rate 1 per 4294967296 does not fit 32 bits over 32 bits; valid: at most 4294967295 above and below when reduced, counted in the unit's smallest decimal"},
  {"rate_too_high", EarnOf("4294967296, per = 1"),
   "p.toml:3:63: the rate 4294967296 per 1 does not fit 32 bits over 32 bits; valid: at most 4294967295 above and below when reduced, counted in the unit's smallest decimal"},
  {"round", EarnOf("1, per = 1, round = 'up'"),
   "p.toml:3:83: round = \"up\" is not known; valid: \"floor\", \"half_up\", \"half_even\" or \"ceil\""},
  {"funding_class_empty", EarnOf("1, per = 1, funding_class = ''"),
   "p.toml:3:91: funding_class = \"\" is not allowed; " + kTextValid},
  {"funding_class_long", EarnOf("1, per = 1, funding_class = '" + std::string(129, 'x') + "'"),
   "p.toml:3:91: funding_class = \"" + std::string(40, 'x') + "...\" is not allowed; " + kTextValid},
  {"funding_class_control", EarnOf("1, per = 1, funding_class = \"a\\tb\""),
   "p.toml:3:91: funding_class = \"a?b\" is not allowed; " + kTextValid},
  {"unit_unknown", EarnOf("1, per = 1, unit = 'stars'"),
   "p.toml:3:82: unit = \"stars\" is not known; valid: \"points\""},
  {"unit_malformed", EarnOf("1, per = 1, unit = 'Stars'"),
   "p.toml:3:82: unit = \"Stars\" is not allowed; " + kNameValid},
  {"unit_missing_of_two", std::string(kUnits) + "[unit.stars]\n[[earn]]\nname = 'e'\non = 'purchase'\nbasis = 'total'\ngive = 1\nper = 1\n",
   "p.toml:4:1: unit is missing in earn; valid: \"points\", \"stars\""},
}), [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(Rewards, TomlErrorTest, testing::ValuesIn(std::vector<ErrorCase>{
  {"reward_all_missing", std::string(kUnits) + "[[reward]]\n",
   "p.toml:3:1: name is missing in a reward; " + kNameValid + "\n"
   "p.toml:3:1: cost is missing in a reward; " + kDecimalValid},
  {"reward_unknown_key", std::string(kUnits) + "reward = [{ name = 'r', cost = 1, price = 2 }]\n",
   "p.toml:3:35: unknown key \"price\" in a reward; valid here: name, unit, cost, stock, limit, per, from, until, segment, plan, tier, gives, voucher, voucher_expiry"},
  {"stock_too_great", std::string(kUnits) + "reward = [{ name = 'r', cost = 1, stock = 1000000001 }]\n",
   "p.toml:3:43: stock = 1000000001 is not allowed; valid: an integer, 0 to 1000000000"},
  {"limit_zero", std::string(kUnits) + "reward = [{ name = 'r', cost = 1, limit = 0 }]\n",
   "p.toml:3:43: limit = 0 is not allowed; valid: an integer, 1 to 1000000000"},
  {"per_unknown", std::string(kUnits) + "reward = [{ name = 'r', cost = 1, limit = 1, per = 'hour' }]\n",
   "p.toml:3:52: per = \"hour\" is not known; valid: \"lifetime\", \"day\", \"week\", \"month\" or \"year\""},
  {"per_without_limit", std::string(kUnits) + "reward = [{ name = 'r', cost = 1, per = 'day' }]\n",
   "p.toml:3:35: per stands without limit; valid: beside limit"},
  {"segment_too_great", std::string(kUnits) + "reward = [{ name = 'r', cost = 1, segment = 64 }]\n",
   "p.toml:3:45: segment = 64 is not allowed; valid: an integer, 0 to 63"},
  {"until_not_after_from", std::string(kUnits) + "reward = [{ name = 'r', cost = 1, from = '2026-02-01', until = '2026-02-01' }]\n",
   "p.toml:3:64: until = \"2026-02-01\" is not after from; valid: a later date"},
  {"reward_twice", std::string(kUnits) + "reward = [{ name = 'r', cost = 1 }, { name = 'r', cost = 2 }]\n",
   "p.toml:3:46: name = \"r\" is taken; valid: another name"},
  {"reward_tier_unknown", std::string(kUnits) + "reward = [{ name = 'r', cost = 1, tier = ['one', 'two'] }]\ntier_set = [{ name = 's', basis = 'spend', window = 'calendar_year', tiers = [{ name = 'one', at = 1 }] }]\n",
   "p.toml:3:42: tier names \"two\", which is no tier; valid: \"one\""},
  {"gives_what_it_costs", std::string(kUnits) + "reward = [{ name = 'r', cost = 1, gives = { unit = 'points', amount = 1 } }]\n",
   "p.toml:3:52: unit = \"points\" is what the reward costs; valid: another unit"},
  {"gives_word", std::string(kUnits) + "reward = [{ name = 'r', cost = 1, gives = 'all' }]\n",
   "p.toml:3:43: gives = \"all\" is not known; valid: \"none\" or a table of unit, amount, funding_class"},
  {"voucher_expiry_alone", std::string(kUnits) + "reward = [{ name = 'r', cost = 1, voucher_expiry = { after = '1y' } }]\n",
   "p.toml:3:35: voucher_expiry stands without voucher; valid: beside voucher"},
  {"voucher_expiry_empty", std::string(kUnits) + "reward = [{ name = 'r', cost = 1, voucher = true, voucher_expiry = {} }]\n",
   "p.toml:3:68: voucher_expiry has none of after, on; valid: at least one of them"},
  {"voucher_expiry_inactive", std::string(kUnits) + "reward = [{ name = 'r', cost = 1, voucher = true, voucher_expiry = { from = 'earn' } }]\n",
   "p.toml:3:70: unknown key \"from\" in voucher_expiry; valid here: after, round, on"},
  {"budget_amount", std::string(kUnits) + "budget = [{ name = 'b', amount = 0 }]\n",
   "p.toml:3:34: amount = 0 is not allowed; " + kDecimalValid},
  {"budget_not_exact", std::string(kUnits) + "budget = [{ name = 'b', amount = '0.5' }]\n",
   "p.toml:3:34: amount = 0.5 is not exact in a unit of 0 decimals; valid: at most 0 digits behind the point"},
  {"budget_class_twice", std::string(kUnits) + "budget = [{ name = 'b', amount = 1, funding_class = 'c' }, { name = 'd', amount = 1, funding_class = 'c' }]\n",
   "p.toml:3:102: funding_class = \"c\" is that of the budget \"b\"; valid: another class, or another unit"},
  {"budget_of_a_class", std::string(kUnits) + "budget = [{ name = 'b', amount = 1, funding_class = 'c' }]\nearn = [{" + kEarnStart + "give = 1, per = 1, funding_class = 'c'}]\n",
   "p.toml:4:91: funding_class = \"c\" is paid by the budget \"b\"; valid: beside budget = \"b\""},
  {"budget_of_another_class", std::string(kUnits) + "budget = [{ name = 'b', amount = 1, funding_class = 'c' }]\nearn = [{" + kEarnStart + "give = 1, per = 1, budget = 'b'}]\n",
   "p.toml:4:84: budget = \"b\" is for the class \"c\" alone; valid: beside funding_class = \"c\""},
  {"budget_of_nobody", EarnOf("1, per = 1, budget = 'b'"),
   "p.toml:3:84: budget = \"b\" is not known; valid: a [[budget]] of the rule's unit"},
  {"partial_without_budget", EarnOf("1, per = 1, partial = true"),
   "p.toml:3:75: partial stands without budget; valid: beside budget"},
}), [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(Several, TomlErrorTest, testing::ValuesIn(std::vector<ErrorCase>{
  {"in_the_order_of_the_file",
   "[[earn]]\nname = 'E'\non = 'purchase'\nbasis = 'total'\ngive = 1\nper = 0\n"
   "[returns]\nzzz = 1\ndeficit = 'no'\n"
   "[unit.points]\ndecimals = 9\n"
   "[program]\nname = 'p'\nenrol = 1\n",
   "p.toml:2:8: name = \"E\" is not allowed; " + kNameValid + "\n"
   "p.toml:6:7: per = 0 is not allowed; valid: an integer, at least 1\n"
   "p.toml:8:1: unknown key \"zzz\" in returns; valid here: unmatched, unknown_reference, deficit, reversal_horizon, restore\n"
   "p.toml:9:11: deficit = \"no\" is not known; valid: \"negative\", \"clamp\" or \"only_pending\"\n"
   "p.toml:11:12: decimals = 9 is not allowed; valid: an integer, 0 to 6\n"
   "p.toml:14:9: enrol is an integer; valid: \"explicit\" or \"first_sight\""},
}), [](const auto& test) { return test.param.name; });
// clang-format on

TEST(TomlReaderTest, RestoreIsAWordOrATable) {
  const auto restore_of = [](const std::string& keys) {
    const auto source = ReadProgram(Returns(keys), "p.toml");
    EXPECT_TRUE(source.ok()) << source.status();
    return source.ok() ? source->returns.restore : std::nullopt;
  };
  EXPECT_EQ(restore_of(""), RestoreSection());
  EXPECT_EQ(restore_of("restore = 'original'"), RestoreSection());
  EXPECT_EQ(restore_of("restore = 'new'"), RestoreSection{.word = "new"});
  EXPECT_EQ(restore_of("restore = { grace = '5d' }"),
            RestoreSection{.grace = "5d"});
}

// The greatest values that pass, next to those of the table that do not.
TEST(TomlReaderTest, TakesValuesAtTheirLimits) {
  const std::vector<std::string> texts = {
      Units(16),
      "program.name = \"p\"\nunit." + std::string(32, 'u') + " = {}\n",
      kUnits + ("#" + std::string(1'023, 'x') + "\n"),
      kUnits + std::string(kRecordBytesMax - sizeof(kUnits) + 1, '\n'),
      UnitOf("decimals = 6"),
      EarnOf("1, per = 4294967295"),
      EarnOf("4294967295, per = 1"),
      EarnOf("4294967296, per = 2"),
      EarnOf("'1.00000000000000000', per = 1"),
      EarnOf("1, per = 1, funding_class = '" + std::string(128, 'x') + "'"),
      kUnits + std::string("earn = []\n"),
  };
  for (const std::string& text : texts) {
    EXPECT_EQ(ErrorsOf(text), "none") << text.substr(0, 200);
  }
}

// The library frees tables by recursion, so the deepest file that the limits
// let through must fit the stack.
TEST(TomlReaderTest, DeepestFileDoesNotExhaustTheStack) {
  std::string key = "a";
  for (int i = 0; i < 500; ++i) key += ".a";
  std::string text = "[" + key + "]\n";
  for (int i = 0; i < 7; ++i) text += key + " = [\n{";
  text += key + " = 1";
  for (int i = 0; i < 7; ++i) text += "}\n]";
  EXPECT_EQ(
      ErrorsOf(text + "\n"),
      "p.toml:1:1: program is missing; valid: program = { name = ... }\n"
      "p.toml:1:1: no unit is defined; valid: 1 to 16 units such as "
      "unit.points = { decimals = 0 }\n"
      "p.toml:1:2: unknown key \"a\" in the file; valid here: program, "
      "unit, returns, adjust, transfer, donate, pool, referral, budget, earn, "
      "reward, auto_redeem, allowance, tier_set, achievement, benefit, plan");
}

}  // namespace
}  // namespace kumbara
