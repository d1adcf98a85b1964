// RecordChecker: reads arbitrary bytes as a file of records and checks what
// holds of every form: lines ascend, and a good row is good and the same again
// when its raw bytes are split by themselves, as the sort does.

#ifndef KUMBARA_TESTS_FUZZ_RECORD_CHECKER_H_
#define KUMBARA_TESTS_FUZZ_RECORD_CHECKER_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/hash.h"
#include "tools/csv/csv_row.h"
#include "tools/csv/record_reader.h"

namespace kumbara::tools {

class RecordChecker {
 public:
  // What to do with each record that was read; true if it was a good row.
  using Look = std::function<bool(const Record&)>;

  explicit RecordChecker(SplitFunction split) : split_(split) {}

  // Reads the text, `chunk` bytes at a time, with a first buffer of `block`,
  // and returns a hash of all records and of what `look` says of them.
  std::uint64_t Read(std::string_view text, std::size_t chunk,
                     std::size_t block, const Look& look) const {
    RecordReader reader(
        split_,
        [&](char* to, std::size_t size) -> absl::StatusOr<std::size_t> {
          const std::size_t count = std::min({size, chunk, text.size()});
          std::memcpy(to, text.data(), count);
          text.remove_prefix(count);
          return count;
        },
        block);
    std::uint64_t hash = 0;
    std::uint64_t line = 0;
    while (const Record* record = reader.Next()) {
      KUMBARA_CHECK(record->line > line);
      line = record->line;
      hash = Hash64(record->raw.data(), record->raw.size(), hash + line);
      for (std::size_t i = 0; i < std::min(record->field_count, kCsvFieldsMax);
           ++i) {
        const std::string_view field = record->fields[i];
        hash = Hash64(field.data(), field.size(), hash + i);
      }
      hash += look(*record) ? 1 : 0;
    }
    KUMBARA_CHECK(reader.status().ok());
    return hash;
  }

  // Parses a record, if it is good once more from its raw bytes alone.
  bool ParseTwice(const Record& record, RowParser* parser, Row* row) {
    if (!parser->Parse(record, row)) {
      KUMBARA_CHECK(!ToText(parser->error()).empty());
      return false;
    }
    const std::string padded =
        std::string(record.raw) + std::string(kSplitPadding, '}');
    const std::string_view raw(padded.data(), record.raw.size());
    KUMBARA_CHECK(split_(raw, Tail::kWholeRecord, &again_) == raw.size());
    Row same;
    KUMBARA_CHECK(parser->Parse(again_, &same) && SameContent(*row, same));
    return true;
  }

 private:
  SplitFunction split_;
  Record again_;
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TESTS_FUZZ_RECORD_CHECKER_H_
