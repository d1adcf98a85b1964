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
        if (fields.contains(column)) continue;
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

TEST(RowParserTest, ImportedSpendIsNotNegative) {
  const Parsed p(kAllColumns,
                 Line("import", {{"what", "spend"}, {"amount_minor", "-5"}}));
  EXPECT_THAT(p.error, HasSubstr("amount_minor: expected 0 or more in a row "
                                 "of kind import"));
}

}  // namespace
}  // namespace kumbara::tools
