// What the checker says of plans, and of what names them.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/program/found_warnings.h"

namespace kumbara {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string PlanOf(const std::string& name, const std::string& keys = "") {
  return absl::StrCat("[[plan]]\nname = \"", name, "\"\n", keys);
}

TEST(PlanCheckTest, APeriodIsMoreThanNothingAndIsNeededByTheRest) {
  EXPECT_THAT(ErrorsBehindHead(PlanOf("gold", "period = \"0d\"")),
              ElementsAre("5:10: period = \"0d\" is over at once; valid: a "
                          "longer one"));
  EXPECT_THAT(ErrorsBehindHead(PlanOf("gold", "period = \"1s\"")), IsEmpty());
  EXPECT_THAT(ErrorsBehindHead(PlanOf("gold", "grace = \"1d\"")).size(), 1u);
  EXPECT_THAT(
      ErrorsBehindHead(PlanOf("gold") + PlanOf("free", "lapses_to = \"gold\""))
          .size(),
      1u);
}

TEST(PlanCheckTest, WhatAPlanLapsesToIsOneWithoutEnd) {
  EXPECT_THAT(ErrorsBehindHead(
                  PlanOf("gold", "period = \"1y\"\nlapses_to = \"gold\"\n")),
              ElementsAre("6:13: lapses_to = \"gold\" has a period, which "
                          "nobody would have paid; valid: a plan without "
                          "period"));
  EXPECT_THAT(ErrorsBehindHead(
                  PlanOf("gold", "period = \"1y\"\nlapses_to = \"fre\"\n") +
                  PlanOf("free")),
              ElementsAre("6:13: lapses_to names \"fre\", which is no "
                          "[[plan]]; nearest: free; valid: gold, free"));
  EXPECT_THAT(ErrorsBehindHead(
                  PlanOf("gold", "period = \"1y\"\nlapses_to = \"free\"\n") +
                  PlanOf("free")),
              IsEmpty());
}

TEST(PlanCheckTest, NamesAreTakenOnce) {
  EXPECT_THAT(
      ErrorsBehindHead(PlanOf("gold") + PlanOf("gold")),
      ElementsAre("6:8: name = \"gold\" is taken; valid: another name"));
}

TEST(PlanCheckTest, WhateverNamesAPlanNamesOneOfTheProgram) {
  const std::string error =
      " \"glod\", which is no [[plan]]; nearest: gold; valid: gold";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"[transfer]\ngive = { plans = \"glod\" }\n", "4:8: plans names"},
      {"[transfer]\nreceive = { plans = \"glod\" }\n", "4:11: plans names"},
      {"[donate]\ngive = { plans = \"glod\" }\n", "4:8: plans names"},
      {"[[earn]]\nname = \"a\"\non = \"purchase\"\ngive = 1\n"
       "when = { plans = \"glod\" }\n",
       "7:8: plans names"},
      {"[[achievement]]\nname = \"a\"\nbasis = \"visits\"\nat = 1\n"
       "when = { plans = \"glod\" }\n",
       "7:8: plans names"},
      {"[[benefit]]\nname = \"a\"\nplans = [\"gold\", \"glod\"]\n",
       "5:9: plans names"},
      {"[[reward]]\nname = \"a\"\ncost = 1\nplan = [\"gold\", \"glod\"]\n",
       "6:8: plan names"}};
  for (const auto& [text, at] : cases) {
    EXPECT_THAT(ErrorsBehindHead(text + PlanOf("gold")),
                ElementsAre(at + error));
    // Without any plan declared each name is one.
    EXPECT_THAT(ErrorsBehindHead(text), IsEmpty());
  }
}

}  // namespace
}  // namespace kumbara
