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

 private:
  explicit LockFile(File file) : file_(std::move(file)) {}

  File file_;
};

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_JOURNAL_LOCK_FILE_H_
