// Ordered ids in the table of all ids, against a map.

#include "engine/pipeline/ordered_ids.h"

#include <map>
#include <optional>
#include <random>
#include <set>
#include <vector>

#include "engine/pipeline/id_table.h"
#include "gmock/gmock.h"
#include "tests/support/memory_cold_store.h"
#include "tests/support/memory_state.h"

namespace kumbara {
namespace {

constexpr std::uint64_t kSource = 7;

class OrderedIdsTest : public ::testing::Test {
 protected:
  explicit OrderedIdsTest(std::uint32_t hot_max = 0)
      : ids_(std::make_unique<IdTable>(arena_, hot_max, cold_)) {}

  IdTable::Known Find(const CommandId& id) {
    const std::uint64_t hash = IdTable::HashOf(id);
    ids_->Prefetch(id, hash);
    return ids_->Find(id, hash);
  }
  Slot Add(const CommandId& id, bool is_ordered = true) {
    EXPECT_EQ(Find(id).answer, nullptr);
    IdEntry entry;
    entry.id = id;
    entry.answer.content_hash = id.low ^ id.high * 31;
    entry.answer.delta = static_cast<std::int64_t>(id.high);
    entry.answer.first_sequence = ++sequence_;
    entry.answer.state = IdState::kFinal;
    return ids_->Add(entry, IdTable::HashOf(id), is_ordered);
  }
  // The counters from one on, of a source.
  void AddRun(std::uint64_t from, std::uint64_t count,
              std::uint64_t source = kSource) {
    for (std::uint64_t i = 0; i < count; ++i) {
      Add(OrderedIdOf(source, from + i));
    }
  }
  bool IsOrdered(const CommandId& id) {
    return ids_->ordered().Has(Find(id).slot);
  }
  std::uint32_t Pages() const {
    return ids_->ordered().slots() / OrderedIds::kPageIds;
  }

