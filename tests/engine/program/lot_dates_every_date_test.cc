// Dates of lots against dates counted one by one and the clocks of a library.

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "engine/base/local_time.h"
#include "gtest/gtest.h"
#include "tests/engine/program/lot_rules.h"

namespace kumbara {
namespace {

bool IsLeap(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int DaysIn(int year, int month) {
  if (month == 2) return IsLeap(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

Date DayAfter(Date date) {
  if (++date.day <= DaysIn(date.year, date.month)) return date;
  if (date.month < 12) return {date.year, date.month + 1, 1};
  return {date.year + 1, 1, 1};
}

Date MonthsAfter(Date date, int months) {
  for (; months > 0; --months) {
    if (++date.month == 13) date = {date.year + 1, 1, date.day};
  }
  date.day = std::min(date.day, DaysIn(date.year, date.month));
  return date;
}

class NaiveCalendar {
 public:
  explicit NaiveCalendar(const std::string& zone) {
    EXPECT_TRUE(absl::LoadTimeZone(zone, &zone_));
  }

  // `second` of that date, or the first instant after a gap.
  Instant InstantOf(Date date, int second = 0) const {
    const absl::TimeZone::TimeInfo info = zone_.At(
        absl::CivilSecond(date.year, date.month, date.day, 0, 0, second));
    return Instant(absl::ToUnixMicros(
        info.kind == absl::TimeZone::TimeInfo::SKIPPED ? info.trans
                                                       : info.pre));
  }

  Date DateOf(Instant instant) const {
    const absl::CivilSecond local =
        zone_.At(absl::FromUnixMicros(instant.micros())).cs;
    return {static_cast<int>(local.year()), local.month(), local.day()};
  }

  std::int64_t SecondOf(Instant instant) const {
    const absl::CivilSecond local =
        zone_.At(absl::FromUnixMicros(instant.micros())).cs;
    return local - absl::CivilSecond(absl::CivilDay(local));
  }

  // The end of the first of `days` after `instant`, day by day.
  Instant EndAfter(Instant instant, const std::vector<Date>& days) const {
    for (Date date = DateOf(instant);; date = DayAfter(date)) {
      for (const Date& day : days) {
        const int last = DaysIn(date.year, day.month);
        if (date.month != day.month || date.day != std::min(day.day, last)) {
          continue;
        }
        const Instant end = InstantOf(DayAfter(date));
        if (end > instant) return end;
      }
    }
  }

 private:
  absl::TimeZone zone_;
};

class EveryDateTest : public testing::TestWithParam<std::string> {};

TEST_P(EveryDateTest, OfFourCenturiesIsTheOneCounted) {
  const std::string& name = GetParam();
  const NaiveCalendar naive(name);
  const auto policy = [&](const std::string& expiry) {
    return RulesOf(name, "expiry = { " + expiry + " }").lots;
  };
  const Zone zone = RulesOf(name, "decimals = 0").zone;
  const LotPolicy month = policy("after = '1mo'");
  const LotPolicy day_end = policy("after = '1mo', round = 'end_of_day'");
  const LotPolicy month_end = policy("after = '13mo', round = 'end_of_month'");
  const LotPolicy year_end = policy("after = '1y', round = 'end_of_year'");
  const LotPolicy on = policy("on = ['12-31', '02-29', '06-30']");
  // A quarter past two: in the middle of most gaps and repeats.
  constexpr int kSecond = 8'100;
  for (Date date{1800, 1, 1}; date.year < 2200; date = DayAfter(date)) {
    const Instant earned = naive.InstantOf(date, kSecond);
    const auto expiry = [&](const LotPolicy& lots) {
      return DatesOf(lots, earned, zone).expiry;
    };
    const Date to = naive.DateOf(earned);
    ASSERT_EQ(VintageOf(earned, zone), to.year * 12 + to.month - 1) << earned;
    ASSERT_EQ(expiry(on),
              naive.EndAfter(earned, {{0, 2, 29}, {0, 6, 30}, {0, 12, 31}}))
        << earned;
    // A gap made it another time of the day.
    if (naive.SecondOf(earned) != kSecond) continue;
    const Instant sum = naive.InstantOf(MonthsAfter(to, 1), kSecond);
    ASSERT_EQ(expiry(month), sum) << earned;
    ASSERT_EQ(expiry(day_end), naive.InstantOf(DayAfter(naive.DateOf(sum))))
        << earned;
    const Date later =
        naive.DateOf(naive.InstantOf(MonthsAfter(to, 13), kSecond));
    ASSERT_EQ(expiry(month_end),
              naive.InstantOf(MonthsAfter({later.year, later.month, 1}, 1)))
        << earned;
    ASSERT_EQ(expiry(year_end), naive.InstantOf({to.year + 2, 1, 1})) << earned;
  }
}

// Instants a minute apart around every change of clocks, the rest in hours.
std::vector<Instant> ManyInstants(const std::string& name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone));
  constexpr std::int64_t kMinute = 60'000'000;
  std::vector<Instant> instants;
  const std::int64_t end = At("2030-01-01").micros();
  for (std::int64_t at = At("2005-01-01").micros(); at < end;
       at += 59 * kMinute) {
    instants.push_back(Instant(at));
    const auto offset = [&](std::int64_t micros) {
      return zone.At(absl::FromUnixMicros(micros)).offset;
    };
    if (offset(at) == offset(at + 59 * kMinute)) continue;
    for (int minute = -180; minute < 240; ++minute) {
      instants.push_back(Instant(at + minute * kMinute));
    }
  }
  std::sort(instants.begin(), instants.end());
  return instants;
}

// Who earns later keeps it as long at least: where time is elapsed, where a sum
// is rounded to days, and on days of the year. Not where civil sums keep their
// time of day, nor where clocks are set back over midnight (St. John's).
TEST_P(EveryDateTest, LaterEarnsDoNotExpireEarlier) {
  const std::string& name = GetParam();
  const std::vector<Instant> instants = ManyInstants(name);
  for (const char* keys :
       {"expiry = { after = '36h' }",
        "expiry = { after = '1mo', round = 'end_of_day' }",
        "expiry = { after = '0mo', round = 'end_of_day' }",
        "expiry = { after = '5mo', round = 'end_of_month' }",
        "pending = { for = '1mo', round = 'end_of_day' }, "
        "expiry = { after = '1d', round = 'end_of_year' }",
        "expiry = { on = ['03-31', '10-29', '11-05', '12-30'] }"}) {
    const Rules rules = RulesOf(name, keys);
    LotDates before{Instant::Least(), Instant::Least()};
    for (const Instant earned : instants) {
      const LotDates dates = DatesOf(rules.lots, earned, rules.zone);
      ASSERT_GE(dates.activation, before.activation) << keys << " " << earned;
      ASSERT_GE(dates.expiry, before.expiry) << keys << " " << earned;
      ASSERT_GT(dates.expiry, earned) << keys << " " << earned;
      before = dates;
    }
  }
}

class SameExpiryTest : public EveryDateTest {};

// At both ends, and wherever between.
TEST_P(SameExpiryTest, HoldsForAllThatIsEarnedAround) {
  const std::string& name = GetParam();
  std::size_t days = 0;
  for (const char* keys :
       {"expiry = { after = '12mo' }", "expiry = { after = '36h' }",
        "expiry = { after = '36h', round = 'end_of_day' }",
        "expiry = { after = '1mo', round = 'end_of_day' }",
        "expiry = { after = '0mo', round = 'end_of_month' }",
        "expiry = { after = '1y', round = 'end_of_year' }",
        "expiry = { on = ['02-29', '03-31', '10-29', '12-30'] }"}) {
    const Rules rules = RulesOf(name, keys);
    const auto expiry = [&](Instant earned) {
      return DatesOf(rules.lots, earned, rules.zone).expiry;
    };
    InstantRange around;
    Instant same;
    for (const Instant earned : ManyInstants(name)) {
      if (around.Has(earned)) {
        ASSERT_EQ(expiry(earned), same) << keys << " " << earned;
        continue;
      }
      same = expiry(earned);
      around = SameExpiryAround(rules.lots, earned, same, rules.zone);
      ASSERT_TRUE(around.Has(earned)) << keys << " " << earned;
      ASSERT_EQ(expiry(around.begin), same) << keys << " " << earned;
      ASSERT_EQ(expiry(around.last()), same) << keys << " " << earned;
      ASSERT_EQ(VintageOf(around.begin, rules.zone),
                VintageOf(around.last(), rules.zone));
      days += around == InstantRange::Only(earned) ? 0 : 1;
    }
  }
  EXPECT_GT(days, 4U * 25 * 360);  // Four of the policies, most days.
}

std::string NameOf(const testing::TestParamInfo<std::string>& test) {
  std::string name = test.param;
  std::replace(name.begin(), name.end(), '/', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Zone, EveryDateTest,
                         testing::Values("UTC", "Europe/Istanbul",
                                         "America/New_York",
                                         "Australia/Lord_Howe",
                                         "Africa/Casablanca", "Pacific/Apia"),
                         NameOf);
INSTANTIATE_TEST_SUITE_P(Zone, SameExpiryTest,
                         testing::Values("UTC", "Europe/Istanbul",
                                         "America/New_York", "America/St_Johns",
                                         "Australia/Lord_Howe",
                                         "Africa/Casablanca", "Pacific/Apia"),
                         NameOf);

}  // namespace
}  // namespace kumbara
