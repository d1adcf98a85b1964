#include "engine/program/tier_rules.h"

#include "engine/base/local_time.h"
#include "engine/base/period.h"

namespace kumbara {
namespace {

// The period by the date alone. Where clocks go back over a midnight it may be
// the one beside.
std::int64_t PeriodByDate(const TierSet& set, Instant opened, Instant instant,
                          const Zone& zone) {
  switch (set.window) {
    case TierWindow::kCalendarYear:
      return PeriodNumber(Period::kYear, instant, zone);
    case TierWindow::kMonths:
      return PeriodNumber(Period::kMonth, instant, zone);
    case TierWindow::kMembershipYear:
      break;
  }
  const LocalTime local = zone.ToLocal(instant);
  const Date first = DateOf(zone.ToLocal(opened));
  const int year = DateOf(local).year;
  const LocalTime anniversary = StartOf({year, first.month, first.day});
  return year - first.year - (local < anniversary ? 1 : 0);
}

}  // namespace

std::int64_t TierPeriodOf(const TierSet& set, Instant opened, Instant instant,
                          const Zone& zone) {
  const std::int64_t period = PeriodByDate(set, opened, instant, zone);
  if (instant < TierPeriodStart(set, opened, period, zone)) return period - 1;
  if (instant >= TierPeriodStart(set, opened, period + 1, zone)) {
    return period + 1;
  }
  return period;
}

Instant TierPeriodStart(const TierSet& set, Instant opened, std::int64_t period,
                        const Zone& zone) {
  constexpr std::int64_t kYearMax = 9'999;
  const Date first = set.window == TierWindow::kMembershipYear
                         ? DateOf(zone.ToLocal(opened))
                         : Date{0, 1, 1};
  const std::int64_t year =
      set.window == TierWindow::kMonths ? period / 12 : first.year + period;
  if (year > kYearMax) return Instant::Greatest();
  if (year < 1) return Instant::Least();
  const int month = set.window == TierWindow::kMonths
                        ? static_cast<int>(period % 12) + 1
                        : first.month;
  return zone.ToInstant(StartOf({static_cast<int>(year), month, first.day}));
}

}  // namespace kumbara
