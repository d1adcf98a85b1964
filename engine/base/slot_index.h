// SlotIndex: finds records of a slab by their `id`, at 11 to 43 bytes a record:
// 8 an entry, between 3/4 and 3/16 of them in use, over many indexes 18.
//
// Buckets of one cache line hold eight entries: 32 bits of the id's hash and
// the record's slot. An id that is not there costs one cache miss and no look
// at any record; one that is there a second one, for the record that the
// caller wants anyway. Growing reads no record either.
//
//   bucket = tag modulo buckets; a full bucket continues in the next one, so a
//   search ends at the first entry that is not in use
//
// Units:   a tag is the low half of the hash; entries are never removed.
// Threads: one owner.
// Errors:  no memory ends the process.
// Cost:    Insert grows the index past what Reserve granted: one pass over it.

#ifndef KUMBARA_ENGINE_BASE_SLOT_INDEX_H_
#define KUMBARA_ENGINE_BASE_SLOT_INDEX_H_

#include <emmintrin.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/hash/hash.h"
#include "engine/base/huge_page_allocator.h"
#include "engine/base/prefetch.h"
#include "engine/base/slab.h"
#include "engine/base/types.h"

namespace kumbara {

template <class Record>
class SlotIndex {
  using Key = decltype(Record::id);

 public:
  // `stagger` in [0, 1024): of indexes of equal load, each grows at another
  // size, evenly between two doublings, so that growing costs every batch the
  // same.
  explicit SlotIndex(const Slab<Record>& slab, std::uint32_t stagger = 0)
      : slab_(&slab), stagger_(stagger) {}

  // What the calls below take instead of an id, for those who make several.
  // Seeded per process: whoever chooses ids cannot choose collisions. It must
  // therefore never reach disk.
  static std::uint64_t HashOf(const Key& id) {
    return absl::HashOf(id.low, id.high);
  }

  Slot Find(const Key& id) const { return Find(id, HashOf(id)); }
  Slot Find(const Key& id, std::uint64_t hash) const {
    return Search(TagOf(hash),
                  [&](Slot slot) { return slab_->At(slot).id == id; });
  }
  // What Find will give but for one time in thousands, without a look at the
  // record: good enough to prefetch it.
  Slot Guess(std::uint64_t hash) const {
    return Search(TagOf(hash), [](Slot) { return true; });
  }
  // REQUIRES: the record at `slot` has its id, and no other record has it.
  void Insert(Slot slot) { Insert(slot, HashOf(slab_->At(slot).id)); }
  void Insert(Slot slot, std::uint64_t hash) {
    if (size_ == limit_) Grow(size_ + 1);
    Place(buckets_, TagOf(hash), slot);
    ++size_;
  }
  // Finds all records of the slab from now on. REQUIRES: empty.
  void InsertAll() {
    Reserve(slab_->size());
    for (Slot slot = 0; slot < slab_->size(); ++slot) Insert(slot);
  }
  // Forgets all records and keeps the memory. Cost: writes all of it.
  void Clear() {
    std::fill(buckets_.begin(), buckets_.end(), Bucket{});
    size_ = 0;
  }
  // Room for `count` records in all.
  void Reserve(std::size_t count) {
    if (count > limit_) Grow(count);
  }
  void Prefetch(std::uint64_t hash) const {
    if (!buckets_.empty()) kumbara::Prefetch(&buckets_[BucketOf(TagOf(hash))]);
  }

 private:
  static constexpr std::size_t kEntriesPerBucket = 8;
  static constexpr std::size_t kBucketsMin = 8;

  // Entry i is (tags[i], slots[i]); entries in use come first.
  struct alignas(64) Bucket {
    std::array<std::uint32_t, kEntriesPerBucket> tags{};
    std::array<Slot, kEntriesPerBucket> slots;

    Bucket() { slots.fill(kNoSlot); }

    // Which of eight words equal a value, as bits. Compared four at a time:
    // how many entries a bucket has is no branch that could be guessed.
    static std::uint32_t Equal(
        const std::array<std::uint32_t, kEntriesPerBucket>& words,
        std::uint32_t value) {
      const __m128i wanted = _mm_set1_epi32(static_cast<int>(value));
      const auto half = [&](std::size_t at) {
        const auto* from = reinterpret_cast<const __m128i*>(&words[at]);
        return static_cast<std::uint32_t>(_mm_movemask_ps(
            _mm_castsi128_ps(_mm_cmpeq_epi32(_mm_load_si128(from), wanted))));
      };
      return half(0) | half(4) << 4;
    }
    std::uint32_t WithTag(std::uint32_t tag) const {
      return Equal(tags, tag) & ~Unused();
    }
    std::uint32_t Unused() const { return Equal(slots, kNoSlot); }
  };
  static_assert(sizeof(Bucket) == 64);
  using Buckets = std::vector<Bucket, HugePageAllocator<Bucket>>;

  static std::uint32_t TagOf(std::uint64_t hash) {
    return static_cast<std::uint32_t>(hash);
  }
  std::size_t BucketOf(std::uint32_t tag) const {
    return tag & (buckets_.size() - 1);
  }

  template <class IsIt>
  Slot Search(std::uint32_t tag, const IsIt& is_it) const {
    if (buckets_.empty()) return kNoSlot;
    for (std::size_t at = BucketOf(tag);;
         at = (at + 1) & (buckets_.size() - 1)) {
      const Bucket& bucket = buckets_[at];
      for (std::uint32_t found = bucket.WithTag(tag); found != 0;
           found &= found - 1) {
        const Slot slot = bucket.slots[Lowest(found)];
        if (is_it(slot)) return slot;
      }
      if (bucket.Unused() != 0) return kNoSlot;
    }
  }

  static void Place(Buckets& buckets, std::uint32_t tag, Slot slot) {
    const std::size_t mask = buckets.size() - 1;
    for (std::size_t at = tag & mask;; at = (at + 1) & mask) {
      Bucket& bucket = buckets[at];
      const std::uint32_t unused = bucket.Unused();
      if (unused == 0) continue;
      bucket.tags[Lowest(unused)] = tag;
      bucket.slots[Lowest(unused)] = slot;
      return;
    }
  }

  static std::size_t Lowest(std::uint32_t bits) {
    return static_cast<std::size_t>(std::countr_zero(bits));
  }

  // Full at 3/8 to 3/4 of all entries, by stagger.
  std::size_t LimitOf(std::size_t buckets) const {
    const std::size_t most = buckets * kEntriesPerBucket / 4 * 3;
    return most - most * stagger_ / (2 * 1024);
  }

  void Grow(std::size_t count) {
    std::size_t wanted = std::max(kBucketsMin, buckets_.size());
    while (LimitOf(wanted) < count) wanted *= 2;
    Buckets grown(wanted);
    for (const Bucket& bucket : buckets_) {
      for (std::uint32_t used = ~bucket.Unused() & 0xFF; used != 0;
           used &= used - 1) {
        const std::size_t i = Lowest(used);
        Place(grown, bucket.tags[i], bucket.slots[i]);
      }
    }
    buckets_ = std::move(grown);
    limit_ = LimitOf(wanted);
  }

  const Slab<Record>* slab_;
  std::uint32_t stagger_;
  std::size_t size_ = 0;
  std::size_t limit_ = 0;  // Entries at which the index grows.
  Buckets buckets_;        // A power of two of them.
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_SLOT_INDEX_H_
