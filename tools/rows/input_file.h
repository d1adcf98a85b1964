// InputFile: one file of rows, readable once or, when rows are put in order,
// twice.
//
// Threads: one at a time; the counter of bytes may be read by any thread.
// Errors:  absl::Status for what stops the file: it cannot be read, its header
//          is wrong, it changed between two passes. Bad rows go to `on_bad`, in
//          the first pass only, and are passed over.
// Cost:    holds a descriptor and a buffer only between Begin and End; what
//          cannot be read twice is copied to a temporary file.

#ifndef KUMBARA_TOOLS_ROWS_INPUT_FILE_H_
#define KUMBARA_TOOLS_ROWS_INPUT_FILE_H_

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <sys/types.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/types.h"
#include "tools/csv/csv_row.h"
#include "tools/csv/record_reader.h"
#include "tools/csv/row_error.h"
#include "tools/rows/linked_rows.h"
#include "tools/rows/row_form.h"
#include "tools/rows/spool_file.h"

namespace kumbara::tools {

using OnBadRow = std::function<void(const RowError&, std::string_view raw)>;

// Counts of records, header and empty lines not among them.
struct RowTotals {
  std::uint64_t rows = 0;       // All: good, anonymous and bad.
  std::uint64_t anonymous = 0;  // Sales without a member.
  std::uint64_t bad = 0;
  // The greatest occurred_at of good and anonymous rows: where a load's closing
  // tick belongs.
  std::optional<Instant> tick;

  friend bool operator==(const RowTotals&, const RowTotals&) = default;
};

std::ostream& operator<<(std::ostream& out, const RowTotals& totals);

class InputFile {
 public:
  struct Options {
    std::string path;  // "-" is standard input.
    RowForm form = RowForm::kCsv;
    std::uint32_t index = 0;
    std::optional<Instant> latest;
    std::string spool_folder;
    OnBadRow on_bad;
    RowTotals* totals = nullptr;  // Of all files: added to in the first pass.
    std::atomic<std::uint64_t>* bytes_read = nullptr;
    std::atomic<std::uint64_t>* bytes_total = nullptr;
  };

  explicit InputFile(Options options);

  // Copies to a temporary file what cannot be read twice. Before Begin.
  absl::Status MakeRepeatable();

  // Opens the file at its beginning and reads its header, if its form has one.
  // The first call begins the first pass.
  absl::Status Begin();
  // The next row to apply, valid until the next call; null at the end of the
  // pass and when status() is not ok.
  const Row* Next();
  // Gives up descriptor and buffer.
  void End();

  // A row that this file has given, again from its raw bytes. *row is valid
  // until the next use of *record.
  // REQUIRES: kSplitPadding bytes are readable past them.
  void ParseAgain(std::string_view raw, std::uint64_t line, Record* record,
                  Row* row);

  const absl::Status& status() const { return status_; }
  // REQUIRES: Begin has succeeded.
  const RowParser& parser() const { return *parser_; }
  std::uint64_t size() const { return identity_.size; }

 private:
  // What must not change between two passes.
  struct Identity {
    dev_t device = 0;
    ino_t inode = 0;
    std::uint64_t size = 0;
    std::int64_t modified_ns = 0;
    bool repeatable = false;  // A regular file.

    friend bool operator==(const Identity&, const Identity&) = default;
  };

  absl::Status Open();
  absl::StatusOr<RowParser::File> ReadHeader();
  absl::Status Changed() const;
  absl::Status Annotate(const absl::Status& status) const;
  bool InFirstPass() const { return passes_ == 1; }
  void CountGood(const Row& row);
  void CountBad(const RowError& error, std::string_view raw);
  // The next row of the linked run at hand.
  const Row* NextOfRun();

  Options options_;
  std::string name_;  // In errors.
  Descriptor descriptor_;
  bool spooled_ = false;  // descriptor_ is the copy and must be kept.
  Identity identity_;
  std::uint64_t offset_ = 0;
  int passes_ = 0;
  std::uint64_t applied_first_ = 0;  // Rows to apply in the first pass,
  std::uint64_t applied_ = 0;        // and in this one.
  std::unique_ptr<RecordReader> reader_;
  std::optional<RowParser> parser_;
  Row row_;
  LinkedRows run_;
  Record run_record_;
  absl::Status status_;
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_ROWS_INPUT_FILE_H_
