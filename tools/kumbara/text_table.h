// TextTable: rows of words in columns that are as wide as they must be.

#ifndef KUMBARA_TOOLS_KUMBARA_TEXT_TABLE_H_
#define KUMBARA_TOOLS_KUMBARA_TEXT_TABLE_H_

#include <cstdint>
#include <string>
#include <vector>

namespace kumbara::tools {

enum class Align : std::uint8_t { kLeft, kRight };

class TextTable {
 public:
  struct Column {
    std::string name;
    Align align = Align::kLeft;
  };
  explicit TextTable(std::vector<Column> columns, bool has_header = true);

  // REQUIRES: as many words as columns.
  void Add(std::vector<std::string> words);

  // A line with the names, if it has a header, then one for each row; no space
  // at their ends.
  std::string ToText() const;

 private:
  const std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_TEXT_TABLE_H_
