#include "storage/archive/needed_segments.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/snapshot/snapshot_file.h"
#include "storage/snapshot/snapshot_list.h"

namespace kumbara::storage {

absl::StatusOr<std::uint32_t> FirstNeededSegment(
    const std::string& ledger_directory, const LedgerId& ledger) {
  absl::StatusOr<std::vector<std::string>> paths =
      ListSnapshots(ledger_directory);
  if (!paths.ok()) return paths.status();
  std::reverse(paths->begin(), paths->end());
  for (const std::string& path : *paths) {
    const auto file = SnapshotFile::Open(path);
    const absl::Status whole =
        file.ok() ? (*file)->ReadAllParts() : file.status();
    const bool is_gone = absl::IsNotFound(whole) || absl::IsDataLoss(whole);
    if (is_gone) continue;
    if (!whole.ok()) return whole;
    if ((*file)->header().ledger == ledger) return (*file)->header().segment;
  }
  return absl::FailedPreconditionError(absl::StrCat(
      ledger_directory,
      ": has no whole snapshot, so it opens with all its segments only; "
      "kumbara snapshot create ",
      ledger_directory, " makes one, --before says what to move all the same"));
}

}  // namespace kumbara::storage
