#include "engine/program/succession.h"

#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "engine/program/toml_reader.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace kumbara {
namespace {

using ::testing::HasSubstr;

constexpr char kFirst[] = R"(program = { name = "shop", zone = "UTC" }
[unit.points]
decimals = 2
expiry = { after = "1y" }
[unit.stars]
spendable = false
expiry = { inactive = "1y", activities = ["purchase", "award"] }
[[budget]]
name = "pot"
unit = "points"
amount = 100
per = "month"
[[earn]]
name = "base"
on = "purchase"
unit = "points"
basis = "total"
give = 1
per = 100
[[reward]]
name = "mug"
unit = "points"
cost = 5
limit = 1
per = "day"
[[allowance]]
on = ["transfer", "donate"]
unit = "points"
amount = 5
per = "day"
[referral]
unit = "points"
referrer = 5
when = "enrolment"
cap = 3
per = "month"
[[tier_set]]
name = "status"
basis = "spend"
window = "calendar_year"
tiers = [ { name = "gold", at = 500 } ]
[[achievement]]
name = "tenth"
basis = "visits"
at = 10
[[benefit]]
name = "lounge"
tier = "gold"
)";

std::string Changed(const std::string& from, const std::string& to) {
  std::string text = absl::StrReplaceAll(kFirst, {{from, to}});
  EXPECT_NE(text, kFirst) << from;
  return text;
}

ProgramSource VersionSaying(const std::string& text) {
  const absl::StatusOr<ProgramSource> source = ReadProgram(text, "first");
  EXPECT_TRUE(source.ok()) << source.status();
  return source.ok() ? *source : ProgramSource();
}

std::string RefusalOf(const std::vector<ProgramSource>& versions,
                      const std::string& text) {
  const auto next = ReadSuccessor(versions, text, "next.toml");
  return next.ok() ? "" : std::string(next.status().message());
}

TEST(SuccessionTest, WhatMayNotChangeIsNamedWithItsLine) {
  const struct {
    std::string from, to, error;
  } cases[] = {
      {"\"UTC\"", "\"Europe/Prague\"",
       "next.toml:1:35: zone = \"Europe/Prague\" is another one than before; "
       "valid: \"UTC\""},
      {"zone = \"UTC\"", "currency = \"EUR\"",
       "next.toml:1:39: currency = \"EUR\" is another one than before; valid: "
       "\"*\""},
      {"decimals = 2", "decimals = 1",
       "next.toml:3:12: unit points: decimals = 1 is another one than before; "
       "valid: 2"},
      {"decimals = 2", "decimals = 2\nconsume = \"fifo\"",
       "unit points: consume = \"fifo\" is another one than before; valid: "
       "\"earliest_expiry\""},
      {"decimals = 2", "decimals = 2\nreinstate_within = \"7d\"",
       "unit points: reinstate_within = \"7d\" is another one than before; "
       "valid: \"never\""},
      {"spendable = false", "spendable = true",
       "unit stars: spendable = true is another one than before; valid: "
       "false"},
      {"inactive = \"1y\"", "inactive = \"2y\"",
       "unit stars: expiry = { inactive = \"2y\", round = \"none\", activities "
       "= [\"purchase\", \"award\"] } is another one than before; valid: { "
       "inactive = \"1y\""},
      {"expiry = { inactive = \"1y\", activities = [\"purchase\", \"award\"] }",
       "expiry = \"never\"",
       "expiry = { without inactive } is another one than before; valid: { "
       "inactive = \"1y\""},
      {"per = \"month\"\n[[earn", "per = \"year\"\n[[earn",
       "budget pot: per = \"year\" is another one than before; valid: "
       "\"month\""},
      {"unit = \"points\"\nbasis", "unit = \"stars\"\nbasis",
       "earn base: unit = \"stars\" is another one than before; valid: "
       "\"points\""},
      {"limit = 1\nper = \"day\"", "limit = 2\nper = \"week\"",
       "reward mug: per = \"week\" is another one than before; valid: "
       "\"day\""},
      {"cap = 3\nper = \"month\"", "cap = 3\nper = \"year\"",
       "referral: per = \"year\" is another one than before; valid: "
       "\"month\""},
      {"at = 500", "at = 400",
       "tier_set status is not as it was: what members have of it cannot be "
       "carried over; valid: every tier_set of the versions before, in its "
       "place and word for word"},
      {"basis = \"visits\"", "basis = \"events\"",
       "achievement tenth is not as it was"},
      {"tier = \"gold\"", "plans = \"gold\"",
       "benefit lounge is not as it was"},
  };
  const std::vector<ProgramSource> versions = {VersionSaying(kFirst)};
  for (const auto& one : cases) {
    EXPECT_THAT(RefusalOf(versions, Changed(one.from, one.to)),
                HasSubstr(one.error))
        << one.to;
  }
}

