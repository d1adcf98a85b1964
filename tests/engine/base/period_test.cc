#include "engine/base/period.h"

#include <fstream>
#include <iterator>
#include <string>

#include "engine/base/time_text.h"
#include "gtest/gtest.h"

namespace kumbara {
namespace {

Zone Prague() {
  std::ifstream file("/usr/share/zoneinfo/Europe/Prague", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  absl::StatusOr<Zone> zone = Zone::FromBytes("Europe/Prague", bytes);
  EXPECT_TRUE(zone.ok()) << zone.status();
  return *std::move(zone);
}

std::string TextIn(Period period, std::string_view instant, const Zone& zone) {
  return PeriodText(period, PeriodNumber(period, *ParseInstant(instant), zone));
}

TEST(PeriodTest, EachHasTheLocalDaysThatItIsNamedBy) {
  const Zone utc;
  // The 4th of January 2026 is a Sunday.
  EXPECT_EQ(TextIn(Period::kLifetime, "2026-01-04T12:00:00Z", utc), "lifetime");
  EXPECT_EQ(TextIn(Period::kDay, "2026-01-04T23:59:59Z", utc), "2026-01-04");
  EXPECT_EQ(TextIn(Period::kWeek, "2026-01-04T23:59:59Z", utc), "2025-12-29");
  EXPECT_EQ(TextIn(Period::kWeek, "2026-01-05T00:00:00Z", utc), "2026-01-05");
  EXPECT_EQ(TextIn(Period::kMonth, "2025-12-31T23:59:59Z", utc), "2025-12");
  EXPECT_EQ(TextIn(Period::kYear, "2025-12-31T23:59:59Z", utc), "2025");
  EXPECT_EQ(TextIn(Period::kYear, "2026-01-01T00:00:00Z", utc), "2026");
}

TEST(PeriodTest, TheZoneSaysWhenOneBegins) {
  const Zone prague = Prague();
  EXPECT_EQ(TextIn(Period::kDay, "2026-03-31T21:59:59Z", prague), "2026-03-31");
  EXPECT_EQ(TextIn(Period::kDay, "2026-03-31T22:00:00Z", prague), "2026-04-01");
  EXPECT_EQ(TextIn(Period::kMonth, "2026-03-31T22:00:00Z", prague), "2026-04");
  EXPECT_EQ(TextIn(Period::kYear, "2025-12-31T23:00:00Z", prague), "2026");
  EXPECT_EQ(TextIn(Period::kWeek, "2026-01-04T23:00:00Z", prague),
            "2026-01-05");
}

TEST(PeriodTest, WeeksAndDaysGoOnBefore1970) {
  const Zone utc;
  EXPECT_EQ(TextIn(Period::kDay, "1969-12-31T23:59:59.999999Z", utc),
            "1969-12-31");
  EXPECT_EQ(TextIn(Period::kWeek, "1969-12-28T23:59:59Z", utc), "1969-12-22");
  EXPECT_EQ(TextIn(Period::kWeek, "1969-12-29T00:00:00Z", utc), "1969-12-29");
  EXPECT_EQ(
      PeriodNumber(Period::kWeek, *ParseInstant("1969-12-29T00:00:00Z"), utc),
      0);
  EXPECT_EQ(TextIn(Period::kMonth, "0001-01-01T00:00:00Z", utc), "0001-01");
  EXPECT_EQ(TextIn(Period::kYear, "9999-12-31T23:59:59Z", utc), "9999");
}

}  // namespace
}  // namespace kumbara
