// SideTable: what members have beside their records, by the members' slots, in
// programs in which most of them have it.
//
// A row is where the member's slot says, so it costs one miss that Prefetch
// hides. Rows are made in order up to the last one asked for; one that nobody
// has written to is as T() makes it.
//
// Threads: one owner.
// Errors:  no memory ends the process.
// Cost:    sizeof(T) for each member up to the last one that has any.

#ifndef KUMBARA_ENGINE_MEMBER_SIDE_TABLE_H_
#define KUMBARA_ENGINE_MEMBER_SIDE_TABLE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <new>
#include <vector>

#include "engine/base/chunk_arena.h"
#include "engine/base/prefetch.h"
#include "engine/base/slab.h"

namespace kumbara {

template <class T>
class SideTable {
  static_assert(sizeof(T) <= ChunkArena::kChunkBytes);

 public:
  explicit SideTable(ChunkArena& arena) : arena_(&arena) {}
  ~SideTable() {
    for (Slot slot = 0; slot < size_; ++slot) RowAt(slot).~T();
  }
  SideTable(const SideTable&) = delete;
  SideTable& operator=(const SideTable&) = delete;

  // Null for who is behind the last one that has any.
  const T* Find(Slot member) const {
    return member < size_ ? &RowAt(member) : nullptr;
  }
  T& Of(Slot member) {
    if (member >= size_) [[unlikely]] {
      AddRowsTo(member);
    }
    return RowAt(member);
  }
  // As if nobody had written to it.
  void Forget(Slot member) {
    if (member >= size_) return;
    T& row = RowAt(member);
    row.~T();
    new (&row) T();
  }
  void Prefetch(Slot member) const {
    if (member >= size_) return;
    const auto* bytes = reinterpret_cast<const std::byte*>(&RowAt(member));
    for (std::size_t at = 0; at < sizeof(T); at += 64) {
      kumbara::Prefetch(bytes + at);
    }
  }

  template <class Stream, class Self>
  static void Transfer(Stream& stream, Self& self) {
    auto& [arena, chunks, size] = self;
    Slot rows = size;
    stream.Pass(rows);
    for (Slot slot = 0; slot < rows && !stream.failed(); ++slot) {
      if constexpr (Stream::kReads) self.AddRow();
      stream.Pass(self.RowAt(slot));
    }
  }

 private:
  static constexpr std::size_t kRowsPerChunk =
      ChunkArena::kChunkBytes / sizeof(T);

  // Apart: who asks for a row that is there need not save registers for it.
  [[gnu::noinline, gnu::cold]] void AddRowsTo(Slot member) {
    while (size_ <= member) AddRow();
  }
  void AddRow() {
    if (size_ == chunks_.size() * kRowsPerChunk) {
      chunks_.push_back(static_cast<T*>(arena_->Allocate()));
    }
    new (&RowAt(size_)) T();
    ++size_;
  }
  T& RowAt(Slot slot) {
    return chunks_[slot / kRowsPerChunk][slot % kRowsPerChunk];
  }
  const T& RowAt(Slot slot) const {
    return chunks_[slot / kRowsPerChunk][slot % kRowsPerChunk];
  }

  ChunkArena* arena_;
  std::vector<T*> chunks_;
  Slot size_ = 0;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_SIDE_TABLE_H_
