// FileStore: the files of a backup, put there under the digest of their bytes.
//
// Threads: one owner, who holds the backup's lock.
// Errors:  one sentence that names the file.
// Cost:    a file put there is read twice and written once.

#ifndef KUMBARA_STORAGE_BACKUP_FILE_STORE_H_
#define KUMBARA_STORAGE_BACKUP_FILE_STORE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/backup/backup_manifest.h"

namespace kumbara::storage {

class FileStore {
 public:
  // Whether the directory of the files has only names that files of a backup
  // have; so has one that is not there.
  static bool HoldsOnlyItsOwn(const std::string& backup);

  // Makes the directory of the files if it is not there.
  static absl::StatusOr<FileStore> Open(const std::string& backup);

  // Whether it has the file, with that many bytes.
  bool Has(const BackupFile& file) const;

  // Where to write what Adopt shall take.
  std::string UnreadyPath(std::string_view name) const;
  // Takes a durable file that was written there. `path` is its own in a ledger.
  absl::StatusOr<BackupFile> Adopt(const std::string& unready,
                                   const std::string& path) const;
  // Copies a file that nobody writes to.
  absl::StatusOr<BackupFile> Copy(const std::string& from,
                                  const std::string& path) const;
  // The same of one whose size and digest are known.
  absl::Status Copy(const std::string& from, const BackupFile& file) const;

  // Removes files of a backup that this manifest does not name.
  absl::Status RemoveOthers(const BackupManifest& manifest) const;

 private:
  explicit FileStore(std::string backup) : backup_(std::move(backup)) {}

  std::string backup_;
};

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_BACKUP_FILE_STORE_H_
