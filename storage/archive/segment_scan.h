// A segment read by itself, every batch verified and linked to the one before.
//
// Errors: DataLoss names the file and what is wrong.
// Cost:   reads and hashes the file twice, once as it lies and once by batch.

#ifndef KUMBARA_STORAGE_ARCHIVE_SEGMENT_SCAN_H_
#define KUMBARA_STORAGE_ARCHIVE_SEGMENT_SCAN_H_

#include <span>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/evidence/signed_note.h"
#include "storage/journal/segment_facts.h"

namespace kumbara::storage {

// Reads a file as the segment behind `before`, up to where the journal's tree
// has these peaks. It is not open in this process.
absl::StatusOr<SegmentFacts> ScanSegment(const std::string& path,
                                         const JournalPosition& before,
                                         const Peaks& peaks_before);

// Whether a copy of a segment, which is not open in this process, is what its
// facts say, byte for byte and batch by batch. Leaves nothing beside it.
absl::Status CheckIsSegment(const std::string& path, const SegmentFacts& facts);

// Whether a seal signs for a segment. Without keys its signature is not looked
// at. NotFound if there is no such file.
absl::Status CheckSeal(const std::string& seal_path,
                       const SegmentFacts& segment,
                       std::span<const VerifierKey> keys);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_ARCHIVE_SEGMENT_SCAN_H_
