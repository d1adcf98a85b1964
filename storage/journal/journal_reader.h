// JournalReader: reads a journal from a position to its end, every checksum and
// every link verified.
//
// HEAD is read first and the segments after it, so what HEAD names must be
// there: a journal that ends before it, or whose batch of that number has
// another chain, is refused; a longer one is accepted, because HEAD is not
// synced with each batch. A reader beside a writing process ends at the last
// durable batch it saw.
//
// Verified per batch: its key, its value hash (once), ledger, stream, segment,
// number, first sequence and chain follow from the batch before. NextBatch also
// verifies records, frames and marks. Verified at the end: HEAD, and that no
// segment is missing or holds more entries than were read.
//
// Units:   bytes.
// Threads: one owner. No LmdbJournal of the same ledger in the same process.
// Errors:  DataLoss names file, batch number and damage. FailedPrecondition:
//          written by a newer program, or a segment is archived. After an
//          error, and after the end, Next returns the same again.
// Cost:    a tree descent and one hash of the value per batch. A read
//          transaction lives for at most 1,024 batches.

#ifndef KUMBARA_STORAGE_JOURNAL_JOURNAL_READER_H_
#define KUMBARA_STORAGE_JOURNAL_JOURNAL_READER_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/record/batch.h"
#include "storage/journal/position.h"
#include "storage/lmdb/environment.h"

namespace kumbara::storage {

struct JournalReadOptions {
  // Reading begins with the batch behind this one: that of a snapshot, or by
  // default the first batch of the ledger.
  JournalPosition after{};
  // Reading ends with this batch, even if there are more.
  BatchNumber last = std::numeric_limits<BatchNumber>::max();
  // Reading ends where HEAD says, though the journal may be longer: beside a
  // writing process, what that knows to be durable.
  bool up_to_head = false;
};

class JournalReader {
 public:
  static absl::StatusOr<std::unique_ptr<JournalReader>> Open(
      const std::string& ledger_directory,
      const JournalReadOptions& options = {});

  // Whether the batch behind which reading begins is there, the same that was
  // meant. REQUIRES: nothing was read; `after` is given.
  absl::Status ConfirmStart();

  // The next batch's value, its header verified, or false at the end. The
  // value is valid until the next call.
  absl::StatusOr<bool> Next(std::span<const std::byte>* value);
  // The same, parsed and verified whole.
  absl::StatusOr<bool> NextBatch(ParsedBatch* batch);

  // Behind the last batch returned: at the end, what LmdbJournal::Open takes.
  const JournalPosition& position() const { return position_; }
  const JournalPosition& head() const { return head_; }

 private:
  JournalReader(std::string directory, const JournalPosition& head,
                const JournalReadOptions& options)
      : directory_(std::move(directory)),
        head_(head),
        last_(options.up_to_head ? std::min(head.number, options.last)
                                 : options.last),
        position_(options.after) {}

  absl::StatusOr<bool> NextValue(std::span<const std::byte>* value);
  absl::StatusOr<std::optional<std::span<const std::byte>>> Fetch();
  absl::Status OpenSegment(std::uint32_t segment);
  absl::StatusOr<bool> SegmentExists(std::uint32_t segment) const;
  // What there is to say of a segment that should be there.
  absl::Status Missing(std::uint32_t segment) const;
  absl::Status CheckSegmentEnd();
  absl::Status CheckEnd();
  absl::Status CheckAgainstHead() const;
  absl::Status Accept(const BatchHeader& header);
  absl::Status Fail(absl::Status status);
  absl::Status Damage(BatchNumber number, std::string_view what) const;
  // Adds file and batch to what a parser found.
  absl::Status Named(const absl::Status& status, BatchNumber number) const;

  const std::string directory_;
  const JournalPosition head_;
  const BatchNumber last_;
  JournalPosition position_;
  std::uint32_t segment_number_ = 0;
  std::unique_ptr<Environment> segment_;
  std::optional<ReadTransaction> reading_;  // Of segment_.
  std::uint32_t read_since_renewal_ = 0;
  bool at_end_ = false;
  absl::Status failure_;
};

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_JOURNAL_JOURNAL_READER_H_
