// Which segments a ledger cannot be opened without.
//
// Errors: one sentence.
// Cost:   one snapshot is read, or as many as are damaged.

#ifndef KUMBARA_STORAGE_ARCHIVE_NEEDED_SEGMENTS_H_
#define KUMBARA_STORAGE_ARCHIVE_NEEDED_SEGMENTS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "engine/base/types.h"

namespace kumbara::storage {

// The number of the first one: that of the oldest snapshot that is whole, which
// holds the batch that it was made behind. FailedPrecondition if there is none:
// then all are needed.
absl::StatusOr<std::uint32_t> FirstNeededSegment(
    const std::string& ledger_directory, const LedgerId& ledger);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_ARCHIVE_NEEDED_SEGMENTS_H_
