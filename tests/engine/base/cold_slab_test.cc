#include "engine/base/cold_slab.h"

#include <array>
#include <cstdint>
#include <vector>

#include "gmock/gmock.h"
#include "tests/support/memory_chunk_store.h"

namespace kumbara {
namespace {

struct Item {
  std::uint64_t number = 0;
  std::array<std::uint64_t, 7> rest{};
};
constexpr std::uint32_t kItemsOfChunk = 1'024;
static_assert(kItemsOfChunk * sizeof(Item) == ChunkArena::kChunkBytes);

class ColdSlabTest : public ::testing::Test {
 protected:
  void Add(std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) {
      const Slot slot = items_.Add();
      EXPECT_EQ(items_.At(slot).number, 0u);
      items_.At(slot).number = slot + 1;
    }
  }
  void ExpectAll() const {
    for (Slot slot = 0; slot < items_.size(); ++slot) {
      ASSERT_EQ(items_.At(slot).number, slot + 1);
    }
  }

  MemoryChunkStore store_;
  ChunkArena arena_;
  HotChunks hot_{arena_};
  ColdSlab<Item> items_{hot_};
};

TEST_F(ColdSlabTest, WithoutAStoreAllStay) {
  Add(3 * kItemsOfChunk);
  hot_.LetGo();
  EXPECT_EQ(hot_.hot(), 0u);  // None are noted.
  ExpectAll();
}

TEST_F(ColdSlabTest, WhatCameFirstGoesFirstAndComesBack) {
  hot_.Use(store_, 2);
  Add(5 * kItemsOfChunk);
  EXPECT_EQ(hot_.hot(), 5u);
  EXPECT_EQ(store_.kept(), 0u);  // Addresses stay until then.
  hot_.LetGo();
  EXPECT_EQ(hot_.hot(), 2u);
  EXPECT_EQ(store_.kept(), 3u);
  EXPECT_EQ(items_.At(4 * kItemsOfChunk).number, 4 * kItemsOfChunk + 1);
  EXPECT_EQ(store_.fetched(), 0u);
  EXPECT_EQ(items_.At(7).number, 8u);
  EXPECT_EQ(store_.fetched(), 1u);
  EXPECT_EQ(items_.At(8).number, 9u);
  EXPECT_EQ(store_.fetched(), 1u);
  hot_.LetGo();
  EXPECT_EQ(hot_.hot(), 2u);
  EXPECT_EQ(items_.At(7).number, 8u);
  EXPECT_EQ(store_.fetched(), 1u);  // The fourth had come before it.
  ExpectAll();
}

TEST_F(ColdSlabTest, WhatChangesWhenItIsBackStaysChanged) {
  hot_.Use(store_, 0);
  Add(2 * kItemsOfChunk);
  for (std::uint64_t round = 1; round <= 3; ++round) {
    hot_.LetGo();
    EXPECT_EQ(hot_.hot(), 0u);
    items_.At(5).number += 1'000;
    EXPECT_EQ(items_.At(kItemsOfChunk).number, kItemsOfChunk + 1);
  }
  hot_.LetGo();
  EXPECT_EQ(items_.At(5).number, 3'006u);
}

TEST_F(ColdSlabTest, TheLastChunkIsFilledUpThoughItWasAway) {
  hot_.Use(store_, 0);
  for (int i = 0; i < 10; ++i) {
    Add(kItemsOfChunk / 4);
    hot_.LetGo();
  }
  EXPECT_EQ(items_.size(), 10 * kItemsOfChunk / 4);
  ExpectAll();
}

// Memory that one slab gave back holds what it held: others get it empty.
TEST_F(ColdSlabTest, MemoryThatIsGivenBackIsHandedOutEmpty) {
  hot_.Use(store_, 0);
  Add(kItemsOfChunk);
  hot_.LetGo();
  const auto* bytes = static_cast<const std::byte*>(arena_.Allocate());
  for (std::size_t i = 0; i < ChunkArena::kChunkBytes; ++i) {
    ASSERT_EQ(bytes[i], std::byte{0});
  }
}

TEST_F(ColdSlabTest, SlabsOfOneListShareItsMemory) {
  ColdSlab<std::uint64_t> others(hot_);
  hot_.Use(store_, 1);
  Add(1);
  others.At(others.Add()) = 77;
  hot_.LetGo();
  EXPECT_EQ(hot_.hot(), 1u);
  EXPECT_EQ(others.At(0), 77u);
  EXPECT_EQ(store_.fetched(), 0u);
  ExpectAll();
  EXPECT_EQ(store_.fetched(), 1u);
}

TEST_F(ColdSlabTest, OnlyWhatIsColdIsAskedFor) {
  hot_.Use(store_, 1);
  Add(2 * kItemsOfChunk);
  hot_.LetGo();
  items_.Ask(kItemsOfChunk);
  items_.Ask(5 * kItemsOfChunk);  // Not there.
  EXPECT_EQ(store_.asked(), 0u);
  items_.Ask(3);
  EXPECT_EQ(store_.asked(), 1u);
  EXPECT_EQ(store_.fetched(), 0u);
}

TEST_F(ColdSlabTest, WhatCannotBeKeptStays) {
  hot_.Use(store_, 1);
  Add(4 * kItemsOfChunk);
  store_.Fail();
  hot_.LetGo();
  EXPECT_EQ(hot_.hot(), 4u);
  ExpectAll();
  EXPECT_EQ(store_.fetched(), 0u);
}

TEST_F(ColdSlabTest, RunsAreThoseOfASlab) {
  hot_.Use(store_, 0);
  std::uint32_t left = 2 * kItemsOfChunk + 10;
  while (left > 0) {
    const Slot first = items_.size();
    const std::span<Item> run = items_.AddRun(left);
    for (std::size_t i = 0; i < run.size(); ++i) run[i].number = first + i + 1;
    left -= static_cast<std::uint32_t>(run.size());
    hot_.LetGo();
  }
  ExpectAll();
  hot_.LetGo();
  EXPECT_EQ(items_.RunFrom(5).size(), kItemsOfChunk - 5);
  EXPECT_EQ(items_.RunFrom(2 * kItemsOfChunk).size(), 10u);
}

}  // namespace
}  // namespace kumbara
