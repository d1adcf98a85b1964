// RejectWriter: the rows that were not taken, as a file that can be repaired
// and loaded again.
//
// Of CSV the file has the header of the input with the columns rejected_line
// and rejected_because added, and under it the records as they stood with the
// two values added; a load ignores both columns. Of NDJSON, which has no
// header, it has the lines as they stood.
//
// Inputs with another header, or without one, get a file of their own:
// rejects.csv, rejects.2.csv, and rejects.3.ndjson for rows of NDJSON.
//
// Threads: one at a time.
// Errors:  absl::Status. A file that exists already is refused, never
//          overwritten: it may be the input.
// Cost:    buffered; a file without rows is removed at the end.

#ifndef KUMBARA_TOOLS_ROWS_REJECT_WRITER_H_
#define KUMBARA_TOOLS_ROWS_REJECT_WRITER_H_

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/csv/row_error.h"
#include "tools/rows/spool_file.h"

namespace kumbara::tools {

class RejectWriter {
 public:
  static absl::StatusOr<std::unique_ptr<RejectWriter>> Create(
      const std::string& path);
  // Closes as Close does, but cannot tell of errors.
  ~RejectWriter();
  RejectWriter(const RejectWriter&) = delete;
  RejectWriter& operator=(const RejectWriter&) = delete;

  // REQUIRES: not closed.
  absl::Status Add(const RowError& error, std::string_view raw);

  // Writes what is buffered and makes it durable. Further calls do nothing.
  absl::Status Close();

  std::uint64_t rows() const { return rows_; }

 private:
  // One file for each header.
  struct Output {
    std::string path;
    std::optional<std::string> header;  // Nothing until the first row comes.
    Descriptor descriptor;
    std::string pending;
  };

  explicit RejectWriter(std::string path) : path_(std::move(path)) {}

  absl::Status Open(std::string path);
  absl::StatusOr<Output*> For(const std::string& header);
  absl::Status Flush(Output* output);

  std::string path_;
  std::vector<Output> outputs_;
  std::uint64_t rows_ = 0;
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_ROWS_REJECT_WRITER_H_
