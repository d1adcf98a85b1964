// Blocks of memory on huge pages, for tables that grow by replacing themselves.
//
// The kernel backs memory by huge pages only in aligned pieces of 2 MiB. The
// indexes of a ledger are hundreds of tables of some hundred KiB each: mapped
// one by one they would all lie on small pages, and a random lookup would walk
// page tables as often as it looks something up. Cut from common regions they
// do not.
//
// Units:   bytes.
// Threads: safe.
// Errors:  no memory ends the process: budgets act before sequencing.
// Cost:    a lock and a lookup by size; a block freed is kept for the next of
//          its size, and tables that double have few sizes.

#ifndef KUMBARA_ENGINE_BASE_HUGE_BLOCKS_H_
#define KUMBARA_ENGINE_BASE_HUGE_BLOCKS_H_

#include <cstddef>

namespace kumbara {

// A block aligned to 4 KiB, its content undefined.
void* AllocateHugeBlock(std::size_t bytes);
// REQUIRES: AllocateHugeBlock(bytes) gave it.
void FreeHugeBlock(void* block, std::size_t bytes);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_HUGE_BLOCKS_H_
