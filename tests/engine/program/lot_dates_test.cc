#include "engine/program/lot_dates.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/engine/program/lot_rules.h"

namespace kumbara {
namespace {

struct DatesCase {
  std::string name;
  std::string zone;
  std::string keys;
  std::string earned;
  std::string activation;
  std::string expiry;
};

class LotDatesTest : public testing::TestWithParam<DatesCase> {};

TEST_P(LotDatesTest, AreAsTheProgramSays) {
  const DatesCase& c = GetParam();
  const Rules rules = RulesOf(c.zone, c.keys);
  EXPECT_EQ(DatesOf(rules.lots, At(c.earned), rules.zone),
            (LotDates{At(c.activation), At(c.expiry)}));
}

// clang-format off
// From published programs: Square counts 12 months to the month's end,
// Voucherify months to the day's end.
INSTANTIATE_TEST_SUITE_P(Published, LotDatesTest, testing::ValuesIn(std::vector<DatesCase>{
  {"square",           "UTC", "expiry = { after = '12mo', round = 'end_of_month' }",
   "2020-07-06T15:00:00Z", "2020-07-06T15:00:00Z", "2021-08-01T00:00:00Z"},
  {"voucherify_25",    "UTC", "expiry = { after = '1mo', round = 'end_of_day' }",
   "2023-01-25T10:00:00Z", "2023-01-25T10:00:00Z", "2023-02-26T00:00:00Z"},
  {"voucherify_31",    "UTC", "expiry = { after = '1mo', round = 'end_of_day' }",
   "2023-01-31T10:00:00Z", "2023-01-31T10:00:00Z", "2023-03-01T00:00:00Z"},
  {"voucherify_zero",  "UTC", "expiry = { after = '0mo', round = 'end_of_day' }",
   "2023-01-01T10:00:00Z", "2023-01-01T10:00:00Z", "2023-01-02T00:00:00Z"},
}), [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(Form, LotDatesTest, testing::ValuesIn(std::vector<DatesCase>{
  {"neither",          "UTC", "decimals = 0",
   "2024-05-06T07:08:09.5Z", "2024-05-06T07:08:09.5Z", "never"},
  {"elapsed",          "UTC", "expiry = { after = '365d' }",
   "2024-01-01T00:00:00.000001Z", "2024-01-01T00:00:00.000001Z", "2024-12-31T00:00:00.000001Z"},
  {"elapsed_nothing",  "UTC", "expiry = { after = '0s' }",
   "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z"},
  {"leap_day",         "UTC", "expiry = { after = '1y' }",
   "2024-02-29T12:00:00Z", "2024-02-29T12:00:00Z", "2025-02-28T12:00:00Z"},
  {"onto_leap_day",    "UTC", "expiry = { after = '4y' }",
   "2020-02-29T12:00:00Z", "2020-02-29T12:00:00Z", "2024-02-29T12:00:00Z"},
  {"end_of_year",      "UTC", "expiry = { after = '1y', round = 'end_of_year' }",
   "2024-02-29T12:00:00Z", "2024-02-29T12:00:00Z", "2026-01-01T00:00:00Z"},
  {"sum_on_the_edge",  "UTC", "expiry = { after = '1d', round = 'end_of_month' }",
   "2024-01-31T00:00:00Z", "2024-01-31T00:00:00Z", "2024-03-01T00:00:00Z"},
  {"pending",          "UTC", "pending = { for = '14d' }, expiry = { after = '1mo' }",
   "2024-01-17T01:00:00Z", "2024-01-31T01:00:00Z", "2024-02-29T01:00:00Z"},
  {"pending_rounded",  "UTC", "pending = { for = '14d', round = 'end_of_day' }, expiry = { after = '1d', round = 'end_of_day' }",
   "2024-01-17T01:00:00Z", "2024-02-01T00:00:00Z", "2024-02-03T00:00:00Z"},
  {"from_earn",        "UTC", "pending = { for = '14d' }, expiry = { after = '1d', from = 'earn' }",
   "2024-01-17T01:00:00Z", "2024-01-31T01:00:00Z", "2024-01-18T01:00:00Z"},
  {"until",            "Asia/Tokyo", "pending = { until = '2027-01-01' }, expiry = { after = '1y' }",
   "2024-01-17T01:00:00Z", "2026-12-31T15:00:00Z", "2027-12-31T15:00:00Z"},
  {"until_now",        "Asia/Tokyo", "pending = { until = '2027-01-01' }",
   "2026-12-31T15:00:00Z", "2026-12-31T15:00:00Z", "never"},
  {"until_past",       "Asia/Tokyo", "pending = { until = '2027-01-01' }",
   "2027-03-01T00:00:00Z", "2027-03-01T00:00:00Z", "never"},
  {"event",            "UTC", "pending = { event = 'stayed' }, expiry = { after = '1mo' }",
   "2024-01-17T01:00:00Z", "never", "2024-02-17T01:00:00Z"},
  {"event_on",         "UTC", "pending = { event = ['stayed', 'left'] }, expiry = { on = '12-31', from = 'activation' }",
   "2024-01-17T01:00:00Z", "never", "2025-01-01T00:00:00Z"},
  {"on",               "UTC", "expiry = { on = '12-31' }",
   "2023-12-31T23:59:59.999999Z", "2023-12-31T23:59:59.999999Z", "2024-01-01T00:00:00Z"},
  {"on_its_end",       "UTC", "expiry = { on = '12-31' }",
   "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"},
  {"on_the_first",     "UTC", "expiry = { on = ['12-31', '06-30'] }",
   "2024-06-30T12:00:00Z", "2024-06-30T12:00:00Z", "2024-07-01T00:00:00Z"},
  {"on_the_second",    "UTC", "expiry = { on = ['12-31', '06-30'] }",
   "2024-07-01T00:00:00Z", "2024-07-01T00:00:00Z", "2025-01-01T00:00:00Z"},
  {"on_leap_day",      "UTC", "expiry = { on = '02-29' }",
   "2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z"},
  {"on_no_leap_day",   "UTC", "expiry = { on = '02-29' }",
   "2023-02-28T00:00:00Z", "2023-02-28T00:00:00Z", "2023-03-01T00:00:00Z"},
  {"on_february_28",   "UTC", "expiry = { on = '02-28' }",
   "2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z", "2025-03-01T00:00:00Z"},
  {"on_local_day",     "Asia/Tokyo", "expiry = { on = '12-31' }",
   "2023-12-31T15:00:00Z", "2023-12-31T15:00:00Z", "2024-12-31T15:00:00Z"},
  {"on_from_earn",     "UTC", "pending = { for = '2d' }, expiry = { on = '12-31', from = 'earn' }",
   "2023-12-31T00:00:00Z", "2024-01-02T00:00:00Z", "2024-01-01T00:00:00Z"},
  {"on_activation",    "UTC", "pending = { for = '2d' }, expiry = { on = '12-31' }",
   "2023-12-31T00:00:00Z", "2024-01-02T00:00:00Z", "2025-01-01T00:00:00Z"},
  {"inactive_alone",   "UTC", "expiry = { inactive = '1d' }",
   "2023-12-31T00:00:00Z", "2023-12-31T00:00:00Z", "never"},
}), [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(Clocks, LotDatesTest, testing::ValuesIn(std::vector<DatesCase>{
  // 03:30 on 29 March 2015 was skipped, 03:30 on 8 November came twice; from
  // 7 September 2016 on the clocks stayed.
  {"istanbul_gap",       "Europe/Istanbul", "expiry = { after = '1mo' }",
   "2015-02-28T01:30:00Z", "2015-02-28T01:30:00Z", "2015-03-28T01:30:00Z"},
  {"istanbul_gap_hit",   "Europe/Istanbul", "expiry = { after = '2mo' }",
   "2015-01-29T01:30:00Z", "2015-01-29T01:30:00Z", "2015-03-29T01:00:00Z"},
  {"istanbul_repeat",    "Europe/Istanbul", "expiry = { after = '1mo' }",
   "2015-10-08T00:30:00Z", "2015-10-08T00:30:00Z", "2015-11-08T00:30:00Z"},
  {"istanbul_stays",     "Europe/Istanbul", "expiry = { after = '6mo' }",
   "2016-07-15T09:00:00Z", "2016-07-15T09:00:00Z", "2017-01-15T09:00:00Z"},
  {"istanbul_year_ends", "Europe/Istanbul", "expiry = { after = '1y', round = 'end_of_year' }",
   "2024-12-31T20:59:59Z", "2024-12-31T20:59:59Z", "2025-12-31T21:00:00Z"},
  {"new_york_gap",       "America/New_York", "expiry = { after = '1mo' }",
   "2024-02-10T07:30:00Z", "2024-02-10T07:30:00Z", "2024-03-10T07:00:00Z"},
  {"new_york_repeat",    "America/New_York", "expiry = { after = '1mo' }",
   "2024-10-03T05:30:00Z", "2024-10-03T05:30:00Z", "2024-11-03T05:30:00Z"},
  // The second 01:30 of that night, no month later: the first.
  {"new_york_backwards", "America/New_York", "expiry = { after = '0mo' }",
   "2024-11-03T06:30:00Z", "2024-11-03T06:30:00Z", "2024-11-03T05:30:00Z"},
  {"new_york_elapsed",   "America/New_York", "expiry = { after = '1d' }",
   "2024-11-02T16:00:00Z", "2024-11-02T16:00:00Z", "2024-11-03T16:00:00Z"},
  {"new_york_day_of_25", "America/New_York", "expiry = { after = '1d', round = 'end_of_day' }",
   "2024-11-02T16:00:00Z", "2024-11-02T16:00:00Z", "2024-11-04T05:00:00Z"},
  // Half an hour, at 02:00.
  {"lord_howe_gap",      "Australia/Lord_Howe", "expiry = { after = '1mo' }",
   "2024-09-05T15:45:00Z", "2024-09-05T15:45:00Z", "2024-10-05T15:30:00Z"},
  {"lord_howe_repeat",   "Australia/Lord_Howe", "expiry = { after = '1mo' }",
   "2024-03-06T14:45:00Z", "2024-03-06T14:45:00Z", "2024-04-06T14:45:00Z"},
  {"lord_howe_day",      "Australia/Lord_Howe", "expiry = { after = '0d', round = 'end_of_day' }",
   "2024-04-06T14:00:00Z", "2024-04-06T14:00:00Z", "2024-04-07T13:30:00Z"},
  // An hour back, to UTC, for Ramadan: from 10 March to 14 April 2024.
  {"casablanca_repeat",  "Africa/Casablanca", "expiry = { after = '1mo' }",
   "2024-02-10T01:30:00Z", "2024-02-10T01:30:00Z", "2024-03-10T01:30:00Z"},
  {"casablanca_gap",     "Africa/Casablanca", "expiry = { after = '1mo' }",
   "2024-03-14T02:30:00Z", "2024-03-14T02:30:00Z", "2024-04-14T02:00:00Z"},
  {"casablanca_ramadan", "Africa/Casablanca", "expiry = { after = '1mo', round = 'end_of_month' }",
   "2024-02-10T12:00:00Z", "2024-02-10T12:00:00Z", "2024-04-01T00:00:00Z"},
  // Samoa had no 30 December 2011.
  {"apia_skipped_day",   "Pacific/Apia", "expiry = { after = '1mo' }",
   "2011-12-01T01:00:00Z", "2011-12-01T01:00:00Z", "2011-12-30T10:00:00Z"},
  {"apia_end_of_29",     "Pacific/Apia", "expiry = { after = '0d', round = 'end_of_day' }",
   "2011-12-29T20:00:00Z", "2011-12-29T20:00:00Z", "2011-12-30T10:00:00Z"},
  // The sum is 30 December, which is the first instant of the 31st.
  {"apia_end_of_30",     "Pacific/Apia", "expiry = { after = '1mo', round = 'end_of_day' }",
   "2011-12-01T01:00:00Z", "2011-12-01T01:00:00Z", "2011-12-31T10:00:00Z"},
  {"apia_on_30",         "Pacific/Apia", "expiry = { on = '12-30' }",
   "2011-12-29T20:00:00Z", "2011-12-29T20:00:00Z", "2011-12-30T10:00:00Z"},
  {"apia_after_30",      "Pacific/Apia", "expiry = { on = '12-30' }",
   "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z", "2012-12-30T10:00:00Z"},
  {"apia_until_30",      "Pacific/Apia", "pending = { until = '2011-12-30' }",
   "2011-12-01T00:00:00Z", "2011-12-30T10:00:00Z", "never"},
  // Midnight itself was skipped in Brazil, 4 November 2018.
  {"sao_paulo_midnight", "America/Sao_Paulo", "expiry = { after = '0d', round = 'end_of_day' }",
   "2018-11-03T15:00:00Z", "2018-11-03T15:00:00Z", "2018-11-04T03:00:00Z"},
  // 00:01 became 23:01 of the day before: its midnight had been already.
  {"st_johns_midnight",  "America/St_Johns", "expiry = { after = '0d', round = 'end_of_day' }",
   "2006-10-29T03:00:00Z", "2006-10-29T03:00:00Z", "2006-10-29T02:30:00Z"},
  {"st_johns_on",        "America/St_Johns", "expiry = { on = '10-28' }",
   "2006-10-29T03:00:00Z", "2006-10-29T03:00:00Z", "2007-10-29T02:30:00Z"},
}), [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(Ends, LotDatesTest, testing::ValuesIn(std::vector<DatesCase>{
  {"elapsed_to_the_last", "UTC", "expiry = { after = '1s' }",
   "9999-12-31T23:59:58.999999Z", "9999-12-31T23:59:58.999999Z", "9999-12-31T23:59:59.999999Z"},
  {"elapsed_past_it",     "UTC", "expiry = { after = '1s' }",
   "9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z", "never"},
  {"longest",             "UTC", "expiry = { after = '3660000d' }",
   "9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z", "never"},
  {"months_past_it",      "UTC", "expiry = { after = '1mo' }",
   "9999-12-01T00:00:00Z", "9999-12-01T00:00:00Z", "never"},
  {"most_months",         "UTC", "expiry = { after = '10000y', round = 'end_of_year' }",
   "9999-12-01T00:00:00Z", "9999-12-01T00:00:00Z", "never"},
  {"rounded_past_it",     "UTC", "expiry = { after = '0d', round = 'end_of_day' }",
   "9999-12-31T12:00:00Z", "9999-12-31T12:00:00Z", "never"},
  {"on_past_it",          "UTC", "expiry = { on = '12-31' }",
   "9999-12-31T12:00:00Z", "9999-12-31T12:00:00Z", "never"},
  {"pending_for_ever",    "UTC", "pending = { for = '1d', round = 'end_of_month' }, expiry = { after = '1d' }",
   "9999-12-31T12:00:00Z", "never", "never"},
  {"pending_from_earn",   "UTC", "pending = { for = '1mo' }, expiry = { after = '1h', from = 'earn' }",
   "9999-12-31T12:00:00Z", "never", "9999-12-31T13:00:00Z"},
  {"first_instant",       "America/New_York", "expiry = { after = '1mo', round = 'end_of_month' }",
   "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "0001-02-01T04:56:02Z"},
  {"from_the_first_date", "Asia/Tokyo", "pending = { until = '0001-01-01' }",
   "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "never"},
}), [](const auto& test) { return test.param.name; });
// clang-format on

TEST(InactivityTest, IsCountedFromTheLastActivity) {
  const Rules rules =
      RulesOf("Europe/Prague", "expiry = { inactive = '18mo', after = '4y' }");
  EXPECT_EQ(InactivityEnd(rules.lots, At("2024-01-31T12:00:00Z"), rules.zone),
            At("2025-07-31T11:00:00Z"));
  EXPECT_EQ(InactivityEnd(rules.lots, Instant::Greatest(), rules.zone),
            Instant::Greatest());
  EXPECT_EQ(InactivityEnd(rules.lots, At("9999-01-01"), rules.zone),
            Instant::Greatest());
  // The lots' own age beside it.
  EXPECT_EQ(DatesOf(rules.lots, At("2024-01-31T12:00:00Z"), rules.zone).expiry,
            At("2028-01-31T12:00:00Z"));
}

TEST(InactivityTest, IsRoundedLikeTheAge) {
  const Rules rules =
      RulesOf("UTC", "expiry = { inactive = '1mo', round = 'end_of_month' }");
  EXPECT_EQ(InactivityEnd(rules.lots, At("2024-01-31T12:00:00Z"), rules.zone),
            At("2024-03-01T00:00:00Z"));
}

TEST(InactivityTest, NoneIsNever) {
  const Rules rules = RulesOf("UTC", "expiry = { after = '1d' }");
  EXPECT_EQ(InactivityEnd(rules.lots, At("2024-01-31T12:00:00Z"), rules.zone),
            Instant::Greatest());
}

TEST(VintageTest, IsTheLocalMonth) {
  const Zone tokyo = RulesOf("Asia/Tokyo", "decimals = 0").zone;
  EXPECT_EQ(VintageOf(At("2024-01-31T14:59:59.999999Z"), tokyo), 2024 * 12);
  EXPECT_EQ(VintageOf(At("2024-01-31T15:00:00Z"), tokyo), 2024 * 12 + 1);
  EXPECT_EQ(VintageOf(At("2024-12-31T15:00:00Z"), tokyo), 2025 * 12);
  EXPECT_EQ(VintageOf(At("0001-01-01"), Zone()), 12);
}

TEST(VintageTest, StopsAtTheGreatest) {
  EXPECT_EQ(VintageOf(At("5461-03-31"), Zone()), kVintageMax - 1);
  EXPECT_EQ(VintageOf(At("5461-04-01"), Zone()), kVintageMax);
  EXPECT_EQ(VintageOf(At("9999-12-31"), Zone()), kVintageMax);
}

TEST(LotPolicyTest, SaysWhatItsLotsCanDo) {
  const LotPolicy plain = RulesOf("UTC", "decimals = 0").lots;
  EXPECT_EQ(plain, LotPolicy());
  EXPECT_FALSE(plain.may_wait());
  EXPECT_FALSE(plain.may_expire());
  for (const char* expiry :
       {"{ after = '1d' }", "{ on = '01-01' }", "{ inactive = '1d' }"}) {
    const std::string keys = std::string("expiry = ") + expiry;
    EXPECT_TRUE(RulesOf("UTC", keys).lots.may_expire()) << expiry;
    EXPECT_FALSE(RulesOf("UTC", keys).lots.may_wait()) << expiry;
  }
  for (const char* pending : {"{ for = '1d' }", "{ until = '2024-01-01' }"}) {
    const std::string keys = std::string("pending = ") + pending;
    EXPECT_TRUE(RulesOf("UTC", keys).lots.may_wait()) << pending;
    EXPECT_FALSE(RulesOf("UTC", keys).lots.may_expire()) << pending;
  }
}

}  // namespace
}  // namespace kumbara
