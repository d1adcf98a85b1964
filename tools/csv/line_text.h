// The lines of a basket as the text of a CSV field:
//
//     item sku=A1 quantity=2 amount=500; tender unit=points quantity=10
//     amount=9
//
// Lines are apart by ';', what a line says by spaces. A text that holds a
// space, ';', '\'' or '=' stands in single quotes, in which one is doubled.

#ifndef KUMBARA_TOOLS_CSV_LINE_TEXT_H_
#define KUMBARA_TOOLS_CSV_LINE_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/record/line.h"

namespace kumbara::tools {

// A text as it stands in a line, in quotes or not; equal if it says the same.
struct LineWord {
  std::string_view raw;

  bool empty() const { return raw.empty() || raw == "''"; }
  std::string Text() const;
  friend bool operator==(const LineWord& a, const LineWord& b) {
    return a.Text() == b.Text();
  }
};

struct RowLine {
  LineKind kind = LineKind::kItem;
  LineWord sku;
  LineWord category;
  LineWord brand;
  LineWord unit;            // Of a points tender.
  std::string_view points;  // And its quantity: a decimal, not negative.
  std::optional<std::int64_t> quantity;  // Of all else.
  std::optional<std::int64_t> amount;

  friend bool operator==(const RowLine&, const RowLine&) = default;
};

struct LineTextError {
  std::string expected;
  std::string_view got;
};

// Appends the lines of a text; the error of the first that is none, or nothing.
// Views are into `text`. Cost: no memory but that of `lines`.
std::optional<LineTextError> ParseLines(std::string_view text,
                                        std::vector<RowLine>* lines);

// A text as it must stand in a line: in quotes, unless nothing in it needs
// them.
std::string AsLineWord(std::string_view text);

inline constexpr std::string_view kLineKeys[] = {
    "kind", "sku", "category", "brand", "unit", "quantity", "amount"};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_CSV_LINE_TEXT_H_
