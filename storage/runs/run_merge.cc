#include "storage/runs/run_merge.h"

#include <algorithm>

namespace kumbara::storage {
namespace {

// Walks through one run.
class Cursor {
 public:
  explicit Cursor(const RunFile& run) : run_(run) {}

  // Goes to the next id. False behind the last one.
  absl::StatusOr<bool> Next() {
    if (++at_ < block_.count) return true;
    if (next_block_ == run_.blocks()) return false;
    const absl::Status read = run_.ReadBlock(next_block_++, &block_);
    if (!read.ok()) return read;
    at_ = 0;
    return true;
  }
  const WrittenId& id() const { return block_.ids[at_]; }

 private:
  const RunFile& run_;
  IdBlock block_;  // No id of it is used up yet: Next() opens the first one.
  std::uint32_t next_block_ = 0;
  std::uint32_t at_ = 0;
};

}  // namespace

std::size_t RunsToMerge(std::span<const std::uint64_t> ids) {
  if (ids.size() <= kRunsMax) return 0;
  std::uint64_t sum = ids.back();
  for (std::size_t count = 2; count < ids.size(); ++count) {
    sum += ids[ids.size() - count];
    if (sum <= ids[ids.size() - count - 1]) return count;
  }
  return ids.size();
}

absl::StatusOr<std::unique_ptr<RunFile>> MergeRuns(
    const std::string& directory, RunNumber number,
    std::span<const std::shared_ptr<const RunFile>> runs) {
  std::uint64_t ids = 0;
  for (const std::shared_ptr<const RunFile>& run : runs) ids += run->ids();
  absl::StatusOr<RunWriter> writer = RunWriter::Create(directory, number, ids);
  if (!writer.ok()) return writer.status();
  std::vector<std::unique_ptr<Cursor>> cursors;
  const auto advance = [&](std::unique_ptr<Cursor> cursor) -> absl::Status {
    const absl::StatusOr<bool> more = cursor->Next();
    if (!more.ok()) return more.status();
    if (*more) cursors.push_back(std::move(cursor));
    return absl::OkStatus();
  };
  for (const std::shared_ptr<const RunFile>& run : runs) {
    const absl::Status opened = advance(std::make_unique<Cursor>(*run));
    if (!opened.ok()) return opened;
  }
  while (!cursors.empty()) {
    const auto least = std::min_element(
        cursors.begin(), cursors.end(), [](const auto& a, const auto& b) {
          return a->id().entry.id < b->id().entry.id;
        });
    const WrittenId& id = (*least)->id();
    absl::Status done = writer->Add({id.entry, id.slot});
    if (!done.ok()) return done;
    std::unique_ptr<Cursor> cursor = std::move(*least);
    cursors.erase(least);
    done = advance(std::move(cursor));
    if (!done.ok()) return done;
  }
  return writer->Finish();
}

}  // namespace kumbara::storage
