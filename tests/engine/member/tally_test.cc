#include "engine/member/tally.h"

#include <tuple>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace kumbara {
namespace {

using Counts = std::vector<std::tuple<int, std::int64_t, std::int64_t>>;

Counts AllOf(const Tally<int>& counts) {
  Counts all;
  counts.ForEach([&](int of, std::int64_t period, std::int64_t count) {
    all.emplace_back(of, period, count);
  });
  return all;
}

TEST(TallyTest, EachTallyByItself) {
  Tally<int> counts;
  counts.Add(1, 5, 2);
  counts.Add(1, -5, 3);
  counts.Add(2, 5, 4);
  counts.Add(1, 5, 1);
  EXPECT_EQ(counts.Count(1, 5), 3);
  EXPECT_EQ(counts.Count(1, -5), 3);
  EXPECT_EQ(counts.Count(2, 5), 4);
  EXPECT_EQ(counts.Count(2, 6), 0);
  EXPECT_EQ(AllOf(counts), (Counts{{1, -5, 3}, {1, 5, 3}, {2, 5, 4}}));
}

// Two ledgers that come to the same in other ways are the same.
TEST(TallyTest, WhatIsGivenBackWholeIsForgotten) {
  Tally<int> counts;
  counts.Add(1, 5, 2);
  counts.Add(1, 6, 0);
  counts.Add(1, 5, -1);
  EXPECT_EQ(AllOf(counts), (Counts{{1, 5, 1}}));
  counts.Add(1, 5, -1);
  EXPECT_EQ(AllOf(counts), Counts());
}

TEST(TallyTest, VisitsFromWhereItIsTold) {
  Tally<int> counts;
  for (const int of : {1, 2, 3}) {
    counts.Add(of, -1, 1);
    counts.Add(of, 1, 1);
  }
  std::vector<int> visited;
  counts.VisitFrom(2, [&](int of, std::int64_t, std::int64_t) {
    visited.push_back(of);
    return of == 2;
  });
  EXPECT_THAT(visited, ::testing::ElementsAre(2, 2, 3));
}

TEST(TallyTest, ForgetsWhatLiesBetween) {
  Tally<int> counts;
  for (const int of : {1, 2, 3, 4}) {
    counts.Add(of, -1, 1);
    counts.Add(of, 1, 1);
  }
  counts.Forget(2, 4);
  EXPECT_EQ(AllOf(counts),
            (Counts{{1, -1, 1}, {1, 1, 1}, {4, -1, 1}, {4, 1, 1}}));
  counts.Clear();
  EXPECT_EQ(AllOf(counts), Counts());
}

TEST(TallyDeathTest, NothingIsGivenBackThatWasNotCounted) {
  Tally<int> counts;
  counts.Add(1, 5, 2);
  EXPECT_DEATH(counts.Add(1, 5, -3), "CHECK failed");
  EXPECT_DEATH(counts.Add(1, 6, -1), "CHECK failed");
}

}  // namespace
}  // namespace kumbara
