#include "tools/csv/decimal.h"

#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace kumbara::tools {
namespace {

constexpr std::int64_t kMax = 1'000'000'000'000'000'000;

TEST(ParseWholeTest, TakesDigitsWithAnOptionalMinus) {
  EXPECT_EQ(ParseWhole("0"), 0);
  EXPECT_EQ(ParseWhole("-0"), 0);
  EXPECT_EQ(ParseWhole("007"), 7);
  EXPECT_EQ(ParseWhole("-12"), -12);
  EXPECT_EQ(ParseWhole("1000000000000000000"), kMax);
  EXPECT_EQ(ParseWhole("-1000000000000000000"), -kMax);
}

TEST(ParseWholeTest, RefusesAnythingElse) {
  for (const char* text :
       {"", "-", "+1", " 1", "1 ", "1.0", "1e3", "0x1", "--1", "1-", "1,000",
        "1000000000000000001", "-1000000000000000001", "9223372036854775808",
        "99999999999999999999999999"}) {
    EXPECT_EQ(ParseWhole(text), std::nullopt) << '"' << text << '"';
  }
}

struct ScaleCase {
  std::string text;
  int decimals;
  std::optional<std::int64_t> scaled;
};

TEST(ScaleDecimalTest, IsExactOrNothing) {
  // clang-format off
  const std::vector<ScaleCase> cases = {
    {"12",                    0,  12},
    {"12",                    2,  1200},
    {"-3.5",                  1,  -35},
    {"-3.5",                  3,  -3500},
    {"-0.05",                 2,  -5},
    {"0.000000000000000001",  18, 1},
    {"1",                     18, kMax},
    {"-1",                    18, -kMax},
    {"1.000000000000000000",  18, kMax},
    {"1.000000000000000001",  18, {}},
    {"2",                     18, {}},
    {"1000000000000000000",   0,  kMax},
    {"100000000000000000.1",  1,  {}},
    {"3.55",                  1,  {}},
    {"3.50",                  1,  {}},
    {"3.0",                   0,  {}},
    {"",                      0,  {}},
    {"-",                     0,  {}},
    {".5",                    1,  {}},
    {"5.",                    1,  {}},
    {"-.5",                   1,  {}},
    {".",                     1,  {}},
    {"1.2.3",                 3,  {}},
    {"1.-2",                  3,  {}},
    {"+1",                    0,  {}},
    {"1e2",                   0,  {}},
    {"nan",                   0,  {}},
  };
  // clang-format on
  for (const ScaleCase& c : cases) {
    EXPECT_EQ(ScaleDecimal(c.text, c.decimals), c.scaled)
        << '"' << c.text << "\" at " << c.decimals;
  }
}

TEST(DecimalsOfTest, CountsWhatIsWritten) {
  EXPECT_EQ(DecimalsOf("12"), 0);
  EXPECT_EQ(DecimalsOf("-12.50"), 2);
  EXPECT_EQ(DecimalsOf("0.000000000000000001"), 18);
  EXPECT_EQ(DecimalsOf("0.0000000000000000001"), std::nullopt);
  EXPECT_EQ(DecimalsOf("12."), std::nullopt);
  EXPECT_EQ(DecimalsOf(""), std::nullopt);
}

}  // namespace
}  // namespace kumbara::tools
