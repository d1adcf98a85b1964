// CSV records and the row parser on arbitrary bytes: the first byte decides how
// the bytes arrive. Beyond not crashing, no byte may get lost: the records read
// do not depend on the size of reads, and RecordChecker has nothing to say.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/check.h"
#include "tests/fuzz/record_checker.h"
#include "tools/csv/csv_column.h"
#include "tools/csv/csv_row.h"
#include "tools/csv/record_splitter.h"

namespace kumbara::tools {
namespace {

std::uint64_t Read(std::string_view text, std::size_t chunk,
                   std::size_t block) {
  RecordChecker checker(SplitRecord);
  std::optional<RowParser> parser;
  return checker.Read(text, chunk, block, [&](const Record& record) {
    Row row;
    if (parser) return checker.ParseTwice(record, &*parser, &row);
    absl::StatusOr<std::vector<Column>> columns = ParseHeader("f", record);
    if (columns.ok()) {
      parser.emplace(RowParser::File{"f", std::string(record.raw), 0,
                                     *std::move(columns), std::nullopt});
    }
    return false;
  });
}

}  // namespace
}  // namespace kumbara::tools

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1),
                               size - 1);
  // With the header given, the parser is reached soon.
  const std::string text =
      data[0] % 2 == 0
          ? std::string(bytes)
          : "transaction_id,member_id,occurred_at,amount_minor,currency,kind,"
            "store_id,channel,category,unit,points,reason,lines\n" +
                std::string(bytes);
  const std::uint64_t whole =
      kumbara::tools::Read(text, text.size() + 1, 1 << 16);
  const std::uint64_t parts = kumbara::tools::Read(text, 1 + data[0] / 2, 16);
  KUMBARA_CHECK(whole == parts);
  return 0;
}
