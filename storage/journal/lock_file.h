// LockFile: DIR/LOCK, held by the one process that may write to a ledger.
//
// Threads: any; held until destroyed or the process ends, however it ends.
// Errors:  FailedPrecondition names the process that holds it.

#ifndef KUMBARA_STORAGE_JOURNAL_LOCK_FILE_H_
#define KUMBARA_STORAGE_JOURNAL_LOCK_FILE_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {

class LockFile {
 public:
  static absl::StatusOr<LockFile> Acquire(const std::string& ledger_directory);
  // Whether a process holds it, without keeping out one that is about to.
  static absl::StatusOr<bool> IsHeld(const std::string& ledger_directory);
  // `refusal` is what to say if a process has it, its number behind it.
  static absl::StatusOr<LockFile> AcquireFile(const std::string& path,
                                              const std::string& refusal);
  // DIR/journal/LOCK: held by who moves closed segments, which a writer does
  // not touch any more, or backs them up.
  static absl::StatusOr<LockFile> AcquireClosedSegments(
      const std::string& ledger_directory);
  // LOCK in the directory of a ledger's snapshots, which is there: held by who
  // makes them.
  static absl::StatusOr<LockFile> AcquireSnapshots(
      const std::string& snapshot_directory);

 private:
  explicit LockFile(File file) : file_(std::move(file)) {}

  File file_;
};

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_JOURNAL_LOCK_FILE_H_
