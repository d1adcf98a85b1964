#include "tools/kumbara/text_table.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "engine/base/check.h"
#include "tools/csv/csv_field.h"
#include "tools/csv/printable.h"
#include "tools/kumbara/json_text.h"

namespace kumbara::tools {

TableFormat FormatByName(std::string_view name) {
  if (name == "json") return TableFormat::kJson;
  return name == "table" ? TableFormat::kTable : TableFormat::kCsv;
}

TextTable::TextTable(std::vector<Column> columns, bool has_header)
    : columns_(std::move(columns)), has_header_(has_header) {}

void TextTable::Add(std::vector<std::string> words) {
  KUMBARA_CHECK(words.size() == columns_.size());
  rows_.push_back(std::move(words));
}

std::string TextTable::To(TableFormat format) const {
  switch (format) {
    case TableFormat::kCsv:
      return ToCsv();
    case TableFormat::kJson:
      return ToJson();
    case TableFormat::kTable:
      return ToText();
  }
  return {};
}

std::vector<std::vector<std::string>> TextTable::Lines() const {
  std::vector<std::vector<std::string>> lines;
  if (has_header_) {
    std::vector<std::string>& names = lines.emplace_back();
    for (const Column& column : columns_) names.push_back(column.name);
  }
  lines.insert(lines.end(), rows_.begin(), rows_.end());
  return lines;
}

std::string TextTable::ToCsv() const {
  std::string text;
  for (const auto& line : Lines()) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (i > 0) text.push_back(',');
      text += CsvField(line[i]);
    }
    text.push_back('\n');
  }
  return text;
}

// One object a line, in an array. Amounts are texts: they may have decimals
// that a reader's floating point would change.
std::string TextTable::ToJson() const {
  std::string text = "[";
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    text += row == 0 ? "\n {" : ",\n {";
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (i > 0) text += ", ";
      text += JsonText(columns_[i].name) + ": " + JsonText(rows_[row][i]);
    }
    text += "}";
  }
  return text + "\n]\n";
}

std::string TextTable::ToText() const {
  std::vector<std::vector<std::string>> lines = Lines();
  std::vector<std::size_t> widths(columns_.size(), 0);
  for (auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      line[i] = Printable(line[i]);
      widths[i] = std::max(widths[i], line[i].size());
    }
  }
  std::string text;
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      const std::string pad(widths[i] - line[i].size(), ' ');
      if (i > 0) text += "  ";
      text += columns_[i].align == Align::kLeft ? line[i] + pad : pad + line[i];
    }
    while (!text.empty() && text.back() == ' ') text.pop_back();
    text.push_back('\n');
  }
  return text;
}

}  // namespace kumbara::tools
