// The two meta pages of an LMDB 0.9 file, looked at before LMDB opens it.
//
// LMDB trusts its meta pages: a flipped bit in one can make it divide by zero,
// and a file shorter than they say ends the process with SIGBUS at the first
// read. So what they claim is checked here by plain reads.
//
// Errors:  DataLoss names the file and what is wrong.
// Cost:    two reads of 152 bytes.

#ifndef KUMBARA_STORAGE_LMDB_META_PAGE_H_
#define KUMBARA_STORAGE_LMDB_META_PAGE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace kumbara::storage {

inline constexpr std::uint64_t kPageBytes = 4096;

// Checks both meta pages of the file.
absl::Status CheckMetaPages(const std::string& path);

// Whether the file was created but its meta pages were never written: what a
// crash during creation leaves. Nothing was ever committed to such a file.
absl::StatusOr<bool> IsUnbegun(const std::string& path);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_LMDB_META_PAGE_H_
