// Slab: records named by dense 32-bit slots; their addresses never change.
//
// Threads: one writer; others may read slots the writer has published.
// Cost:    At is two dependent loads, the first of them almost always cached.

#ifndef KUMBARA_ENGINE_BASE_SLAB_H_
#define KUMBARA_ENGINE_BASE_SLAB_H_

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/chunk_arena.h"
#include "engine/base/prefetch.h"

namespace kumbara {

using Slot = std::uint32_t;
inline constexpr Slot kNoSlot = UINT32_MAX;

template <class T>
class Slab {
  static_assert(std::is_trivially_copyable_v<T>);
  static_assert(std::is_trivially_destructible_v<T>);

 public:
  explicit Slab(ChunkArena& arena) : arena_(&arena) {}

  // A new record, default constructed, in the next slot.
  Slot Add() {
    KUMBARA_CHECK(size_ < kNoSlot);
    if (size_ >> kShift == chunks_.size()) {
      chunks_.push_back(static_cast<T*>(arena_->Allocate()));
    }
    const Slot slot = size_++;
    new (&At(slot)) T();
    return slot;
  }

  T& At(Slot slot) { return chunks_[slot >> kShift][slot & kMask]; }
  const T& At(Slot slot) const { return chunks_[slot >> kShift][slot & kMask]; }
  std::uint32_t size() const { return size_; }
  // Asks for the place of the next record, where memory for it is there.
  void PrefetchNext() const {
    if (size_ >> kShift == chunks_.size()) return;
    kumbara::Prefetch(&chunks_[size_ >> kShift][size_ & kMask]);
  }
  // For who copies many: the records from a slot on that lie side by side.
  // REQUIRES: slot < size().
  std::span<const T> RunFrom(Slot slot) const {
    return {&At(slot), std::min(size_ - slot, kMask + 1 - (slot & kMask))};
  }
  // Adds up to `count` records that lie side by side, but one at least, to be
  // written over.
  std::span<T> AddRun(std::uint32_t count) {
    const Slot first = Add();
    const std::uint32_t added = std::min(count, kMask + 1 - (first & kMask));
    KUMBARA_CHECK(added - 1 < kNoSlot - size_);
    size_ += added - 1;
    return {&At(first), added};
  }
  // Forgets all records and keeps their memory.
  void Clear() { size_ = 0; }

 private:
  static constexpr int kShift =
      static_cast<int>(std::bit_width(ChunkArena::kChunkBytes / sizeof(T)) - 1);
  static constexpr Slot kMask = (Slot{1} << kShift) - 1;

  ChunkArena* arena_;
  std::vector<T*> chunks_;
  std::uint32_t size_ = 0;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_SLAB_H_