  ChunkArena arena_;
  MemoryColdStore cold_;
  std::unique_ptr<IdTable> ids_;
  Sequence sequence_ = 0;
};

TEST_F(OrderedIdsTest, ASourceHasAPageForEachHalfPageOfIds) {
  AddRun(0, 31);
  EXPECT_EQ(Pages(), 0u);
  Add(OrderedIdOf(kSource, 31));
  EXPECT_EQ(Pages(), 1u);
  EXPECT_FALSE(IsOrdered(OrderedIdOf(kSource, 30)));
  EXPECT_TRUE(IsOrdered(OrderedIdOf(kSource, 31)));
  AddRun(32, 32 + 3 * 64);
  EXPECT_EQ(Pages(), 4u);
  EXPECT_EQ(ids_->slots(), 31u);  // By hash.
  EXPECT_EQ(ids_->size(), 256u);
}

TEST_F(OrderedIdsTest, EveryOtherCounterFillsItsPagesByHalf) {
  for (std::uint64_t i = 0; i < 3'200; ++i) Add(OrderedIdOf(kSource, 2 * i));
  EXPECT_EQ(Pages(), 100u);
  EXPECT_EQ(ids_->slots(), 31u);
}

TEST_F(OrderedIdsTest, GreatStepsOpenFewPages) {
  for (std::uint64_t i = 0; i < 3'000; ++i) {
    Add(OrderedIdOf(kSource, i * 1'000));
  }
  EXPECT_LE(Pages(), 1 + 3'000u / 32);
  EXPECT_EQ(ids_->size(), 3'000u);
}

TEST_F(OrderedIdsTest, ManySourcesOfOneIdOpenNone) {
  for (std::uint64_t source = 1; source < 1'000; ++source) {
    Add(OrderedIdOf(source, 5));
  }
  EXPECT_EQ(Pages(), 0u);
}

// The page of the greatest counter costs the source nothing else.
TEST_F(OrderedIdsTest, AnIdFarAheadLeavesTheOthersInPages) {
  AddRun(0, 640);
  Add(OrderedIdOf(kSource, UINT64_MAX));
  EXPECT_TRUE(IsOrdered(OrderedIdOf(kSource, UINT64_MAX)));
  AddRun(640, 640);
  EXPECT_TRUE(IsOrdered(OrderedIdOf(kSource, 1'279)));
  EXPECT_EQ(ids_->slots(), 31u);
}

TEST_F(OrderedIdsTest, AnIdThatIsNotSaidToBeOrderedHasItsPlaceInAPage) {
  AddRun(0, 40);
  const Slot slot = Add(OrderedIdOf(kSource, 50), false);
  EXPECT_TRUE(ids_->ordered().Has(slot));
  Add(OrderedIdOf(kSource, 64), false);  // But opens none.
  EXPECT_EQ(Pages(), 1u);
  EXPECT_FALSE(IsOrdered(OrderedIdOf(kSource, 64)));
}

TEST_F(OrderedIdsTest, WhatCameBeforeThePageIsFoundBehindIt) {
  const Slot before = Add(OrderedIdOf(kSource, 70), false);
  AddRun(0, 65);  // Opens the page of 70.
  EXPECT_TRUE(IsOrdered(OrderedIdOf(kSource, 64)));
  EXPECT_EQ(Find(OrderedIdOf(kSource, 70)).slot, before);
  EXPECT_EQ(Find(OrderedIdOf(kSource, 70)).answer->first_sequence, 1u);
  EXPECT_EQ(Find(OrderedIdOf(kSource, 71)).answer, nullptr);
  EXPECT_EQ(ids_->FindHot(OrderedIdOf(kSource, 70))->first_sequence, 1u);
}

struct Shape {
  std::uint32_t sources = 1;
  std::uint32_t step = 1;  // Counters rise by up to so many.
  std::uint32_t hot_max = 0;
};

class OrderedIdsRandomTest : public OrderedIdsTest,
                             public ::testing::WithParamInterface<Shape> {
 protected:
  OrderedIdsRandomTest() : OrderedIdsTest(GetParam().hot_max) {}

  std::uint64_t Draw(std::uint64_t bound) { return random_() % bound; }

  // Mostly the next counter of a source, else any.
  CommandId DrawId() {
    const std::uint64_t source = 1 + Draw(GetParam().sources);
    std::uint64_t& next = next_[source];
    if (Draw(10) == 0) return OrderedIdOf(source, Draw(next + 200));
    next += 1 + Draw(GetParam().step);
    return OrderedIdOf(source, next);
  }

  // Enters an id, unless it is known; then it is what it was.
  void Meet(const CommandId& id) {
    const auto known = known_.find(id);
    if (known == known_.end()) {
      const Slot slot = Add(id, Draw(5) != 0);
      known_[id] = {slot, sequence_};
      EXPECT_TRUE(slots_.insert(slot).second);
    } else {
      ExpectKnown(id);
    }
  }
  void ExpectKnown(const CommandId& id) {
    const IdTable::Known found = Find(id);
    ASSERT_NE(found.answer, nullptr);
    EXPECT_EQ(found.slot, known_[id].slot);
    EXPECT_EQ(found.answer->first_sequence, known_[id].sequence);
    EXPECT_EQ(found.answer->delta, static_cast<std::int64_t>(id.high));
  }
  void Run(int ids) {
    for (int i = 0; i < ids; ++i) {
      Meet(DrawId());
      if (i % 50 != 0) continue;
      ids_->NoteFinal(sequence_);
      ids_->LetGo(0, 0);
    }
  }
  void ExpectAll() {
    for (const auto& [id, entry] : known_) ExpectKnown(id);
    EXPECT_EQ(ids_->size(), known_.size());
    EXPECT_LE(Pages(), 2 * known_.size() / OrderedIds::kIdsForPage);
  }

  struct Entry {
    Slot slot = kNoSlot;
    Sequence sequence = 0;
  };
  std::mt19937_64 random_{1};
  std::map<std::uint64_t, std::uint64_t> next_;
  std::map<CommandId, Entry> known_;
  std::set<Slot> slots_;
};

TEST_P(OrderedIdsRandomTest, IsAMap) {
  Run(20'000);
  ExpectAll();
  EXPECT_EQ(cold_.chunks()->fetched() > 0, GetParam().hot_max > 0);
}

// Who writes has all in memory.
class OrderedIdsStateTest : public OrderedIdsRandomTest {};

TEST_P(OrderedIdsStateTest, GoesOnAsWritten) {
  Run(3'000);
  std::vector<std::byte> bytes;
  MemorySink sink(&bytes);
  StateWriter writer(sink);
  ids_->Save(writer);
  for (const std::uint32_t hot_max : {0u, 100u}) {
    MemoryColdStore cold;
    IdTable other(arena_, hot_max, cold);
    MemorySource source(bytes);
    StateReader reader(source);
    other.Load(reader);
    EXPECT_FALSE(reader.failed());
    EXPECT_EQ(source.left(), 0u);
    EXPECT_EQ(other.size(), known_.size());
    std::mt19937_64 again = random_;
    for (const auto& [id, entry] : known_) {
      EXPECT_EQ(other.Find(id, IdTable::HashOf(id)).slot, entry.slot);
    }
    // The next ids have the slots that they have in the first one.
    for (std::uint64_t i = 1; i < 200; ++i) {
      IdEntry entry;
      entry.id = OrderedIdOf(1, next_[1] + 1'000 + i + again() % 2 * 1'000);
      const std::uint64_t hash = IdTable::HashOf(entry.id);
      if (other.Find(entry.id, hash).answer != nullptr) continue;
      entry.answer.first_sequence = sequence_ + i;
      entry.answer.state = IdState::kFinal;
      const Slot slot = other.Add(entry, hash, true);
      if (hot_max == 0) {
        EXPECT_EQ(ids_->Add(entry, hash, true), slot);
      } else {
        EXPECT_EQ(Find(entry.id).slot, slot);
      }
    }
  }
}

TEST_P(OrderedIdsStateTest, BytesThatEndEarlyFail) {
  Run(500);
  std::vector<std::byte> bytes;
  MemorySink sink(&bytes);
  StateWriter writer(sink);
  ids_->Save(writer);
  for (const std::size_t size : {bytes.size() - 1, bytes.size() / 2}) {
    IdTable other(arena_, 0, cold_);
    const std::span<const std::byte> all = bytes;
    MemorySource source(all.first(size));
    StateReader reader(source);
    other.Load(reader);
    EXPECT_TRUE(reader.failed());
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, OrderedIdsStateTest,
                         ::testing::Values(Shape{1, 1, 0}, Shape{16, 3, 0},
                                           Shape{3, 200, 0}));
INSTANTIATE_TEST_SUITE_P(Shapes, OrderedIdsRandomTest,
                         ::testing::Values(Shape{1, 1, 0}, Shape{16, 1, 0},
                                           Shape{16, 3, 0}, Shape{3, 200, 0},
                                           Shape{2'000, 1, 0}, Shape{3, 1, 1},
                                           Shape{16, 2, 2'000}));

}  // namespace
}  // namespace kumbara
