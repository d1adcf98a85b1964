#include "engine/base/chunk_arena.h"

#include <cstring>

#include "engine/base/huge_regions.h"

namespace kumbara {

ChunkArena::~ChunkArena() {
  for (void* region : regions_) GiveBackHugeRegion(region);
}

void* ChunkArena::Allocate() {
  if (void* const used = TakeFree()) return std::memset(used, 0, kChunkBytes);
  const std::scoped_lock lock(mutex_);
  if (used_ == kHugeRegionBytes) {
    regions_.push_back(TakeHugeRegion());
    used_ = 0;
  }
  void* chunk = static_cast<std::byte*>(regions_.back()) + used_;
  used_ += kChunkBytes;
  return chunk;
}

void ChunkArena::GiveBack(void* chunk) {
  const std::scoped_lock lock(mutex_);
  free_.push_back(chunk);
}

void* ChunkArena::TakeFree() {
  const std::scoped_lock lock(mutex_);
  if (free_.empty()) return nullptr;
  void* const chunk = free_.back();
  free_.pop_back();
  return chunk;
}

}  // namespace kumbara
