// Seals: a checkpoint of the last batch of each closed segment, in the ledger's
// directory, DIR/seals/0000000001.seal and so on. A segment that is moved away
// takes its seal along.
//
// Errors:  one sentence that names the file.

#ifndef KUMBARA_STORAGE_EVIDENCE_SEALS_H_
#define KUMBARA_STORAGE_EVIDENCE_SEALS_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/evidence/checkpoint.h"
#include "storage/evidence/signed_note.h"

namespace kumbara::storage {

std::string SealPath(const std::string& ledger_directory,
                     std::uint32_t segment);

// Writes the seals that are missing.
absl::Status WriteSeals(const std::string& ledger_directory,
                        std::span<const Checkpoint> seals,
                        std::span<const SigningKey> keys);

// Those present, of the segments given, every one signed by one of the keys
// and of the segment it is named after.
absl::StatusOr<std::vector<Checkpoint>> ReadSeals(
    const std::string& ledger_directory, std::span<const Checkpoint> closed,
    std::span<const VerifierKey> keys);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_EVIDENCE_SEALS_H_
