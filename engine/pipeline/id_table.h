// IdTable: every command id the ledger has counted, with its one answer. Most
// of those that count up lie by themselves (ordered_ids.h); this is about the
// others.
//
// Entries lie in sequence order in slabs, so opening and finishing them walks
// memory forwards; 256 indexes by hash of the id find them, so that no single
// one grows long enough to stall the path, nor all of them at once.
//
// A ledger may bound how many ids stay in memory. They then leave by
// generations: when the young one holds half of the bound it becomes the old
// one; once all its answers are final, and so durable, a ColdStore keeps it,
// and when that is done it is forgotten here. Nothing waits for that, so memory
// holds more than the bound while the disk is slower than the commands.
//
//     young --half of the bound--> old --all final--> being kept --> cold
//
// Units:   a Slot names an entry for ever, hot or cold; these count from 0,
//          those of ordered ids down from the greatest one. 100 million entries
//          fit into 6 GB.
// Threads: those of resolve and the acknowledger, which are one.
// Cost:    a new id is one cache miss, two while there is an old generation;
//          Prefetch hides them.

#ifndef KUMBARA_ENGINE_PIPELINE_ID_TABLE_H_
#define KUMBARA_ENGINE_PIPELINE_ID_TABLE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/base/slot_index.h"
#include "engine/base/state_stream.h"
#include "engine/pipeline/ordered_ids.h"
#include "engine/port/cold_store.h"
#include "engine/record/id_entry.h"

namespace kumbara {

class IdTable {
 public:
  // Keeps at most about `hot_max` ids in memory; 0 = all.
  IdTable(ChunkArena& arena, std::uint32_t hot_max, ColdStore& cold);
  ~IdTable();
  IdTable(const IdTable&) = delete;
  IdTable& operator=(const IdTable&) = delete;

  // `hash` below is HashOf the id.
  static std::uint64_t HashOf(const CommandId& id) {
    return SlotIndex<IdEntry>::HashOf(id);
  }
  // Asks for what looking up an id will want.
  void Prefetch(const CommandId& id, std::uint64_t hash) const {
    if (!ordered_.Prefetch(id)) PrefetchByHash(id, hash);
  }
  // An entry, hot or cold.
  struct Known {
    Slot slot = kNoSlot;
    const IdAnswer* answer = nullptr;  // Null: never seen.
  };
  // Valid until the next one is looked for. Cost: may read disk.
  Known Find(const CommandId& id, std::uint64_t hash);
  // Null if it is not hot.
  const IdAnswer* FindHot(const CommandId& id) const;
  // `is_ordered`: a page may be opened for it. REQUIRES: the id has no entry.
  Slot Add(const IdEntry& entry, std::uint64_t hash, bool is_ordered);

  // REQUIRES: it is ordered, or hot.
  IdAnswer& At(Slot slot) {
    if (ordered_.Has(slot)) return ordered_.At(slot);
    return GenerationOf(slot).At(slot).answer;
  }
  // Entries there have ever been.
  std::uint32_t size() const { return slots() + ordered_.size(); }
  // Of those that do not lie among the ordered ones: slots they have had, and
  // entries in memory.
  std::uint32_t slots() const { return young_->first + young_->entries.size(); }
  std::uint32_t hot() const { return slots() - oldest().first; }
  const OrderedIds& ordered() const { return ordered_; }

  // As bytes and back. REQUIRES: to write, all entries are hot and final; to
  // read, there is none.
  void Save(StateWriter& writer) const;
  void Load(StateReader& reader);

  // All entries of sequences up to this one are final and durable.
  void NoteFinal(Sequence sequence) { final_sequence_ = sequence; }
  // Lets entries go that need not be hot, given how many batches have been
  // resolved and answered.
  void LetGo(std::uint64_t resolved, std::uint64_t answered);

 private:
  static constexpr std::size_t kPartitions = 256;

  struct Generation {
    explicit Generation(ChunkArena& arena);

    // Makes it empty, its first entry to be at a slot, and keeps its memory.
    void BeginAt(Slot slot);
    // Room for so many.
    void Reserve(std::uint32_t count);
    SlotIndex<IdEntry>& PartitionOf(std::uint64_t hash) {
      return partitions[PartitionNumber(hash)];
    }
    const SlotIndex<IdEntry>& PartitionOf(std::uint64_t hash) const {
      return partitions[PartitionNumber(hash)];
    }
    Slot Find(const CommandId& id, std::uint64_t hash) const {
      const Slot slot = PartitionOf(hash).Find(id, hash);
      return slot == kNoSlot ? kNoSlot : first + slot;
    }
    Slot Add(const IdEntry& entry, std::uint64_t hash);
    IdEntry& At(Slot slot) { return entries.At(slot - first); }

    Slot first = 0;
    Slab<IdEntry> entries;
    std::vector<SlotIndex<IdEntry>> partitions;
  };

  // The index uses the low half of the hash.
  static std::size_t PartitionNumber(std::uint64_t hash) {
    return static_cast<std::size_t>(hash >> 56);
  }
  Generation& GenerationOf(Slot slot) {
    return slot >= young_->first ? *young_ : *old_;
  }
  // None if only its hash tells where an id is, or whether.
  std::optional<Known> FindOrdered(const CommandId& id) const;
  void PrefetchByHash(const CommandId& id, std::uint64_t hash) const {
    young_->PartitionOf(hash).Prefetch(hash);
    if (old_ != nullptr) old_->PartitionOf(hash).Prefetch(hash);
    if (has_cold_) cold_.Prefetch(id);
  }
  Known FindHotByHash(const CommandId& id, std::uint64_t hash) const;
  Known FindByHash(const CommandId& id, std::uint64_t hash);
  void OpenPageFor(const CommandId& id);
  const Generation& oldest() const { return old_ != nullptr ? *old_ : *young_; }
  void BeginGeneration();
  bool OldIsFinal() const;

  ChunkArena& arena_;
  const std::uint32_t hot_max_;
  ColdStore& cold_;
  OrderedIds ordered_;
  std::unique_ptr<Generation> young_;
  std::unique_ptr<Generation> old_;    // Null if there is none.
  std::unique_ptr<Generation> spare_;  // The memory of one that has left.
  bool is_kept_ = false;               // The old one, or about to be.
  bool has_cold_ = false;              // Any that have left.
  Sequence final_sequence_ = 0;
  // Batches that may still speak of the old generation by slot.
  std::uint64_t speaking_ = 0;
  ColdId cold_found_;  // What Find gives of a cold one.
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PIPELINE_ID_TABLE_H_
