// NDJSON lines and the row parser on arbitrary bytes: the first byte decides
// how the bytes arrive. Beyond not crashing, no byte may get lost: the records
// read do not depend on the size of reads, RecordChecker has nothing to say,
// and a good row is good and the same when its values are written as CSV.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/check.h"
#include "tests/fuzz/record_checker.h"
#include "tools/csv/csv_row.h"
#include "tools/csv/record_splitter.h"
#include "tools/ndjson/ndjson_splitter.h"

namespace kumbara::tools {
namespace {

std::string AsCsv(const Record& record) {
  std::string text;
  for (std::size_t i = 0; i < record.field_count; ++i) {
    if (i > 0) text += ',';
    text += '"';
    for (const char c : record.fields[i]) {
      text += c;
      if (c == '"') text += c;
    }
    text += '"';
  }
  return text;
}

std::uint64_t Read(std::string_view text, std::size_t chunk,
                   std::size_t block) {
  RecordChecker checker(SplitNdjson);
  RowParser parser({"f", "", 0, NdjsonColumns(), std::nullopt});
  Record csv;
  return checker.Read(text, chunk, block, [&](const Record& record) {
    Row row;
    if (!checker.ParseTwice(record, &parser, &row)) return false;
    const std::string line = AsCsv(record);
    const std::string padded = line + std::string(kSplitPadding, '"');
    const std::string_view raw(padded.data(), line.size());
    KUMBARA_CHECK(SplitRecord(raw, Tail::kWholeRecord, &csv) == raw.size());
    Row same;
    KUMBARA_CHECK(parser.Parse(csv, &same) && SameContent(row, same));
    return true;
  });
}

}  // namespace
}  // namespace kumbara::tools

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 1),
                              size - 1);
  const std::uint64_t whole =
      kumbara::tools::Read(text, text.size() + 1, 1 << 16);
  const std::uint64_t parts = kumbara::tools::Read(text, 1 + data[0] / 2, 16);
  KUMBARA_CHECK(whole == parts);
  return 0;
}
