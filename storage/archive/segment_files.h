// The files of a segment in an archive, and copying them so that a crash leaves
// the copy whole or not there.
//
//   DIR/0000000001.mdb     the segment as it was
//   DIR/0000000001.facts   what it is (segment_facts.h)
//   DIR/0000000001.seal    the checkpoint of its last batch
//   DIR/LOCK               held by who adds to the archive
//
// Errors: one sentence that names the file.

#ifndef KUMBARA_STORAGE_ARCHIVE_SEGMENT_FILES_H_
#define KUMBARA_STORAGE_ARCHIVE_SEGMENT_FILES_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/base/hash.h"
#include "storage/journal/segment_facts.h"

namespace kumbara::storage {

struct SegmentFiles {
  SegmentFiles(const std::string& archive, std::uint32_t segment);

  std::string data;
  std::string facts;
  std::string seal;
};

absl::StatusOr<SegmentFacts> ReadFacts(const SegmentFiles& files);

// Copies a file to a name that ends in ".new", synced, and reads the copy back:
// its digest must be `content`. What is left of a copy that failed is removed.
absl::StatusOr<std::string> CopyUnready(const std::string& from,
                                        const std::string& to,
                                        const Digest& content);

// A small file, under its name whole and durable or not at all.
absl::Status CopySmall(const std::string& from, const std::string& to);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_ARCHIVE_SEGMENT_FILES_H_
