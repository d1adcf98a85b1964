// Merging runs into one. Ids are in one run only, so nothing is weighed against
// anything: the least id comes next.

#ifndef KUMBARA_STORAGE_RUNS_RUN_MERGE_H_
#define KUMBARA_STORAGE_RUNS_RUN_MERGE_H_

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "storage/runs/run_writer.h"

namespace kumbara::storage {

using Runs = std::vector<std::shared_ptr<const RunFile>>;

// Runs that stay beside each other. A lookup asks the filter of each.
inline constexpr std::size_t kRunsMax = 4;

// How many of the youngest runs to merge, given the ids in each, the oldest
// first; 0 if they may stay. The fewest whose ids are not more than those of
// the run before them: so an id is written again only so many times as the
// logarithm of how many there are, or when all runs become one.
std::size_t RunsToMerge(std::span<const std::uint64_t> ids);

// A run of all ids of `runs`, in a file of its own. Every block read is
// verified.
absl::StatusOr<std::unique_ptr<RunFile>> MergeRuns(
    const std::string& directory, RunNumber number,
    std::span<const std::shared_ptr<const RunFile>> runs);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_RUNS_RUN_MERGE_H_
