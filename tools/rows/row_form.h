// RowForm: how the rows of a file are written.

#ifndef KUMBARA_TOOLS_ROWS_ROW_FORM_H_
#define KUMBARA_TOOLS_ROWS_ROW_FORM_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "tools/csv/record.h"

namespace kumbara::tools {

enum class RowForm : std::uint8_t {
  kCsv,     // A header and records of RFC 4180.
  kNdjson,  // A JSON object a line, without a header.
};

// "csv" and "ndjson".
std::optional<RowForm> RowFormByName(std::string_view name);

// What the file's name says: NDJSON if it ends in .ndjson or .jsonl, else CSV.
RowForm RowFormOfPath(std::string_view path);

// What takes a record off the bytes of a file.
SplitFunction SplitterOf(RowForm form);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_ROWS_ROW_FORM_H_
