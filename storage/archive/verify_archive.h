// An archive looked at by itself, without the ledger its segments are of.
//
// Verified of each segment: that its file is what its facts say, byte for byte
// and batch by batch; that it continues the one before it, if that is there;
// that its seal signs for it.
//
// Errors: DataLoss names the file and what is wrong. NotFound: no segments.
// Cost:   reads each segment twice; one that is compressed is also written to
//         the scratch directory and read there.

#ifndef KUMBARA_STORAGE_ARCHIVE_VERIFY_ARCHIVE_H_
#define KUMBARA_STORAGE_ARCHIVE_VERIFY_ARCHIVE_H_

#include <span>
#include <string>

#include "absl/status/status.h"
#include "storage/archive/archive_segments.h"
#include "storage/evidence/signed_note.h"

namespace kumbara::storage {

// Without keys the signatures of the seals are not looked at. `scratch` is a
// directory in which compressed segments are decompressed, one at a time.
absl::Status VerifyArchive(const std::string& archive,
                           const std::string& scratch,
                           std::span<const VerifierKey> keys,
                           const OnSegment& verified);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_ARCHIVE_VERIFY_ARCHIVE_H_
