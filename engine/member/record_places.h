// RecordPlaces: where the record of a command lies, by the slot of its id's
// entry. Resolve has found that entry already, for the command itself and for
// whoever names it, so nobody hashes or looks for the id a second time.
//
// A place is a slot among the records of the shard of the member who left the
// record; whoever asks is about that member and has its shard at hand. What has
// moved to another member is known there by its id.
//
// Units:   4 bytes an id of the ledger, whether it left a record or not.
// Threads: resolve alone calls Reach, before it hands on what names the ids.
//          A place is written by the worker of the member who has the record.
//          Resolve tells members apart by 32 bits, so once in 2^32 the worker
//          of another one reads it: hence atomic, at no cost.
// Errors:  no memory ends the process.
// Cost:    one miss, which Prefetch hides; places of commands that follow each
//          other share a line.

#ifndef KUMBARA_ENGINE_MEMBER_RECORD_PLACES_H_
#define KUMBARA_ENGINE_MEMBER_RECORD_PLACES_H_

#include <atomic>
#include <cstdint>
#include <memory>

#include "engine/base/chunk_arena.h"
#include "engine/base/prefetch.h"
#include "engine/base/slab.h"

namespace kumbara {

class RecordPlaces {
 public:
  explicit RecordPlaces(ChunkArena& arena);

  // Makes room for ids of slots below `ids`, which so far have no record.
  void Reach(std::uint32_t ids);
  // And for so many ordered ids, whose slots go down from the greatest one
  // (engine/pipeline/ordered_ids.h).
  void ReachOrdered(std::uint32_t ids);

  // kNoSlot if the command left no record. REQUIRES: `id` has been reached.
  Slot At(Slot id) const {
    return std::atomic_ref(Place(id)).load(std::memory_order_relaxed) - 1;
  }
  void Set(Slot id, Slot record) {
    std::atomic_ref(Place(id)).store(record + 1, std::memory_order_relaxed);
  }
  // Whole chunks. REQUIRES: nobody else is at work.
  template <class Stream, class Self>
  static void Transfer(Stream& stream, Self& self) {
    auto& [arena, chunks, chunk_count, ordered_count] = self;
    std::uint32_t count = chunk_count;
    std::uint32_t ordered = ordered_count;
    stream.Pass(count, ordered);
    for (std::uint32_t i = 0; i < count && !stream.failed(); ++i) {
      if constexpr (Stream::kReads) self.Reach((i << kShift) + 1);
      stream.PassBytes(chunks[i], ChunkArena::kChunkBytes);
    }
    for (std::uint32_t i = 0; i < ordered && !stream.failed(); ++i) {
      if constexpr (Stream::kReads) self.ReachOrdered((i << kShift) + 1);
      stream.PassBytes(chunks[kChunks - 1 - i], ChunkArena::kChunkBytes);
    }
  }

  void Prefetch(Slot id) const { kumbara::Prefetch(&Place(id)); }

 private:
  // One more than the place: memory is zero, and then there is no record.
  using Word = std::uint32_t;
  static_assert(std::atomic_ref<Word>::is_always_lock_free);
  static_assert(kNoSlot + 1 == 0);

  static constexpr int kShift = 14;
  static_assert((sizeof(Word) << kShift) == ChunkArena::kChunkBytes);
  static constexpr std::uint32_t kMask = (std::uint32_t{1} << kShift) - 1;
  static constexpr std::size_t kChunks = std::size_t{1} << (32 - kShift);

  Word* NewChunk() const;
  Word& Place(Slot id) const { return chunks_[id >> kShift][id & kMask]; }

  ChunkArena& arena_;
  // Never moves, for workers read it while resolve makes room. What has not
  // been reached is not initialized and takes no memory.
  std::unique_ptr<Word*[]> chunks_;
  std::uint32_t chunk_count_ = 0;
  std::uint32_t ordered_count_ = 0;  // The last ones.
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_RECORD_PLACES_H_
