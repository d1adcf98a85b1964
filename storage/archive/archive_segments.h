// Closed segments of a journal moved elsewhere, and brought back.
//
// To archive a segment is, in this order: every batch of it is verified and
// must be what its seal signs for; it is copied, synced and read back; facts
// and seal are put beside it, then the copy gets its name; DIR/ARCHIVED names
// the place; the segment goes from the journal. So at any moment it lies whole
// in one of the two places, and what a crash left is taken up by doing the same
// again. To attach is the same the other way; the archive keeps its copy.
//
// Threads: one owner. Works beside a writing process: closed segments are not
//          the writer's any more. Two that move segments of one ledger exclude
//          each other, and two that move some to one archive.
// Errors:  one sentence; what has been done stays done.
// Cost:    reads each segment four times and writes it once.

#ifndef KUMBARA_STORAGE_ARCHIVE_ARCHIVE_SEGMENTS_H_
#define KUMBARA_STORAGE_ARCHIVE_ARCHIVE_SEGMENTS_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "storage/archive/segment_bytes.h"
#include "storage/evidence/signed_note.h"
#include "storage/journal/segment_facts.h"

namespace kumbara::storage {

// Called for each segment once it is where it shall be.
using OnSegment = std::function<void(const SegmentFacts&)>;

struct ArchiveOptions {
  std::string ledger_directory;
  std::string archive;  // Made if it is not there.
  // Only segments below this number; if none is given, only those that the
  // ledger can be opened without.
  std::optional<std::uint32_t> before;
  // If any, seals must be signed by one of them.
  std::vector<VerifierKey> keys;
  // How copies are written. One that the archive has already stays as it is.
  Compression compression = Compression::kNone;
};

// Moves closed segments away, in their order, up to the first without a seal:
// FailedPrecondition names it. FailedPrecondition too if all are needed.
absl::Status ArchiveSegments(const ArchiveOptions& options,
                             const OnSegment& done);

// Brings back those that the archive has. FailedPrecondition if it has none of
// those that were archived from this ledger.
absl::Status AttachSegments(const ArchiveOptions& options,
                            const OnSegment& done);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_ARCHIVE_ARCHIVE_SEGMENTS_H_
