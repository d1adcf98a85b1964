#include "tools/kumbara/text_table.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "engine/base/check.h"

namespace kumbara::tools {

TextTable::TextTable(std::vector<Column> columns, bool has_header)
    : columns_(std::move(columns)) {
  if (!has_header) return;
  std::vector<std::string>& names = rows_.emplace_back();
  for (const Column& column : columns_) names.push_back(column.name);
}

void TextTable::Add(std::vector<std::string> words) {
  KUMBARA_CHECK(words.size() == columns_.size());
  rows_.push_back(std::move(words));
}

std::string TextTable::ToText() const {
  std::vector<std::size_t> widths(columns_.size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], row[i].size());
    }
  }
  std::string text;
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string pad(widths[i] - row[i].size(), ' ');
      if (i > 0) text += "  ";
      text += columns_[i].align == Align::kLeft ? row[i] + pad : pad + row[i];
    }
    while (!text.empty() && text.back() == ' ') text.pop_back();
    text.push_back('\n');
  }
  return text;
}

}  // namespace kumbara::tools
