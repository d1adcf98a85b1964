// A backup looked at by itself, without the ledger it is of.
//
// Verified of each segment: that its file is what the manifest says, byte for
// byte and batch by batch, and continues the one before it; of each seal, that
// it signs for its segment; of each other file, that its bytes are what they
// were; of a snapshot, every block.
//
// Errors: NotFound: no backup. DataLoss: the manifest is damaged, or how many
//         files are. PermissionDenied: none is, but seals are signed by other
//         keys than those given, or a file may not be read.
// Cost:   reads each segment twice.

#ifndef KUMBARA_STORAGE_BACKUP_VERIFY_BACKUP_H_
#define KUMBARA_STORAGE_BACKUP_VERIFY_BACKUP_H_

#include <functional>
#include <span>
#include <string>

#include "absl/status/status.h"
#include "storage/backup/backup_manifest.h"
#include "storage/evidence/signed_note.h"

namespace kumbara::storage {

// Called for each file with what is wrong with it, if anything; all are looked
// at.
using OnBackupFile =
    std::function<void(const BackupFile& file, const absl::Status& wrong)>;

// Without keys the signatures of the seals are not looked at.
absl::Status VerifyBackup(const std::string& backup,
                          std::span<const VerifierKey> keys,
                          const OnBackupFile& verified);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_BACKUP_VERIFY_BACKUP_H_
