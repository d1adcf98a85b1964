#include "engine/base/time_text.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace kumbara {
namespace {

struct TextCase {
  std::string name;
  std::string text;
  std::int64_t micros;
  std::string shortest;
};

class TimeTextGoodTest : public testing::TestWithParam<TextCase> {};

TEST_P(TimeTextGoodTest, IsReadAndWrittenBackInItsShortestForm) {
  const std::optional<Instant> instant = ParseInstant(GetParam().text);
  ASSERT_TRUE(instant);
  EXPECT_EQ(instant->micros(), GetParam().micros);
  EXPECT_EQ(ToText(*instant), GetParam().shortest);
  EXPECT_EQ(ParseInstant(GetParam().shortest), instant);
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Case, TimeTextGoodTest, testing::ValuesIn(std::vector<TextCase>{
  // name             text                           micros                  shortest
  {"epoch",           "1970-01-01T00:00:00Z",        0,                      "1970-01-01T00:00:00Z"},
  {"date_alone",      "1970-01-02",                  86'400'000'000,         "1970-01-02T00:00:00Z"},
  {"second_of_2011",  "2011-12-09T12:50:00Z",        1'323'435'000'000'000,  "2011-12-09T12:50:00Z"},
  {"one_decimal",     "1970-01-01T00:00:00.5Z",      500'000,                "1970-01-01T00:00:00.5Z"},
  {"six_decimals",    "1970-01-01T00:00:00.000001Z", 1,                      "1970-01-01T00:00:00.000001Z"},
  {"trailing_zeros",  "1970-01-01T00:00:00.120000Z", 120'000,                "1970-01-01T00:00:00.12Z"},
  {"before_epoch",    "1969-12-31T23:59:59.999999Z", -1,                     "1969-12-31T23:59:59.999999Z"},
  {"offset_east",     "1970-01-01T02:00:00+02:00",   0,                      "1970-01-01T00:00:00Z"},
  {"offset_west",     "1969-12-31T18:30:00-05:30",   0,                      "1970-01-01T00:00:00Z"},
  {"offset_decimals", "1970-01-01T01:00:00.25+01:00", 250'000,               "1970-01-01T00:00:00.25Z"},
  {"leap_day",        "2000-02-29T00:00:00Z",        951'782'400'000'000,    "2000-02-29T00:00:00Z"},
  {"first",           "0001-01-01T00:00:00Z",        Instant::kMin,          "0001-01-01T00:00:00Z"},
  {"last",            "9999-12-31T23:59:59.999999Z", Instant::kMax,          "9999-12-31T23:59:59.999999Z"},
}), [](const auto& test) { return test.param.name; });
// clang-format on

struct BadTimeCase {
  std::string name;
  std::string text;
};

class TimeTextBadTest : public testing::TestWithParam<BadTimeCase> {};

TEST_P(TimeTextBadTest, IsRefused) {
  EXPECT_FALSE(ParseInstant(GetParam().text)) << GetParam().text;
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Case, TimeTextBadTest, testing::ValuesIn(std::vector<BadTimeCase>{
  {"empty",                 ""},
  {"year_alone",            "2011"},
  {"feb_29_common_year",    "2011-02-29"},
  {"feb_29_of_1900",        "1900-02-29"},
  {"month_13",              "2011-13-01"},
  {"month_0",               "2011-00-01"},
  {"day_0",                 "2011-01-00"},
  {"day_31_of_april",       "2011-04-31"},
  {"year_0",                "0000-01-01"},
  {"hour_24",               "2011-12-09T24:00:00Z"},
  {"minute_60",             "2011-12-09T12:60:00Z"},
  {"leap_second",           "2016-12-31T23:59:60Z"},
  {"no_zone",               "2011-12-09T12:50:00"},
  {"small_t",               "2011-12-09t12:50:00Z"},
  {"small_z",               "2011-12-09T12:50:00z"},
  {"space_for_t",           "2011-12-09 12:50:00Z"},
  {"no_seconds",            "2011-12-09T12:50Z"},
  {"point_without_digits",  "2011-12-09T12:50:00.Z"},
  {"seven_decimals",        "2011-12-09T12:50:00.1234567Z"},
  {"offset_without_colon",  "2011-12-09T12:50:00+0100"},
  {"offset_hour_24",        "2011-12-09T12:50:00+24:00"},
  {"offset_minute_60",      "2011-12-09T12:50:00+01:60"},
  {"text_behind",           "2011-12-09T12:50:00Z "},
  {"text_behind_date",      "2011-12-09Z"},
  {"letter_in_year",        "20x1-12-09"},
  {"sign_in_day",           "2011-12-+9"},
  {"before_the_first",      "0001-01-01T00:00:00+00:01"},
  {"after_the_last",        "9999-12-31T23:59:59-00:01"},
}), [](const auto& test) { return test.param.name; });
// clang-format on

TEST(TimeTextTest, InstantBeforeAllOthersIsADash) {
  EXPECT_EQ(ToText(Instant::Least()), "-");
}

}  // namespace
}  // namespace kumbara
