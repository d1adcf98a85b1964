#include "engine/base/huge_blocks.h"

#include <sys/mman.h>

#include <map>
#include <mutex>
#include <vector>

#include "engine/base/check.h"

namespace kumbara {
namespace {

constexpr std::size_t kSmallPageBytes = 4096;

std::size_t RoundedUp(std::size_t bytes, std::size_t unit) {
  return (bytes + unit - 1) / unit * unit;
}

// Regions are never given back: the next ledger of the process takes them.
struct Blocks {
  std::mutex mutex;
  std::map<std::size_t, std::vector<void*>> free;  // By rounded size.
  std::byte* region = nullptr;
  std::size_t used = kHugeRegionBytes;
};

struct Prepared {
  std::mutex mutex;
  std::vector<void*> regions;
};

Blocks& AllBlocks() {
  static Blocks* blocks = new Blocks;
  return *blocks;
}

Prepared& AllPrepared() {
  static Prepared* prepared = new Prepared;
  return *prepared;
}

// Blocks larger than this are mapped on their own, and given back.
constexpr std::size_t kCutBytesMax = kHugeRegionBytes / 4;

}  // namespace

void* MapHuge(std::size_t bytes) {
  // More than asked for, so that an aligned piece is among it.
  const std::size_t wanted = RoundedUp(bytes, kHugePageBytes);
  const std::size_t mapped = wanted + kHugePageBytes;
  void* memory = mmap(nullptr, mapped, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  KUMBARA_CHECK(memory != MAP_FAILED);
  auto* begin = static_cast<std::byte*>(memory);
  const auto address = reinterpret_cast<std::size_t>(begin);
  const std::size_t before = RoundedUp(address, kHugePageBytes) - address;
  if (before > 0) KUMBARA_CHECK(munmap(begin, before) == 0);
  const std::size_t behind = mapped - before - wanted;
  if (behind > 0) {
    KUMBARA_CHECK(munmap(begin + before + wanted, behind) == 0);
  }
  // Advice only: without huge pages everything works, slower.
  (void)madvise(begin + before, wanted, MADV_HUGEPAGE);
  return begin + before;
}

void UnmapHuge(void* memory, std::size_t bytes) {
  KUMBARA_CHECK(munmap(memory, RoundedUp(bytes, kHugePageBytes)) == 0);
}

void* TakeHugeRegion() {
  Prepared& prepared = AllPrepared();
  {
    const std::scoped_lock lock(prepared.mutex);
    if (!prepared.regions.empty()) {
      void* region = prepared.regions.back();
      prepared.regions.pop_back();
      return region;
    }
  }
  return MapHuge(kHugeRegionBytes);
}

void PrepareHugeRegions(std::size_t bytes) {
  Prepared& prepared = AllPrepared();
  const std::scoped_lock lock(prepared.mutex);
  while (prepared.regions.size() * kHugeRegionBytes < bytes) {
    auto* region = static_cast<std::byte*>(MapHuge(kHugeRegionBytes));
    for (std::size_t at = 0; at < kHugeRegionBytes; at += kSmallPageBytes) {
      region[at] = std::byte{0};
    }
    prepared.regions.push_back(region);
  }
}

void* AllocateHugeBlock(std::size_t bytes) {
  const std::size_t size = RoundedUp(bytes, kSmallPageBytes);
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
  const std::size_t size = RoundedUp(bytes, kSmallPageBytes);
  if (size > kCutBytesMax) return UnmapHuge(block, size);
  Blocks& blocks = AllBlocks();
  const std::scoped_lock lock(blocks.mutex);
  blocks.free[size].push_back(block);
}

}  // namespace kumbara
