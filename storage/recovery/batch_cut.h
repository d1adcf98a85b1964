// Cutting a batch in two, which applied one behind the other do what the whole
// does. Rounds may end inside a batch, and a snapshot's place is such an end.
//
// Threads: any.

#ifndef KUMBARA_STORAGE_RECOVERY_BATCH_CUT_H_
#define KUMBARA_STORAGE_RECOVERY_BATCH_CUT_H_

#include <cstdint>

#include "engine/record/batch.h"

namespace kumbara::storage {

// Takes the first commands of a batch away from it, and the records, which
// belong before all of them. The round that the batch ends is ended by the
// rest. REQUIRES: count <= command_count; the cut parts no linked run.
ParsedBatch TakeFront(ParsedBatch* batch, std::uint32_t count);

// As many of the first commands as count for no more than these bounds, with
// the rest of the linked run they end in; one at least. REQUIRES: there is one.
std::uint32_t CommandsWithin(const ParsedBatch& batch, std::uint32_t commands,
                             std::uint64_t bytes);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_RECOVERY_BATCH_CUT_H_
