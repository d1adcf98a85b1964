// The snapshots of a ledger: the files of DIR/snapshots.
//
// Threads: any.
// Errors:  one sentence that names the file.

#ifndef KUMBARA_STORAGE_SNAPSHOT_SNAPSHOT_LIST_H_
#define KUMBARA_STORAGE_SNAPSHOT_SNAPSHOT_LIST_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/base/types.h"

namespace kumbara::storage {

// Fewer are never kept: one may turn out damaged.
inline constexpr std::size_t kSnapshotsKeptMin = 2;

std::string SnapshotDirectory(const std::string& ledger_directory);

std::string SnapshotPath(const std::string& ledger_directory,
                         Sequence sequence);
// The sequence that the name of such a path gives; none if it gives none.
std::optional<Sequence> SequenceInName(const std::string& path);
// The same before it counts as a snapshot.
std::string UnreadySnapshotPath(const std::string& ledger_directory);

// The paths of those present, newest first; none if there is no folder.
absl::StatusOr<std::vector<std::string>> ListSnapshots(
    const std::string& ledger_directory);

// Deletes those that are older than the newest `keep` of the whole ones. What
// stands in `damaged`, or can be seen to be damaged without reading it all,
// neither counts nor goes: that is left to who has been told of it. REQUIRES:
// keep >= kSnapshotsKeptMin.
absl::Status DeleteOldSnapshots(const std::string& ledger_directory,
                                std::size_t keep,
                                std::span<const std::string> damaged);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_SNAPSHOT_SNAPSHOT_LIST_H_
