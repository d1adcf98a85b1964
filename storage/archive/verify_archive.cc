#include "storage/archive/verify_archive.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "storage/archive/segment_files.h"
#include "storage/archive/segment_scan.h"
#include "storage/journal/segment.h"
#include "storage/lmdb/environment.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {
namespace {

absl::StatusOr<SegmentFacts> VerifySegment(const SegmentFiles& files,
                                           std::span<const VerifierKey> keys) {
  const std::string lock = Environment::LockPathOf(files.data);
  const bool had_lock = FileExists(lock);
  const absl::StatusOr<SegmentFacts> facts = ReadFacts(files);
  if (!facts.ok()) return facts.status();
  const absl::StatusOr<SegmentFacts> found =
      ScanSegment(files.data, facts->before, facts->peaks_before);
  // Who only looks leaves nothing behind.
  if (!had_lock) static_cast<void>(RemoveFile(lock));
  if (!found.ok()) return found.status();
  if (*found != *facts) {
    return absl::DataLossError(
        absl::StrCat(files.data, ": is not what ", files.facts, " says of it"));
  }
  const absl::Status sealed = CheckSeal(files.seal, *facts, keys);
  if (!sealed.ok()) return sealed;
  return facts;
}

}  // namespace

absl::Status VerifyArchive(const std::string& archive,
                           std::span<const VerifierKey> keys,
                           const OnSegment& verified) {
  const absl::StatusOr<std::vector<std::uint32_t>> segments =
      ListSegmentsIn(archive);
  if (!segments.ok()) return segments.status();
  if (segments->empty()) {
    return absl::NotFoundError(
        absl::StrCat(archive, ": holds no archived segment"));
  }
  std::optional<SegmentFacts> previous;
  for (const std::uint32_t segment : *segments) {
    const SegmentFiles files(archive, segment);
    const absl::StatusOr<SegmentFacts> facts = VerifySegment(files, keys);
    if (!facts.ok()) return facts.status();
    const bool follows = previous && previous->segment() + 1 == segment;
    if (follows && (previous->behind != facts->before ||
                    previous->peaks_behind != facts->peaks_before)) {
      return absl::DataLossError(absl::StrCat(
          files.data, ": does not continue segment ", previous->segment()));
    }
    verified(*facts);
    previous = *facts;
  }
  return absl::OkStatus();
}

}  // namespace kumbara::storage
