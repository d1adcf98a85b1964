// SegmentFacts: what a closed segment is, so that it can be known again
// elsewhere, and ArchivedSegments: DIR/ARCHIVED, which closed segments of a
// ledger lie elsewhere, and where.
//
// Both are text, a line for each fact (docs/archive.md). Facts stand beside an
// archived segment and in the list of the ledger it is of.
//
// Threads: plain values.
// Errors:  DataLoss names the file and the line that is missing or wrong.

#ifndef KUMBARA_STORAGE_JOURNAL_SEGMENT_FACTS_H_
#define KUMBARA_STORAGE_JOURNAL_SEGMENT_FACTS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/base/hash.h"
#include "engine/base/types.h"
#include "storage/journal/position.h"

namespace kumbara::storage {

using Peaks = std::vector<std::array<std::byte, 32>>;

struct SegmentFacts {
  // Behind the segment before it.
  JournalPosition before;
  // Behind its own last batch.
  JournalPosition behind;
  Instant first_time;  // Batch times.
  Instant last_time;
  std::uint64_t bytes = 0;
  Digest content;  // Of the file: ContentOf.
  // The roots of the full trees (tree_peaks.h) over all batches before it, and
  // over its own too. From the first its batches give the root that its seal
  // signs, from the second those of the next segment.
  Peaks peaks_before;
  Peaks peaks_behind;

  std::uint32_t segment() const { return behind.segment; }
  friend bool operator==(const SegmentFacts&, const SegmentFacts&) = default;
};

std::string ToText(const SegmentFacts& facts);
// `path` is for errors.
absl::StatusOr<SegmentFacts> ParseSegmentFacts(std::string_view text,
                                               const std::string& path);

// 32 hex digits, as ToHex writes them.
bool ParseDigest(std::string_view text, Digest* digest);

// The digest of a file's bytes is taken piece by piece.
inline constexpr std::size_t kContentPieceBytes = 1 << 20;
Digest ContentWith(const Digest& content, std::span<const std::byte> piece);
absl::StatusOr<Digest> ContentOf(const std::string& path);

struct ArchivedSegment {
  SegmentFacts facts;
  std::string place;  // The directory that has it.
};

// By number, ascending. Empty if there is no file.
absl::StatusOr<std::vector<ArchivedSegment>> ReadArchived(
    const std::string& ledger_directory);
// That a segment lies neither here nor, as the list has it, elsewhere.
absl::Status ArchivedLacks(const std::string& ledger_directory,
                           std::uint32_t segment);
// Durable when it returns; of none the file goes.
absl::Status WriteArchived(const std::string& ledger_directory,
                           std::span<const ArchivedSegment> segments);

// One sentence on which segments lie elsewhere, and what brings them back;
// empty if `segment` does not.
absl::StatusOr<std::string> WhereArchived(const std::string& ledger_directory,
                                          std::uint32_t segment);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_JOURNAL_SEGMENT_FACTS_H_
