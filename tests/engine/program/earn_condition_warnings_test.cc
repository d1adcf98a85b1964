#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/program/found_warnings.h"

namespace kumbara {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A fixed rule or a rate; its lines begin behind those of kHead.
std::string EarnRuleText(const std::string& name, const std::string& keys) {
  return "[[earn]]\nname = \"" + name + "\"\non = \"purchase\"\n" + keys + "\n";
}

TEST(ConditionWarningsTest, MultiplierMustMeetItsBase) {
  struct Case {
    std::string what;
    std::string base;
    std::string apart;
    std::string together;
  };
  const std::vector<Case> cases = {
      {"store", "store = \"a\"", "store = [\"b\", \"c\"]",
       "store = [\"b\", \"a\"]"},
      {"channel", "channel = \"a\"", "channel = \"b\"", "channel = \"a\""},
      {"plans", "plans = \"a\"", "plans = \"b\"", "segments = 1"},
      {"weekday", "weekday = \"monday\"", "weekday = \"sunday\"",
       "weekday = [\"monday\", \"sunday\"]"},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.what);
    const std::string base =
        EarnRuleText("base", "give = 1\nwhen = { " + one.base + " }");
    const auto with = [&](const std::string& when) {
      return WarningsBehindHead(
          base + EarnRuleText("more", "multiply = \"base\"\nby = 2\nwhen = { " +
                                          when + " }"));
    };
    EXPECT_THAT(with(one.apart),
                ElementsAre(absl::StrCat(
                    "13:8: the rule gives nothing: its base asks for another ",
                    one.what, "; valid: a ", one.what, " of \"base\"")));
    EXPECT_THAT(with(one.together), IsEmpty());
    EXPECT_THAT(with("total_min = 1"), IsEmpty());
  }
}

TEST(ConditionWarningsTest, MultiplierMustMeetTheEventsOfItsBase) {
  const auto with = [](const std::string& event) {
    return WarningsBehindHead(
        "[[earn]]\nname = \"base\"\non = \"event\"\n"
        "event = [\"a\", \"b\"]\ngive = 1\n"
        "[[earn]]\nname = \"more\"\non = \"event\"\nevent = \"" +
        event + "\"\nmultiply = \"base\"\nby = 2\n");
  };
  EXPECT_THAT(with("c"),
              ElementsAre("11:9: the rule gives nothing: its base asks for "
                          "another event; valid: an event of \"base\""));
  EXPECT_THAT(with("b"), IsEmpty());
}

TEST(ConditionWarningsTest, ConditionMustLeaveSomebodyOut) {
  const auto with = [](const std::string& when) {
    return WarningsBehindHead(
        EarnRuleText("base", "give = 1\nwhen = { " + when + " }"));
  };
  EXPECT_THAT(
      with("weekday = [\"monday\", \"tuesday\", \"wednesday\", \"thursday\", "
           "\"friday\", \"saturday\", \"sunday\"]"),
      ElementsAre("7:8: weekday has every day; valid: some of them"));
  EXPECT_THAT(
      with("weekday = [\"monday\", \"tuesday\", \"wednesday\", \"thursday\", "
           "\"friday\", \"saturday\"]"),
      IsEmpty());
  EXPECT_THAT(with("bucket = [0, 99]"),
              ElementsAre("7:8: bucket has every member; valid: a part such as "
                          "[0, 49]"));
  EXPECT_THAT(with("bucket = [0, 98]"), IsEmpty());
  EXPECT_THAT(with("bucket = [1, 99]"), IsEmpty());
}

TEST(ConditionWarningsTest, FirstPurchaseComesOnce) {
  EXPECT_THAT(
      WarningsBehindHead(EarnRuleText("base",
                                      "give = 1\ncooldown = \"1d\"\n"
                                      "when = { first_purchase = true }")),
      ElementsAre("7:12: what is given for a first purchase alone needs "
                  "none; valid: without cooldown"));
}

// Of a rule behind one that gives 5, both of a group.
std::vector<std::string> OfGroup(const std::string& stacking,
                                 const std::string& first,
                                 const std::string& second) {
  const std::string group = "\ngroup = \"g\"\nstacking = \"" + stacking + "\"";
  return WarningsBehindHead(EarnRuleText("one", "give = 5" + group + first) +
                            EarnRuleText("two", second + group));
}

