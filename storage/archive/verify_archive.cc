#include "storage/archive/verify_archive.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "storage/archive/segment_files.h"
#include "storage/archive/segment_scan.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {
namespace {

// What is compressed is read in a file of its own.
absl::Status CheckIsCompressedSegment(const SegmentFile& packed,
                                      const SegmentFacts& facts,
                                      const std::string& scratch) {
  const absl::StatusOr<std::string> copy =
      CopyUnready(packed, {scratch + "/segment.mdb", Compression::kNone},
                  facts.bytes, facts.content);
  if (!copy.ok()) return copy.status();
  const absl::Status whole = CheckIsSegment(*copy, facts);
  const absl::Status removed = RemoveFile(*copy);
  if (whole.ok()) return removed;
  return absl::Status(
      whole.code(),
      absl::StrCat(packed.path, ": decompressed as ", whole.message()));
}

absl::StatusOr<SegmentFacts> VerifySegment(const SegmentFiles& files,
                                           const std::string& scratch,
                                           std::span<const VerifierKey> keys) {
  const absl::StatusOr<SegmentFacts> facts = ReadFacts(files);
  if (!facts.ok()) return MustBeThere(facts.status());
  const SegmentFile& data = *files.Find();
  const absl::Status whole =
      data.compression == Compression::kNone
          ? CheckIsSegment(data.path, *facts)
          : CheckIsCompressedSegment(data, *facts, scratch);
  if (!whole.ok()) return whole;
  const absl::Status sealed = CheckSeal(files.seal, *facts, keys);
  if (!sealed.ok()) return MustBeThere(sealed);
  return facts;
}

}  // namespace

absl::Status VerifyArchive(const std::string& archive,
                           const std::string& scratch,
                           std::span<const VerifierKey> keys,
                           const OnSegment& verified) {
  const absl::StatusOr<std::vector<std::uint32_t>> segments =
      ListArchive(archive);
  if (!segments.ok()) return segments.status();
  if (segments->empty()) {
    return absl::NotFoundError(
        absl::StrCat(archive, ": holds no archived segment"));
  }
  std::optional<SegmentFacts> previous;
  for (const std::uint32_t segment : *segments) {
    const SegmentFiles files(archive, segment);
    const absl::StatusOr<SegmentFacts> facts =
        VerifySegment(files, scratch, keys);
    if (!facts.ok()) return facts.status();
    const bool follows = previous && previous->segment() + 1 == segment;
    if (follows && (previous->behind != facts->before ||
                    previous->peaks_behind != facts->peaks_before)) {
      return absl::DataLossError(absl::StrCat(files.Find()->path,
                                              ": does not continue segment ",
                                              previous->segment()));
    }
    verified(*facts);
    previous = *facts;
  }
  return absl::OkStatus();
}

}  // namespace kumbara::storage
