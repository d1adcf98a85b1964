// CommandRow: a command in words as a row, parsed like one of a file.

#ifndef KUMBARA_TOOLS_KUMBARA_COMMAND_ROW_H_
#define KUMBARA_TOOLS_KUMBARA_COMMAND_ROW_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "tools/csv/csv_row.h"
#include "tools/csv/record_reader.h"

namespace kumbara::tools {

class CommandRow {
 public:
  // `now` and `id` are those of a command that gives none; see command_text.h.
  absl::Status Parse(std::string_view command, const std::string& now,
                     const std::string& id);

  // Valid while the object is. REQUIRES: Parse was ok.
  const Row& row() const { return row_; }

 private:
  std::string text_;
  std::unique_ptr<RecordReader> reader_;
  std::unique_ptr<RowParser> parser_;
  Row row_;
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_COMMAND_ROW_H_
