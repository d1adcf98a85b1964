// The versions of a ledger's program, as its journal keeps them.
//
// Threads: any.
// Errors:  those of JournalReader; FailedPrecondition too if the segment that
//          the ledger begins with is archived.
// Cost:    the journal is read; nothing is applied.

#ifndef KUMBARA_STORAGE_OPEN_PROGRAM_VERSIONS_H_
#define KUMBARA_STORAGE_OPEN_PROGRAM_VERSIONS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/base/types.h"

namespace kumbara::storage {

struct ProgramVersion {
  std::uint16_t number = 1;  // From 1 on.
  // It applies to what was sequenced behind this one,
  Sequence behind = 0;
  // from this business time on.
  Instant effective = Instant::Least();
  bool is_retroactive = false;
  Instant recorded_at;    // Batch time.
  std::string text;       // The file.
  std::string zone_tzif;  // Its zone.
};

// In the order of their numbers.
absl::StatusOr<std::vector<ProgramVersion>> ReadProgramVersions(
    const std::string& ledger_directory);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_OPEN_PROGRAM_VERSIONS_H_
