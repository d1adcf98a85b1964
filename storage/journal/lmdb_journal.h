// LmdbJournal: the journal port on LMDB segments and HEAD.
//
// Append is stage 6 of a transaction's path:
//   1. a segment that has reached its size is closed and the next one begun,
//      which was made in the background (next_segment.h),
//   2. the batch is written straight into space LMDB reserved for it,
//   3. the commit makes it durable,
//   4. HEAD is overwritten, without a sync of its own.
//
// Invariants:
//   (1) batch n is stored under key n and only after batch n - 1.
//   (2) HEAD never names a batch that is not durable.
//   (3) HEAD is synced before a later segment exists.
//   (4) after the first failure nothing more is written, HEAD included.
//
// Units:   bytes.
// Threads: one owner, the journal thread.
// Errors:  any error poisons the journal: each later Append and Close returns
//          it again. Reopening recovers.
// Cost:    per Append one copy and one hash of the batch, two disk flushes and
//          a pwrite.

#ifndef KUMBARA_STORAGE_JOURNAL_LMDB_JOURNAL_H_
#define KUMBARA_STORAGE_JOURNAL_LMDB_JOURNAL_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/base/limits.h"
#include "engine/port/journal.h"
#include "storage/journal/head_file.h"
#include "storage/journal/next_segment.h"
#include "storage/journal/position.h"
#include "storage/lmdb/environment.h"

namespace kumbara::storage {

struct JournalOptions {
  // From the ledger's settings. A segment is closed once it has this size.
  std::uint64_t segment_bytes = kSegmentBytesDefault;
  // Once a segment is half full the next one is made in the background; else
  // when it is needed.
  bool prepares_next = true;
};

class LmdbJournal final : public Journal {
 public:
  // For init: makes DIR/journal. HEAD appears, durable, with the first batch;
  // until then the directory is not a ledger.
  static absl::StatusOr<std::unique_ptr<LmdbJournal>> Create(
      const std::string& ledger_directory, const LedgerId& ledger,
      const JournalOptions& options);

  // Appends behind `end`, which a JournalReader found, and brings HEAD up to
  // it. REQUIRES: the caller holds the LockFile; that reader is destroyed.
  static absl::StatusOr<std::unique_ptr<LmdbJournal>> Open(
      const std::string& ledger_directory, const JournalPosition& end,
      const JournalOptions& options);

  absl::Status Append(BatchHeader* header, const BatchParts& parts) override;
  absl::Status Close() override;

  const JournalPosition& end() const { return end_; }

 private:
  LmdbJournal(std::string directory, JournalPosition end,
              JournalOptions options)
      : directory_(std::move(directory)),
        end_(end),
        options_(options),
        next_(directory_, options.segment_bytes) {}

  absl::Status Write(BatchHeader* header, const BatchParts& parts);
  void PrepareNextSegment();
  absl::Status BeginNextSegment();
  absl::Status RemoveUnbegun(const std::string& path);
  absl::Status OpenLastSegment();
  absl::Status WriteHead();

  const std::string directory_;
  JournalPosition end_;
  const JournalOptions options_;
  NextSegment next_;
  std::unique_ptr<Environment> segment_;
  bool segment_is_new_ = false;   // Holds no batch yet: comes behind end_.
  std::optional<HeadFile> head_;  // None before the first batch.
  absl::Status poison_;           // The first failure, or that it is closed.
  bool closed_ = false;
};

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_JOURNAL_LMDB_JOURNAL_H_
