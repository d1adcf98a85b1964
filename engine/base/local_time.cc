#include "engine/base/local_time.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace kumbara {
namespace {

constexpr std::int64_t kMicrosPerDay = 86'400'000'000;
constexpr std::int64_t kMonthLeast = -1 * 12;
constexpr std::int64_t kMonthGreatest = 10'001 * 12 + 11;

struct DayAndTime {
  std::int64_t day;   // Since 1970-01-01.
  std::int64_t time;  // Microseconds since 00:00.
};

// Rounds down, before 1970 too.
DayAndTime Split(LocalTime local) {
  DayAndTime split{local.micros / kMicrosPerDay, local.micros % kMicrosPerDay};
  if (split.time < 0) {
    --split.day;
    split.time += kMicrosPerDay;
  }
  return split;
}

std::chrono::year_month_day CalendarDay(std::int64_t day) {
  return std::chrono::sys_days(std::chrono::days(day));
}

LocalTime FirstOf(std::chrono::year_month month) {
  const std::chrono::sys_days day = month / std::chrono::day(1);
  return {day.time_since_epoch().count() * kMicrosPerDay};
}

std::int64_t MonthNumber(std::chrono::year_month_day date) {
  return static_cast<int>(date.year()) * std::int64_t{12} +
         static_cast<unsigned>(date.month()) - 1;
}

}  // namespace

Date DateOf(LocalTime local) {
  const std::chrono::year_month_day date = CalendarDay(Split(local).day);
  return {static_cast<int>(date.year()),
          static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day()))};
}

LocalTime StartOf(Date date) {
  const std::chrono::year_month month(
      std::chrono::year(date.year),
      std::chrono::month(static_cast<unsigned>(date.month)));
  const std::chrono::day last = (month / std::chrono::last).day();
  const std::chrono::day day(static_cast<unsigned>(date.day));
  const std::chrono::sys_days start = month / std::min(day, last);
  return {start.time_since_epoch().count() * kMicrosPerDay};
}

int MonthNumberOf(LocalTime local) {
  return static_cast<int>(MonthNumber(CalendarDay(Split(local).day)));
}

LocalTime AddMonths(LocalTime local, std::int64_t months) {
  const DayAndTime from = Split(local);
  const std::chrono::year_month_day date = CalendarDay(from.day);
  constexpr std::int64_t kSpan = kMonthGreatest - kMonthLeast;
  const std::int64_t number =
      std::clamp(MonthNumber(date) + std::clamp(months, -kSpan, kSpan),
                 kMonthLeast, kMonthGreatest);
  // Counted from year -1, so that division rounds down.
  const auto of_least = static_cast<int>(number - kMonthLeast);
  LocalTime sum =
      StartOf({of_least / 12 - 1, of_least % 12 + 1,
               static_cast<int>(static_cast<unsigned>(date.day()))});
  sum.micros += from.time;
  return sum;
}

LocalTime StartOfNextDay(LocalTime local) {
  return {(Split(local).day + 1) * kMicrosPerDay};
}

LocalTime StartOfNextMonth(LocalTime local) {
  const std::chrono::year_month_day date = CalendarDay(Split(local).day);
  return FirstOf(date.year() / date.month() + std::chrono::months(1));
}

LocalTime StartOfNextYear(LocalTime local) {
  const std::chrono::year_month_day date = CalendarDay(Split(local).day);
  return FirstOf((date.year() + std::chrono::years(1)) / std::chrono::January);
}

std::ostream& operator<<(std::ostream& out, LocalTime local) {
  const Date date = DateOf(local);
  const std::int64_t time = Split(local).time;
  const auto seconds = static_cast<int>(time / 1'000'000);
  std::array<char, 64> text;
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02d %02d:%02d:%02d.%06d",
                date.year, date.month, date.day, seconds / 3600,
                seconds / 60 % 60, seconds % 60,
                static_cast<int>(time % 1'000'000));
  return out << text.data();
}

}  // namespace kumbara
