#include "storage/lmdb/lmdb_status.h"

#include <lmdb.h>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {
namespace {

absl::StatusCode StatusCodeOf(int code) {
  switch (code) {
    case MDB_INVALID:
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_BAD_VALSIZE:
      return absl::StatusCode::kDataLoss;
    case MDB_VERSION_MISMATCH:
      return absl::StatusCode::kFailedPrecondition;
    case MDB_MAP_FULL:
    case MDB_TXN_FULL:
    case MDB_READERS_FULL:
      return absl::StatusCode::kResourceExhausted;
    case MDB_KEYEXIST:
      return absl::StatusCode::kAlreadyExists;
    default:
      return absl::StatusCode::kInternal;
  }
}

}  // namespace

absl::Status LmdbError(int code, const std::string& path,
                       std::string_view what) {
  KUMBARA_CHECK(code != MDB_SUCCESS);
  // Positive codes are the system's error numbers.
  if (code > 0) return FileError(code, path, what);
  return absl::Status(
      StatusCodeOf(code),
      absl::StrCat(path, ": ", absl::string_view(what.data(), what.size()),
                   ": ", mdb_strerror(code)));
}

}  // namespace kumbara::storage
