// ColdStore: the port through which resolve finds what has left memory: id
// entries and purchase records that are final and durable.
//
// Threads: called by the resolve stage only.
// Cost:    the only stage of a transaction's path that may read disk.

#ifndef KUMBARA_ENGINE_PORT_COLD_STORE_H_
#define KUMBARA_ENGINE_PORT_COLD_STORE_H_

#include <optional>

#include "engine/record/id_entry.h"

namespace kumbara {

class ColdStore {
 public:
  virtual ~ColdStore() = default;

  // The entry of an id that has left memory. False says it is nowhere cold.
  virtual bool FindId(const CommandId& id, IdEntry* entry) = 0;
};

// Everything is still in memory.
class EmptyColdStore final : public ColdStore {
 public:
  bool FindId(const CommandId&, IdEntry*) override { return false; }
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PORT_COLD_STORE_H_
