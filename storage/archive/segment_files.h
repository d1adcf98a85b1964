// The files of a segment in an archive, and copying them so that a crash leaves
// the copy whole or not there.
//
//   DIR/0000000001.mdb     the segment as it was, or
//   DIR/0000000001.mdb.zst compressed
//   DIR/0000000001.facts   what it is (segment_facts.h)
//   DIR/0000000001.seal    the checkpoint of its last batch
//   DIR/LOCK               held by who adds to the archive
//
// Errors: one sentence that names the file.

#ifndef KUMBARA_STORAGE_ARCHIVE_SEGMENT_FILES_H_
#define KUMBARA_STORAGE_ARCHIVE_SEGMENT_FILES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/archive/segment_bytes.h"
#include "storage/journal/segment_facts.h"

namespace kumbara::storage {

struct SegmentFiles {
  SegmentFiles(const std::string& archive, std::uint32_t segment);

  const SegmentFile& Data(Compression compression) const {
    return compression == Compression::kNone ? plain : packed;
  }
  // The one that is there; null if none is.
  const SegmentFile* Find() const;

  SegmentFile plain;
  SegmentFile packed;
  std::string facts;
  std::string seal;
};

absl::StatusOr<SegmentFacts> ReadFacts(const SegmentFiles& files);

// The segments of an archive, in either form, ascending.
absl::StatusOr<std::vector<std::uint32_t>> ListArchive(
    const std::string& archive);

// Copies a file to a name that ends in ".new", synced, and reads the copy back:
// it must have so many bytes, of this content. What is left of a copy that
// failed is removed.
absl::StatusOr<std::string> CopyUnready(const SegmentFile& from,
                                        const SegmentFile& to,
                                        std::uint64_t bytes,
                                        const Digest& content);

// A small file, under its name whole and durable or not at all.
absl::Status CopySmall(const std::string& from, const std::string& to);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_ARCHIVE_SEGMENT_FILES_H_
