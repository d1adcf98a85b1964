#include "engine/member/period_count.h"

#include "gtest/gtest.h"

namespace kumbara {
namespace {

TEST(PeriodCountTest, EmptyKnowsThatNothingWasCountedAnywhere) {
  const PeriodCount count;
  EXPECT_TRUE(count.empty());
  EXPECT_EQ(count.In(-1), 0);
  EXPECT_EQ(count.In(7), 0);
}

TEST(PeriodCountTest, KeepsTheLatestAndTheOneBefore) {
  PeriodCount count;
  count.Add(7, 30);
  count.Add(6, 4);
  count.Add(7, 5);
  EXPECT_EQ(count.In(7), 35);
  EXPECT_EQ(count.In(6), 4);
  EXPECT_EQ(count.In(8), 0);
  EXPECT_EQ(count.In(5), std::nullopt);

  count.Add(8, 1);
  EXPECT_EQ(count.In(8), 1);
  EXPECT_EQ(count.In(7), 35);
  EXPECT_EQ(count.In(6), std::nullopt);
}

TEST(PeriodCountTest, LeapForgetsWhatIsNotNextToIt) {
  PeriodCount count;
  count.Add(-3, 30);
  count.Add(-1, 2);
  EXPECT_EQ(count.In(-2), 0);
  EXPECT_EQ(count.In(-3), std::nullopt);
}

TEST(PeriodCountTest, TakingBackStaysInItsPeriod) {
  PeriodCount count;
  count.Add(7, 30);
  count.Add(8, 10);
  count.Add(7, -30);
  EXPECT_EQ(count.In(7), 0);
  EXPECT_EQ(count.In(8), 10);
  const PeriodCount before = count;
  count.Add(6, -5);
  EXPECT_EQ(count, before);
  // The latest stays the latest though nothing is left in it.
  count.Add(8, -10);
  EXPECT_FALSE(count.empty());
  EXPECT_EQ(count.In(6), std::nullopt);
}

TEST(PeriodCountTest, TwoTogetherKnowWhatBothKnow) {
  PeriodCount late;
  late.Add(9, 3);
  late.Add(10, 5);
  PeriodCount early;
  early.Add(8, 100);
  early.Add(9, 4);
  for (const PeriodCount& both : {PeriodCount::Together(late, early),
                                  PeriodCount::Together(early, late)}) {
    EXPECT_EQ(both.In(10), 5);
    EXPECT_EQ(both.In(9), 7);
    EXPECT_FALSE(both.In(8).has_value());
  }
  EXPECT_EQ(PeriodCount::Together(late, {}), late);
  EXPECT_EQ(PeriodCount::Together({}, late), late);
  EXPECT_TRUE(PeriodCount::Together({}, {}).empty());
}

}  // namespace
}  // namespace kumbara
