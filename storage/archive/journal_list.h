// What a journal consists of, segment by segment, those that lie elsewhere too.
//
// Threads: one owner. Works beside a writing process.
// Errors:  those of opening a segment.
// Cost:    the first and the last batch of each segment are read.

#ifndef KUMBARA_STORAGE_ARCHIVE_JOURNAL_LIST_H_
#define KUMBARA_STORAGE_ARCHIVE_JOURNAL_LIST_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/base/types.h"

namespace kumbara::storage {

struct ListedSegment {
  std::uint32_t number = 0;
  BatchNumber first_batch = 0;
  BatchNumber last_batch = 0;
  // Of its commands; last_sequence is below where it has none.
  Sequence first_sequence = 0;
  Sequence last_sequence = 0;
  Instant first_time;  // Batch times.
  Instant last_time;
  std::uint64_t bytes = 0;
  bool is_closed = false;
  bool is_sealed = false;
  std::string place;  // Where it is archived; empty if it is here.
};

// Ascending; a next segment without a batch is left out. DataLoss if one that
// HEAD says there is lies nowhere.
absl::StatusOr<std::vector<ListedSegment>> ListJournal(
    const std::string& ledger_directory);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_ARCHIVE_JOURNAL_LIST_H_
