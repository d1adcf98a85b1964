#include "engine/base/huge_regions.h"

#include <sys/mman.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <vector>

#include "engine/base/check.h"

namespace kumbara {
namespace {

// What is touched of a region, wherever it lies on pages of this size.
constexpr std::size_t kSmallPageBytes = 4096;

constexpr std::size_t kInUseForEachReady = 8;
constexpr std::size_t kReadyMax = 8;

std::size_t RoundedUp(std::size_t bytes, std::size_t unit) {
  return (bytes + unit - 1) / unit * unit;
}

struct Regions {
  std::mutex mutex;
  std::vector<void*> ready;  // Guarded by mutex.
  // Asked for without the mutex. Their exact moment does not matter.
  std::atomic<std::size_t> ready_count{0};
  std::atomic<std::size_t> in_use{0};
};

Regions& AllRegions() {
  static Regions* regions = new Regions;
  return *regions;
}

void* TakeReady(Regions& regions) {
  const std::scoped_lock lock(regions.mutex);
  if (regions.ready.empty()) return nullptr;
  void* region = regions.ready.back();
  regions.ready.pop_back();
  regions.ready_count = regions.ready.size();
  return region;
}

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
  Regions& regions = AllRegions();
  ++regions.in_use;
  void* const ready = TakeReady(regions);
  return ready != nullptr ? ready : MapHuge(kHugeRegionBytes);
}

void GiveBackHugeRegion(void* region) {
  UnmapHuge(region, kHugeRegionBytes);
  --AllRegions().in_use;
}

bool WantsHugeRegion() {
  const Regions& regions = AllRegions();
  return regions.ready_count.load() <
         std::min(regions.in_use.load() / kInUseForEachReady, kReadyMax);
}

std::size_t HugeRegionsReady() { return AllRegions().ready_count.load(); }

void PrepareHugeRegion() {
  auto* const region = static_cast<std::byte*>(MapHuge(kHugeRegionBytes));
  for (std::size_t at = 0; at < kHugeRegionBytes; at += kSmallPageBytes) {
    // Not to be left out, for all that the memory is zero already.
    const_cast<volatile std::byte&>(region[at]) = std::byte{0};
  }
  Regions& regions = AllRegions();
  const std::scoped_lock lock(regions.mutex);
  regions.ready.push_back(region);
  regions.ready_count = regions.ready.size();
}

}  // namespace kumbara
