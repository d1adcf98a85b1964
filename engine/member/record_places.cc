#include "engine/member/record_places.h"

#include "engine/base/check.h"

namespace kumbara {

RecordPlaces::RecordPlaces(ChunkArena& arena)
    : arena_(arena),
      chunks_(std::make_unique_for_overwrite<Word*[]>(kChunks)) {}

void RecordPlaces::Reach(std::uint32_t ids) {
  while (std::uint64_t{chunk_count_} << kShift < ids) {
    chunks_[chunk_count_++] = NewChunk();
  }
}

// Slot kNoSlot, which no id has, is the last place of the last chunk.
void RecordPlaces::ReachOrdered(std::uint32_t ids) {
  while (ids > 0 && std::uint64_t{ordered_count_} << kShift <= ids) {
    chunks_[kChunks - 1 - ordered_count_] = NewChunk();
    ++ordered_count_;
  }
}

RecordPlaces::Word* RecordPlaces::NewChunk() const {
  KUMBARA_CHECK(chunk_count_ + ordered_count_ < kChunks);
  return static_cast<Word*>(arena_.Allocate());
}

}  // namespace kumbara
