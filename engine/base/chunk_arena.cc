#include "engine/base/chunk_arena.h"

#include <sys/mman.h>

#include "engine/base/check.h"

namespace kumbara {

ChunkArena::~ChunkArena() {
  for (void* region : regions_) UnmapHuge(region, kRegionBytes);
}

void* ChunkArena::Allocate() {
  const std::scoped_lock lock(mutex_);
  if (used_ == kRegionBytes) {
    regions_.push_back(MapHuge(kRegionBytes));
    used_ = 0;
  }
  void* chunk = static_cast<std::byte*>(regions_.back()) + used_;
  used_ += kChunkBytes;
  return chunk;
}

void* MapHuge(std::size_t bytes) {
  void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  KUMBARA_CHECK(memory != MAP_FAILED);
  // Advice only: without huge pages everything works, slower.
  (void)madvise(memory, bytes, MADV_HUGEPAGE);
  return memory;
}

void UnmapHuge(void* memory, std::size_t bytes) {
  KUMBARA_CHECK(munmap(memory, bytes) == 0);
}

}  // namespace kumbara
