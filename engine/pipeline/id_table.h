// IdTable: every command id the ledger has counted, with its one answer.
//
// Entries lie in sequence order in a slab, so opening and finishing them walks
// memory forwards; 64 indexes by hash of the id find them, so that no single
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

  void Prefetch(const CommandId& id) const { PartitionOf(id).Prefetch(id); }
  Slot Find(const CommandId& id) const { return PartitionOf(id).Find(id); }
  // REQUIRES: the id has no entry.
  Slot Add(const IdEntry& entry);

  IdEntry& At(Slot slot) { return entries_.At(slot); }
  const IdEntry& At(Slot slot) const { return entries_.At(slot); }
  std::uint32_t size() const { return entries_.size(); }

 private:
  static constexpr std::size_t kPartitions = 64;

  static std::size_t PartitionNumber(const CommandId& id) {
    return static_cast<std::size_t>(
        (id.low ^ id.high) * 0x9E37'79B9'7F4A'7C15ULL >> 58);
  }
  const SlotIndex<IdEntry>& PartitionOf(const CommandId& id) const {
    return partitions_[PartitionNumber(id)];
  }

  Slab<IdEntry> entries_;
  std::vector<SlotIndex<IdEntry>> partitions_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PIPELINE_ID_TABLE_H_
