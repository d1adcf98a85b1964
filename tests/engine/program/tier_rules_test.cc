// Periods of tier sets against the calendar, day by day and zone by zone.

#include "engine/program/tier_rules.h"

#include <fstream>
#include <iterator>

#include "engine/base/time_text.h"
#include "gtest/gtest.h"

namespace kumbara {
namespace {

constexpr std::int64_t kHour = 3'600'000'000;

Zone ZoneOf(const std::string& name) {
  std::ifstream file("/usr/share/zoneinfo/" + name, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(file), {});
  const absl::StatusOr<Zone> zone = Zone::FromBytes(name, bytes);
  EXPECT_TRUE(zone.ok()) << name;
  return zone.ok() ? *zone : Zone();
}

TierSet SetOf(TierWindow window) {
  TierSet set;
  set.window = window;
  return set;
}

std::string StartText(TierWindow window, std::int64_t period, const Zone& zone,
                      std::string_view opened) {
  return ToText(
      TierPeriodStart(SetOf(window), *ParseInstant(opened), period, zone));
}

TEST(TierRulesTest, PeriodsBeginAtLocalMidnight) {
  const Zone prague = ZoneOf("Europe/Prague");
  constexpr std::string_view kOpened = "2024-02-28T23:30:00Z";
  using enum TierWindow;
  EXPECT_EQ(StartText(kCalendarYear, 2026, prague, kOpened),
            "2025-12-31T23:00:00Z");
  EXPECT_EQ(StartText(kMonths, 2026 * 12 + 6, prague, kOpened),
            "2026-06-30T22:00:00Z");
  EXPECT_EQ(StartText(kMembershipYear, 0, prague, kOpened),
            "2024-02-28T23:00:00Z");
  EXPECT_EQ(StartText(kMembershipYear, 1, prague, kOpened),
            "2025-02-27T23:00:00Z");
  EXPECT_EQ(StartText(kMembershipYear, 4, prague, kOpened),
            "2028-02-28T23:00:00Z");
}

TEST(TierRulesTest, ThereIsNothingBeyondTheYears) {
  const TierSet years = SetOf(TierWindow::kCalendarYear);
  EXPECT_EQ(TierPeriodStart(years, Instant(), 10'000, Zone()),
            Instant::Greatest());
  EXPECT_EQ(TierPeriodStart(years, Instant(), 0, Zone()), Instant::Least());
  EXPECT_EQ(TierPeriodOf(years, Instant(), Instant(Instant::kMax), Zone()),
            9'999);
  EXPECT_EQ(TierPeriodOf(years, Instant(), Instant(Instant::kMin), Zone()), 1);
}

// Each instant lies in the period that begins at or before it and whose next
// begins after it, also where clocks go back over a midnight, as they did in
// Brazil on 27 February 2000.
TEST(TierRulesTest, EveryInstantLiesInOnePeriod) {
  for (const char* name :
       {"UTC", "Europe/Prague", "America/Havana", "Asia/Amman",
        "America/Sao_Paulo", "Pacific/Apia", "Australia/Lord_Howe"}) {
    const Zone zone = ZoneOf(name);
    for (const TierWindow window :
         {TierWindow::kCalendarYear, TierWindow::kMembershipYear,
          TierWindow::kMonths}) {
      const TierSet set = SetOf(window);
      const Instant opened = *ParseInstant("1999-02-27T12:00:00Z");
      const std::int64_t first = ParseInstant("1998-12-30T00:00:00Z")->micros();
      for (std::int64_t hour = 0; hour < 24 * 365 * 3; ++hour) {
        const Instant at(first + hour * kHour);
        const std::int64_t period = TierPeriodOf(set, opened, at, zone);
        ASSERT_LE(TierPeriodStart(set, opened, period, zone), at)
            << name << " " << ToText(at);
        ASSERT_GT(TierPeriodStart(set, opened, period + 1, zone), at)
            << name << " " << ToText(at);
      }
    }
  }
}

}  // namespace
}  // namespace kumbara
