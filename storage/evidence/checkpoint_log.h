// CheckpointLog: a file of checkpoints, one behind the other, and beside it,
// under the same name with ".leaves", the leaf of every batch they cover, 32
// bytes each. It belongs somewhere the ledger's owner cannot rewrite; the
// leaves need no protection, since a checkpoint vouches for them.
//
// Threads: one owner, in one process.
// Errors:  one sentence that names the file.
// Cost:    Append syncs both files, leaves first.

#ifndef KUMBARA_STORAGE_EVIDENCE_CHECKPOINT_LOG_H_
#define KUMBARA_STORAGE_EVIDENCE_CHECKPOINT_LOG_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/evidence/checkpoint.h"
#include "storage/evidence/merkle_tree.h"
#include "storage/evidence/signed_note.h"

namespace kumbara::storage {

class CheckpointLog {
 public:
  // A file that does not exist is an empty log; Append makes it. Of a
  // checkpoint that is cut off behind the others is_torn() tells.
  static absl::StatusOr<CheckpointLog> Read(const std::string& path);

  // Its checkpoints, every one signed by one of the keys.
  absl::StatusOr<std::vector<Checkpoint>> Trusted(
      std::span<const VerifierKey> keys) const;
  bool empty() const { return text_.empty(); }
  bool is_torn() const { return is_torn_; }
  // Those written down, as far as they are there.
  std::span<const TreeHash> leaves() const { return leaves_; }

  // Appends a checkpoint, and the leaves that are not written down yet. What
  // is cut off is written over.
  absl::Status Append(const SignedNote& note, std::span<const TreeHash> leaves);

 private:
  explicit CheckpointLog(std::string path) : path_(std::move(path)) {}

  std::string path_;
  std::string text_;
  bool is_torn_ = false;
  std::vector<TreeHash> leaves_;
};

// Keys of a file, one a line.
absl::StatusOr<std::vector<VerifierKey>> ReadVerifierKeys(
    const std::string& path);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_EVIDENCE_CHECKPOINT_LOG_H_
