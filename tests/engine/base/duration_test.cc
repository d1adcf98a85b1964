#include "engine/base/duration.h"

#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace kumbara {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kDay = 86'400 * kSecond;

struct GoodCase {
  std::string text;
  Duration::Kind kind;
  std::int64_t count;
};

TEST(DurationTest, ReadsEveryUnit) {
  using enum Duration::Kind;
  const std::vector<GoodCase> cases = {
      {"0s", kMicros, 0},
      {"1s", kMicros, kSecond},
      {"90m", kMicros, 5'400 * kSecond},
      {"36h", kMicros, 129'600 * kSecond},
      {"365d", kMicros, 365 * kDay},
      {"2w", kMicros, 14 * kDay},
      {"0mo", kMonths, 0},
      {"18mo", kMonths, 18},
      {"4y", kMonths, 48},
      // The greatest of each.
      {"316224000000s", kMicros, 3'660'000 * kDay},
      {"3660000d", kMicros, 3'660'000 * kDay},
      {"120000mo", kMonths, 120'000},
      {"10000y", kMonths, 120'000},
  };
  for (const GoodCase& c : cases) {
    const std::optional<Duration> duration = ParseDuration(c.text);
    ASSERT_TRUE(duration) << c.text;
    EXPECT_EQ(*duration, (Duration{c.kind, c.count})) << c.text;
  }
}

TEST(DurationTest, RefusesEverythingElse) {
  for (const char* text : {"",
                           "d",
                           "30",
                           "-1d",
                           "+1d",
                           "1.5d",
                           "1 d",
                           " 1d",
                           "1d ",
                           "01d",
                           "00s",
                           "1D",
                           "1mon",
                           "1M",
                           "1yr",
                           "1y6mo",
                           "1ms",
                           "12months",
                           "0x1d",
                           "316224000001s",
                           "3660001d",
                           "522858w",
                           "120001mo",
                           "10001y",
                           "99999999999999999999999999y"}) {
    EXPECT_FALSE(ParseDuration(text)) << text;
  }
}

}  // namespace
}  // namespace kumbara
