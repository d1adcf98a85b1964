// ErasureList: DIR/ERASED, the members that were erased from the directory.
//
// One line each, the 32 hex digits of the member id and, behind a space, the 16
// of its checksum. It holds no name, and says nothing to anyone who has no
// older copy of the directory; but when such a copy is put back, it says what
// has to leave it again. A line counts once its newline is there: what a crash
// left of one is written over. Lines without a checksum, as they once were, are
// read.
//
// Threads: one owner, who holds the ledger's lock to add.
// Errors:  DataLoss names the line that is no member id, or not what it was. A
//          file that cannot be read is no empty list.
// Cost:    the file is read whole; Add is one synced write.

#ifndef KUMBARA_STORAGE_DIRECTORY_ERASURE_LIST_H_
#define KUMBARA_STORAGE_DIRECTORY_ERASURE_LIST_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/base/types.h"

namespace kumbara::storage {

class ErasureList {
 public:
  static std::string PathIn(const std::string& ledger_directory);
  // Empty if there is no file.
  static absl::StatusOr<ErasureList> Read(const std::string& ledger_directory);

  const std::vector<MemberId>& members() const { return members_; }

  // Durable when it returns; nothing to do if the member stands there.
  absl::Status Add(const MemberId& member);

 private:
  explicit ErasureList(std::string path) : path_(std::move(path)) {}

  std::string path_;
  std::uint64_t bytes_ = 0;  // Of whole lines.
  std::vector<MemberId> members_;
};

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_DIRECTORY_ERASURE_LIST_H_
