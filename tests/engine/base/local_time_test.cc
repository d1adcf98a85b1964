#include "engine/base/local_time.h"

#include <algorithm>
#include <sstream>
#include <string>

#include "gtest/gtest.h"

namespace kumbara {
namespace {

constexpr std::int64_t kMicrosOfDay = 86'400'000'000;

bool IsLeap(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int DaysIn(int year, int month) {
  if (month == 2) return IsLeap(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

void Advance(Date* date) {
  if (++date->day <= DaysIn(date->year, date->month)) return;
  date->day = 1;
  if (++date->month <= 12) return;
  date->month = 1;
  ++date->year;
}

std::string TextOf(LocalTime local) {
  std::ostringstream out;
  out << local;
  return out.str();
}

// 400 years: after them the calendar begins anew.
TEST(LocalTimeTest, EveryDateOfFourCenturiesIsTheOneCounted) {
  Date date{1800, 1, 1};
  std::int64_t day = -62'091;  // 1800-01-01, counted from 1970-01-01.
  for (; date.year < 2200; ++day, Advance(&date)) {
    for (const std::int64_t time :
         {std::int64_t{0}, kMicrosOfDay / 2, kMicrosOfDay - 1}) {
      const LocalTime local{day * kMicrosOfDay + time};
      ASSERT_EQ(DateOf(local), date) << local;
      ASSERT_EQ(MonthNumberOf(local), date.year * 12 + date.month - 1);
      ASSERT_EQ(StartOfNextDay(local).micros, (day + 1) * kMicrosOfDay);
    }
    ASSERT_EQ(StartOf(date).micros, day * kMicrosOfDay);
  }
  EXPECT_EQ(StartOf({1970, 1, 1}).micros, 0);
  EXPECT_EQ(day, 84'006);  // 2200-01-01.
}

TEST(LocalTimeTest, MonthsAreAddedAsByCounting) {
  // From every date of four years to every month of three years around it.
  for (Date from{2023, 1, 1}; from.year < 2027; Advance(&from)) {
    for (int months = -36; months <= 36; ++months) {
      const int number = from.year * 12 + from.month - 1 + months;
      const Date month{number / 12, number % 12 + 1, 1};
      const int day = std::min(from.day, DaysIn(month.year, month.month));
      const LocalTime local{StartOf(from).micros + 7};
      const LocalTime sum = AddMonths(local, months);
      ASSERT_EQ(DateOf(sum), (Date{month.year, month.month, day}))
          << local << " + " << months;
      ASSERT_EQ(sum.micros - StartOf(DateOf(sum)).micros, 7);
    }
  }
}

TEST(LocalTimeTest, NextMonthAndYearBeginOnTheirFirstDay) {
  for (Date date{1995, 1, 1}; date.year < 2005; Advance(&date)) {
    const LocalTime local{StartOf(date).micros + kMicrosOfDay - 1};
    const bool is_last = date.month == 12;
    ASSERT_EQ(
        DateOf(StartOfNextMonth(local)),
        (Date{date.year + (is_last ? 1 : 0), is_last ? 1 : date.month + 1, 1}));
    ASSERT_EQ(DateOf(StartOfNextYear(local)), (Date{date.year + 1, 1, 1}));
    ASSERT_EQ(StartOfNextMonth(local).micros % kMicrosOfDay, 0);
    ASSERT_EQ(StartOfNextYear(local).micros % kMicrosOfDay, 0);
  }
}

TEST(LocalTimeTest, DayBehindTheMonthsLastIsTheLast) {
  EXPECT_EQ(StartOf({2023, 2, 29}), StartOf({2023, 2, 28}));
  EXPECT_EQ(StartOf({1900, 2, 31}), StartOf({1900, 2, 28}));
  EXPECT_EQ(DateOf(StartOf({2024, 2, 29})), (Date{2024, 2, 29}));
}

TEST(LocalTimeTest, MonthsStopBesideTheYearsOfInstants) {
  const LocalTime local = StartOf({2024, 5, 6});
  EXPECT_EQ(TextOf(AddMonths(local, INT64_MAX)), "10001-12-06 00:00:00.000000");
  EXPECT_EQ(TextOf(AddMonths(local, INT64_MIN)), "-001-01-06 00:00:00.000000");
  EXPECT_EQ(DateOf(AddMonths(StartOf({0, 12, 31}), -12)), (Date{-1, 12, 31}));
}

TEST(LocalTimeTest, IsPrintedAsTheWallShowsIt) {
  EXPECT_EQ(TextOf({-1}), "1969-12-31 23:59:59.999999");
  EXPECT_EQ(TextOf({kMicrosOfDay + 3'723'000'004}),
            "1970-01-02 01:02:03.000004");
}

}  // namespace
}  // namespace kumbara
