// What the checker says of achievements and benefits.

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/program/found_warnings.h"

namespace kumbara {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string AchievementOf(const std::string& keys) {
  return "[[achievement]]\nname = \"a\"\n" + keys + "\n";
}

TEST(AchievementCheckTest, KeysGoWithTheirBasis) {
  EXPECT_THAT(
      ErrorsBehindHead(
          AchievementOf("basis = \"visits\"\nat = 1\nevent = \"survey\"")),
      ElementsAre("7:1: event stands beside another basis than events; valid: "
                  "with basis = \"events\""));
  EXPECT_THAT(
      ErrorsBehindHead(AchievementOf("basis = \"spend\"\nat = 1\nper_day = 1")),
      ElementsAre("7:1: per_day stands beside basis = \"spend\"; valid: with "
                  "basis = \"visits\" or \"events\""));
  const std::string no_basket =
      "7:1: when looks at a basket, which an event has not; valid: without "
      "total_min, sku, category and brand";
  for (const char* key :
       {"total_min = 1", "sku = \"a\"", "category = \"a\"", "brand = \"a\""}) {
    EXPECT_THAT(ErrorsBehindHead(AchievementOf(absl::StrCat(
                    "basis = \"events\"\nat = 1\nwhen = { ", key, " }"))),
                ElementsAre(no_basket))
        << key;
  }
  EXPECT_THAT(ErrorsBehindHead(AchievementOf(
                  "basis = \"events\"\nat = 1\nwhen = { store = \"a\" }")),
              IsEmpty());
}

TEST(AchievementCheckTest, AmountsAreAmounts) {
  const std::string beyond = "1000000000000000001";
  EXPECT_THAT(
      ErrorsBehindHead(AchievementOf("basis = \"spend\"\nat = " + beyond)),
      ElementsAre("6:1: at leaves the range of money; valid: at most "
                  "10^18"));
  EXPECT_THAT(ErrorsBehindHead(AchievementOf(
                  "basis = \"spend\"\nat = 1\nwhen.total_min = " + beyond)),
              ElementsAre("7:1: total_min leaves the range of money; valid: at "
                          "most 10^18"));
  EXPECT_THAT(
      ErrorsBehindHead(
          AchievementOf("basis = \"spend\"\nat = 1\ngive = \"0.5\"")),
      ElementsAre("7:8: give = 0.5 is not exact in a unit of 0 decimals; "
                  "valid: at most 0 digits behind the point"));
}

TEST(AchievementCheckTest, WhatIsGivenNeedsAnAmount) {
  for (const char* key : {"unit = \"points\"", "funding_class = \"x\"",
                          "expiry.after = \"1d\"", "pending.for = \"1d\""}) {
    const auto errors = ErrorsBehindHead(
        AchievementOf(absl::StrCat("basis = \"spend\"\nat = 1\n", key)));
    ASSERT_EQ(errors.size(), 1u) << key;
    EXPECT_THAT(errors[0], testing::HasSubstr("stands without give"));
  }
}

TEST(AchievementCheckTest, AStreakHasItsOwnPeriods) {
  EXPECT_THAT(
      ErrorsBehindHead(
          AchievementOf("basis = \"spend\"\nat = 1\nwindow = \"day\"\n"
                        "streak = { period = \"day\", periods = 2 }")),
      ElementsAre("8:1: streak stands beside window; valid: streak without "
                  "window"));
}

TEST(AchievementCheckTest, NamesAreTheirOwn) {
  const std::string one = AchievementOf("basis = \"spend\"\nat = 1");
  EXPECT_THAT(ErrorsBehindHead(one + one),
              ElementsAre("8:8: name = \"a\" is taken; valid: another name"));
}

TEST(AchievementCheckTest, PeriodMustHaveEnoughDays) {
  const auto of = [](const std::string& window, int per_day, int at) {
    return WarningsBehindHead(AchievementOf(
        absl::StrCat("basis = \"visits\"\nat = ", at, "\nwindow = \"", window,
                     "\"\nper_day = ", per_day)));
  };
  const auto never = [](int at, int most) {
    return absl::StrCat("6:6: at = ", at, " is never reached: at most ", most,
                        " of a period count; valid: at most ", most);
  };
  EXPECT_THAT(of("day", 2, 2), IsEmpty());
  EXPECT_THAT(of("day", 2, 3), ElementsAre(never(3, 2)));
  EXPECT_THAT(of("week", 1, 7), IsEmpty());
  EXPECT_THAT(of("week", 1, 8), ElementsAre(never(8, 7)));
  EXPECT_THAT(of("month", 2, 62), IsEmpty());
  EXPECT_THAT(of("month", 2, 63), ElementsAre(never(63, 62)));
  EXPECT_THAT(of("year", 1, 366), IsEmpty());
  EXPECT_THAT(of("year", 1, 367), ElementsAre(never(367, 366)));
  EXPECT_THAT(of("lifetime", 1, 367), IsEmpty());
}

TEST(BenefitCheckTest, NamesWhatThereIs) {
  const std::string set =
      "[[tier_set]]\nname = \"status\"\nbasis = \"spend\"\n"
      "window = \"calendar_year\"\ntiers = [{ name = \"gold\", at = 1 }]\n";
  const std::string monthly =
      AchievementOf("basis = \"spend\"\nat = 1\nwindow = \"month\"");
  EXPECT_THAT(
      ErrorsBehindHead("[[benefit]]\nname = \"b\"\ntier = \"silver\"\n" + set),
      ElementsAre("5:1: tier names \"silver\", which is no tier; "
                  "valid: \"gold\""));
  EXPECT_THAT(
      ErrorsBehindHead("[[benefit]]\nname = \"b\"\nachievement = \"a\"\n" +
                       monthly),
      ElementsAre("5:1: achievement names \"a\", which is none that is kept "
                  "for good; valid: an [[achievement]] without window"));
  EXPECT_THAT(
      ErrorsBehindHead(
          "[[benefit]]\nname = \"b\"\ntier = \"gold\"\nachievement = \"a\"\n" +
          set + AchievementOf("basis = \"spend\"\nat = 1")),
      IsEmpty());
  EXPECT_THAT(ErrorsBehindHead("[[benefit]]\nname = \"b\"\n"),
              ElementsAre("3:1: a benefit has none of tier, plans, "
                          "achievement, reward; valid: at least one of them"));
}

TEST(BenefitCheckTest, IsForATimeAfterARewardThatThereIs) {
  const std::string of_pass = "[[benefit]]\nname = \"b\"\nreward = \"pass\"\n";
  const std::string pass = "[[reward]]\nname = \"pass\"\ncost = 1\n";
  EXPECT_THAT(ErrorsBehindHead(of_pass + "for = \"30d\"\n" + pass), IsEmpty());
  EXPECT_THAT(ErrorsBehindHead(of_pass + "for = \"30d\"\n"),
              ElementsAre("5:1: reward names \"pass\", which is no reward; "
                          "valid: a [[reward]]"));
  EXPECT_THAT(ErrorsBehindHead("[[benefit]]\nname = \"b\"\nreward = \"past\"\n"
                               "for = \"30d\"\n" +
                               pass),
              ElementsAre("5:1: reward names \"past\", which is no reward; "
                          "valid: \"pass\""));
  EXPECT_THAT(ErrorsBehindHead(of_pass + "for = \"0mo\"\n" + pass),
              ElementsAre("6:1: for = \"0mo\" is over at once; valid: a "
                          "longer one"));
  EXPECT_THAT(ErrorsBehindHead(of_pass + pass),
              ElementsAre("5:1: reward stands without for; valid: beside for"));
  EXPECT_THAT(
      ErrorsBehindHead("[[benefit]]\nname = \"b\"\nplans = \"p\"\n"
                       "for = \"30d\"\n"),
      ElementsAre("6:1: for stands without reward; valid: beside reward"));
}

}  // namespace
}  // namespace kumbara
