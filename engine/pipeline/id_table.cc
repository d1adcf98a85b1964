#include "engine/pipeline/id_table.h"

namespace kumbara {

IdTable::IdTable(ChunkArena& arena) : entries_(arena) {
  partitions_.reserve(kPartitions);
  for (std::uint32_t i = 0; i < kPartitions; ++i) {
    partitions_.emplace_back(entries_, i * 1024 / kPartitions);
  }
}

Slot IdTable::Add(const IdEntry& entry, std::uint64_t hash) {
  const Slot slot = entries_.Add();
  entries_.At(slot) = entry;
  partitions_[PartitionNumber(hash)].Insert(slot, hash);
  return slot;
}

}  // namespace kumbara
