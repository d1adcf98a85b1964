#include "tools/kumbara/command_row.h"

#include <utility>

#include "tools/csv/csv_column.h"
#include "tools/csv/record_splitter.h"
#include "tools/csv/row_error.h"
#include "tools/kumbara/command_text.h"

namespace kumbara::tools {

absl::Status CommandRow::Parse(std::string_view command, const std::string& now,
                               const std::string& id) {
  absl::StatusOr<std::string> csv = CommandTextToCsv(command, now, id);
  if (!csv.ok()) return csv.status();
  text_ = *std::move(csv);
  reader_ =
      std::make_unique<RecordReader>(SplitRecord, RecordReader::BytesOf(text_));
  const Record* header = reader_->Next();
  auto columns = ParseHeader("command", *header);
  if (!columns.ok()) return columns.status();
  parser_ = std::make_unique<RowParser>(RowParser::File{
      "command", std::string(header->raw), 0, *std::move(columns), {}});
  const Record* record = reader_->Next();
  if (record != nullptr && parser_->Parse(*record, &row_)) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(Because(parser_->error()));
}

}  // namespace kumbara::tools
