// IdTable: every command id the ledger has counted, with its one answer.
//
// Entries lie in sequence order in a slab, so opening and finishing them walks
// memory forwards; 256 indexes by hash of the id find them, so that no single
// one grows long enough to stall the path, nor all of them at once.
//
// Units:   a Slot names an entry for the life of the table; 100 million fit
//          into 6 GB.
// Threads: resolve adds entries and reads what never changes of them (id,
//          content, member, kind); the acknowledger alone writes and reads the
//          answer (code, delta, unit, state).
// Cost:    a new id is one cache miss, hidden by Prefetch.

#ifndef KUMBARA_ENGINE_PIPELINE_ID_TABLE_H_
#define KUMBARA_ENGINE_PIPELINE_ID_TABLE_H_

#include <cstdint>
#include <vector>

#include "engine/base/slot_index.h"
#include "engine/record/id_entry.h"

namespace kumbara {

class IdTable {
 public:
  explicit IdTable(ChunkArena& arena);

  // `hash` below is HashOf the id.
  static std::uint64_t HashOf(const CommandId& id) {
    return SlotIndex<IdEntry>::HashOf(id);
  }
  void Prefetch(std::uint64_t hash) const { PartitionOf(hash).Prefetch(hash); }
  Slot Find(const CommandId& id, std::uint64_t hash) const {
    return PartitionOf(hash).Find(id, hash);
  }
  // REQUIRES: the id has no entry.
  Slot Add(const IdEntry& entry, std::uint64_t hash);

  IdEntry& At(Slot slot) { return entries_.At(slot); }
  const IdEntry& At(Slot slot) const { return entries_.At(slot); }
  std::uint32_t size() const { return entries_.size(); }

 private:
  static constexpr std::size_t kPartitions = 256;

  // The index uses the low half of the hash.
  static std::size_t PartitionNumber(std::uint64_t hash) {
    return static_cast<std::size_t>(hash >> 56);
  }
  const SlotIndex<IdEntry>& PartitionOf(std::uint64_t hash) const {
    return partitions_[PartitionNumber(hash)];
  }

  Slab<IdEntry> entries_;
  std::vector<SlotIndex<IdEntry>> partitions_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PIPELINE_ID_TABLE_H_
