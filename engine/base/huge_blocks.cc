#include "engine/base/huge_blocks.h"

#include <map>
#include <mutex>
#include <vector>

#include "engine/base/huge_regions.h"

namespace kumbara {
namespace {

constexpr std::size_t kAlignment = 4096;

// Sizes that free blocks are kept by.
std::size_t SizeOf(std::size_t bytes) {
  return (bytes + kAlignment - 1) / kAlignment * kAlignment;
}

// Regions are never given back: the next ledger of the process takes them.
struct Blocks {
  std::mutex mutex;
  std::map<std::size_t, std::vector<void*>> free;  // By size.
  std::byte* region = nullptr;
  std::size_t used = kHugeRegionBytes;
};

Blocks& AllBlocks() {
  static Blocks* blocks = new Blocks;
  return *blocks;
}

// Blocks larger than this are mapped on their own, and given back.
constexpr std::size_t kCutBytesMax = kHugeRegionBytes / 4;

}  // namespace

void* AllocateHugeBlock(std::size_t bytes) {
  const std::size_t size = SizeOf(bytes);
  if (size > kCutBytesMax) return MapHuge(size);
  Blocks& blocks = AllBlocks();
  const std::scoped_lock lock(blocks.mutex);
  std::vector<void*>& free = blocks.free[size];
  if (!free.empty()) {
    void* block = free.back();
    free.pop_back();
    return block;
  }
  if (blocks.used + size > kHugeRegionBytes) {
    blocks.region = static_cast<std::byte*>(TakeHugeRegion());
    blocks.used = 0;
  }
  void* block = blocks.region + blocks.used;
  blocks.used += size;
  return block;
}

void FreeHugeBlock(void* block, std::size_t bytes) {
  const std::size_t size = SizeOf(bytes);
  if (size > kCutBytesMax) return UnmapHuge(block, size);
  Blocks& blocks = AllBlocks();
  const std::scoped_lock lock(blocks.mutex);
  blocks.free[size].push_back(block);
}

}  // namespace kumbara
