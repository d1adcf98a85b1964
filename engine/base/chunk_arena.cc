#include "engine/base/chunk_arena.h"

#include "engine/base/huge_blocks.h"

namespace kumbara {

ChunkArena::~ChunkArena() {
  for (void* region : regions_) UnmapHuge(region, kHugeRegionBytes);
}

void* ChunkArena::Allocate() {
  const std::scoped_lock lock(mutex_);
  if (used_ == kHugeRegionBytes) {
    regions_.push_back(TakeHugeRegion());
    used_ = 0;
  }
  void* chunk = static_cast<std::byte*>(regions_.back()) + used_;
  used_ += kChunkBytes;
  return chunk;
}

}  // namespace kumbara
