// LocalTime: what a calendar and a clock on the wall show, and the arithmetic
// of days, months and years, which needs no zone.
//
// Units:   microseconds since 1970-01-01 00:00 on the wall, each day having 24
//          hours there. Years are those of the Gregorian calendar.
// Threads: values.
// Cost:    some divisions by constants; no table, no memory.

#ifndef KUMBARA_ENGINE_BASE_LOCAL_TIME_H_
#define KUMBARA_ENGINE_BASE_LOCAL_TIME_H_

#include <compare>
#include <cstdint>
#include <ostream>

namespace kumbara {

struct LocalTime {
  std::int64_t micros = 0;

  friend auto operator<=>(const LocalTime&, const LocalTime&) = default;
};

struct Date {
  int year = 1970;
  int month = 1;  // 1 to 12.
  int day = 1;    // 1 to 31.

  friend auto operator<=>(const Date&, const Date&) = default;
};

// Years -1 to 10,001: those of Instant in any zone, and the ones beside them.
Date DateOf(LocalTime local);

// 00:00 of that date. A day behind the month's last is the last.
LocalTime StartOf(Date date);

// year × 12 + month - 1.
int MonthNumberOf(LocalTime local);

// `months` later, or earlier if negative: the same time of the same day of the
// month, or of the month's last day if it has none. Ends within the years
// -1 and 10,001, whatever `months` is.
LocalTime AddMonths(LocalTime local, std::int64_t months);

// 00:00 of the day, the month's first day and the year's first day that follow.
LocalTime StartOfNextDay(LocalTime local);
LocalTime StartOfNextMonth(LocalTime local);
LocalTime StartOfNextYear(LocalTime local);

// YYYY-MM-DD HH:MM:SS.ffffff
std::ostream& operator<<(std::ostream& out, LocalTime local);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_LOCAL_TIME_H_
