#include "tools/rows/row_form.h"

#include "tools/csv/record_splitter.h"
#include "tools/ndjson/ndjson_splitter.h"

namespace kumbara::tools {

std::optional<RowForm> RowFormByName(std::string_view name) {
  if (name == "csv") return RowForm::kCsv;
  if (name == "ndjson") return RowForm::kNdjson;
  return {};
}

RowForm RowFormOfPath(std::string_view path) {
  const bool is_ndjson = path.ends_with(".ndjson") || path.ends_with(".jsonl");
  return is_ndjson ? RowForm::kNdjson : RowForm::kCsv;
}

SplitFunction SplitterOf(RowForm form) {
  return form == RowForm::kNdjson ? SplitNdjson : SplitRecord;
}

}  // namespace kumbara::tools