// Discounts of 0.50 each take a point from 2 a full euro, and none from 1.
TEST(GroupWarningsTest, OfRoundedLinesTheGreaterRateMayGiveLess) {
  const auto of = [](const std::string& give, const std::string& rounds) {
    return "give = " + give + "\nper = 100\n" +
           "basis = { lines = [\"item\", \"discount\"] }\ngroup = "
           "\"g\"\nstacking = \"max\"\nround_per = \"" +
           rounds + "\"";
  };
  for (const auto& [first, second, warnings] : {std::tuple("line", "line", 0U),
                                                {"line", "basket", 0U},
                                                {"basket", "line", 0U},
                                                {"basket", "basket", 1U}}) {
    EXPECT_EQ(WarningsBehindHead(EarnRuleText("one", of("2", first)) +
                                 EarnRuleText("two", of("1", second)))
                  .size(),
              warnings)
        << first << " " << second;
  }
}

TEST(GroupWarningsTest, RuleMustBeLeftSomething) {
  const auto shadowed = [](int line) {
    return absl::StrCat(line,
                        ":9: the rule gives nothing: of this group "
                        "\"one\" goes before it whenever it applies; "
                        "valid: another order or condition");
  };
  EXPECT_THAT(OfGroup("first", "", "give = 9"), ElementsAre(shadowed(13)));
  EXPECT_THAT(OfGroup("max", "", "give = 5"), ElementsAre(shadowed(13)));
  EXPECT_THAT(OfGroup("sum", "", "give = 5"), IsEmpty());
  EXPECT_THAT(OfGroup("max", "",
                      "table = { at = [1, 2], give = [1, 5] }\n"
                      "basis = \"total\""),
              ElementsAre(shadowed(14)));
  EXPECT_THAT(OfGroup("max", "",
                      "table = { at = [1, 2], give = [1, 6] }\n"
                      "basis = \"total\""),
              IsEmpty());
  EXPECT_THAT(OfGroup("max", "",
                      "table = { at = [1, 2], give = [6, 1] }\n"
                      "basis = \"total\""),
              IsEmpty());
  // A rate has no greatest.
  EXPECT_THAT(OfGroup("max", "", "give = 1\nper = 100\nbasis = \"total\""),
              IsEmpty());
  EXPECT_THAT(OfGroup("first", "", "give = 1\nper = 100\nbasis = \"total\""),
              ElementsAre(shadowed(15)));
}

TEST(GroupWarningsTest, RuleBehindMayGiveMore) {
  const std::string outdone =
      "7:9: the rule hardly gives anything: of this group \"two\" gives more "
      "whenever it applies; valid: another condition, or to give more";
  EXPECT_THAT(OfGroup("max", "", "give = 6"), ElementsAre(outdone));
  EXPECT_THAT(OfGroup("max", "\nwhen = { store = \"a\" }", "give = 6"),
              ElementsAre(outdone));
  EXPECT_THAT(OfGroup("max", "", "give = 6\nwhen = { store = \"a\" }"),
              IsEmpty());
  EXPECT_THAT(OfGroup("max", "", "give = 6\ncap = { day = 9 }"), IsEmpty());
  EXPECT_THAT(OfGroup("max", "", "give = 6\ncooldown = \"1d\""), IsEmpty());
  EXPECT_THAT(OfGroup("first", "\nwhen = { store = \"a\" }", "give = 6"),
              IsEmpty());
}

TEST(GroupWarningsTest, RuleIsNotLeftOutOfItsOwnEvents) {
  const auto of = [](const std::string& first, const std::string& second) {
    const std::string group =
        "\ngroup = \"g\"\nstacking = \"first\"\ngive = 5\n[[earn]]\nname = \"";
    return WarningsBehindHead("[[earn]]\nname = \"one\"\n" + first + group +
                              "two\"\n" + second +
                              "\ngroup = \"g\"\nstacking = \"first\""
                              "\ngive = 5\n");
  };
  const std::string any = "on = \"event\"";
  const std::string some = any + "\nevent = [\"a\", \"b\"]";
  EXPECT_EQ(of(any, some).size(), 1u);
  EXPECT_EQ(of(some, any + "\nevent = \"a\"").size(), 1u);
  EXPECT_THAT(of(some, any), IsEmpty());
  EXPECT_THAT(of("on = \"purchase\"", any), IsEmpty());
}

