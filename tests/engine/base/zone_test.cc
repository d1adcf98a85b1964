#include "engine/base/zone.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "engine/base/time_text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace kumbara {
namespace {

std::string TzifOf(const std::string& name) {
  std::ifstream file("/usr/share/zoneinfo/" + name, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

Zone Load(const std::string& name) {
  absl::StatusOr<Zone> zone = Zone::FromBytes(name, TzifOf(name));
  EXPECT_TRUE(zone.ok()) << zone.status();
  return *std::move(zone);
}

Instant At(const std::string& text) {
  const std::optional<Instant> instant = ParseInstant(text);
  EXPECT_TRUE(instant) << text;
  return *instant;
}

struct MonthsCase {
  std::string name;
  std::string zone;
  std::string from;
  int months;
  std::string to;
};

int HourIn(const Zone& zone, const std::string& instant) {
  const LocalTime local = zone.ToLocal(At(instant));
  const std::int64_t of_day = local.micros - StartOf(DateOf(local)).micros;
  return static_cast<int>(of_day / 3'600'000'000);
}

class AddMonthsTest : public testing::TestWithParam<MonthsCase> {};

TEST_P(AddMonthsTest, KeepsLocalTime) {
  const MonthsCase& c = GetParam();
  const Zone zone = Load(c.zone);
  const Instant to =
      zone.ToInstant(AddMonths(zone.ToLocal(At(c.from)), c.months));
  const bool is_past = c.to == "past 9999";
  EXPECT_EQ(to, is_past        ? Instant::Greatest()
                : c.to.empty() ? Instant::Least()
                               : At(c.to));
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Case, AddMonthsTest, testing::ValuesIn(std::vector<MonthsCase>{
  // name                       zone                from                              months  to
  {"nothing",                   "UTC",              "2024-01-31T10:00:00.25Z",             0, "2024-01-31T10:00:00.25Z"},
  {"one_month",                 "UTC",              "2024-01-15T10:00:00.000001Z",         1, "2024-02-15T10:00:00.000001Z"},
  {"to_leap_day",               "UTC",              "2024-01-31T10:00:00Z",                1, "2024-02-29T10:00:00Z"},
  {"to_last_of_february",       "UTC",              "2023-01-31T10:00:00Z",                1, "2023-02-28T10:00:00Z"},
  {"february_of_1900",          "UTC",              "1900-01-31",                          1, "1900-02-28"},
  {"leap_day_plus_a_year",      "UTC",              "2024-02-29",                         12, "2025-02-28"},
  {"leap_day_plus_four_years",  "UTC",              "2024-02-29",                         48, "2028-02-29"},
  {"to_thirty_days",            "UTC",              "2024-03-31",                          1, "2024-04-30"},
  {"over_new_year",             "UTC",              "2024-12-31",                          2, "2025-02-28"},
  {"back_a_month",              "UTC",              "2024-03-31",                         -1, "2024-02-29"},
  {"back_over_new_year",        "UTC",              "2024-01-15",                        -13, "2022-12-15"},
  {"before_1970",               "UTC",              "1969-12-31T23:59:59.999999Z",        -1, "1969-11-30T23:59:59.999999Z"},
  {"into_summer",               "Europe/Prague",    "2024-03-15T11:00:00Z",                1, "2024-04-15T10:00:00Z"},
  {"into_winter",               "Europe/Prague",    "2024-10-15T10:00:00Z",                1, "2024-11-15T11:00:00Z"},
  // 2024-02-29 00:30 local is still the 28th in UTC: the local day counts.
  {"local_day_not_utc_day",     "Europe/Prague",    "2024-02-28T23:30:00Z",                1, "2024-03-28T23:30:00Z"},
  {"local_last_day",            "Europe/Prague",    "2024-01-30T23:30:00Z",                1, "2024-02-28T23:30:00Z"},
  // 02:30 on 2024-03-31 does not exist: 03:00 is the first instant after it.
  {"gap_prague",                "Europe/Prague",    "2024-02-29T01:30:00Z",                1, "2024-03-29T01:30:00Z"},
  {"gap_prague_day_31",         "Europe/Prague",    "2024-01-31T01:30:00.5Z",              2, "2024-03-31T01:00:00Z"},
  {"before_the_gap",            "Europe/Prague",    "2024-01-31T00:59:59.999999Z",         2, "2024-03-31T00:59:59.999999Z"},
  {"first_of_the_gap",          "Europe/Prague",    "2024-01-31T01:00:00Z",                2, "2024-03-31T01:00:00Z"},
  {"after_the_gap",             "Europe/Prague",    "2024-01-31T02:00:00Z",                2, "2024-03-31T01:00:00Z"},
  // 02:30 on 2024-10-27 occurs twice: the earlier is summer time.
  {"repeat_prague",             "Europe/Prague",    "2024-09-27T00:30:00.5Z",              1, "2024-10-27T00:30:00.5Z"},
  {"repeat_prague_backwards",   "Europe/Prague",    "2024-11-27T01:30:00Z",               -1, "2024-10-27T00:30:00Z"},
  // The second of the two, one month on: nothing is left of which it was.
  {"from_the_later_one",        "Europe/Prague",    "2024-10-27T01:30:00Z",                0, "2024-10-27T00:30:00Z"},
  {"after_the_repeat",          "Europe/Prague",    "2024-09-27T01:00:00Z",                1, "2024-10-27T02:00:00Z"},
  {"gap_new_york",              "America/New_York", "2024-02-10T07:30:00Z",                1, "2024-03-10T07:00:00Z"},
  {"repeat_new_york",           "America/New_York", "2024-10-03T05:30:00Z",                1, "2024-11-03T05:30:00Z"},
  // Beyond the last transition of the file: its footer's rule.
  {"gap_by_footer",             "Europe/Prague",    "2100-02-28T01:30:00Z",                1, "2100-03-28T01:00:00Z"},
  {"repeat_by_footer",          "America/New_York", "2100-10-07T05:30:00Z",                1, "2100-11-07T05:30:00Z"},
  // Samoa had no 30 December 2011.
  {"skipped_day",               "Pacific/Apia",     "2011-12-01T01:00:00Z",                1, "2011-12-30T10:00:00Z"},
  {"day_before_it",             "Pacific/Apia",     "2011-11-29T20:00:00Z",                1, "2011-12-29T20:00:00Z"},
  {"day_after_it",              "Pacific/Apia",     "2011-12-01T20:00:00Z",                1, "2011-12-31T20:00:00Z"},
  {"half_hour_gap",             "Australia/Lord_Howe", "2024-09-05T15:45:00Z",             1, "2024-10-05T15:30:00Z"},
  {"past_the_last_year",        "UTC",              "9999-12-01T00:00:00Z",                1, "past 9999"},
  {"far_past_the_last_year",    "Europe/Prague",    "2024-01-01T00:00:00Z",  2'147'483'647, "past 9999"},
  {"last_month_of_all",         "UTC",              "9999-11-30T23:59:59.999999Z",         1, "9999-12-30T23:59:59.999999Z"},
  // The wall shows the year 10,000 before UTC does.
  {"year_10000_on_the_wall",    "Asia/Tokyo",       "9999-11-30T20:00:00Z",                1, "9999-12-31T20:00:00Z"},
  {"before_the_first_year",     "UTC",              "0001-01-31T00:00:00Z",               -1, ""},
  {"far_before_the_first_year", "Europe/Prague",    "2024-01-01T00:00:00Z", -2'147'483'647, ""},
}), [](const auto& test) { return test.param.name; });
// clang-format on

TEST(ZoneTest, LocalTimeThereAndBack) {
  const Zone zone = Load("America/New_York");
  const LocalTime local = zone.ToLocal(At("2024-07-04T16:30:01.000007Z"));
  EXPECT_EQ(local.micros, At("2024-07-04T12:30:01.000007Z").micros());
  EXPECT_EQ(zone.ToInstant(local), At("2024-07-04T16:30:01.000007Z"));
}

TEST(ZoneTest, MicrosOfAnInstantBefore1970CountFromTheSecondBefore) {
  EXPECT_EQ(Load("UTC").ToLocal(Instant(-1)).micros, -1);
  EXPECT_EQ(Load("Asia/Tokyo").ToLocal(At("1890-01-01T00:00:00.25Z")).micros,
            At("1890-01-01T09:00:00.25Z").micros());
}

TEST(ZoneTest, ZoneOfNoBytesIsUtc) {
  EXPECT_EQ(Zone().name(), "UTC");
  EXPECT_EQ(HourIn(Zone(), "2024-07-04T16:00:00Z"), 16);
  EXPECT_EQ(HourIn(Zone(), "1024-07-04T16:00:00Z"), 16);
}

TEST(ZoneTest, AddsElapsedTimeOrMonthsOfTheCalendar) {
  const Zone zone = Load("Europe/Prague");
  // 30 March 2024 has 24 hours, 31 March 23.
  const Instant noon = At("2024-03-30T11:00:00Z");
  constexpr std::int64_t kDay = 86'400'000'000;
  EXPECT_EQ(zone.Add(noon, {Duration::Kind::kMicros, kDay}),
            At("2024-03-31T11:00:00Z"));
  EXPECT_EQ(zone.Add(noon, {Duration::Kind::kMonths, 1}),
            At("2024-04-30T10:00:00Z"));
  EXPECT_EQ(zone.Add(At("9999-12-31T00:00:00Z"),
                     {Duration::Kind::kMicros, 3'660'000 * kDay}),
            Instant::Greatest());
  EXPECT_EQ(
      zone.Add(At("9999-12-31T00:00:00Z"), {Duration::Kind::kMonths, 120'000}),
      Instant::Greatest());
}

TEST(ZoneTest, DayAroundAnInstantEndsWhereClocksChange) {
  const Zone berlin = Load("Europe/Berlin");
  const auto at = [](std::int64_t seconds) {
    return Instant(seconds * 1'000'000);
  };
  constexpr std::int64_t kChange = 1'711'846'800;  // 2024-03-31 01:00 UTC.
  constexpr std::int64_t kHour = 3'600;
  const InstantRange before{at(kChange - 2 * kHour), at(kChange)};
  const InstantRange behind{at(kChange), at(kChange + 21 * kHour)};
  EXPECT_EQ(berlin.DayAround(before.begin), before);
  EXPECT_EQ(berlin.DayAround(before.last()), before);
  EXPECT_EQ(berlin.DayAround(behind.begin), behind);
  EXPECT_EQ(berlin.DayAround(behind.last()), behind);
  const InstantRange next{behind.end, at(kChange + 45 * kHour)};
  EXPECT_EQ(berlin.DayAround(next.begin), next);
  EXPECT_EQ(berlin.DayAround(next.last()), next);
  const Instant year_1800(-5'364'662'400'000'000);
  EXPECT_EQ(berlin.DayAround(year_1800), InstantRange::Only(year_1800));
}

TEST(ZoneTest, NameIsTheCallersAndBytesDecide) {
  absl::StatusOr<Zone> zone =
      Zone::FromBytes("UTC", TzifOf("America/New_York"));
  ASSERT_TRUE(zone.ok()) << zone.status();
  EXPECT_EQ(zone->name(), "UTC");
  EXPECT_EQ(HourIn(*zone, "2024-07-04T16:00:00Z"), 12);
}

TEST(ZoneTest, SameNameWithOtherBytesIsAnotherZone) {
  const auto prague = Zone::FromBytes("mine", TzifOf("Europe/Prague"));
  const auto tokyo = Zone::FromBytes("mine", TzifOf("Asia/Tokyo"));
  ASSERT_TRUE(prague.ok() && tokyo.ok());
  EXPECT_EQ(HourIn(*prague, "2024-01-04T12:00:00Z"), 13);
  EXPECT_EQ(HourIn(*tokyo, "2024-01-04T12:00:00Z"), 21);
}

TEST(ZoneTest, LeavesOtherUsersOfTheLibraryAlone) {
  absl::TimeZone zone;
  ASSERT_TRUE(absl::LoadTimeZone("Asia/Kolkata", &zone));
  EXPECT_EQ(zone.At(absl::FromUnixSeconds(0)).offset, 19'800);
  // Not reachable by name, from whichever thread.
  EXPECT_FALSE(absl::LoadTimeZone("kumbara-tzif-0", &zone));
}

TEST(ZoneTest, LoadsOnSeveralThreadsAtOnce) {
  const std::vector<std::string> names = {"Asia/Tokyo", "Europe/Paris",
                                          "America/Lima", "Africa/Cairo"};
  std::vector<int> hours(names.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < names.size(); ++i) {
    threads.emplace_back([&, i] {
      const auto zone = Zone::FromBytes("zone", TzifOf(names[i]));
      if (zone.ok()) {
        hours[i] = HourIn(*zone, "2024-01-04T12:00:00Z");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(hours, testing::ElementsAre(21, 13, 7, 14));
}

// What the library says without a table.
Instant InstantOf(const absl::TimeZone& zone, LocalTime local) {
  const absl::CivilSecond epoch(1970, 1, 1);
  std::int64_t second = local.micros / 1'000'000;
  if (second * 1'000'000 > local.micros) --second;
  const std::int64_t micros = local.micros - second * 1'000'000;
  const absl::TimeZone::TimeInfo info = zone.At(epoch + second);
  return info.kind == absl::TimeZone::TimeInfo::SKIPPED
             ? Instant(absl::ToUnixMicros(info.trans))
             : Instant(absl::ToUnixMicros(info.pre) + micros);
}

class ZoneTableTest : public testing::TestWithParam<std::string> {};

TEST_P(ZoneTableTest, AgreesWithTheLibrary) {
  const Zone zone = Load(GetParam());
  absl::TimeZone library;
  ASSERT_TRUE(absl::LoadTimeZone(GetParam(), &library));
  std::int64_t compared = 0;
  const auto compare = [&](Instant instant) {
    const absl::Time time = absl::FromUnixMicros(instant.micros());
    const LocalTime local = zone.ToLocal(instant);
    const std::int64_t offset = library.At(time).offset;
    ASSERT_EQ(local.micros, instant.micros() + offset * 1'000'000) << instant;
    ASSERT_EQ(zone.ToInstant(local), InstantOf(library, local)) << local;
    ++compared;
  };
  // Before, within and behind the table, at all times of the day.
  const Instant end = At("2230-01-01");
  for (Instant at = At("1870-01-01"); at < end && !HasFatalFailure();
       at = Instant(at.micros() + 39'637'000'003)) {
    compare(at);
  }
  // And around each change of the clocks, gaps too.
  absl::Time at = absl::FromUnixMicros(At("1890-01-01").micros());
  absl::TimeZone::CivilTransition change;
  while (library.NextTransition(at, &change) && !HasFatalFailure()) {
    const absl::TimeZone::TimeInfo info = library.At(change.to);
    at = info.kind == absl::TimeZone::TimeInfo::UNIQUE ? info.pre : info.trans;
    if (at > absl::FromUnixMicros(end.micros())) break;
    const std::int64_t micros = absl::ToUnixMicros(at);
    for (const std::int64_t beside : {-1'000'000, -1, 0, 1, 1'000'000}) {
      compare(Instant(micros + beside));
    }
    const std::int64_t from = zone.ToLocal(Instant(micros - 1)).micros;
    const std::int64_t to = zone.ToLocal(Instant(micros)).micros;
    for (std::int64_t wall = std::min(from, to) - 60'000'000;
         wall < std::max(from, to) + 120'000'000; wall += 900'000'000) {
      ASSERT_EQ(zone.ToInstant({wall}), InstantOf(library, {wall}))
          << LocalTime{wall};
    }
  }
  EXPECT_GT(compared, 280'000);
}

INSTANTIATE_TEST_SUITE_P(
    Zone, ZoneTableTest,
    testing::Values("UTC", "Europe/Prague", "Europe/Istanbul",
                    "America/New_York", "America/Sao_Paulo", "America/St_Johns",
                    "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia",
                    "Asia/Tokyo"),
    [](const auto& test) {
      std::string name = test.param;
      std::replace(name.begin(), name.end(), '/', '_');
      return name;
    });

// A rule of the footer goes on for ever, but the library lists its changes for
// some centuries only: here, behind a file that ends long before 1900.
TEST(ZoneTest, YearlyRuleOfAnOldFileGoesOnBehindTheTable) {
  const auto header = [](char transitions) {
    std::string bytes = "TZif2" + std::string(39, '\0');
    bytes[35] = transitions;
    bytes[39] = 1;  // Type.
    bytes[43] = 4;  // Bytes of names.
    return bytes;
  };
  const std::string type("\0\0\x0E\x10\0\0CET\0", 10);
  const std::string in_1740("\xFF\xFF\xFF\xFE\x50\0\0\0\0", 9);
  const auto zone =
      Zone::FromBytes("old", header(0) + type + header(1) + in_1740 + type +
                                 "\nCET-1CEST,M3.5.0,M10.5.0/3\n");
  ASSERT_TRUE(zone.ok()) << zone.status();
  for (const char* year : {"1950", "2130", "2150", "2199", "2250"}) {
    EXPECT_EQ(HourIn(*zone, std::string(year) + "-01-15T12:00:00Z"), 13);
    EXPECT_EQ(HourIn(*zone, std::string(year) + "-07-15T12:00:00Z"), 14);
  }
}

struct DamageCase {
  std::string name;
  std::string (*damage)(std::string);
  std::string error;
};

// Where the second header begins.
std::size_t SecondHeader(const std::string& bytes) {
  return bytes.find("TZif", 4);
}

class DamagedZoneTest : public testing::TestWithParam<DamageCase> {};

TEST_P(DamagedZoneTest, IsNamed) {
  const auto zone = Zone::FromBytes("Europe/Prague",
                                    GetParam().damage(TzifOf("Europe/Prague")));
  EXPECT_EQ(zone.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(zone.status().message(), "zone Europe/Prague: " + GetParam().error);
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Case, DamagedZoneTest, testing::ValuesIn(std::vector<DamageCase>{
  {"empty",             [](std::string) { return std::string(); },
   "the zone's text is empty"},
  {"not_tzif",          [](std::string) { return std::string(200, 'x'); },
   "not a TZif file: its header is not readable"},
  {"header_cut",        [](std::string b) { return b.substr(0, 43); },
   "not a TZif file: its header is not readable"},
  {"version_1",         [](std::string b) { b[4] = '\0'; return b; },
   "a TZif file of version 1, which has no 64-bit times"},
  {"first_data_cut",    [](std::string b) { return b.substr(0, 100); },
   "the TZif file ends within its 32-bit data"},
  {"second_header",     [](std::string b) { b[SecondHeader(b)] = 'X'; return b; },
   "the header of the TZif file's 64-bit data is damaged"},
  {"huge_count",        [](std::string b) { b[SecondHeader(b) + 32] = 1; return b; },
   "the header of the TZif file's 64-bit data is damaged"},
  {"second_data_cut",   [](std::string b) { return b.substr(0, SecondHeader(b) + 300); },
   "the TZif file ends within its 64-bit data"},
  {"leap_seconds",      [](std::string) { return TzifOf("right/Europe/Prague"); },
   "a TZif file with leap seconds, which no instant counts"},
  {"out_of_order",      [](std::string b) { b[SecondHeader(b) + 44] = 1; return b; },
   "the transitions of the TZif file's 64-bit data are damaged"},
  {"no_footer",         [](std::string b) { return b.substr(0, b.rfind('\n', b.size() - 2)); },
   "the footer of the TZif file is damaged"},
  {"footer_cut",        [](std::string b) { return b.substr(0, b.size() - 1); },
   "the footer of the TZif file is damaged"},
  {"text_behind",       [](std::string b) { return b + "x\n"; },
   "the footer of the TZif file is damaged"},
  {"footer_rule",       [](std::string b) { b[b.size() - 2] = '?'; return b; },
   "the types, names or footer of the TZif file are damaged"},
}), [](const auto& test) { return test.param.name; });
// clang-format on

// The file says how long it is, so no cut passes for a shorter one.
TEST(CutZoneTest, EveryCutIsRefused) {
  const std::string bytes = TzifOf("America/Lima");
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(Zone::FromBytes("cut", bytes.substr(0, size)).ok()) << size;
  }
}

TEST(FlippedZoneTest, EveryFlippedByteIsRefusedOrStaysInRange) {
  const std::string bytes = TzifOf("America/Lima");
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string flipped = bytes;
    flipped[at] = static_cast<char>(~flipped[at]);
    const auto zone = Zone::FromBytes("flipped", flipped);
    if (!zone.ok()) continue;
    const Instant later =
        zone->Add(At("2024-01-31T12:00:00Z"), {Duration::Kind::kMonths, 1});
    EXPECT_GT(later, At("2024-02-27")) << at;
    EXPECT_LT(later, At("2024-03-03")) << at;
  }
}

}  // namespace
}  // namespace kumbara
