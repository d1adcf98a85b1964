// The estimates of a ledger: in its journal each in a batch of its own, in a
// snapshot all of them beside the foundation's records.
//
// Threads: any.
// Errors:  DataLoss if one is not whole, or is of another place.

#ifndef KUMBARA_STORAGE_RECOVERY_ESTIMATES_H_
#define KUMBARA_STORAGE_RECOVERY_ESTIMATES_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/record/batch.h"
#include "engine/record/code_table.h"
#include "engine/record/estimate.h"

namespace kumbara::storage {

// Those whose records a batch holds. `codes` has its definitions already.
absl::StatusOr<std::vector<Estimate>> EstimatesIn(const ParsedBatch& batch,
                                                  const CodeTable& codes);

// Adds those of a batch of the journal to all before it, but for what a state
// has already.
absl::Status AddEstimatesOf(const ParsedBatch& batch, const CodeTable& codes,
                            std::vector<Estimate>* estimates);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_RECOVERY_ESTIMATES_H_
