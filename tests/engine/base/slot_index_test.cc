#include "engine/base/slot_index.h"

#include <gtest/gtest.h>

#include "engine/base/chunk_arena.h"

namespace kumbara {
namespace {

struct Thing {
  MemberId id;
  std::uint64_t value = 0;
};

class SlotIndexTest : public ::testing::TestWithParam<std::uint32_t> {
 protected:
  // Ids that differ in one half only, in turn the low and the high one.
  static MemberId IdOf(std::uint64_t n) {
    return n % 2 == 0 ? MemberId{n, 7} : MemberId{7, n};
  }
  Slot Add(std::uint64_t n) {
    const Slot slot = things_.Add();
    things_.At(slot).id = IdOf(n);
    index_.Insert(slot);
    return slot;
  }

  ChunkArena arena_;
  Slab<Thing> things_{arena_};
  SlotIndex<Thing> index_{things_, GetParam()};
};

TEST_P(SlotIndexTest, AnEmptyIndexFindsNothing) {
  EXPECT_EQ(index_.Find(IdOf(1)), kNoSlot);
  EXPECT_EQ(index_.Guess(SlotIndex<Thing>::HashOf(IdOf(1))), kNoSlot);
  index_.Prefetch(SlotIndex<Thing>::HashOf(IdOf(1)));
}

TEST_P(SlotIndexTest, FindsEveryRecordAndNoOtherWhileItGrows) {
  constexpr std::uint64_t kCount = 200'000;
  for (std::uint64_t n = 10; n < 10 + kCount; ++n) {
    ASSERT_EQ(index_.Find(IdOf(n)), kNoSlot);
    ASSERT_EQ(Add(n), n - 10);
    ASSERT_EQ(index_.Find(IdOf(n)), n - 10);
  }
  for (std::uint64_t n = 10; n < 10 + kCount; ++n) {
    ASSERT_EQ(index_.Find(IdOf(n)), n - 10);
  }
  for (std::uint64_t n = 10 + kCount; n < 10 + 2 * kCount; ++n) {
    ASSERT_EQ(index_.Find(IdOf(n)), kNoSlot);
  }
}

TEST_P(SlotIndexTest, GuessIsRightForAlmostAllRecords) {
  constexpr std::uint64_t kCount = 50'000;
  for (std::uint64_t n = 10; n < 10 + kCount; ++n) Add(n);
  std::uint64_t wrong = 0;
  for (std::uint64_t n = 10; n < 10 + kCount; ++n) {
    wrong += index_.Guess(SlotIndex<Thing>::HashOf(IdOf(n))) != n - 10 ? 1 : 0;
  }
  EXPECT_LT(wrong, kCount / 100);
}

TEST_P(SlotIndexTest, ReservingKeepsWhatIsThere) {
  Add(10);
  index_.Reserve(100'000);
  Add(11);
  index_.Reserve(1);
  EXPECT_EQ(index_.Find(IdOf(10)), 0);
  EXPECT_EQ(index_.Find(IdOf(11)), 1);
  EXPECT_EQ(index_.Find(IdOf(12)), kNoSlot);
}

INSTANTIATE_TEST_SUITE_P(Stagger, SlotIndexTest,
                         ::testing::Values(0u, 512u, 1023u));

}  // namespace
}  // namespace kumbara