TEST(SuccessionTest, WhatMayChangeMay) {
  const std::vector<ProgramSource> versions = {VersionSaying(kFirst)};
  EXPECT_EQ(RefusalOf(versions, kFirst), "");
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"name = \"shop\"", "name = \"market\", enrol = \"first_sight\""},
      {"after = \"1y\"", "after = \"2y\""},
      {"amount = 100", "amount = 200"},
      {"give = 1", "give = 2"},
      {"cost = 5", "cost = 6"},
      {"limit = 1\nper = \"day\"\n", ""},
      {"limit = 1", "limit = 2"},
      {"per = \"day\"\n[referral]", "per = \"week\"\n[referral]"},
      {"name = \"base\"", "name = \"other\""},
      {"[unit.stars]", "[unit.miles]\n[unit.stars]"},
  };
  for (const auto& [from, to] : cases) {
    EXPECT_EQ(RefusalOf(versions, Changed(from, to)), "") << to;
  }
}

TEST(SuccessionTest, ATierSetMayNotGo) {
  const std::string text = kFirst;
  const std::string without = text.substr(0, text.find("[[tier_set]]"));
  EXPECT_THAT(RefusalOf({VersionSaying(text)}, without),
              HasSubstr("next.toml:1:1: tier_set status is missing"));
}

TEST(SuccessionTest, EveryVersionBeforeIsLookedAt) {
  const ProgramSource first = VersionSaying(
      "program = { name = \"a\" }\n"
      "unit.points = { decimals = 2 }\n");
  const ProgramSource second = VersionSaying(
      "program = { name = \"a\" }\n"
      "unit.stars = { }\n");
  EXPECT_THAT(RefusalOf({first, second},
                        "program = { name = \"a\" }\nunit.points = { }\n"),
              HasSubstr("unit points: decimals = 0 is another one"));
}

TEST(SuccessionTest, AllVersionsTogetherHaveRoom) {
  const auto units = [](int from, int to) {
    std::string text = "program = { name = \"a\" }\n";
    for (int i = from; i < to; ++i) {
      text += "unit.u" + std::to_string(i) + " = { }\n";
    }
    return text;
  };
  EXPECT_EQ(RefusalOf({VersionSaying(units(0, 9))}, units(8, 16)), "");
  EXPECT_THAT(RefusalOf({VersionSaying(units(0, 9))}, units(8, 17)),
              HasSubstr("17 units in all versions; valid: at most 16"));
  const auto allowances = [](const std::string& kinds) {
    std::string text = "program = { name = \"a\" }\nunit.points = { }\n";
    for (const char* per : {"day", "week", "month", "year"}) {
      text += "[[allowance]]\non = [" + kinds + "]\namount = 5\nper = \"" +
              per + "\"\n";
    }
    return text;
  };
  const ProgramSource first = VersionSaying(allowances("\"transfer\""));
  const ProgramSource second = VersionSaying(allowances("\"donate\""));
  EXPECT_EQ(RefusalOf({first, second}, allowances("\"transfer\"")), "");
  EXPECT_THAT(
      RefusalOf({first, second}, allowances("\"transfer\", \"donate\"")),
      HasSubstr("12 allowances of a period in all versions; valid: at most 8"));
}

}  // namespace
}  // namespace kumbara
