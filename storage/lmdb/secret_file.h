// Files of secrets: keys that their owner alone may read.

#ifndef KUMBARA_STORAGE_LMDB_SECRET_FILE_H_
#define KUMBARA_STORAGE_LMDB_SECRET_FILE_H_

#include <string>

#include "absl/status/statusor.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {

// Opens one to read. PermissionDenied if group or others may do anything with
// it. In $CREDENTIALS_DIRECTORY the group may read: a service manager that lets
// the service's user in by an access list shows as that.
absl::StatusOr<File> OpenSecret(const std::string& path);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_LMDB_SECRET_FILE_H_
