// The CSV reader and row parser on arbitrary bytes: the first byte decides how
// the bytes arrive. Beyond not crashing, no byte may get lost: the records read
// do not depend on the size of reads, lines ascend, and a good row is good and
// the same again when its raw bytes are split by themselves, as the sort does.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/hash.h"
#include "tools/csv/csv_reader.h"
#include "tools/csv/csv_row.h"

namespace kumbara::tools {
namespace {

class Checker {
 public:
  // Reads the text and returns a hash of all records and answers.
  std::uint64_t Read(std::string_view text, std::size_t chunk,
                     std::size_t block) {
    CsvReader reader(
        [&](char* to, std::size_t size) -> absl::StatusOr<std::size_t> {
          const std::size_t count = std::min({size, chunk, text.size()});
          std::memcpy(to, text.data(), count);
          text.remove_prefix(count);
          return count;
        },
        block);
    std::uint64_t hash = 0;
    std::uint64_t line = 0;
    std::optional<RowParser> parser;
    while (const Record* record = reader.Next()) {
      KUMBARA_CHECK(record->line > line);
      line = record->line;
      hash = Hash64(record->raw.data(), record->raw.size(), hash + line);
      for (std::size_t i = 0; i < Kept(*record); ++i) {
        const std::string_view field = record->fields[i];
        hash = Hash64(field.data(), field.size(), hash + i);
      }
      if (parser) {
        hash += ParseTwice(*record, &*parser) ? 1 : 0;
        continue;
      }
      absl::StatusOr<std::vector<Column>> columns = ParseHeader("f", *record);
      if (columns.ok()) {
        parser.emplace(RowParser::File{"f", std::string(record->raw), 0,
                                       std::move(*columns), std::nullopt});
      }
    }
    KUMBARA_CHECK(reader.status().ok());
    return hash;
  }

 private:
  static std::size_t Kept(const Record& record) {
    return std::min(record.field_count, kCsvFieldsMax);
  }

  bool ParseTwice(const Record& record, RowParser* parser) {
    Row row;
    if (!parser->Parse(record, &row)) {
      KUMBARA_CHECK(!ToText(parser->error()).empty());
      return false;
    }
    const std::string padded =
        std::string(record.raw) + std::string(kSplitPadding, 'x');
    const std::string_view raw(padded.data(), record.raw.size());
    KUMBARA_CHECK(SplitRecord(raw, Tail::kWholeRecord, &again_) == raw.size());
    Row same;
    KUMBARA_CHECK(parser->Parse(again_, &same) && SameContent(row, same));
    return true;
  }

  Record again_;
};

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
            "store_id,category,unit,points,reason\n" +
                std::string(bytes);
  kumbara::tools::Checker checker;
  const std::uint64_t whole = checker.Read(text, text.size() + 1, 1 << 16);
  const std::uint64_t parts = checker.Read(text, 1 + data[0] / 2, 16);
  KUMBARA_CHECK(whole == parts);
  return 0;
}
