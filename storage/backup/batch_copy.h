// BatchCopy: batches, as they stand in a journal, put into a new segment file.
//
// A file that somebody writes to cannot be copied byte by byte; what it holds
// can.
//
// Threads: one owner.
// Errors:  those of environment.h. What was not finished is removed.
// Cost:    a copy of each batch; two disk flushes for every 32 MiB.

#ifndef KUMBARA_STORAGE_BACKUP_BATCH_COPY_H_
#define KUMBARA_STORAGE_BACKUP_BATCH_COPY_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/base/types.h"
#include "storage/lmdb/environment.h"

namespace kumbara::storage {

class BatchCopy {
 public:
  // A file that can grow as far as `like`, which is not open in this process.
  // What an earlier call left under `path` goes.
  static absl::StatusOr<std::unique_ptr<BatchCopy>> Create(
      const std::string& path, const std::string& like);
  ~BatchCopy();

  // REQUIRES: numbers rise.
  absl::Status Add(BatchNumber number, std::span<const std::byte> value);

  // Durable when it returns. Nothing but the file is left.
  absl::Status Finish();

 private:
  explicit BatchCopy(std::string path) : path_(std::move(path)) {}

  absl::Status Commit();

  const std::string path_;
  std::unique_ptr<Environment> file_;
  std::optional<WriteTransaction> writing_;  // Of file_.
  std::size_t uncommitted_ = 0;              // Bytes.
  bool is_finished_ = false;
};

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_BACKUP_BATCH_COPY_H_
