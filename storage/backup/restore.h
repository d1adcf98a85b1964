// Restoring: a ledger made of a backup, whole or as it was at a sequence or an
// instant.
//
// It is built in DIR/restoring and moved to its place once it is whole, HEAD
// last: until then DIR holds no ledger, and restoring again begins anew. Every
// file is held against the digest that the manifest has of it.
//
// The names come from the backup without those of the erasure list; who stands
// there and was an open member at the cut is closed behind it. So whoever was
// erased after the cut is erased in what is restored too.
//
// A ledger that was cut goes on as another one: it has the id of the first and
// the same batches up to the cut, and whoever holds a checkpoint from behind it
// sees that it is not what that signed for.
//
// Threads: one owner.
// Errors:  one sentence that names the file. DataLoss: the backup is damaged.
// Cost:    the backup is read and written once, and read back; with an erasure
//          list the ledger is opened.

#ifndef KUMBARA_STORAGE_BACKUP_RESTORE_H_
#define KUMBARA_STORAGE_BACKUP_RESTORE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/archive/archive_segments.h"
#include "storage/backup/backup_manifest.h"
#include "storage/backup/journal_cut.h"

namespace kumbara::storage {

struct RestoreOptions {
  std::string backup;
  std::string directory;  // Not there, or empty.
  JournalCut cut;
};

struct RestoreReport {
  BackupManifest manifest;  // Of the backup.
  // Where the journal ended behind the cut, before anybody was closed.
  JournalPosition end;
  std::size_t names_erased = 0;
  std::size_t members_closed = 0;
  // Members of the erasure list that could not be closed; they have no name.
  std::vector<MemberId> refused;
};

// `copied` is called for each segment.
absl::StatusOr<RestoreReport> RestoreLedger(const RestoreOptions& options,
                                            const OnSegment& copied);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_BACKUP_RESTORE_H_
