#include "engine/apply/basket_return.h"

#include <algorithm>
#include <vector>

#include "engine/apply/basket.h"
#include "engine/base/check.h"

namespace kumbara {
namespace {

std::int64_t SizeOf(std::int64_t number) {
  return number < 0 ? -number : number;
}

bool HasOtherSign(std::int64_t part, std::int64_t whole) {
  return part != 0 && (part < 0) != (whole < 0);
}

// The part of a line's amount that goes with a part of its quantity, so that
// parts together take what all of it does.
std::int64_t AmountOf(const KeptLine& kept, std::int64_t quantity) {
  if (quantity == 0) return 0;
  if (quantity == kept.quantity_left()) return kept.amount_left();
  const std::int64_t due =
      Share(kept.amount, kept.returned_quantity + quantity, kept.quantity) -
      kept.returned_amount;
  return HasOtherSign(due, kept.amount) ? 0 : due;
}

// Takes a line of a return; false if that is more than is left. Adds to `sum`
// what amount it was.
bool TakeLine(const Line& line, KeptLine* kept, std::int64_t* sum) {
  std::int64_t amount = 0;
  std::int64_t quantity = line.quantity.value_or(0);
  if (!line.amount && !line.quantity) {
    amount = kept->amount_left();
    quantity = kept->quantity_left();
    const bool returned =
        kept->returned_amount != 0 || kept->returned_quantity != 0;
    if (returned && amount == 0 && quantity == 0) return false;
  } else if (quantity > kept->quantity_left()) {
    return false;
  } else {
    amount = line.amount ? *line.amount : AmountOf(*kept, quantity);
  }
  if (HasOtherSign(amount, kept->amount) ||
      SizeOf(amount) > SizeOf(kept->amount_left())) {
    return false;
  }
  kept->returned_amount += amount;
  kept->returned_quantity += quantity;
  *sum += amount;
  return true;
}

// A line of a return whose purchase has none of its kind and sku, of which 0 is
// left therefore.
bool TakesNothing(const Line& line) {
  return (line.amount || line.quantity) && line.amount.value_or(0) == 0 &&
         line.quantity.value_or(0) == 0;
}

// Takes the lines one after the other of those kept.
bool TakeLines(std::span<const Detail> lines, std::vector<KeptLine>* kept,
               std::int64_t* sum) {
  for (const Detail& detail : lines) {
    const Line line = Line::Of(detail);
    const KeptLine wanted{.sku = line.sku, .kind = line.kind};
    const std::size_t place = PlaceOf(line, *kept);
    const bool known =
        place < kept->size() && (*kept)[place].key() == wanted.key();
    if (known ? !TakeLine(line, &(*kept)[place], sum) : !TakesNothing(line)) {
      return false;
    }
  }
  return true;
}

// How much of the points comes back, by cumulative difference.
Amount ToRestore(const CommandRecord& record, const BasketRecord& basket,
                 const Returning& returning) {
  if (returning.whole) return Amount(basket.tendered - basket.restored);
  if (record.amount == 0) return Amount();
  const std::int64_t returned = record.taken_back + returning.total.count();
  return Amount(Share(basket.tendered, returned, record.amount) -
                basket.restored);
}

}  // namespace

ResultCode PlanReturn(const CommandContext& context,
                      const CommandRecord& record, std::optional<Money> amount,
                      std::span<const Detail> lines, Returning* returning) {
  const Money left(record.left());
  if (amount && *amount > left) return ResultCode::kExceedsRemaining;
  const CommandRecords& records = context.shard.records;
  const BasketRecord* basket = records.FindBasket(record);
  std::vector<KeptLine>& kept = context.shard.basket;
  kept.clear();
  for (std::uint32_t i = 0; basket != nullptr && i < basket->line_count; ++i) {
    kept.push_back(records.LineAt(*basket, i));
  }
  std::int64_t sum = 0;
  if (!TakeLines(lines, &kept, &sum)) return ResultCode::kExceedsRemaining;

  const bool names_nothing = !amount && lines.empty();
  const Money by_lines(std::clamp(sum, std::int64_t{0}, left.count()));
  returning->total = names_nothing ? left : amount.value_or(by_lines);
  returning->whole =
      names_nothing || (left > Money() && returning->total == left);
  if (returning->whole) {
    for (KeptLine& line : kept) {
      line.returned_amount = line.amount;
      line.returned_quantity = line.quantity;
    }
  }
  if (basket != nullptr) {
    returning->restored = ToRestore(record, *basket, *returning);
  }
  return ResultCode::kOk;
}

BasisPair BasisAround(const CommandContext& context,
                      const CommandRecord& record, const Returning& returning) {
  const Money left = Money(record.left()) - returning.total;
  const BasketRecord* basket = context.shard.records.FindBasket(record);
  if (basket == nullptr || !context.program.earn) {
    return {Money(record.amount), left};
  }
  LineSums sums;
  for (const KeptLine& line : context.shard.basket) {
    sums.Add(line.kind, line.amount_left());
  }
  return {Money(basket->basis), BasisOf(*context.program.earn, left, sums,
                                        TenderedOf(record, *basket, left))};
}

Money TenderedOf(const CommandRecord& record, const BasketRecord& basket,
                 Money left) {
  const Money tendered(basket.tender_amount);
  if (record.amount == 0) return tendered;
  const std::int64_t returned = record.amount - left.count();
  return tendered - Money(Share(basket.tender_amount, returned, record.amount));
}

void KeepReturn(CommandContext& context, CommandRecord& record,
                const Returning& returning) {
  CommandRecords& records = context.shard.records;
  records.TakeBack(record, returning.total.count());
  BasketRecord* basket = records.FindBasket(record);
  if (basket == nullptr) return;
  for (std::uint32_t i = 0; i < basket->line_count; ++i) {
    records.LineAt(*basket, i) = context.shard.basket[i];
  }
}

}  // namespace kumbara
