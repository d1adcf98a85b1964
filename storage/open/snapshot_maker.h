// SnapshotMaker: makes snapshots of a ledger from its journal, beside the
// process that writes there or without any.
//
// It has a state of its own, from the newest snapshot and the journal behind
// it, so the writing process does nothing for it and never waits. A snapshot
// made is read back and its state's digest compared before it counts; the maker
// goes on with what it read, so only one state is ever in memory, and a
// snapshot that cannot be read is found by the one who made it.
//
// Only what the writing process knows to be durable goes into a snapshot: a
// batch that a power loss could still take back must not be part of one.
//
// Threads: one owner.
// Errors:  as those of RecoveredLedger. A second maker of the same ledger is
//          refused. After an error of Make there is no state any more.
// Cost:    memory and processor time of a second ledger while it runs.

#ifndef KUMBARA_STORAGE_OPEN_SNAPSHOT_MAKER_H_
#define KUMBARA_STORAGE_OPEN_SNAPSHOT_MAKER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/base/clock.h"
#include "storage/journal/lock_file.h"
#include "storage/recovery/recovered_ledger.h"
#include "storage/snapshot/snapshot_list.h"

namespace kumbara::storage {

struct SnapshotMakerOptions {
  std::uint32_t workers = 1;
  std::size_t keep = kSnapshotsKeptMin;  // Whole ones; older are deleted.
  RecoveryProgress progress;
};

class SnapshotMaker {
 public:
  static absl::StatusOr<std::unique_ptr<SnapshotMaker>> Open(
      const std::string& ledger_directory, const SnapshotMakerOptions& options);

  // Applies what has become durable since. Cost: nothing new costs a read.
  absl::Status CatchUp();

  // Goes on until a snapshot can be taken, if the journal goes so far: where
  // rounds end inside batches.
  absl::Status CatchUpToRest() {
    return recovered_->CatchUpToRest(directory_, options_);
  }

  // Bytes of journal behind the newest snapshot.
  std::uint64_t bytes_behind() const {
    return recovered_->report().reapplied.bytes;
  }
  // Whether anything happened since that: else there is nothing to make.
  bool has_news() const {
    return report().snapshot_sequence != recovered_->ledger().end().sequence;
  }
  // A snapshot can be taken.
  bool nothing_is_open() const { return recovered_->ledger().NothingIsOpen(); }
  const RecoveryReport& report() const { return recovered_->report(); }

  // Makes one, and deletes those that are too old. One that is damaged does not
  // count as kept, and stays. REQUIRES: has_news(),
  // nothing_is_open().
  absl::StatusOr<SnapshotHeader> Make();

 private:
  SnapshotMaker(std::string directory, const SnapshotMakerOptions& options,
                LockFile lock);

  const std::string directory_;
  const std::size_t keep_;
  RecoverOptions options_;
  std::vector<std::string> damaged_;  // Paths of those found as it began.
  LockFile lock_;                     // Of the snapshots.
  SystemClock clock_;
  std::unique_ptr<RecoveredLedger> recovered_;
};

// Reads a snapshot whole and derives its state's digest again.
absl::Status VerifySnapshot(const std::string& ledger_directory,
                            const std::string& path);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_OPEN_SNAPSHOT_MAKER_H_
