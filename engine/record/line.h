// Line: a part of a basket, as a detail of a purchase or return.
//
// The lines of a command stand behind all its other details, in the order in
// which the producer gave them.
//
// Units:   amounts in minor units of the currency; a quantity in whatever the
//          producer counts in, of a points tender in the unit's smallest
//          decimal.

#ifndef KUMBARA_ENGINE_RECORD_LINE_H_
#define KUMBARA_ENGINE_RECORD_LINE_H_

#include <array>
#include <cstdint>
#include <optional>
#include <ostream>
#include <span>
#include <string_view>

#include "engine/record/detail.h"

namespace kumbara {

// Numbers are fixed for ever.
enum class LineKind : std::uint8_t {
  kItem = 1,
  kTax = 2,
  kDiscount = 3,
  kTender = 4,  // What a part of the amount is paid with.
};

inline constexpr std::array<std::string_view, 4> kLineWords = {
    "item", "tax", "discount", "tender"};

// "item", "tax", ...
std::string_view Name(LineKind kind);
std::optional<LineKind> LineKindByName(std::string_view name);

// A set of kinds of lines, one bit each.
using LineSet = std::uint8_t;

constexpr LineSet SetOf(LineKind kind) {
  return static_cast<LineSet>(1U << static_cast<unsigned>(kind));
}

// All but tenders.
inline constexpr LineSet kAllLines =
    SetOf(LineKind::kItem) | SetOf(LineKind::kTax) | SetOf(LineKind::kDiscount);

struct Line {
  LineKind kind = LineKind::kItem;
  // Of a points tender; such a line has an amount and a quantity. Of a tender
  // without unit an amount alone.
  std::uint8_t unit = 0;
  Code sku = 0;  // Codes are 0 where nothing is given.
  Code category = 0;
  Code brand = 0;
  // 0 differs from none.
  std::optional<std::int64_t> quantity = {};
  std::optional<std::int64_t> amount = {};

  bool is_points() const { return kind == LineKind::kTender && unit != 0; }

  Detail ToDetail() const;
  // REQUIRES: a detail of a line; nothing but its codes and numbers is checked
  // by its form (engine/record/line_form.h).
  static Line Of(const Detail& detail);

  friend bool operator==(const Line&, const Line&) = default;
};

std::ostream& operator<<(std::ostream& out, const Line& line);

// The lines among the details of a command: the last of them.
std::span<const Detail> LinesOf(std::span<const Detail> details);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_RECORD_LINE_H_
