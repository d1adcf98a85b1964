// LotPool: the memory of a shard's lots, in blocks of a few sizes.
//
// A block given back is the next one handed out of its size, so lots that come
// and go need no more memory than the most there ever were at once.
//
//   class      0  1   2   3   4
//   lots       3  6  12  24  48
//
// None is smaller: a member that grows from one lot to three would leave its
// first block to nobody, since all others grow as well.
//
// Units:   a Slot counts lots from the pool's beginning and names the block
//          that begins there; a block lies within one chunk.
// Threads: one shard worker at a time.
// Cost:    a free list or a bump; a chunk of the arena for 2,048 lots.

#ifndef KUMBARA_ENGINE_MEMBER_LOT_POOL_H_
#define KUMBARA_ENGINE_MEMBER_LOT_POOL_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/base/chunk_arena.h"
#include "engine/base/slab.h"
#include "engine/member/lot.h"

namespace kumbara {

inline constexpr std::array<std::uint8_t, 5> kLotBlockLots = {3, 6, 12, 24, 48};
inline constexpr std::uint8_t kLotBlockGreatest = 4;  // The greatest class.

class LotPool {
 public:
  explicit LotPool(ChunkArena& arena) : arena_(&arena) { free_.fill(kNoSlot); }

  // A block of a class, its content undefined.
  Slot Take(std::uint8_t block_class);
  // REQUIRES: Take(block_class) gave it.
  void GiveBack(Slot block, std::uint8_t block_class);

  // The memory of a block, sizeof(Lot) bytes for each of its lots.
  std::byte* At(Slot slot) {
    return chunks_[slot >> kShift] + (slot & kMask) * sizeof(Lot);
  }
  const std::byte* At(Slot slot) const {
    return chunks_[slot >> kShift] + (slot & kMask) * sizeof(Lot);
  }

  // Whole chunks, free blocks and all.
  template <class Stream, class Self>
  static void Transfer(Stream& stream, Self& self) {
    auto& [arena, chunks, used, free, in_use] = self;
    auto count = static_cast<std::uint32_t>(chunks.size());
    stream.Pass(count, used, free, in_use);
    for (std::uint32_t i = 0; i < count && !stream.failed(); ++i) {
      if constexpr (Stream::kReads) {
        chunks.push_back(static_cast<std::byte*>(arena->Allocate()));
      }
      const Slot lots = i + 1 < count ? kChunkLots : used;
      stream.PassBytes(chunks[i], lots * sizeof(Lot));
    }
  }

  // Lots in blocks handed out and not given back.
  std::uint64_t lots_in_use() const { return in_use_; }
  std::uint64_t bytes() const {
    return chunks_.size() * ChunkArena::kChunkBytes;
  }

 private:
  static constexpr int kShift = 11;
  static constexpr Slot kChunkLots = Slot{1} << kShift;
  static constexpr Slot kMask = kChunkLots - 1;
  static_assert(kChunkLots * sizeof(Lot) == ChunkArena::kChunkBytes);

  void AddChunk();
  void PutFree(Slot block, std::uint8_t block_class);

  ChunkArena* arena_;
  std::vector<std::byte*> chunks_;
  Slot used_ = kChunkLots;                       // Lots of the last chunk.
  std::array<Slot, kLotBlockLots.size()> free_;  // Linked through the blocks.
  std::uint64_t in_use_ = 0;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_LOT_POOL_H_
