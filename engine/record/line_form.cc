#include "engine/record/line_form.h"

#include "engine/base/rational.h"
#include "engine/base/types.h"

namespace kumbara {
namespace {

Int128 SizeOf(std::int64_t number) {
  return number < 0 ? -Int128{number} : Int128{number};
}

// Sums over the lines of a command, none of which can leave 128 bits.
struct LineSums {
  bool has_parts = false;       // Items, taxes or discounts,
  bool lacks_amount = false;    // one of which gives no amount.
  bool has_amount = false;      // Any line gives one.
  Int128 parts = 0;             // Their amounts,
  Int128 part_sizes = 0;        // the sizes of these,
  Int128 part_quantities = 0;   // and their quantities.
  Int128 tendered = 0;          // The amounts of tenders.
  Int128 points = 0;            // The quantities of points tenders.
  std::uint8_t unit = 0;        // Of the first points tender.
  bool has_other_unit = false;  // Of a further one.
};

LineSums SumsOf(std::span<const Detail> lines) {
  LineSums sums;
  for (const Detail& detail : lines) {
    const Line line = Line::Of(detail);
    const std::int64_t amount = line.amount.value_or(0);
    const std::int64_t quantity = line.quantity.value_or(0);
    sums.has_amount |= line.amount.has_value();
    if (line.kind == LineKind::kTender) {
      sums.tendered += amount;
      sums.points += quantity;
      if (!line.is_points()) continue;
      if (sums.unit == 0) sums.unit = line.unit;
      sums.has_other_unit |= line.unit != sums.unit;
    } else {
      sums.has_parts = true;
      sums.lacks_amount |= !line.amount.has_value();
      sums.parts += amount;
      sums.part_sizes += SizeOf(amount);
      sums.part_quantities += quantity;
    }
  }
  return sums;
}

bool SumsUp(const LineSums& sums, std::int64_t amount) {
  return !sums.lacks_amount && (!sums.has_parts || sums.parts == amount);
}

}  // namespace

std::string_view LineError(CommandKind kind, const Detail& detail,
                           const CodeCounts& codes) {
  if (!IsBasket(kind)) return "lines: none in this kind";
  if (detail.sub_kind < 1 || detail.sub_kind > kLineWords.size()) {
    return "lines: a known kind of line";
  }
  const Line line = Line::Of(detail);
  const auto given = [&](Code code, CodeSpace space) {
    return code <= codes[static_cast<std::size_t>(space)];
  };
  if (!given(line.sku, CodeSpace::kSku) ||
      !given(line.category, CodeSpace::kCategory) ||
      !given(line.brand, CodeSpace::kBrand) ||
      !given(line.unit, CodeSpace::kUnit)) {
    return "lines: codes that were given";
  }
  // What is not given is zero, and nothing stands beside it.
  if (line.ToDetail() != detail) return "lines: nothing where nothing is given";
  const std::int64_t amount = line.amount.value_or(0);
  const std::int64_t quantity = line.quantity.value_or(0);
  if (!Amount::InRange(amount) || !Amount::InRange(quantity)) {
    return "lines: numbers from -10^18 to 10^18";
  }
  if (quantity < 0) return "lines: no quantity below 0";
  if (line.kind == LineKind::kTender) {
    if (kind != CommandKind::kPurchase) {
      return "lines: tenders in a purchase only";
    }
    if (amount < 0) return "lines: no tender below 0";
  }
  if (line.kind == LineKind::kDiscount && amount > 0) {
    return "lines: no discount above 0";
  }
  return {};
}

std::string_view LinesError(const Command& command,
                            std::span<const Detail> lines,
                            bool names_purchase) {
  if (lines.empty()) return {};
  const LineSums sums = SumsOf(lines);
  if (sums.part_sizes > Amount::kMax || sums.part_quantities > Amount::kMax ||
      sums.points > Amount::kMax) {
    return "lines: amounts and quantities within 10^18 together";
  }
  if (!names_purchase && !SumsUp(sums, command.amount)) {
    return "lines: items, taxes and discounts that sum to the amount";
  }
  if (sums.tendered > command.amount) {
    return "lines: tenders that sum to at most the amount";
  }
  if (sums.has_other_unit) return "lines: tenders in points of one unit";
  if (sums.has_amount && command.unit_or_currency == 0) {
    return "lines: a currency with their amounts";
  }
  return {};
}

bool AddUp(std::span<const Detail> lines, std::int64_t amount) {
  return SumsUp(SumsOf(lines), amount);
}

}  // namespace kumbara
