// RowSource: the rows of several files in one order, whatever their forms.
//
// By time (the default): ascending occurred_at; rows of one instant in the
// order of the command line, and within a file as they stand. Open reads every
// file once, which counts rows and reports every bad one, in the order of files
// and lines. Files found in order are then read again and merged as they come;
// rows of the others are sorted in memory and, beyond the budget, in an unnamed
// temporary file. What can be read only once, such as standard input, is first
// copied to a temporary file.
//
// As they stand: file after file, in one pass and without copies; bad rows are
// reported as they are met, and totals() is complete at the end.
//
// Either way every bad row is reported exactly once, and a row is either given
// by Next, or counted as anonymous, or reported as bad.
//
// Units:   bytes; instants as in engine/base/types.h.
// Threads: one at a time; progress() may be called by any.
// Errors:  status() keeps what ended the rows early: a wrong header (Open), a
//          file that cannot be read or changed between the passes.
// Cost:    memory_bytes, and a MiB for each file open at once: in order by time
//          files are open only between their first and last instants.

#ifndef KUMBARA_TOOLS_ROWS_ROW_ORDER_H_
#define KUMBARA_TOOLS_ROWS_ROW_ORDER_H_

#include <absl/status/status.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/limits.h"
#include "engine/base/types.h"
#include "tools/csv/csv_row.h"
#include "tools/csv/row_error.h"
#include "tools/rows/input_file.h"
#include "tools/rows/row_form.h"
#include "tools/rows/sorted_runs.h"

namespace kumbara::tools {

enum class RowOrder : std::uint8_t { kTime, kFile };

// "time" and "file".
std::optional<RowOrder> RowOrderByName(std::string_view name);

struct RowSourceOptions {
  std::vector<std::string> paths;  // "-" is standard input.
  RowOrder order = RowOrder::kTime;
  std::size_t memory_bytes = 256 * kMiB;
  std::optional<Instant> latest;  // Rows after it are bad: now + max_ahead.
  std::string spool_folder;       // If empty $TMPDIR, or else /tmp.
  OnBadRow on_bad;
  std::optional<RowForm> form = {};  // Of all files; else by their names.
};

class RowSource {
 public:
  explicit RowSource(RowSourceOptions options);
  ~RowSource();
  RowSource(const RowSource&) = delete;
  RowSource& operator=(const RowSource&) = delete;

  // Once, before Next. Takes long in order by time.
  absl::Status Open();

  // The next row to apply, valid until the next call; null at the end and when
  // status() is not ok.
  const Row* Next();

  const absl::Status& status() const { return status_; }

  // Complete after Open in order by time, else at the end.
  const RowTotals& totals() const { return totals_; }

  // An error of the row last given, such as too many decimals for its unit or a
  // refusal, in the form of those found here. It is not counted in totals().
  RowError ErrorOf(const Row& row, std::string_view field, std::string expected,
                   std::string_view got) const;

  // Bytes read of those to be read, all passes together. The total grows while
  // Open learns what must be sorted; 0 of 0 for a pipe as it stands.
  struct Progress {
    std::uint64_t bytes_read = 0;
    std::uint64_t bytes_total = 0;
  };
  Progress progress() const { return {bytes_read_, bytes_total_}; }

 private:
  class Stream;
  // The stream of a merge with the key of its next row.
  struct Head {
    RowKey key;
    Stream* stream = nullptr;
  };
  // What the first pass tells of a file.
  struct Survey {
    bool in_order = true;
    std::uint64_t rows = 0;
    RowKey first;
  };

  absl::Status Inspect(InputFile* file, Survey* survey);
  absl::Status SortFile(InputFile* file, RunSorter* sorter);
  absl::Status OpenByTime();
  const Row* NextByTime();
  const Row* NextByFile();
  void SiftDown();
  bool AdvanceFront();
  // Keeps why the rows end early, and returns false.
  bool Fail(const absl::Status& status);
  absl::Status Changed(std::uint32_t file) const;

  RowSourceOptions options_;
  std::vector<std::unique_ptr<InputFile>> files_;
  std::unique_ptr<RunSorter> sorter_;
  std::vector<std::unique_ptr<Stream>> streams_;
  // A heap with the least key in front. The front row is out until Next.
  std::vector<Head> heads_;
  bool front_is_out_ = false;
  std::size_t file_ = 0;  // In order as they stand: the file in hand.
  bool file_is_open_ = false;
  RowTotals totals_;
  absl::Status status_;
  std::atomic<std::uint64_t> bytes_read_ = 0;
  std::atomic<std::uint64_t> bytes_total_ = 0;
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_ROWS_ROW_ORDER_H_
