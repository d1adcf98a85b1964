#include "engine/program/program_check.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/program/found_warnings.h"

namespace kumbara {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(ProgramCheckTest, FindsAllErrorsAndThenNoWarnings) {
  const ProgramFindings found = CheckProgram(
      absl::StrCat(kHead, "[[reward]]\nname = \"A\"\nkost = 1\nstock = 0\n"),
      ZoneOfMachine);
  EXPECT_THAT(TextsOf(found.errors),
              ElementsAre("3:1: cost is missing in a reward; valid: an integer "
                          "such as 1 or a decimal in quotes such as \"0.5\", "
                          "above 0, at most 18 digits",
                          "4:8: name = \"A\" is not allowed; valid: a "
                          "lower-case letter, then lower-case letters, digits "
                          "or _, in all at most 32",
                          "5:1: unknown key \"kost\" in a reward; nearest: "
                          "cost; valid here: name, unit, cost, stock, limit, "
                          "per, from, until, segment, plan, tier, gives, "
                          "voucher, voucher_expiry"));
  EXPECT_THAT(found.warnings, IsEmpty());
}

TEST(ProgramCheckTest, ZoneMustBeOneOfTheMachine) {
  const ProgramFindings found = CheckProgram(
      "program = { name = \"p\", zone = \"Europe/Prag\" }\nunit.points = {}\n",
      ZoneOfMachine);
  EXPECT_THAT(TextsOf(found.errors), ElementsAre("1:32: no zone Europe/Prag"));
}

TEST(ProgramCheckTest, ZoneMustBeSound) {
  const ProgramFindings found =
      CheckProgram(kHead, [](const std::string&) { return "TZif"; });
  ASSERT_EQ(found.errors.size(), 1u);
  EXPECT_EQ(found.errors[0].at, (FilePosition{1, 11}));
}

TEST(ProgramCheckTest, SoundProgramHasNoWarnings) {
  EXPECT_THAT(WarningsBehindHead(""), IsEmpty());
}

TEST(LotWarningsTest, PointsMustBeUsableBeforeTheyExpire) {
  const std::string lost =
      "what waits so long has expired before it can be used; valid: a pending "
      "that ends before the expiry";
  const auto of_unit = [](const std::string& pending,
                          const std::string& expiry) {
    return WarningsOf("program.name = \"p\"\nunit.points = { pending = " +
                      pending + ", expiry = " + expiry + " }\n");
  };
  const std::string ten = "{ after = \"10d\", from = \"earn\" }";
  EXPECT_THAT(of_unit("{ for = \"10d\" }", ten), ElementsAre("2:27: " + lost));
  EXPECT_THAT(of_unit("{ for = \"9d\" }", ten), IsEmpty());
  // A month is up to 31 days.
  const std::string month = "{ after = \"1mo\", from = \"earn\" }";
  EXPECT_THAT(of_unit("{ for = \"30d\" }", month), IsEmpty());
  EXPECT_THAT(of_unit("{ for = \"31d\" }", month),
              ElementsAre("2:27: " + lost));
  // Counted from the activation it is always later.
  EXPECT_THAT(of_unit("{ for = \"90d\" }", "{ after = \"10d\" }"), IsEmpty());
  // What is earned behind the date is usable.
  EXPECT_THAT(of_unit("{ until = \"2027-01-01\" }", ten), IsEmpty());
}

TEST(LotWarningsTest, RuleWithDatesOfItsOwn) {
  const std::string rule =
      "[[earn]]\nname = \"base\"\non = \"purchase\"\ngive = 1\n"
      "expiry = { after = \"1d\", from = \"earn\" }\n";
  EXPECT_THAT(WarningsBehindHead(rule), IsEmpty());
  EXPECT_THAT(WarningsBehindHead(rule + "pending = { for = \"2d\" }\n"),
              ElementsAre("8:11: what waits so long has expired before it can "
                          "be used; valid: a pending that ends before the "
                          "expiry"));
  // The pending is the unit's, which by itself is sound.
  EXPECT_THAT(
      WarningsOf("program.name = \"p\"\n"
                 "unit.points = { pending = { for = \"2d\" } }\n" +
                 rule),
      ElementsAre("7:10: what waits so long has expired before it can be used; "
                  "valid: a pending that ends before the expiry"));
}

TEST(LotWarningsTest, NoTimeAtAll) {
  const auto of_unit = [](const std::string& keys) {
    return WarningsOf("program.name = \"p\"\nunit.points = { " + keys + " }\n");
  };
  const std::string at_once =
      "what is earned expires at once, and hardly does more than pay a debt; "
      "valid: a longer time, or round";
  const std::string no_wait =
      "it waits for no time; valid: a longer one, or \"none\"";
  EXPECT_THAT(of_unit("expiry = { after = \"0d\" }"),
              ElementsAre("2:26: " + at_once));
  EXPECT_THAT(of_unit("expiry = { after = \"0mo\", from = \"earn\" }"),
              ElementsAre("2:26: " + at_once));
  EXPECT_THAT(
      of_unit("pending = { for = \"9d\" }, expiry = { after = \"0d\" }"),
      ElementsAre("2:52: " + at_once));
  EXPECT_THAT(of_unit("pending = { for = \"0d\" }"),
              ElementsAre("2:27: " + no_wait));
  // To the end of the day it is some time.
  EXPECT_THAT(of_unit("expiry = { after = \"0d\", round = \"end_of_day\" }"),
              IsEmpty());
  EXPECT_THAT(of_unit("pending = { for = \"0d\", round = \"end_of_day\" }"),
              IsEmpty());
  const std::string rule =
      "[[earn]]\nname = \"base\"\non = \"purchase\"\ngive = 1\n";
  EXPECT_THAT(WarningsBehindHead(rule + "expiry = { after = \"0d\" }\n"),
              ElementsAre("7:10: " + at_once));
  // What the unit says is told there alone.
  EXPECT_THAT(WarningsOf("program.name = \"p\"\nunit.points = { expiry = { "
                         "after = \"0d\" } }\n" +
                         rule + "pending = { for = \"1d\" }\n")
                  .size(),
              2u);
}

constexpr char kTiers[] =
    "[[tier_set]]\n"
    "name = \"status\"\n"
    "basis = \"spend\"\n"
    "window = \"calendar_year\"\n"
    "tiers = [{ name = \"silver\", at = 10 }, { name = \"gold\", at = 20 }]\n"
    "[[earn]]\n"
    "name = \"base\"\n"
    "on = \"purchase\"\n"
    "basis = \"total\"\n"
    "give = 1\n"
    "per = 100\n";

// Its lines begin at 14.
std::vector<std::string> OfMultiplier(const std::string& keys) {
  return WarningsBehindHead(absl::StrCat(
      kTiers, "[[earn]]\nname = \"more\"\non = \"purchase\"\n", keys));
}

TEST(LotWarningsTest, EventsShouldKeepWhatTheyGive) {
  const auto with = [](const std::string& activities, const std::string& keys) {
    return WarningsOf(
        "program = { name = \"p\" }\n"
        "unit.points = { expiry = { inactive = \"90d\"" +
        activities +
        " } }\n"
        "[[earn]]\nname = \"visit\"\non = \"event\"\ngive = 1\n" +
        keys);
  };
  const std::string warning =
      "5:6: no event keeps what it gives from being lost by inactivity; valid: "
      "with \"event\" among the activities of its unit";
  EXPECT_THAT(with("", ""), ElementsAre(warning));
  EXPECT_THAT(
      with(", activities = \"purchase\"", "expiry = { after = \"9d\" }"),
      ElementsAre(warning));
  // What multiplies it is no other case.
  EXPECT_THAT(with("",
                   "[[earn]]\nname = \"more\"\non = \"event\"\n"
                   "multiply = \"visit\"\nby = 2\n"),
              ElementsAre(warning));
  EXPECT_THAT(with(", activities = [\"award\", \"event\"]", ""), IsEmpty());
}

TEST(EarnWarningsTest, MultiplierMustGiveMore) {
  const std::string one =
      "what is multiplied by 1 gives nothing more; valid: above 1";
  EXPECT_THAT(OfMultiplier("multiply = \"base\"\nby = 1\n"),
              ElementsAre("18:6: " + one));
  EXPECT_THAT(OfMultiplier("multiply = \"base\"\nby = \"7/7\"\n"),
              ElementsAre("18:6: " + one));
  EXPECT_THAT(OfMultiplier("multiply = \"base\"\nby = \"8/7\"\n"), IsEmpty());
  EXPECT_THAT(OfMultiplier("multiply = \"base\"\nby_tier = { gold = 1 }\n"),
              ElementsAre("18:11: " + one));
  EXPECT_THAT(OfMultiplier("multiply = \"base\"\n"
                           "by_tier = { silver = 1, gold = 2 }\n"),
              IsEmpty());
}

TEST(EarnWarningsTest, TiersOfAMultiplierMustGoTogether) {
  const std::string nothing =
      "the rule gives nothing to who has one of these; valid: tiers for which ";
  EXPECT_THAT(OfMultiplier("multiply = \"base\"\nby_tier = { gold = 2 }\n"
                           "tier = \"silver\"\n"),
              ElementsAre("19:8: " + nothing + "by_tier has more than 1"));
  EXPECT_THAT(OfMultiplier("multiply = \"base\"\nby_tier = { gold = 2 }\n"
                           "tier = [\"silver\", \"gold\"]\n"),
              IsEmpty());
  const std::string base =
      "give = 5\ntier = \"gold\"\n"
      "[[earn]]\nname = \"most\"\non = \"purchase\"\n"
      "multiply = \"more\"\nby = 2\n";
  EXPECT_THAT(OfMultiplier(base + "tier = \"silver\"\n"),
              ElementsAre("24:8: " + nothing + "\"more\" gives"));
  EXPECT_THAT(OfMultiplier(base + "tier = \"gold\"\n"), IsEmpty());
  EXPECT_THAT(OfMultiplier(base), IsEmpty());
}

TEST(EarnWarningsTest, TiersOfTwoSetsMayMeet) {
  const std::string sets =
      "[[tier_set]]\nname = \"more\"\nbasis = \"visits\"\n"
      "window = \"calendar_year\"\ntiers = [{ name = \"blue\", at = 1 }]\n";
  EXPECT_THAT(OfMultiplier("multiply = \"base\"\nby_tier = { gold = 2 }\n"
                           "tier = \"blue\"\n" +
                           sets),
              IsEmpty());
}

TEST(EarnWarningsTest, LargeBasketMustFit) {
  const auto of_rate = [](const std::string& more) {
    return WarningsOf(
        "program.name = \"p\"\nunit.points = { decimals = 6 }\n"
        "[[earn]]\nname = \"base\"\non = \"purchase\"\nbasis = \"total\"\n"
        "give = 1\nper = 1\n" +
        more);
  };
  const std::string beyond =
      "a purchase of 1000000000000 minor units earns more than 10^18 of the "
      "smallest decimal and is refused (overflow); valid: to give less";
  // A million millionths for each of 10^12.
  EXPECT_THAT(of_rate(""), IsEmpty());
  EXPECT_THAT(of_rate("[[earn]]\nname = \"one\"\non = \"purchase\"\n"
                      "give = \"0.000001\"\n"),
              ElementsAre("10:8: " + beyond));
  EXPECT_THAT(of_rate("[[earn]]\nname = \"one\"\non = \"purchase\"\n"
                      "multiply = \"base\"\nby = \"10000001/10000000\"\n"),
              ElementsAre("10:8: " + beyond));
  EXPECT_THAT(of_rate("[[earn]]\nname = \"one\"\non = \"purchase\"\n"
                      "table = { at = 1, give = \"0.000001\" }\n"),
              ElementsAre("10:8: " + beyond));
  EXPECT_THAT(
      WarningsBehindHead("[[earn]]\nname = \"base\"\non = \"purchase\"\n"
                         "basis = \"total\"\ngive = 1000001\nper = 1\n"),
      ElementsAre("4:8: " + beyond));
}

// What may be less, or nothing, is no reason to warn.
TEST(EarnWarningsTest, OnlyWhatEveryBasketEarnsMustFit) {
  for (const char* less : {"when.store = \"york\"", "cap.day = 1",
                           "cooldown = \"1d\"", "basis.sku = \"tea\""}) {
    const bool has_basis = std::string_view(less).starts_with("basis");
    const std::string rule =
        absl::StrCat("[[earn]]\nname = \"base\"\non = \"purchase\"\n",
                     has_basis ? "" : "basis = \"total\"\n",
                     "give = 1000001\nper = 1\n", less, "\n");
    EXPECT_THAT(WarningsBehindHead(rule), IsEmpty()) << less;
    EXPECT_THAT(WarningsBehindHead(
                    rule + "[[earn]]\nname = \"more\"\non = \"purchase\"\n"
                           "multiply = \"base\"\nby = 2\n"),
                IsEmpty())
        << less;
  }
  EXPECT_THAT(WarningsBehindHead("[[earn]]\nname = \"one\"\non = \"purchase\"\n"
                                 "give = 999999999999999998\ngroup = \"g\"\n"
                                 "stacking = \"max\"\n"
                                 "[[earn]]\nname = \"two\"\non = \"purchase\"\n"
                                 "give = 999999999999999999\ngroup = \"g\"\n"
                                 "stacking = \"max\"\n"),
              ElementsAre(HasSubstr("of this group \"two\" gives more")));
}

TEST(EarnWarningsTest, ProductsOfLargeFactorsDoNotTrap) {
  std::string text =
      "[[earn]]\nname = \"base\"\non = \"purchase\"\nbasis = \"total\"\n"
      "give = 4294967295\nper = 1\ncombine = \"compound\"\n";
  for (const char* name : {"a", "b"}) {
    absl::StrAppend(&text, "[[earn]]\nname = \"", name,
                    "\"\non = \"purchase\"\nmultiply = \"base\"\nby = 65535\n");
  }
  EXPECT_EQ(WarningsBehindHead(text).size(), 1u);
}

TEST(TierWarningsTest, WindowMustHaveEnoughVisits) {
  const auto of_visits = [](const std::string& window, int per_day, int at) {
    return WarningsBehindHead(absl::StrCat(
        "[[tier_set]]\nname = \"regulars\"\nbasis = \"visits\"\nper_day = ",
        per_day, "\nwindow = ", window,
        "\ntiers = [{ name = \"one\", at = ", at, " }]\n"));
  };
  const auto never = [](int most) {
    return absl::StrCat("8:31: tier \"one\" is never reached: at most ", most,
                        " visits of a window count; valid: at most ", most);
  };
  EXPECT_THAT(of_visits("\"calendar_year\"", 1, 366), IsEmpty());
  EXPECT_THAT(of_visits("\"calendar_year\"", 1, 367), ElementsAre(never(366)));
  EXPECT_THAT(of_visits("\"membership_year\"", 1, 367), IsEmpty());
  EXPECT_THAT(of_visits("\"membership_year\"", 2, 735),
              ElementsAre(never(734)));
  EXPECT_THAT(of_visits("{ months = 1 }", 1, 31), IsEmpty());
  EXPECT_THAT(of_visits("{ months = 1 }", 1, 32), ElementsAre(never(31)));
  EXPECT_THAT(of_visits("{ months = 2 }", 1, 63), ElementsAre(never(62)));
  EXPECT_THAT(of_visits("{ months = 60 }", 1, 1827), IsEmpty());
  EXPECT_THAT(of_visits("{ months = 60 }", 1, 1828), ElementsAre(never(1827)));
}

TEST(TierWarningsTest, BalanceMustNotBeRedeemedBefore) {
  const auto of_balance = [](const std::string& at, const std::string& unit) {
    return WarningsBehindHead(absl::StrCat(
        "unit.stars = {}\n[[tier_set]]\nname = \"rich\"\nbasis = \"balance\"\n"
        "unit = \"points\"\nwindow = \"calendar_year\"\n"
        "tiers = [{ name = \"some\", at = 99 }, { name = \"many\", at = ",
        at, " }]\n[[auto_redeem]]\nunit = \"", unit,
        "\"\nwhen = \"credit\"\nat = 500\ntake = 100\n"));
  };
  EXPECT_THAT(of_balance("499", "points"), IsEmpty());
  EXPECT_THAT(
      of_balance("500", "points"),
      ElementsAre("9:60: tier \"many\" is hardly reached: auto_redeem "
                  "takes of the balance from 500 on; valid: below 500"));
  EXPECT_THAT(of_balance("500", "stars"), IsEmpty());
}

TEST(RewardWarningsTest, StockMustBeWorthItsLimit) {
  const auto of_stock = [](const std::string& keys) {
    return WarningsBehindHead("[[reward]]\nname = \"cup\"\ncost = 1\n" + keys);
  };
  EXPECT_THAT(of_stock("stock = 0\n"),
              ElementsAre("6:9: nobody ever gets one; valid: at least 1, or no "
                          "stock"));
  EXPECT_THAT(of_stock("stock = 3\nlimit = 2\n"), IsEmpty());
  EXPECT_THAT(of_stock("stock = 3\nlimit = 3\n"),
              ElementsAre("7:9: limit = 3 is never reached: there are 3 for "
                          "all; valid: below 3"));
  EXPECT_THAT(of_stock("limit = 3\n"), IsEmpty());
}

TEST(RewardWarningsTest, BudgetMustBeOfARule) {
  const std::string budget = "[[budget]]\nname = \"spring\"\namount = 9\n";
  EXPECT_THAT(WarningsBehindHead(budget),
              ElementsAre("4:8: budget \"spring\" limits nothing; valid: an "
                          "earn rule with budget = \"spring\", or "
                          "funding_class"));
  EXPECT_THAT(WarningsBehindHead(
                  budget + "[[earn]]\nname = \"base\"\non = \"purchase\"\n"
                           "basis = \"total\"\ngive = 1\nper = 1\n"
                           "budget = \"spring\"\n"),
              IsEmpty());
}

TEST(RewardWarningsTest, BudgetMustHaveEnoughForAGift) {
  const auto of_gift = [](const std::string& keys) {
    return WarningsBehindHead(
        "[[budget]]\nname = \"spring\"\namount = 9\n"
        "[[earn]]\nname = \"gift\"\non = \"purchase\"\n"
        "budget = \"spring\"\n" +
        keys);
  };
  EXPECT_THAT(of_gift("give = 10\n"),
              ElementsAre("9:10: the rule gives nothing: give is more than the "
                          "9 of budget \"spring\"; valid: to give less, or "
                          "partial = true"));
  EXPECT_THAT(of_gift("give = 9\n"), IsEmpty());
  EXPECT_THAT(of_gift("give = 10\npartial = true\n"), IsEmpty());
  EXPECT_THAT(of_gift("give = 10\ncap = { day = 15 }\n"), IsEmpty());
}

TEST(RewardWarningsTest, ClassOfABudgetMayBeMisspelt) {
  const auto of_class = [](const std::string& funding_class) {
    return WarningsBehindHead(
        "[[budget]]\nname = \"fuel\"\namount = 9\n"
        "funding_class = \"partner:fuel\"\n"
        "[[earn]]\nname = \"base\"\non = \"purchase\"\n"
        "basis = \"total\"\ngive = 1\nper = 1\nfunding_class = \"" +
        funding_class + "\"\n");
  };
  EXPECT_THAT(of_class("partner:feul"),
              ElementsAre("13:17: no budget pays for funding_class = "
                          "\"partner:feul\"; valid: \"partner:fuel\" is one "
                          "with a budget"));
  EXPECT_THAT(of_class("partner:bank"), IsEmpty());
  EXPECT_THAT(of_class("feul"), IsEmpty());
}

TEST(RewardWarningsTest, RedemptionMustLeaveSomethingForTheNext) {
  const auto of_two = [](const std::string& times, const std::string& when,
                         const std::string& at) {
    return WarningsBehindHead(
        "[[auto_redeem]]\nwhen = \"credit\"\nat = 100\ntake = 50\n" + times +
        "[[auto_redeem]]\nwhen = \"" + when + "\"\nat = " + at +
        "\ntake = 10\n");
  };
  const std::string all = "times = \"while\"\n";
  EXPECT_THAT(of_two(all, "credit", "100"),
              ElementsAre("10:6: at = 100 is never available: an auto_redeem "
                          "before leaves less than 100; valid: below 100"));
  EXPECT_THAT(of_two(all, "credit", "99"), IsEmpty());
  EXPECT_THAT(of_two(all, "purchase", "100"), IsEmpty());
  EXPECT_THAT(of_two("", "credit", "100"), IsEmpty());
}

// Allowances of [on, amount, per].
std::string Allowances(const std::vector<std::vector<std::string>>& all) {
  std::string text;
  for (const auto& one : all) {
    absl::StrAppend(&text, "[[allowance]]\non = ", one[0],
                    "\namount = ", one[1], "\nper = \"", one[2], "\"\n");
  }
  return text;
}

TEST(GiftWarningsTest, AllowanceMustBeReached) {
  struct Case {
    std::string amount;
    std::string per;
    std::string other_amount;
    std::string other_per;
    bool is_implied;
  };
  const std::vector<Case> cases = {
      {"100", "command", "100", "day", true},
      {"99", "command", "100", "day", false},
      {"100", "day", "100", "week", true},
      {"99", "day", "100", "week", false},
      {"70", "week", "10", "day", true},
      {"69", "week", "10", "day", false},
      {"310", "month", "10", "day", true},
      {"309", "month", "10", "day", false},
      {"3660", "year", "10", "day", true},
      {"3659", "year", "10", "day", false},
      {"60", "month", "10", "week", true},
      {"59", "month", "10", "week", false},
      {"540", "year", "10", "week", true},
      {"539", "year", "10", "week", false},
      {"120", "year", "10", "month", true},
      {"119", "year", "10", "month", false},
      // A week that two months share.
      {"20", "week", "10", "month", true},
      {"19", "week", "10", "month", false},
      {"10", "month", "10", "year", true},
      {"9", "month", "10", "year", false},
      {"1000", "day", "10", "command", false},
      {"10", "day", "10", "day", true},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.amount + " per " + one.per + ", " + one.other_amount +
                 " per " + one.other_per);
    const auto found = WarningsBehindHead(
        Allowances({{"\"transfer\"", one.other_amount, one.other_per},
                    {"\"transfer\"", one.amount, one.per}}));
    if (!one.is_implied) {
      EXPECT_THAT(found, IsEmpty());
      continue;
    }
    EXPECT_THAT(
        found, ElementsAre(absl::StrCat(
                   "9:10: amount = ", one.amount,
                   " is never reached: another allowance is of ",
                   one.other_amount, " per ", one.other_per, "; valid: less")));
  }
}

