#include "storage/archive/verify_archive.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "storage/archive/segment_files.h"
#include "storage/archive/segment_scan.h"
#include "storage/journal/segment.h"

namespace kumbara::storage {
namespace {

absl::StatusOr<SegmentFacts> VerifySegment(const SegmentFiles& files,
                                           std::span<const VerifierKey> keys) {
  const absl::StatusOr<SegmentFacts> facts = ReadFacts(files);
  if (!facts.ok()) return facts.status();
  const absl::Status whole = CheckIsSegment(files.data, *facts);
  if (!whole.ok()) return whole;
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
