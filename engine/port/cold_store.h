// ColdStore: the port through which resolve finds the ids that have left
// memory, and workers the records. Ordered ids and records leave by the chunk,
// and ChunkStore says the rest. Any other id leaves once its answer is final
// and durable; what is known of it is the same wherever it is found.
//
// Threads: called by resolve's thread only, but for chunks().
// Errors:  a lookup that failed has no answer, and what failed to be kept stays
//          in memory: status() says why, and the ledger takes no more.
// Cost:    resolve and the workers are the stages that may read disk, where a
//          ledger bounds what stays in memory.

#ifndef KUMBARA_ENGINE_PORT_COLD_STORE_H_
#define KUMBARA_ENGINE_PORT_COLD_STORE_H_

#include <cstdint>

#include "absl/status/status.h"
#include "engine/base/check.h"
#include "engine/base/chunk_store.h"
#include "engine/base/slab.h"
#include "engine/record/id_entry.h"

namespace kumbara {

// An entry, and the slot it had: other tables know it by that.
struct ColdId {
  IdEntry entry;
  Slot slot = kNoSlot;
};

enum class FoundId : std::uint8_t { kNo, kYes, kFailed };

class ColdStore {
 public:
  virtual ~ColdStore() = default;

  // Asks for what FindId of an id will want.
  virtual void Prefetch(const CommandId& id) = 0;
  // The entry of an id that is kept here.
  virtual FoundId FindId(const CommandId& id, ColdId* found) = 0;

  // Begins to keep all entries of a slab, whose first one has `first_slot`;
  // they stay as they are while IsKeeping(), and then FindId finds them.
  // REQUIRES: !IsKeeping(); none of the ids is kept yet.
  virtual void Keep(const Slab<IdEntry>& entries, Slot first_slot) = 0;
  virtual bool IsKeeping() const = 0;
  // Returns when no entry given to Keep is looked at any more.
  virtual void StopKeeping() = 0;

  // Where chunks of records and ordered ids go; null: they all stay in memory.
  virtual ChunkStore* chunks() = 0;

  // The first error, of chunks too.
  virtual absl::Status status() const = 0;
};

// For ledgers that keep all ids and records in memory.
class EmptyColdStore final : public ColdStore {
 public:
  void Prefetch(const CommandId&) override {}
  FoundId FindId(const CommandId&, ColdId*) override { return FoundId::kNo; }
  void Keep(const Slab<IdEntry>&, Slot) override { KUMBARA_CHECK(false); }
  bool IsKeeping() const override { return false; }
  void StopKeeping() override {}
  ChunkStore* chunks() override { return nullptr; }
  absl::Status status() const override { return absl::OkStatus(); }
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PORT_COLD_STORE_H_
