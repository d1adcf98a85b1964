#include "engine/record/line.h"

#include <cstring>

namespace kumbara {
namespace {

// Which numbers a line gives, in code16 where that is no tender's unit.
constexpr std::uint16_t kLineAmount = 1;
constexpr std::uint16_t kLineQuantity = 2;

// The body of a line.
struct LineBody {
  std::uint32_t category = 0;
  std::uint32_t brand = 0;
  std::int64_t quantity = 0;
  std::int64_t amount = 0;
};
static_assert(sizeof(LineBody) == sizeof(Detail::body));

}  // namespace

std::string_view Name(LineKind kind) {
  return kLineWords[static_cast<std::size_t>(kind) - 1];
}

std::optional<LineKind> LineKindByName(std::string_view name) {
  for (std::size_t i = 0; i < kLineWords.size(); ++i) {
    if (kLineWords[i] == name) return static_cast<LineKind>(i + 1);
  }
  return std::nullopt;
}

Detail Line::ToDetail() const {
  Detail detail;
  detail.kind = DetailKind::kLine;
  detail.sub_kind = static_cast<std::uint8_t>(kind);
  detail.code32 = sku;
  if (kind == LineKind::kTender) {
    detail.code16 = unit;
  } else {
    if (amount) detail.code16 |= kLineAmount;
    if (quantity) detail.code16 |= kLineQuantity;
  }
  const LineBody body{category, brand, quantity.value_or(0),
                      amount.value_or(0)};
  std::memcpy(detail.body.data(), &body, sizeof(body));
  return detail;
}

Line Line::Of(const Detail& detail) {
  LineBody body;
  std::memcpy(&body, detail.body.data(), sizeof(body));
  Line line;
  line.kind = static_cast<LineKind>(detail.sub_kind);
  line.sku = detail.code32;
  line.category = body.category;
  line.brand = body.brand;
  const bool tender = line.kind == LineKind::kTender;
  if (tender) line.unit = static_cast<std::uint8_t>(detail.code16);
  if (tender || (detail.code16 & kLineAmount) != 0) line.amount = body.amount;
  if (tender ? line.unit != 0 : (detail.code16 & kLineQuantity) != 0) {
    line.quantity = body.quantity;
  }
  return line;
}

std::ostream& operator<<(std::ostream& out, const Line& line) {
  out << Name(line.kind) << " sku " << line.sku << " category " << line.category
      << " brand " << line.brand;
  if (line.unit != 0) out << " unit " << int{line.unit};
  if (line.quantity) out << " quantity " << *line.quantity;
  if (line.amount) out << " amount " << *line.amount;
  return out;
}

std::span<const Detail> LinesOf(std::span<const Detail> details) {
  std::size_t first = details.size();
  while (first > 0 && details[first - 1].kind == DetailKind::kLine) --first;
  return details.subspan(first);
}

}  // namespace kumbara
