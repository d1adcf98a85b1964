// ChunkArena: memory for records that stay until the ledger closes.
//
// Chunks are cut from large regions backed by huge pages where the machine has
// them: a table of ten million members otherwise spends half its time in page
// walks. The machine gets nothing back before the arena ends; a chunk that was
// given back is the next one handed out.
//
// Threads: safe; a chunk is asked for once in hundreds of records.
// Errors:  no memory ends the process: budgets act before sequencing.

#ifndef KUMBARA_ENGINE_BASE_CHUNK_ARENA_H_
#define KUMBARA_ENGINE_BASE_CHUNK_ARENA_H_

#include <cstddef>
#include <mutex>
#include <vector>

#include "engine/base/huge_regions.h"

namespace kumbara {

class ChunkArena {
 public:
  static constexpr std::size_t kChunkBytes = std::size_t{64} << 10;

  ChunkArena() = default;
  ~ChunkArena();
  ChunkArena(const ChunkArena&) = delete;
  ChunkArena& operator=(const ChunkArena&) = delete;

  // kChunkBytes zero bytes, aligned to 4 KiB.
  void* Allocate();
  // REQUIRES: it is from here, and not used any more.
  void GiveBack(void* chunk);

 private:
  // A chunk that was given back, as it was left; null if there is none.
  void* TakeFree();

  std::mutex mutex_;
  std::vector<void*> regions_;  // Guarded by mutex_.
  std::vector<void*> free_;     // Guarded by mutex_.
  std::size_t used_ =
      kHugeRegionBytes;  // Of the last region. Guarded by mutex_.
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_CHUNK_ARENA_H_