TEST(GroupWarningsTest, RuleIsNotLeftOutOfWhatIsItsOwn) {
  const std::vector<std::string> own = {
      "total_min = 10",    "store = \"a\"",        "channel = \"a\"",
      "tender = \"card\"", "plans = \"a\"",        "segments = 3",
      "sku = \"a\"",       "weekday = \"monday\"", "from = \"12:00\"",
      "bucket = [0, 9]",   "first_purchase = true"};
  for (const std::string& when : own) {
    SCOPED_TRACE(when);
    // What the first asks for may not hold where the second gives.
    EXPECT_THAT(OfGroup("first", "\nwhen = { " + when + " }", "give = 9"),
                IsEmpty());
    if (when != "sku = \"a\"") {
      EXPECT_EQ(
          OfGroup("first", "", "give = 9\nwhen = { " + when + " }").size(), 1u);
    }
    // Both ask for the same; of a bucket the salt is the same then, too.
    const std::string salted = when[0] == 'b' ? when + ", salt = \"s\"" : when;
    EXPECT_EQ(OfGroup("first", "\nwhen = { " + salted + " }",
                      "give = 9\nwhen = { " + salted + " }")
                  .size(),
              1u);
  }
  EXPECT_THAT(OfGroup("first", "\ncooldown = \"1d\"", "give = 9"), IsEmpty());
  EXPECT_THAT(OfGroup("first", "\ncap = { day = 9 }", "give = 9"), IsEmpty());
}

TEST(GroupWarningsTest, BetterRateOfTwo) {
  const auto of_rates = [](const std::string& first,
                           const std::string& second) {
    const std::string group =
        "\nbasis = \"total\"\nper = 100\ngroup = \"g\"\nstacking = \"max\"";
    return WarningsBehindHead(EarnRuleText("one", "give = " + first + group) +
                              EarnRuleText("two", "give = " + second + group))
        .size();
  };
  EXPECT_EQ(of_rates("3", "2"), 1u);
  EXPECT_EQ(of_rates("2", "2"), 1u);
  EXPECT_EQ(of_rates("2", "3"), 1u);
  EXPECT_EQ(of_rates("3", "2\nround = \"ceil\""), 0u);
  EXPECT_EQ(of_rates("2", "3\nround = \"ceil\""), 0u);
}

TEST(GroupWarningsTest, GroupMustHaveSeveral) {
  EXPECT_THAT(
      WarningsBehindHead(
          EarnRuleText("one", "give = 5\ngroup = \"g\"\nstacking = \"max\"")),
      ElementsAre("7:9: no other rule is of this group; valid: several"));
}

TEST(CapWarningsTest, PartMustBeReached) {
  const auto of_cap = [](const std::string& cap) {
    return WarningsBehindHead(EarnRuleText(
        "base",
        "give = 1\nper = 100\nbasis = \"total\"\ncap = { " + cap + " }"));
  };
  EXPECT_THAT(of_cap("transaction = 5, day = 6"), IsEmpty());
  EXPECT_THAT(of_cap("transaction = 6, day = 6"),
              ElementsAre("9:7: transaction of cap is never reached: day is "
                          "less; valid: without it"));
  EXPECT_THAT(of_cap("day = 10, month = 310"),
              ElementsAre("9:7: month of cap is never reached: day is less; "
                          "valid: without it"));
  EXPECT_THAT(of_cap("day = 10, month = 309"), IsEmpty());
  EXPECT_THAT(
      of_cap("year = 10, lifetime = 10"),
      ElementsAre("9:7: year of cap is never reached: lifetime is less; "
                  "valid: without it"));
  EXPECT_THAT(of_cap("year = 10, lifetime = 1000000000"), IsEmpty());
}

TEST(CapWarningsTest, FixedRuleMustFit) {
  const auto of_cap = [](const std::string& give) {
    return WarningsBehindHead(EarnRuleText(
        "base", "give = " + give + "\ncap = { transaction = 40 }"));
  };
  EXPECT_THAT(of_cap("40"), IsEmpty());
  EXPECT_THAT(of_cap("41"),
              ElementsAre("7:7: give is always more than transaction of cap; "
                          "valid: to give less"));
}

}  // namespace
}  // namespace kumbara
