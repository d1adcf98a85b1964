#include "engine/pipeline/stage_times.h"

#include <cstdint>

#include "gtest/gtest.h"

namespace kumbara {
namespace {

TEST(StageTimesTest, PercentileIsWithinAnEighthAboveTheTruth) {
  for (std::int64_t value = 1; value < INT64_MAX / 3;
       value = value * 3 / 2 + 1) {
    Histogram histogram;
    histogram.Add(value);
    EXPECT_GE(histogram.Percentile(500), value);
    EXPECT_LE(histogram.Percentile(500), value + value / 8);
  }
}

TEST(StageTimesTest, GreatestAndLeastValuesHaveABucket) {
  Histogram histogram;
  histogram.Add(INT64_MAX);
  EXPECT_EQ(histogram.Percentile(1'000), INT64_MAX);
  histogram.Add(0);
  EXPECT_EQ(histogram.Percentile(1), 0);
}

TEST(StageTimesTest, PercentilesOfManyValues) {
  Histogram histogram;
  EXPECT_EQ(histogram.Percentile(500), 0);
  for (int i = 0; i < 990; ++i) histogram.Add(4);
  for (int i = 0; i < 10; ++i) histogram.Add(1'000'000);
  EXPECT_EQ(histogram.count(), 1'000u);
  EXPECT_EQ(histogram.sum(), 990 * 4 + 10 * 1'000'000);
  EXPECT_EQ(histogram.Percentile(500), 4);
  EXPECT_EQ(histogram.Percentile(990), 4);
  EXPECT_GE(histogram.Percentile(991), 1'000'000);
}

TEST(StageTimesTest, JournalAndResolveBothBeginWhenTheBatchIsSequenced) {
  StageTimes times;
  times.Add({.enqueued = 10,
             .sequenced = 20,
             .resolved = 50,
             .durable = 40,
             .applied = 60,
             .answered = 70});
  EXPECT_EQ(times.of(Stage::kResolve).sum(), 30);
  EXPECT_EQ(times.of(Stage::kJournal).sum(), 20);
  EXPECT_EQ(times.of(Stage::kJournal).count(), 1u);
  EXPECT_EQ(times.of(Stage::kApply).sum(), 10);
  EXPECT_EQ(times.of(Stage::kAnswer).sum(), 10);
  EXPECT_EQ(times.of(Stage::kTotal).sum(), 60);
}

}  // namespace
}  // namespace kumbara
