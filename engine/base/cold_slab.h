// ColdSlab: a Slab whose chunks need not all be in memory (hot_chunks.h).
//
// Threads: one at a time.
// Cost:    At has one comparison more than that of a Slab, while the chunk is
//          in memory.

#ifndef KUMBARA_ENGINE_BASE_COLD_SLAB_H_
#define KUMBARA_ENGINE_BASE_COLD_SLAB_H_

#include <algorithm>
#include <bit>
#include <cstdint>
#include <new>
#include <span>
#include <type_traits>

#include "engine/base/check.h"
#include "engine/base/hot_chunks.h"
#include "engine/base/prefetch.h"
#include "engine/base/slab.h"

namespace kumbara {

template <class T>
class ColdSlab {
  static_assert(std::is_trivially_copyable_v<T>);
  static_assert(std::is_trivially_destructible_v<T>);

 public:
  explicit ColdSlab(HotChunks& hot) : chunks_(hot) {}

  // As those of a Slab. What they return is good until HotChunks::LetGo.
  Slot Add() {
    KUMBARA_CHECK(size_ < kNoSlot);
    if (size_ >> kShift == chunks_.size()) chunks_.Add();
    const Slot slot = size_++;
    new (&At(slot)) T();
    return slot;
  }
  T& At(Slot slot) { return In(slot >> kShift)[slot & kMask]; }
  const T& At(Slot slot) const { return In(slot >> kShift)[slot & kMask]; }
  std::uint32_t size() const { return size_; }
  std::span<const T> RunFrom(Slot slot) const {
    return {&At(slot), std::min(size_ - slot, kMask + 1 - (slot & kMask))};
  }
  std::span<T> AddRun(std::uint32_t count) {
    const Slot first = Add();
    const std::uint32_t added = std::min(count, kMask + 1 - (first & kMask));
    KUMBARA_CHECK(added - 1 < kNoSlot - size_);
    size_ += added - 1;
    return {&At(first), added};
  }
  void Clear() { size_ = 0; }

  // Asks for the place of the next record, or of any, where it is in memory.
  void PrefetchNext() const { Prefetch(size_); }
  void Prefetch(Slot slot) const {
    const void* chunk = chunks_.Hot(slot >> kShift);
    if (chunk == nullptr) return;
    kumbara::Prefetch(static_cast<const T*>(chunk) + (slot & kMask));
  }
  // Begins to fetch a record that is not.
  void Ask(Slot slot) const { chunks_.Ask(slot >> kShift); }

 private:
  static constexpr int kShift =
      static_cast<int>(std::bit_width(ChunkArena::kChunkBytes / sizeof(T)) - 1);
  static constexpr Slot kMask = (Slot{1} << kShift) - 1;

  T* In(std::uint32_t chunk) const {
    return static_cast<T*>(chunks_.At(chunk));
  }

  std::uint32_t size_ = 0;  // Beside what a look reads of the list.
  ChunkList chunks_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_COLD_SLAB_H_
