#include "engine/base/period.h"

#include "absl/strings/str_format.h"

namespace kumbara {
namespace {

constexpr std::int64_t kDayMicros = 86'400'000'000;
// 1970-01-01 was a Thursday.
constexpr std::int64_t kDaysFromMonday = 3;

std::int64_t FloorOf(std::int64_t value, std::int64_t divisor) {
  return value / divisor - (value % divisor < 0 ? 1 : 0);
}

std::string DayText(std::int64_t day) {
  const Date date = DateOf({day * kDayMicros});
  return absl::StrFormat("%04d-%02d-%02d", date.year, date.month, date.day);
}

}  // namespace

std::int64_t PeriodNumber(Period period, Instant instant, const Zone& zone) {
  if (period == Period::kLifetime) return 0;
  const LocalTime local = zone.ToLocal(instant);
  const std::int64_t day = FloorOf(local.micros, kDayMicros);
  switch (period) {
    case Period::kLifetime:
      break;
    case Period::kDay:
      return day;
    case Period::kWeek:
      return FloorOf(day + kDaysFromMonday, 7);
    case Period::kMonth:
      return MonthNumberOf(local);
    case Period::kYear:
      return DateOf(local).year;
  }
  return 0;
}

std::string PeriodText(Period period, std::int64_t number) {
  switch (period) {
    case Period::kLifetime:
      break;
    case Period::kDay:
      return DayText(number);
    case Period::kWeek:
      return DayText(number * 7 - kDaysFromMonday);
    case Period::kMonth:
      return absl::StrFormat("%04d-%02d", number / 12, number % 12 + 1);
    case Period::kYear:
      return absl::StrFormat("%04d", number);
  }
  return std::string(kPeriodWords[0]);
}

}  // namespace kumbara
