#include "engine/member/record_places.h"

namespace kumbara {

RecordPlaces::RecordPlaces(ChunkArena& arena)
    : arena_(arena),
      chunks_(std::make_unique_for_overwrite<Word*[]>(kChunks)) {}

void RecordPlaces::Reach(std::uint32_t ids) {
  while (std::uint64_t{chunk_count_} << kShift < ids) {
    chunks_[chunk_count_++] = static_cast<Word*>(arena_.Allocate());
  }
}

}  // namespace kumbara
