// Backups: a ledger copied to another directory beside its writer.
//
// A backup is one, and holds everything that was durable as it began: beside a
// writer up to the batch that HEAD named, else up to the journal's end. Closed
// segments byte for byte, the batches of the open one, seals, the newest
// snapshot if that is wanted, the names and the erasure list. The next one
// copies only what is not there yet. The ledger's key is never part of it.
//
// In this order: what the backup ends with must still be in the journal; each
// closed segment that is not there is read batch by batch, copied, synced and
// read back; the open one is copied batch by batch and read back; then seals,
// snapshot, names and the erasure list, in this order, so that the names of all
// commands are there, and everybody on the list can be left out again; then the
// manifest
// takes the place of the one before, and what that alone named is removed. So a
// crash leaves the backup as it was before or as it is behind.
//
// Threads: one owner. Works beside a writing process, which never waits; closed
//          segments cannot be moved meanwhile.
// Errors:  one sentence that names the file. DataLoss: the ledger is damaged.
// Cost:    what is new is read three times and written once.

#ifndef KUMBARA_STORAGE_BACKUP_MAKE_BACKUP_H_
#define KUMBARA_STORAGE_BACKUP_MAKE_BACKUP_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/archive/archive_segments.h"
#include "storage/backup/backup_manifest.h"

namespace kumbara::storage {

struct BackupOptions {
  std::string ledger_directory;
  std::string backup;  // Made if it is not there.
  bool with_snapshot = false;
  // Called for each seal that is damaged, or lost from an archive: it is left
  // out, for the batches are of more use without it than not at all.
  std::function<void(const absl::Status& damage)> left_out =
      [](const absl::Status&) {};
};

// `copied` is called for each segment that was. The manifest is that of the
// backup as it is then.
absl::StatusOr<BackupManifest> MakeBackup(const BackupOptions& options,
                                          const OnSegment& copied);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_BACKUP_MAKE_BACKUP_H_
