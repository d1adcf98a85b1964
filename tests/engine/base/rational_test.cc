#include "engine/base/rational.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace kumbara {
namespace {

constexpr std::int64_t kMax = Amount::kMax;

std::optional<std::int64_t> CountOf(Rational rate, std::int64_t value,
                                    Rounding rounding) {
  const std::optional<Amount> amount = Apply(rate, value, rounding);
  if (!amount) return {};
  return amount->count();
}

struct RoundingCase {
  std::string name;
  Rational rate;
  std::int64_t value;
  std::int64_t floor, half_up, half_even, ceil;
};

class RoundingTest : public testing::TestWithParam<RoundingCase> {};

TEST_P(RoundingTest, RoundsOnce) {
  const RoundingCase& c = GetParam();
  EXPECT_EQ(CountOf(c.rate, c.value, Rounding::kFloor), c.floor);
  EXPECT_EQ(CountOf(c.rate, c.value, Rounding::kHalfUp), c.half_up);
  EXPECT_EQ(CountOf(c.rate, c.value, Rounding::kHalfEven), c.half_even);
  EXPECT_EQ(CountOf(c.rate, c.value, Rounding::kCeil), c.ceil);
}

TEST_P(RoundingTest, TakesBackFromTheNegativeWhatThePositiveGave) {
  const RoundingCase& c = GetParam();
  EXPECT_EQ(CountOf(c.rate, -c.value, Rounding::kFloor), -c.floor);
  EXPECT_EQ(CountOf(c.rate, -c.value, Rounding::kHalfUp), -c.half_up);
  EXPECT_EQ(CountOf(c.rate, -c.value, Rounding::kHalfEven), -c.half_even);
  EXPECT_EQ(CountOf(c.rate, -c.value, Rounding::kCeil), -c.ceil);
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Case, RoundingTest, testing::ValuesIn(std::vector<RoundingCase>{
  // name                   rate       value   floor  half_up  half_even  ceil
  {"nothing",               {1, 100},      0,      0,       0,         0,    0},
  {"exact",                 {1, 100},    300,      3,       3,         3,    3},
  {"little_more",           {1, 100},    301,      3,       3,         3,    4},
  {"under_a_half",          {1, 100},    349,      3,       3,         3,    4},
  {"half_above_odd",        {1, 100},    350,      3,       4,         4,    4},
  {"half_above_even",       {1, 100},    250,      2,       3,         2,    3},
  {"half_above_zero",       {1, 100},     50,      0,       1,         0,    1},
  {"over_a_half",           {1, 100},    251,      2,       3,         3,    3},
  {"odd_denominator_under", {1, 3},        4,      1,       1,         1,    2},
  {"odd_denominator_over",  {1, 3},        5,      1,       2,         2,    2},
  {"multiplier_one_half",   {3, 2},        5,      7,       8,         8,    8},
  {"square_105_dollars",    {1, 1000}, 10500,     10,      11,        10,   11},
  {"square_21_dollars_90",  {1, 1000},  2190,      2,       2,         2,    3},
}), [](const auto& test) { return test.param.name; });
// clang-format on

struct RangeCase {
  std::string name;
  Rational rate;
  std::int64_t value;
  Rounding rounding;
  std::optional<std::int64_t> result;
};

class RangeTest : public testing::TestWithParam<RangeCase> {};

TEST_P(RangeTest, GivesNothingBeyondTheRange) {
  const RangeCase& c = GetParam();
  EXPECT_EQ(CountOf(c.rate, c.value, c.rounding), c.result);
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Case, RangeTest, testing::ValuesIn(std::vector<RangeCase>{
  // name               rate              value        rounding          result
  {"greatest",          {1, 1},           kMax,        Rounding::kFloor, kMax},
  {"least",             {1, 1},          -kMax,        Rounding::kFloor, -kMax},
  {"one_more",          {1, 1},           kMax + 1,    Rounding::kFloor, {}},
  {"one_less",          {1, 1},          -kMax - 1,    Rounding::kFloor, {}},
  {"rounded_into_it",   {1, 2},           2 * kMax + 1, Rounding::kFloor, kMax},
  {"rounded_out_of_it", {1, 2},           2 * kMax + 1, Rounding::kCeil, {}},
  {"greatest_product",  {UINT32_MAX, 1},  INT64_MAX,   Rounding::kFloor, {}},
  {"least_product",     {UINT32_MAX, 1},  INT64_MIN,   Rounding::kFloor, {}},
  {"wide_then_narrow",  {UINT32_MAX, UINT32_MAX}, kMax, Rounding::kHalfEven, kMax},
}), [](const auto& test) { return test.param.name; });
// clang-format on

// Products of one word and of two, about where they no longer fit one.
TEST(RationalTest, IsTheSameInOneWordAsInTwo) {
  constexpr std::array<std::uint32_t, 8> kNumbers = {
      1, 2, 3, 1'000, 65'536, 99'999'989, UINT32_MAX - 1, UINT32_MAX};
  constexpr std::uint64_t kWord = UINT64_MAX;
  for (const std::uint32_t numerator : kNumbers) {
    for (const std::uint32_t denominator : kNumbers) {
      const std::uint64_t last = kWord / numerator;
      for (const std::uint64_t from : {std::uint64_t{0}, last - 5}) {
        for (std::uint64_t i = 0; i < 10; ++i) {
          const auto value = static_cast<std::int64_t>(
              std::min<std::uint64_t>(from + i, INT64_MAX));
          for (const Rounding rounding :
               {Rounding::kFloor, Rounding::kHalfUp, Rounding::kHalfEven,
                Rounding::kCeil}) {
            EXPECT_EQ(Apply({numerator, denominator}, value, rounding),
                      Divide<Int128>(Int128{value} * numerator, denominator,
                                     rounding, false))
                << value << " * " << numerator << " / " << denominator;
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace kumbara
