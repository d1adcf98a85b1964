// DIR/runs/MANIFEST: which runs there are, the oldest first.
//
//   kumbara runs 1
//   00000007 5242880 ids
//   ...
//   checksum 0123456789abcdef       XXH3-64 of all before this line
//
// Replaced whole: written beside, synced, renamed, its directory synced. A run
// that it does not name is one that a crash left behind.

#ifndef KUMBARA_STORAGE_RUNS_MANIFEST_H_
#define KUMBARA_STORAGE_RUNS_MANIFEST_H_

#include <string>

#include "absl/status/status.h"
#include "storage/runs/run_merge.h"

namespace kumbara::storage {

std::string ManifestPathIn(const std::string& directory);

absl::Status WriteManifest(const std::string& directory, const Runs& runs);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_RUNS_MANIFEST_H_
