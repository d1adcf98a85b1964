#include "engine/apply/basket.h"

#include <algorithm>

#include "engine/base/check.h"

namespace kumbara {
namespace {

bool HasLesserKey(const KeptLine& a, const KeptLine& b) {
  return a.key() < b.key();
}

}  // namespace

PointsTender PointsTenderOf(std::span<const Detail> lines) {
  PointsTender tender;
  for (const Detail& detail : lines) {
    const Line line = Line::Of(detail);
    if (!line.is_points()) continue;
    tender.unit = line.unit;
    tender.points += Amount(*line.quantity);
    tender.amount += Money(*line.amount);
  }
  return tender;
}

void LineSums::Add(LineKind kind, std::int64_t amount) {
  if (kind == LineKind::kTender) return;
  by_kind[static_cast<std::size_t>(kind)] += Money(amount);
  any = true;
}

Money LineSums::Of(LineSet kinds) const {
  Money sum;
  for (std::size_t kind = 0; kind < by_kind.size(); ++kind) {
    if ((kinds >> kind & 1U) != 0) sum += by_kind[kind];
  }
  return sum;
}

LineSums SumsOf(std::span<const Detail> lines) {
  LineSums sums;
  for (const Detail& detail : lines) {
    const Line line = Line::Of(detail);
    sums.Add(line.kind, line.amount.value_or(0));
  }
  return sums;
}

Money BasisOf(const EarnRule& rule, Money total, const LineSums& sums,
              Money tendered) {
  Money basis = total;
  if (rule.basis_lines != 0 && sums.any) basis = sums.Of(rule.basis_lines);
  // Sums of lines are within 10^18 either way, tenders within the total.
  if (rule.exclude_tender) basis = std::max(basis, Money()) - tendered;
  return basis;
}

Money BasisOf(const Program& program, Money total,
              std::span<const Detail> lines, const PointsTender& tender) {
  if (lines.empty() || !program.earn) return total;
  return BasisOf(*program.earn, total, SumsOf(lines), tender.amount);
}

ResultCode RefuseTenderUnit(const CommandContext& context,
                            const PointsTender& tender) {
  if (tender.unit == 0) return ResultCode::kOk;
  const Unit* unit = context.program.FindUnit(tender.unit);
  if (unit == nullptr || !unit->is_known(context.occurred_at())) {
    return ResultCode::kUnitUnknown;
  }
  return unit->spendable ? ResultCode::kOk : ResultCode::kUnitNotSpendable;
}

ResultCode RefuseTender(CommandContext& context, const PointsTender& tender) {
  if (tender.unit == 0) return ResultCode::kOk;
  const Wallet& wallet = context.Look(tender.unit);
  if (!Fits(wallet.redeemed, tender.points)) return ResultCode::kOverflow;
  return wallet.available < tender.points ? ResultCode::kInsufficient
                                          : ResultCode::kOk;
}

void AddUpLines(std::span<const Detail> lines, std::vector<KeptLine>* kept) {
  kept->clear();
  for (const Detail& detail : lines) {
    const Line line = Line::Of(detail);
    if (line.kind == LineKind::kTender) continue;
    KeptLine& added = kept->emplace_back();
    added.sku = line.sku;
    added.kind = line.kind;
    added.amount = line.amount.value_or(0);
    added.quantity = line.quantity.value_or(0);
  }
  std::sort(kept->begin(), kept->end(), HasLesserKey);
  std::size_t last = 0;
  for (std::size_t i = 1; i < kept->size(); ++i) {
    const KeptLine& line = (*kept)[i];
    if (line.key() != (*kept)[last].key()) {
      (*kept)[++last] = line;
      continue;
    }
    (*kept)[last].amount += line.amount;
    (*kept)[last].quantity += line.quantity;
  }
  if (!kept->empty()) kept->resize(last + 1);
}

std::size_t PlaceOf(const Line& line, std::span<const KeptLine> kept) {
  const KeptLine wanted{.sku = line.sku, .kind = line.kind};
  return static_cast<std::size_t>(
      std::lower_bound(kept.begin(), kept.end(), wanted, HasLesserKey) -
      kept.begin());
}

void PayAndKeep(CommandContext& context, CommandRecord& record, Money basis,
                const PointsTender& tender) {
  if (tender.unit != 0) {
    context.Watch(tender.unit);  // An achievement may give some back.
    Wallet& wallet = context.Touch(tender.unit);
    context.books().Debit(
        wallet, {Account::kRedeemed, tender.unit, context.program.tender_label},
        tender.points, &context.shard.records);
    wallet.redeemed += tender.points;
  }
  BasketRecord basket;
  basket.basis = basis.count();
  basket.tendered = tender.points.count();
  basket.tender_amount = tender.amount.count();
  basket.tender_unit = tender.unit;
  context.shard.records.SetBasket(record, basket, context.shard.basket);
}

}  // namespace kumbara
