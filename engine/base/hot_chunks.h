// HotChunks, ChunkList: the chunks of some slabs, of which only so many stay in
// memory. Those that came first go first; who looks into one that is gone gets
// it back.
//
// A chunk goes only when LetGo is called, so addresses stay until then. One
// that has not changed since it was fetched is not written again.
//
// Units:   chunks of ChunkArena::kChunkBytes.
// Threads: one at a time.
// Errors:  what cannot be written stays in memory, and so does all after it:
//          the store says why. What cannot be read ends the process.
// Cost:    without a store one comparison a look. With one a chunk that is gone
//          costs a read and its checksum, one that goes a checksum and mostly
//          a write; both of kChunkBytes.

#ifndef KUMBARA_ENGINE_BASE_HOT_CHUNKS_H_
#define KUMBARA_ENGINE_BASE_HOT_CHUNKS_H_

#include <cstdint>
#include <deque>
#include <vector>

#include "engine/base/chunk_arena.h"
#include "engine/base/chunk_store.h"

namespace kumbara {

class HotChunks;

// The chunks of one slab, by number.
class ChunkList {
 public:
  explicit ChunkList(HotChunks& hot) : hot_(hot) {}
  ChunkList(const ChunkList&) = delete;
  ChunkList& operator=(const ChunkList&) = delete;

  std::uint32_t size() const {
    return static_cast<std::uint32_t>(memory_.size());
  }
  // One more, of zero bytes.
  void Add();
  // REQUIRES: number < size().
  void* At(std::uint32_t number) const {
    void* const memory = memory_[number];
    return __builtin_expect(memory != nullptr, 1) ? memory : Fetch(number);
  }
  // Null if it is cold, or not there.
  const void* Hot(std::uint32_t number) const {
    return number < memory_.size() ? memory_[number] : nullptr;
  }
  // Begins to fetch a chunk, if it is cold.
  void Ask(std::uint32_t number) const;

 private:
  friend class HotChunks;

  void* Fetch(std::uint32_t number) const;

  HotChunks& hot_;
  // Where a chunk lies is no part of what it is. Null: it is cold.
  mutable std::vector<void*> memory_;
  std::vector<std::uint32_t> places_;  // Of those that have been cold.
};

class HotChunks {
 public:
  explicit HotChunks(ChunkArena& arena) : arena_(arena) {}
  HotChunks(const HotChunks&) = delete;
  HotChunks& operator=(const HotChunks&) = delete;

  // From now on LetGo leaves `hot_max` chunks in memory. The store outlives
  // what this holds. REQUIRES: there are no chunks yet.
  void Use(ChunkStore& store, std::uint32_t hot_max);
  bool has_store() const { return store_ != nullptr; }
  void LetGo() {
    while (hot_.size() > hot_max_ && LetGoOfFirst()) continue;
  }
  std::size_t hot() const { return hot_.size(); }

 private:
  friend class ChunkList;

  struct Hot {
    ChunkList* list = nullptr;
    std::uint32_t number = 0;
  };

  void* Take(ChunkList& list, std::uint32_t number);
  bool LetGoOfFirst();

  ChunkArena& arena_;
  ChunkStore* store_ = nullptr;
  std::size_t hot_max_ = 0;
  // In the order in which they came; none are noted without a store.
  std::deque<Hot> hot_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_HOT_CHUNKS_H_
