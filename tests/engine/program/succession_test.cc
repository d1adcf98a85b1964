#include "engine/program/succession.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
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
      {"basis = \"spend\"", "basis = \"visits\"",
       "next.toml:39:9: tier_set status: basis = \"visits\" is another one "
       "than "
       "before; valid: \"spend\""},
      {"basis = \"spend\"", "basis = \"balance\"\nunit = \"stars\"",
       "tier_set status: unit = \"stars\" is another one than before; valid: "
       "\"\""},
      {"window = \"calendar_year\"", "window = { months = 3 }",
       "tier_set status: window = { months = 3 } is another one than before; "
       "valid: \"calendar_year\""},
      {"[[reward]]",
       "[[earn]]\nname = \"years\"\non = \"anniversary\"\nunit = "
       "\"points\"\ngive = 1\n[[reward]]",
       "next.toml:22:6: earn years: an anniversary needs to know when members "
       "were opened, which is not known of the time before a version that "
       "asks; valid: where the first version has a rule on = "
       "\"anniversary\""},
      {"window = \"calendar_year\"", "window = \"membership_year\"",
       "tier_set status: membership years need to know when members were "
       "opened, which is not known of the time of a version that did not ask; "
       "valid: versions that all have a tier_set of membership years"},
      {"basis = \"visits\"", "basis = \"events\"",
       "achievement tenth: basis = \"events\" is another one than before; "
       "valid: \"visits\""},
      {"at = 10", "at = 10\nwindow = \"month\"",
       "achievement tenth: window = \"month\" is another one than before; "
       "valid: \"lifetime\""},
      {"at = 10", "at = 10\nstreak = { period = \"week\", periods = 3 }",
       "achievement tenth: streak = { period = \"week\" } is another one than "
       "before; valid: { none }"},
  };
  const std::vector<ProgramSource> versions = {VersionSaying(kFirst)};
  for (const auto& one : cases) {
    EXPECT_THAT(RefusalOf(versions, Changed(one.from, one.to)),
                HasSubstr(one.error))
        << one.to;
  }
}

TEST(SuccessionTest, AMultiplierHasTheUnitOfWhatItMultiplies) {
  const auto with_more = [](const char* keys) {
    return absl::StrCat(kFirst,
                        "[[earn]]\nname = \"more\"\non = \"purchase\"\n", keys);
  };
  const std::vector<ProgramSource> versions = {
      VersionSaying(with_more("multiply = \"base\"\nby = 2\n"))};
  EXPECT_EQ(RefusalOf(versions, with_more("unit = \"points\"\ngive = 1\n")),
            "");
  EXPECT_THAT(RefusalOf(versions, with_more("unit = \"stars\"\ngive = 1\n")),
              HasSubstr("earn more: unit = \"stars\" is another one than "
                        "before; valid: \"points\""));
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
      {"{ name = \"gold\", at = 500 }",
       "{ name = \"tin\", at = 1 }, { name = \"gold\", at = 400 }"},
      {"window = \"calendar_year\"",
       "window = \"calendar_year\"\nkeep = \"end_of_window\"\ngrace = "
       "\"30d\"\nqualify = \"net\""},
      {"[[tier_set]]\nname = \"status\"", "[[tier_set]]\nname = \"club\""},
      {"at = 10", "at = 5\ngive = 1\nunit = \"points\"\nper_day = 1"},
      {"name = \"tenth\"", "name = \"other\""},
      {"tier = \"gold\"", "plans = \"gold\""},
      {"name = \"lounge\"", "name = \"sauna\""},
  };
  for (const auto& [from, to] : cases) {
    EXPECT_EQ(RefusalOf(versions, Changed(from, to)), "") << to;
  }
}

TEST(SuccessionTest, ATierSetMayGoButNotComeBack) {
  const std::string text = kFirst;
  const std::string without = text.substr(0, text.find("[[tier_set]]"));
  const ProgramSource first = VersionSaying(text);
  EXPECT_EQ(RefusalOf({first}, without), "");
  EXPECT_THAT(RefusalOf({first, VersionSaying(without)}, text),
              HasSubstr("next.toml:37:1: tier_set status was left out by a "
                        "version before, and what members had of it is gone; "
                        "valid: another name"));
}

TEST(SuccessionTest, MembershipYearsMayGoOn) {
  const std::string text =
      Changed("window = \"calendar_year\"", "window = \"membership_year\"");
  EXPECT_EQ(RefusalOf({VersionSaying(text)}, text), "");
}

TEST(SuccessionTest, ATierSetHasRoomForItsTiersInAllVersions) {
  const auto tiers = [](int from, int to) {
    std::string all;
    for (int i = from; i < to; ++i) {
      const std::string number = std::to_string(i);
      all += "{ name = \"t" + number + "\", at = " + number + " }, ";
    }
    return Changed("{ name = \"gold\", at = 500 }",
                   all + "{ name = \"gold\", at = 500 }");
  };
  EXPECT_EQ(RefusalOf({VersionSaying(tiers(1, 8))}, tiers(8, 15)), "");
  EXPECT_THAT(RefusalOf({VersionSaying(tiers(1, 8))}, tiers(8, 16)),
              HasSubstr("16 tiers of tier_set status in all versions; valid: "
                        "at most 15"));
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
