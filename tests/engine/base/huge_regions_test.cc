// Regions are kept ready in proportion to those in use, and handed out zeroed.

#include "engine/base/huge_regions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace kumbara {
namespace {

class HugeRegionsTest : public testing::Test {
 protected:
  void Take(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) taken_.push_back(TakeHugeRegion());
  }
  void GiveBackAll() {
    for (void* region : taken_) GiveBackHugeRegion(region);
    taken_.clear();
  }
  void GiveBackReady() {
    Take(HugeRegionsReady());
    GiveBackAll();
  }
  void SetUp() override { GiveBackReady(); }
  void TearDown() override { GiveBackReady(); }

  // Until no more is wanted; how many there are then.
  static std::size_t ReadyOnceEnough() {
    while (WantsHugeRegion()) PrepareHugeRegion();
    return HugeRegionsReady();
  }

  std::vector<void*> taken_;
};

// Some are in use by tables of other tests.
TEST_F(HugeRegionsTest, SmallLedgersWantNone) {
  Take(4);
  EXPECT_FALSE(WantsHugeRegion());
}

TEST_F(HugeRegionsTest, AnEighthIsReadyAndEightAtMost) {
  Take(8);
  EXPECT_EQ(ReadyOnceEnough(), 1u);
  Take(1);  // The one that was.
  EXPECT_EQ(HugeRegionsReady(), 0u);
  Take(31);
  EXPECT_EQ(ReadyOnceEnough(), 5u);
  Take(160);
  EXPECT_EQ(ReadyOnceEnough(), 8u);
}

TEST_F(HugeRegionsTest, WhatWasGivenBackIsNotInUse) {
  Take(16);
  GiveBackAll();
  EXPECT_FALSE(WantsHugeRegion());
}

TEST_F(HugeRegionsTest, OneThatWasReadyIsZeroed) {
  Take(8);
  PrepareHugeRegion();
  Take(1);
  const auto* bytes = static_cast<const std::byte*>(taken_.back());
  EXPECT_TRUE(std::all_of(bytes, bytes + kHugeRegionBytes,
                          [](std::byte byte) { return byte == std::byte{0}; }));
}

}  // namespace
}  // namespace kumbara
