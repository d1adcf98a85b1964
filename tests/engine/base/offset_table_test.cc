#include "engine/base/offset_table.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"

namespace kumbara {
namespace {

constexpr std::int64_t kHour = 3'600'000'000;
constexpr std::int64_t kSecondsOfDay = 24 * kHour;

using Stretches = std::vector<OffsetTable::Stretch>;

// One hour on in the summers of some years, a day left out, and a change that
// comes six hours after another.
Stretches Sample() {
  Stretches stretches = {{0, -10 * kHour}};
  for (std::int64_t year = 1; year < 12; ++year) {
    stretches.push_back({year * 360 * kSecondsOfDay, -9 * kHour});
    stretches.push_back(
        {year * 360 * kSecondsOfDay + 180 * kSecondsOfDay, -10 * kHour});
  }
  stretches.push_back({5'000 * kSecondsOfDay, 14 * kHour});
  stretches.push_back({5'500 * kSecondsOfDay, 2 * kHour});
  stretches.push_back({5'500 * kSecondsOfDay + 6 * kHour, kHour});
  return stretches;
}

// The first time that shows `local` or more, looked for one by one.
std::int64_t FirstShowing(const Stretches& stretches, std::int64_t local) {
  for (std::size_t i = 0; i < stretches.size(); ++i) {
    const auto& [begin, offset] = stretches[i];
    const bool is_last = i + 1 == stretches.size();
    if (is_last || local < stretches[i + 1].begin + offset) {
      return std::max(local - offset, begin);
    }
  }
  return 0;
}

TEST(OffsetTableTest, AgreesWithASearchFromTheBeginning) {
  const Stretches stretches = Sample();
  const std::int64_t end = 6'000 * kSecondsOfDay;
  const OffsetTable table(stretches, end);
  for (std::int64_t utc = 0; utc < end; utc += kHour / 4) {
    ASSERT_TRUE(table.CoversUtc(utc));
    std::int64_t offset = 0;
    for (const auto& stretch : stretches) {
      if (stretch.begin <= utc) offset = stretch.offset;
    }
    ASSERT_EQ(table.ToLocal(utc), utc + offset);
  }
  int covered = 0;
  for (std::int64_t local = -2 * kSecondsOfDay; local < end + 2 * kSecondsOfDay;
       local += kHour / 4) {
    if (!table.CoversLocal(local)) continue;
    ++covered;
    ASSERT_EQ(table.ToUtc(local), FirstShowing(stretches, local)) << local;
  }
  EXPECT_EQ(covered, (6'000 - 2) * 96);
}

TEST(OffsetTableTest, CoversNothingBesideItsTime) {
  const OffsetTable table({{kSecondsOfDay, 0}}, 9 * kSecondsOfDay);
  EXPECT_FALSE(table.CoversUtc(kSecondsOfDay - 1));
  EXPECT_TRUE(table.CoversUtc(kSecondsOfDay));
  EXPECT_TRUE(table.CoversUtc(9 * kSecondsOfDay - 1));
  EXPECT_FALSE(table.CoversUtc(9 * kSecondsOfDay));
  EXPECT_FALSE(table.CoversLocal(2 * kSecondsOfDay - 1));
  EXPECT_TRUE(table.CoversLocal(2 * kSecondsOfDay));
  EXPECT_TRUE(table.CoversLocal(8 * kSecondsOfDay - 1));
  EXPECT_FALSE(table.CoversLocal(8 * kSecondsOfDay));
}

TEST(OffsetTableTest, EmptyTableCoversNothing) {
  const OffsetTable table({}, kSecondsOfDay);
  for (const std::int64_t time :
       {-kSecondsOfDay, std::int64_t{0}, kSecondsOfDay}) {
    EXPECT_FALSE(table.CoversUtc(time));
    EXPECT_FALSE(table.CoversLocal(time));
  }
}

}  // namespace
}  // namespace kumbara
