// Segments: the files a journal consists of, DIR/journal/0000000001.mdb and so
// on. A segment is closed for ever once it has grown to a size given at init,
// and the next one is begun.

#ifndef KUMBARA_STORAGE_JOURNAL_SEGMENT_H_
#define KUMBARA_STORAGE_JOURNAL_SEGMENT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/base/limits.h"

namespace kumbara::storage {

// The last batch of a segment may begin just below the size at which it is
// closed. Beyond this a batch is refused; the largest holds 8 MiB of frames and
// the records of a few programs.
inline constexpr std::uint64_t kSegmentSlackBytes = 64 * kMiB;
inline constexpr std::size_t kBatchValueBytesMax = 48 * kMiB;
static_assert(kBatchValueBytesMax >= kBatchBytesMax + 16 * kRecordBytesMax);
static_assert(kBatchValueBytesMax < kSegmentSlackBytes);

// What helps where files of one ledger do not go together.
inline constexpr char kPutBackJournal[] =
    "put back the journal's files that go with HEAD, or restore a backup";

std::string JournalDirectory(const std::string& ledger_directory);

std::string SegmentPath(const std::string& ledger_directory,
                        std::uint32_t segment);

// The name of a segment's file, "0000000001.mdb".
std::string SegmentName(std::uint32_t segment);

// The numbers of the segments in a directory whose files are named as
// SegmentName does, with `suffix` behind it; ascending.
absl::StatusOr<std::vector<std::uint32_t>> ListSegmentsIn(
    const std::string& directory, std::string_view suffix);
// The same of those of a ledger. DataLoss if it has no journal.
absl::StatusOr<std::vector<std::uint32_t>> ListSegments(
    const std::string& ledger_directory);

// DataLoss: a segment that HEAD says there is lies nowhere.
absl::Status SegmentIsMissing(const std::string& ledger_directory,
                              std::uint32_t segment);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_JOURNAL_SEGMENT_H_
