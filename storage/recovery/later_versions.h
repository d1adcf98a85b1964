// The versions of a program behind the one that its ledger was founded on, as
// records: in the journal each in a batch of its own, in a snapshot all of them
// beside the foundation's.
//
// Threads: any.
// Errors:  DataLoss if a batch holds a part of a version only.

#ifndef KUMBARA_STORAGE_RECOVERY_LATER_VERSIONS_H_
#define KUMBARA_STORAGE_RECOVERY_LATER_VERSIONS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/record/activation.h"
#include "engine/record/batch.h"

namespace kumbara::storage {

struct LaterVersion {
  Activation activation;
  std::string program_text;
  std::string zone_bytes;

  // In their order.
  std::vector<Record> Records() const;
};

bool HasVersions(const ParsedBatch& batch);

// Those whose records a batch holds, by number.
absl::StatusOr<std::vector<LaterVersion>> LaterVersionsIn(
    const ParsedBatch& batch);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_RECOVERY_LATER_VERSIONS_H_
