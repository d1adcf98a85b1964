// Lists of lots against a sorted vector that does the same.

#include "engine/member/lot_list.h"

#include <algorithm>
#include <random>
#include <vector>

#include "gmock/gmock.h"

namespace kumbara {
namespace {

Lot LotOf(std::uint32_t number, std::int64_t activation, std::int64_t expiry) {
  Lot lot;
  lot.number = number;
  lot.activation = Instant(activation);
  lot.expiry = Instant(expiry);
  lot.remaining = Amount(number);
  return lot;
}

class LotListTest : public ::testing::TestWithParam<LotOrder> {
 protected:
  bool IsBefore(const Lot& a, const Lot& b) const {
    return Before(GetParam(), KeyOf(a), KeyOf(b));
  }
  void Add(const Lot& lot) {
    lists_.Insert(list_, lot);
    const auto is_before = [&](const Lot& a, const Lot& b) {
      return IsBefore(a, b);
    };
    naive_.insert(
        std::upper_bound(naive_.begin(), naive_.end(), lot, is_before), lot);
  }
  void RemoveAt(std::size_t at) {
    lists_.Remove(list_, KeyOf(naive_[at]));
    naive_.erase(naive_.begin() + static_cast<std::ptrdiff_t>(at));
  }
  std::vector<Lot> Content() const {
    std::vector<Lot> lots;
    WalkLots(pool_, list_, [&](const Lot& lot) {
      lots.push_back(lot);
      return true;
    });
    return lots;
  }
  void ExpectSame() {
    ASSERT_EQ(Content(), naive_);
    ASSERT_EQ(list_.empty(), naive_.empty());
    Instant least = Instant::Greatest();
    for (const Lot& lot : naive_) least = std::min(least, lot.expiry);
    ASSERT_EQ(lists_.LeastExpiry(list_), least);
    if (naive_.empty()) return;
    ASSERT_EQ(lists_.Front(list_), naive_.front());
    ASSERT_EQ(lists_.Soonest(list_).expiry, least);
  }

  ChunkArena arena_;
  LotPool pool_{arena_};
  LotLists lists_{pool_, GetParam()};
  LotList list_;
  std::vector<Lot> naive_;
};

INSTANTIATE_TEST_SUITE_P(Orders, LotListTest,
                         ::testing::Values(LotOrder::kByExpiry,
                                           LotOrder::kByActivation));

TEST_P(LotListTest, DoesWhatASortedVectorDoes) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    const auto draw = [&](std::uint64_t bound) { return random() % bound; };
    // Few dates make many equal ones; the last row never expires.
    const std::uint64_t dates = seed % 3 == 0 ? 4 : 1'000'000;
    const std::size_t most = seed % 2 == 0 ? 70 : 3'000;
    std::uint32_t number = 0;
    std::uint64_t growth = 75;  // Chance in a hundred to add rather than take.
    for (int step = 0; step < 20'000; ++step) {
      if (naive_.size() >= most) growth = 25;
      if (naive_.empty()) growth = 75;
      if (naive_.empty() || draw(100) < growth) {
        const auto in_order = static_cast<std::int64_t>(step);
        const bool sorted = draw(10) < 7;
        const auto activation =
            sorted ? in_order : static_cast<std::int64_t>(draw(dates));
        const std::int64_t expiry =
            draw(9) == 0 ? Instant::Greatest().micros()
            : sorted     ? in_order + 50'000
                         : static_cast<std::int64_t>(draw(dates));
        Add(LotOf(++number, activation, expiry));
      } else if (draw(4) != 0) {
        lists_.PopFront(list_);
        naive_.erase(naive_.begin());
      } else {
        RemoveAt(draw(naive_.size()));
      }
      if (step % 500 == 0) ExpectSame();
      if (!naive_.empty()) {
        Lot& wanted = naive_[draw(naive_.size())];
        Lot* found = lists_.Find(list_, KeyOf(wanted));
        ASSERT_NE(found, nullptr);
        ASSERT_EQ(*found, wanted);
        found->remaining = wanted.remaining =
            Amount(static_cast<std::int64_t>(draw(1'000)));
        LotKey other = KeyOf(wanted);
        other.number += 1'000'000;
        ASSERT_EQ(lists_.Find(list_, other), nullptr);
      }
    }
    ExpectSame();
    while (!naive_.empty()) RemoveAt(draw(naive_.size()));
    ExpectSame();
    ASSERT_EQ(pool_.lots_in_use(), 0u);
  }
}

TEST_P(LotListTest, ManyLotsInOrderFillTheirBlocksAndGiveThemBack) {
  const std::uint32_t lots = 100'000;
  for (int round = 0; round < 3; ++round) {
    for (std::uint32_t number = 1; number <= lots; ++number) {
      lists_.Insert(list_, LotOf(number, number, number));
    }
    // A leaf of 48 lots, and a branch node above 38 of them.
    EXPECT_LT(pool_.lots_in_use(), lots + lots / 30);
    for (std::uint32_t number = 1; number <= lots; ++number) {
      ASSERT_EQ(lists_.Front(list_).number, number);
      lists_.PopFront(list_);
    }
    EXPECT_EQ(pool_.lots_in_use(), 0u);
  }
  EXPECT_LT(pool_.bytes(), lots * sizeof(Lot) * 11 / 10);
}

TEST_P(LotListTest, ListThatStaysSmallStaysInOneBlock) {
  for (std::uint32_t number = 1; number <= 3; ++number) {
    lists_.Insert(list_, LotOf(number, number, number));
  }
  EXPECT_EQ(pool_.lots_in_use(), 3u);
  for (std::uint32_t number = 4; number <= 10'000; ++number) {
    lists_.PopFront(list_);
    lists_.Insert(list_, LotOf(number, number, number));
  }
  EXPECT_EQ(pool_.lots_in_use(), 3u);
}

TEST_P(LotListTest, ClearGivesBackEveryBlock) {
  for (const std::uint32_t lots : {1u, 40u, 60u, 10'000u}) {
    for (std::uint32_t number = 1; number <= lots; ++number) {
      lists_.Insert(list_, LotOf(number, 7, number % 9));
    }
    lists_.Clear(list_);
    EXPECT_TRUE(list_.empty());
    EXPECT_EQ(pool_.lots_in_use(), 0u) << lots;
  }
}

TEST(LotPoolTest, WhatIsLeftOfAChunkIsCutIntoSmallerBlocks) {
  ChunkArena arena;
  LotPool pool(arena);
  std::vector<Slot> blocks;
  // 42 blocks of 48 lots and 32 lots over.
  for (int i = 0; i < 43; ++i) blocks.push_back(pool.Take(kLotBlockGreatest));
  EXPECT_EQ(pool.bytes(), 2 * ChunkArena::kChunkBytes);
  // The 32: 24 and 6, and 2 that no block is small enough for.
  EXPECT_EQ(pool.Take(3), 42u * 48);
  EXPECT_EQ(pool.Take(1), 42u * 48 + 24);
  EXPECT_EQ(pool.bytes(), 2 * ChunkArena::kChunkBytes);
  std::sort(blocks.begin(), blocks.end());
  EXPECT_EQ(blocks[41] + 48 + 32, blocks[42]);
}

}  // namespace
}  // namespace kumbara
