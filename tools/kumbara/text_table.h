// TextTable: rows of words under named columns, in three formats.

#ifndef KUMBARA_TOOLS_KUMBARA_TEXT_TABLE_H_
#define KUMBARA_TOOLS_KUMBARA_TEXT_TABLE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kumbara::tools {

enum class Align : std::uint8_t { kLeft, kRight };
enum class TableFormat : std::uint8_t { kCsv, kJson, kTable };

// REQUIRES: "csv", "json" or "table".
TableFormat FormatByName(std::string_view name);

class TextTable {
 public:
  struct Column {
    std::string name;
    Align align = Align::kLeft;
  };
  // A header is a line with the names; JSON has them with every value.
  explicit TextTable(std::vector<Column> columns, bool has_header = true);

  // REQUIRES: as many words as columns.
  void Add(std::vector<std::string> words);

  std::string To(TableFormat format) const;
  // A line with the names, if it has a header, then one for each row, in
  // columns that are as wide as they must be; no space at their ends.
  std::string ToText() const;

 private:
  std::string ToCsv() const;
  std::string ToJson() const;
  // The names, if it has a header, and the rows.
  std::vector<std::vector<std::string>> Lines() const;

  const std::vector<Column> columns_;
  const bool has_header_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_TEXT_TABLE_H_
