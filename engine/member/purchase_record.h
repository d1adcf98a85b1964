// PurchaseRecord: what a purchase leaves so that returns can name it.
//
// A return takes back by cumulative difference: f(original) - f(what remains)
// - already demanded, where f is the rule that made the purchase. Ten returns
// of a tenth so take back what one return of all does.

#ifndef KUMBARA_ENGINE_MEMBER_PURCHASE_RECORD_H_
#define KUMBARA_ENGINE_MEMBER_PURCHASE_RECORD_H_

#include <array>
#include <cstdint>
#include <type_traits>

#include "engine/base/hash.h"
#include "engine/base/slot_index.h"
#include "engine/base/types.h"

namespace kumbara {

struct PurchaseRecord {
  CommandId id;
  Money amount;
  Money returned;   // In all, at most `amount`.
  Amount demanded;  // Points asked back so far, taken or forgone.
  Instant earned;   // Its business time: the dates of its lot follow from it.
  Slot member = kNoSlot;
  std::uint32_t lot = 0;      // Number of the lot it made; 0 = none.
  std::uint16_t version = 0;  // Of the program that rated it.
  std::array<std::uint16_t, 3> reserved{};
};
static_assert(sizeof(PurchaseRecord) == 64);
static_assert(std::is_trivially_copyable_v<PurchaseRecord>);

// The records of one shard, with the running sum of their hashes. Threads: one
// shard worker at a time.
class PurchaseRecords {
 public:
  explicit PurchaseRecords(ChunkArena& arena)
      : records_(arena), index_(records_) {}

  // REQUIRES: no record has the id.
  void Add(const PurchaseRecord& record);
  const PurchaseRecord* Find(const CommandId& id) const;
  // Notes a return. REQUIRES: Find(id) gave the record.
  void NoteReturn(const CommandId& id, Money returned, Amount demanded);

  void Reserve(std::uint32_t count) { index_.Reserve(records_.size() + count); }
  void Prefetch(const CommandId& id) const { index_.Prefetch(id); }
  std::uint32_t size() const { return records_.size(); }
  const Digest& sum() const { return sum_; }

 private:
  static Digest HashOf(const PurchaseRecord& record);

  Slab<PurchaseRecord> records_;
  SlotIndex<PurchaseRecord> index_;
  Digest sum_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_PURCHASE_RECORD_H_
