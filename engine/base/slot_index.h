// SlotIndex: finds records of a slab by their `id`, at five bytes a record
// where a map of ids to slots takes twenty-one.
//
// The set holds slots and hashes the id inside the record. An id that is not
// there costs one cache miss; one that is there a second one, for the record
// that the caller wants anyway.
//
// Threads: one owner.

#ifndef KUMBARA_ENGINE_BASE_SLOT_INDEX_H_
#define KUMBARA_ENGINE_BASE_SLOT_INDEX_H_

#include <cstddef>
#include <cstdint>

#include "absl/container/flat_hash_set.h"
#include "absl/hash/hash.h"
#include "engine/base/huge_page_allocator.h"
#include "engine/base/slab.h"
#include "engine/base/types.h"

namespace kumbara {

// Seeded per process: whoever chooses ids cannot choose collisions. It must
// therefore never reach disk.
template <class Tag>
struct IdHash {
  std::size_t operator()(const Id<Tag>& id) const {
    return absl::HashOf(id.low, id.high);
  }
};

template <class Record>
class SlotIndex {
  using Key = decltype(Record::id);

  struct Hash {
    using is_transparent = void;
    const Slab<Record>* slab;
    std::size_t operator()(const Key& id) const {
      return absl::HashOf(id.low, id.high);
    }
    std::size_t operator()(Slot slot) const {
      return (*this)(slab->At(slot).id);
    }
  };
  struct Equal {
    using is_transparent = void;
    const Slab<Record>* slab;
    bool operator()(Slot a, Slot b) const { return a == b; }
    bool operator()(Slot a, const Key& id) const {
      return slab->At(a).id == id;
    }
    bool operator()(const Key& id, Slot a) const {
      return slab->At(a).id == id;
    }
  };

 public:
  explicit SlotIndex(const Slab<Record>& slab)
      : slots_(0, Hash{&slab}, Equal{&slab}) {}

  Slot Find(const Key& id) const {
    const auto found = slots_.find(id);
    return found == slots_.end() ? kNoSlot : *found;
  }
  // REQUIRES: the record at `slot` has its id, and no other record has it.
  void Insert(Slot slot) { slots_.insert(slot); }
  void Reserve(std::size_t count) { slots_.reserve(count); }
  void Prefetch(const Key& id) const { slots_.prefetch(id); }

 private:
  absl::flat_hash_set<Slot, Hash, Equal, HugePageAllocator<Slot>> slots_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_SLOT_INDEX_H_
