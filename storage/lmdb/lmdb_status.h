// LMDB's return codes as sentences.

#ifndef KUMBARA_STORAGE_LMDB_LMDB_STATUS_H_
#define KUMBARA_STORAGE_LMDB_LMDB_STATUS_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace kumbara::storage {

// "PATH: WHAT: LMDB's words". REQUIRES: code is not success.
absl::Status LmdbError(int code, const std::string& path,
                       std::string_view what);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_LMDB_LMDB_STATUS_H_
