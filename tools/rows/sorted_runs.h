// RunSorter: records of any number of files, sorted by key within a memory
// budget.
//
// Records gather in memory up to half the budget; then they are sorted and
// written as one run to an unnamed temporary file, and the next run begins.
// What remains at the end stays in memory as the last run, so that input below
// half the budget never touches the disk. The other half is for reading the
// runs back, one buffer each, at least 16 KiB: the budget is kept as long as
// the records are not more than about its square divided by 64 KiB (250 GB at
// 128 MiB).
//
// Units:   bytes.
// Threads: one at a time.
// Errors:  absl::Status of the temporary file.
// Cost:    32 bytes per record in memory beyond its own; every record is
//          written and read once.

#ifndef KUMBARA_TOOLS_ROWS_SORTED_RUNS_H_
#define KUMBARA_TOOLS_ROWS_SORTED_RUNS_H_

#include <absl/status/status.h>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/types.h"
#include "tools/rows/spool_file.h"

namespace kumbara::tools {

// Where a row stands in the order by time. No two rows have the same key, so
// sorting by it is stable whatever the algorithm.
struct RowKey {
  Instant occurred_at;
  std::uint32_t file = 0;
  std::uint64_t line = 0;

  friend auto operator<=>(const RowKey&, const RowKey&) = default;
};

class RunCursor;

class RunSorter {
 public:
  RunSorter(std::size_t memory_bytes, std::string folder);
  ~RunSorter();

  absl::Status Add(const RowKey& key, std::string_view raw);

  // Sorts what remains and opens every run. Call once, after the last Add; the
  // cursors must not outlive the sorter.
  std::vector<std::unique_ptr<RunCursor>> Finish();

  std::size_t runs_on_disk() const { return runs_.size(); }

 private:
  friend class RunCursor;

  struct Entry {
    RowKey key;
    std::uint32_t size;
    std::uint32_t offset;  // Into arena_, which is less than 4 GiB.
  };
  // A run's bytes in the temporary file.
  struct Run {
    std::uint64_t begin;
    std::uint64_t end;
  };

  void Sort();
  absl::Status Spill();

  std::size_t memory_bytes_;
  std::size_t run_bytes_;  // Records and entries of one run.
  std::string folder_;
  std::vector<char> arena_;
  std::vector<Entry> entries_;
  std::vector<Run> runs_;
  std::optional<SpoolFile> file_;
};

// The records of one run, in order.
class RunCursor {
 public:
  // False at the end and on errors; status() tells. The record is valid until
  // the next call; kSplitPadding bytes are readable past it.
  bool Next();

  const RowKey& key() const { return key_; }
  std::string_view raw() const { return raw_; }
  const absl::Status& status() const { return status_; }

 private:
  friend class RunSorter;

  RunCursor(const RunSorter* sorter, RunSorter::Run run,
            std::size_t buffer_bytes);
  explicit RunCursor(const RunSorter* sorter);

  bool NextInMemory();
  bool Ensure(std::size_t size);

  const RunSorter* sorter_;
  std::size_t next_entry_ = 0;
  RunSorter::Run unread_{0, 0};
  bool on_disk_ = false;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  // Read but not yet given: [begin_, end_).
  std::size_t end_ = 0;
  RowKey key_;
  std::string_view raw_;
  absl::Status status_;
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_ROWS_SORTED_RUNS_H_
