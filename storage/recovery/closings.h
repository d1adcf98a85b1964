// The closings of months in the journal, each in a batch of its own. Recovery
// only looks whether they are whole; who wants the months that are closed reads
// them.
//
// Threads: any.
// Errors:  DataLoss if one is not whole, or is of another place.

#ifndef KUMBARA_STORAGE_RECOVERY_CLOSINGS_H_
#define KUMBARA_STORAGE_RECOVERY_CLOSINGS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "engine/record/batch.h"
#include "engine/record/closing.h"
#include "engine/record/code_table.h"

namespace kumbara::storage {

// Those whose records a batch holds. `codes` has its definitions already.
absl::StatusOr<std::vector<Closing>> ClosingsIn(const ParsedBatch& batch,
                                                const CodeTable& codes);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_RECOVERY_CLOSINGS_H_
