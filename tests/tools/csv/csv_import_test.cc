// What rows of imports have, by what they bring.

#include <map>
#include <optional>
#include <string>

#include "engine/base/time_text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/tools/csv/parsed_row.h"

namespace kumbara::tools {
namespace {

using ::testing::HasSubstr;

TEST(RowParserTest, TakesAnImportedLot) {
  const Parsed p(kAllColumns, Line("import", {{"points", "5"},
                                              {"unit", "p"},
                                              {"what", "lot"},
                                              {"funding_class", "f"},
                                              {"activation", "2011-01-02"},
                                              {"expiry", "2012-01-02"},
                                              {"vintage", "2010-12"}}));
  ASSERT_TRUE(p.good) << p.error;
  EXPECT_EQ(p.row.rare.what, ImportWhat::kLot);
  EXPECT_EQ(p.row.rare.activation, ParseInstant("2011-01-02"));
  EXPECT_EQ(p.row.rare.expiry, ParseInstant("2012-01-02"));
  EXPECT_EQ(p.row.rare.vintage, 2010 * 12 + 11);
}

TEST(RowParserTest, AnImportedLotThatNeverExpiresHasNoExpiry) {
  for (const char* expiry : {"", "never"}) {
    const Parsed p(kAllColumns, Line("import", {{"points", "5"},
                                                {"unit", "p"},
                                                {"what", "lot"},
                                                {"expiry", expiry}}));
    ASSERT_TRUE(p.good) << p.error;
    EXPECT_EQ(p.row.rare.expiry, std::nullopt);
  }
}

std::string ImportLine(const std::map<std::string, std::string>& fields) {
  return Line("import", {fields.begin(), fields.end()});
}

// What goes with an import.
std::map<std::string, std::string> FieldsOf(ImportWhat what) {
  switch (MeasureOf(what)) {
    case ImportMeasure::kOfUnit:
      return {{"points", "5"}, {"unit", "p"}};
    case ImportMeasure::kMoney:
      return {{"amount_minor", "5"}};
    case ImportMeasure::kTimes:
      return {{"quantity", "5"}};
    case ImportMeasure::kTier:
      return {{"tier", "gold"}};
    case ImportMeasure::kPurchase:
      return {{"amount_minor", "5"}};
    case ImportMeasure::kNothing:
      break;
  }
  return {};
}

TEST(RowParserTest, EveryThingToImportHasItsNameAndWhatGoesWithIt) {
  for (std::uint8_t number = 1; number <= kImportWhatLast; ++number) {
    const auto what = static_cast<ImportWhat>(number);
    auto fields = FieldsOf(what);
    fields["what"] = std::string(Name(what));
    const Parsed p(kAllColumns, ImportLine(fields));
    ASSERT_TRUE(p.good) << p.error;
    EXPECT_EQ(p.row.rare.what, what);
    for (const auto& [column, value] : FieldsOf(what)) {
      auto without = fields;
      without.erase(column);
      const Parsed bad(kAllColumns, ImportLine(without));
      EXPECT_THAT(bad.error, HasSubstr(column +
                                       ": expected a value in an "
                                       "import of " +
                                       std::string(Name(what))));
    }
    for (std::uint8_t other = 1; other <= kImportWhatLast; ++other) {
      for (const auto& [column, value] :
           FieldsOf(static_cast<ImportWhat>(other))) {
        const bool may_have_points = what == ImportWhat::kPurchase &&
                                     (column == "points" || column == "unit");
        if (fields.contains(column) || may_have_points) continue;
        auto with = fields;
        with[column] = value;
        const Parsed bad(kAllColumns, ImportLine(with));
        EXPECT_THAT(bad.error, HasSubstr(column +
                                         ": expected nothing in an "
                                         "import of " +
                                         std::string(Name(what))));
      }
    }
  }
}

TEST(RowParserTest, AnImportedTierMayEnd) {
  const std::map<std::string, std::string> tier = {{"what", "tier"},
                                                   {"tier", "gold"}};
  auto until = [&](const std::string& expiry) {
    auto fields = tier;
    fields["expiry"] = expiry;
    return Parsed(kAllColumns, ImportLine(fields));
  };
  EXPECT_EQ(until("never").row.rare.expiry, std::nullopt);
  const Parsed p = until("2012-01-02");
  ASSERT_TRUE(p.good) << p.error;
  EXPECT_EQ(p.row.tier, "gold");
  EXPECT_EQ(p.row.rare.expiry, ParseInstant("2012-01-02"));
  EXPECT_THAT(until("2001-01-02").error,
              HasSubstr("expiry: expected an instant after occurred_at"));
}

TEST(RowParserTest, AnImportedPurchaseMayHaveEarned) {
  const auto with = [](std::map<std::string, std::string> fields) {
    fields["what"] = "purchase";
    fields["amount_minor"] = "1000";
    return Parsed(kAllColumns, ImportLine(fields));
  };
  const Parsed p = with({{"points", "12.5"},
                         {"unit", "p"},
                         {"points_left", "0"},
                         {"funding_class", "partner"},
                         {"activation", "2012-01-02"},
                         {"expiry", "2012-01-03"},
                         {"vintage", "2011-11"}});
  ASSERT_TRUE(p.good) << p.error;
  EXPECT_EQ(p.row.amount, Money(1000));
  EXPECT_EQ(p.row.points, "12.5");
  EXPECT_EQ(p.row.points_left, "0");
  EXPECT_THAT(with({{"points", "1"}}).error,
              HasSubstr("unit: expected a value beside unit or points"));
  EXPECT_THAT(with({{"unit", "p"}}).error,
              HasSubstr("points: expected a value beside unit or points"));
  for (const auto& [column, value] :
       std::map<std::string, std::string>{{"points_left", "1"},
                                          {"funding_class", "partner"},
                                          {"activation", "2012-01-02"},
                                          {"expiry", "never"},
                                          {"vintage", "2011-11"}}) {
    EXPECT_THAT(with({{column, value}}).error,
                HasSubstr(column + ": expected nothing without points"));
  }
  EXPECT_THAT(
      with({{"points", "1"}, {"unit", "p"}, {"points_left", "-1"}}).error,
      HasSubstr("points_left: expected 0 or more in a row of kind import"));
  EXPECT_THAT(
      with({{"points", "1"}, {"unit", "p"}, {"points_left", "all"}}).error,
      HasSubstr("points_left: expected a number such as 12 or 3.5"));
}

TEST(RowParserTest, ImportedSpendIsNotNegative) {
  const Parsed p(kAllColumns,
                 Line("import", {{"what", "spend"}, {"amount_minor", "-5"}}));
  EXPECT_THAT(p.error, HasSubstr("amount_minor: expected 0 or more in a row "
                                 "of kind import"));
}

}  // namespace
}  // namespace kumbara::tools
