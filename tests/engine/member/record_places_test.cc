#include "engine/member/record_places.h"

#include "gtest/gtest.h"

namespace kumbara {
namespace {

TEST(RecordPlacesTest, ACommandWithoutARecordHasNoPlace) {
  ChunkArena arena;
  RecordPlaces places(arena);
  places.Reach(3);
  places.Set(1, 0);
  EXPECT_EQ(places.At(0), kNoSlot);
  EXPECT_EQ(places.At(1), 0u);
  EXPECT_EQ(places.At(2), kNoSlot);
  places.Set(1, 7);
  EXPECT_EQ(places.At(1), 7u) << "its record has moved";
}

TEST(RecordPlacesTest, PlacesStayWhenRoomIsMade) {
  constexpr std::uint32_t kIds = 100'000;
  ChunkArena arena;
  RecordPlaces places(arena);
  for (Slot id = 0; id < kIds; ++id) {
    places.Reach(id + 1);
    ASSERT_EQ(places.At(id), kNoSlot);
    if (id % 3 != 0) places.Set(id, id * 2);
  }
  for (Slot id = 0; id < kIds; ++id) {
    ASSERT_EQ(places.At(id), id % 3 != 0 ? id * 2 : kNoSlot);
  }
}

// Their slots go down from the greatest; kNoSlot, which none has, takes a
// place.
TEST(RecordPlacesTest, PlacesOfOrderedIdsGoDownOverManyChunks) {
  constexpr std::uint32_t kIds = 40'000;
  ChunkArena arena;
  RecordPlaces places(arena);
  places.Reach(1);
  places.Set(0, 5);
  for (std::uint32_t i = 0; i < kIds; ++i) {
    const Slot id = kNoSlot - 1 - i;
    places.ReachOrdered(i + 1);
    ASSERT_EQ(places.At(id), kNoSlot) << i;
    if (i % 3 != 0) places.Set(id, i);
  }
  for (std::uint32_t i = 0; i < kIds; ++i) {
    ASSERT_EQ(places.At(kNoSlot - 1 - i), i % 3 != 0 ? i : kNoSlot) << i;
  }
  EXPECT_EQ(places.At(0), 5u);
}

}  // namespace
}  // namespace kumbara
