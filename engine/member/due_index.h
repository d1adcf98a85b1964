// DueIndex: which members of a shard have something that falls due, soonest
// first.
//
// A wallet is listed no later than its next due instant and stays listed when
// that instant moves away: whoever takes an entry looks at the member, and
// lists it anew. So a command touches the index only when something becomes
// due sooner than anything before it.
//
// Instants are counted in buckets of 2^24 microseconds, 17 seconds, of which
// only those are taken that are over. So an entry is 8 bytes and a wallet's
// own note of it 4. What falls due is settled later for that, which nobody can
// see: members are settled before they are touched, read or summed.
//
// Threads: one shard worker at a time.
// Cost:    a heap: O(log n) to add and to take.

#ifndef KUMBARA_ENGINE_MEMBER_DUE_INDEX_H_
#define KUMBARA_ENGINE_MEMBER_DUE_INDEX_H_

#include <algorithm>
#include <cstdint>

#include "engine/base/slab.h"
#include "engine/base/types.h"

namespace kumbara {

using DueBucket = std::uint32_t;

// A bucket that is never over: of Greatest() and of all after the year 4253.
inline constexpr DueBucket kNeverDue = UINT32_MAX;

// All that lies before 1970 is in the first bucket.
constexpr DueBucket BucketOf(Instant instant) {
  constexpr int kBucketBits = 24;
  if (instant.micros() < 0) return 0;
  const std::int64_t bucket = instant.micros() >> kBucketBits;
  return bucket < kNeverDue ? static_cast<DueBucket>(bucket) : kNeverDue;
}

class DueIndex {
 public:
  explicit DueIndex(ChunkArena& arena) : heap_(arena) {}

  struct Entry {
    DueBucket bucket = 0;
    Slot member = kNoSlot;
  };

  void Add(const Entry& entry);
  // The bucket of the next entry; kNeverDue if there is none.
  DueBucket least() const {
    return size_ == 0 ? kNeverDue : Unpack(heap_.At(0)).bucket;
  }
  // REQUIRES: not empty.
  Entry Take();
  std::uint32_t size() const { return size_; }
  void Clear() { size_ = 0; }

  template <class Stream, class Self>
  static void Transfer(Stream& stream, Self& self) {
    auto& [heap, size] = self;
    stream.Pass(heap, size);
    if constexpr (Stream::kReads) size = std::min(size, heap.size());
  }

 private:
  static std::uint64_t Pack(const Entry& entry) {
    return std::uint64_t{entry.bucket} << 32 | entry.member;
  }
  static Entry Unpack(std::uint64_t packed) {
    return {static_cast<DueBucket>(packed >> 32), static_cast<Slot>(packed)};
  }

  Slab<std::uint64_t> heap_;  // The first `size_` of it.
  std::uint32_t size_ = 0;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_DUE_INDEX_H_
