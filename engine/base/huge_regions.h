// Regions of memory on huge pages: what the tables of a ledger grow by.
//
// A page that a process touches for the first time is cleared by the kernel,
// and a virtual machine may have to ask its host for it: 0.7 to 0.9 GB/s were
// measured, 2.5 ms for a huge page, where a copy does ten times as much. Who
// grows on the path of a transaction would stand still for it. So some regions
// are kept ready, their pages in place, by a thread that has the time.
//
// Units:   bytes.
// Threads: safe.
// Errors:  no memory ends the process: budgets act before sequencing.

#ifndef KUMBARA_ENGINE_BASE_HUGE_REGIONS_H_
#define KUMBARA_ENGINE_BASE_HUGE_REGIONS_H_

#include <cstddef>

namespace kumbara {

inline constexpr std::size_t kHugePageBytes = std::size_t{2} << 20;

// Anonymous zeroed memory, aligned to and backed by huge pages where the
// machine has them.
void* MapHuge(std::size_t bytes);
void UnmapHuge(void* memory, std::size_t bytes);

inline constexpr std::size_t kHugeRegionBytes = 16 * kHugePageBytes;

// A region of zeroed memory, one that is ready if there is one.
void* TakeHugeRegion();
// Its memory goes back to the machine. REQUIRES: TakeHugeRegion gave it.
void GiveBackHugeRegion(void* region);

// Whether fewer are ready than should be, for how many are in use: an eighth
// of them, at most 8. So a small ledger takes no memory that it does not need.
bool WantsHugeRegion();
// Makes one more ready. Cost: the pages' first touch.
void PrepareHugeRegion();
std::size_t HugeRegionsReady();

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_HUGE_REGIONS_H_
