// The state of a whole ledger at its clock: all members settled to it, as
// copies.
//
// Threads: REQUIRES idle shards.
// Cost:    reads every member, the digest every record too.

#ifndef KUMBARA_ENGINE_APPLY_SETTLED_STATE_H_
#define KUMBARA_ENGINE_APPLY_SETTLED_STATE_H_

#include <span>

#include "engine/apply/settled_copy.h"
#include "engine/base/hash.h"
#include "engine/record/code_table.h"

namespace kumbara {

// Calls visit(ref) for every member, as it is at `clock`; gives back what that
// moved to and from system accounts.
template <class Visit>
SystemBalances ForEachSettled(std::span<const Shard* const> shards,
                              const Program& program, Instant clock,
                              const Visit& visit) {
  SettledCopy copy(program);
  for (const Shard* shard : shards) {
    for (Slot slot = 0; slot < shard->members.size(); ++slot) {
      visit(copy.At(clock, *shard, slot));
    }
  }
  return copy.moved();
}

// Members, records and system accounts: of the same state it is the
// same, however much of what is due has been settled.
Digest SettledDigest(std::span<const Shard* const> shards,
                     const Program& program, Instant clock, TextHashes& hashes);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_SETTLED_STATE_H_