TEST(GiftWarningsTest, AllowanceOfMoreIsNotImplied) {
  const std::string both = "[\"transfer\", \"donate\"]";
  EXPECT_THAT(WarningsBehindHead(Allowances(
                  {{"\"transfer\"", "10", "day"}, {both, "100", "week"}})),
              IsEmpty());
  EXPECT_EQ(WarningsBehindHead(Allowances({{both, "10", "day"},
                                           {"\"transfer\"", "100", "week"}}))
                .size(),
            1u);
}

TEST(GiftWarningsTest, SomebodyMustBeAllowedToGive) {
  const std::string nobody =
      "nobody may do what it allows; valid: an allowance of what somebody may "
      "give";
  const std::string day = Allowances({{"\"transfer\"", "10", "day"}});
  EXPECT_THAT(WarningsBehindHead("transfer.give = \"nobody\"\n" + day),
              ElementsAre("5:6: " + nobody));
  EXPECT_THAT(WarningsBehindHead("transfer.receive = \"nobody\"\n" + day),
              ElementsAre("5:6: " + nobody));
  EXPECT_THAT(WarningsBehindHead("donate.give = \"nobody\"\n" + day),
              IsEmpty());
  EXPECT_THAT(WarningsBehindHead(
                  "transfer.give = \"nobody\"\n" +
                  Allowances({{"[\"transfer\", \"donate\"]", "10", "day"}})),
              IsEmpty());
}

TEST(GiftWarningsTest, ReferralMustHaveWhatItKeepsAndLimits) {
  EXPECT_THAT(
      WarningsBehindHead(
          "referral = { referee = 1, when = \"enrolment\", keep = true, "
          "cap = 3 }\n"),
      ElementsAre("3:54: no purchase is paid for that could be "
                  "returned; valid: with when = \"first_purchase\" or "
                  "\"spend\"",
                  "3:66: the referrer gets nothing that could be "
                  "limited; valid: beside referrer"));
  EXPECT_THAT(
      WarningsBehindHead(
          "referral = { referrer = 1, when = \"first_purchase\", keep = "
          "true, cap = 3 }\n"),
      IsEmpty());
}

}  // namespace
}  // namespace kumbara
