#include "engine/query/month_totals.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>

#include "engine/base/check.h"
#include "engine/base/limits.h"

namespace kumbara {
namespace {

// Null if no row has that part of a closing.
Int128* PartOf(std::uint8_t part, MonthRow* row) {
  switch (part) {
    case kOpeningPart:
      return &row->opening;
    case kPriorPeriodPart:
      return &row->prior_period;
    case kClosingPart:
      return &row->closing;
    default:
      break;
  }
  const auto place =
      std::find(kMovements.begin(), kMovements.end(), Account{part});
  return place != kMovements.end() ? &row->movements[static_cast<std::size_t>(
                                         place - kMovements.begin())]
                                   : nullptr;
}

// Adds what a closing says by a row, in the order of a closing.
void AddAmounts(std::uint8_t unit, MonthRow row,
                std::vector<ClosedAmount>* amounts) {
  for (unsigned part = 1; part <= std::numeric_limits<std::uint8_t>::max();
       ++part) {
    const auto number = static_cast<std::uint8_t>(part);
    const Int128* amount = PartOf(number, &row);
    if (amount == nullptr || *amount == 0) continue;
    amounts->push_back({.unit = unit, .part = number, .amount = *amount});
  }
}

// Nothing if the closing says nothing of the unit.
std::optional<MonthRow> RowIn(const Closing& closing, std::uint8_t unit) {
  std::optional<MonthRow> row;
  for (const ClosedAmount& said : closing.amounts) {
    if (said.unit != unit) continue;
    if (!row) row.emplace().month = static_cast<int>(closing.terms.month);
    if (Int128* amount = PartOf(said.part, &*row)) *amount = said.amount;
  }
  return row;
}

}  // namespace

Int128 MonthRow::opening_and_movements() const {
  return std::accumulate(movements.begin(), movements.end(),
                         opening + prior_period);
}

void MonthTotals::Add(std::span<const Event> events) {
  for (const Event& event : events) {
    const auto* posting = std::get_if<Posting>(&event);
    if (posting == nullptr) continue;
    // West of Greenwich the first instants are in the year 0, which has no
    // name.
    const int own =
        std::max<int>(MonthNumberOf(zone_.ToLocal(posting->at)), kVintageMin);
    const int month = std::max(own, first_open_);
    Month& totals = months_[{posting->unit, month}];
    if (IsMemberAccount(posting->account)) {
      totals.change += posting->amount;
      continue;
    }
    if (own < month) {
      totals.prior_period -= posting->amount;
      continue;
    }
    const auto place =
        std::find(kMovements.begin(), kMovements.end(), posting->account);
    KUMBARA_CHECK(place != kMovements.end());
    totals.movements[static_cast<std::size_t>(place - kMovements.begin())] -=
        posting->amount;
  }
}

void MonthTotals::Close(const Closing& closing) {
  const auto month = static_cast<int>(closing.terms.month);
  KUMBARA_CHECK(!IsClosed(month));
  first_open_ = month + 1;
  closings_.push_back(closing);
}

std::optional<int> MonthTotals::OpenBefore(int month) const {
  std::optional<int> first;
  for (const auto& [key, totals] : months_) {
    if (IsClosed(key.second) || key.second >= first.value_or(month)) continue;
    first = key.second;
  }
  return first;
}

std::vector<ClosedAmount> MonthTotals::AmountsOf(int month) const {
  std::set<std::uint8_t> units;
  for (const auto& [key, totals] : months_) units.insert(key.first);
  std::vector<ClosedAmount> amounts;
  for (const std::uint8_t unit : units) {
    MonthRow row;
    for (const MonthRow& posted : PostedRowsOf(unit)) {
      if (posted.month > month) break;
      row = posted;
    }
    // A month without postings ends as it begins.
    if (row.month != month) {
      row = {.month = month, .opening = row.closing, .closing = row.closing};
    }
    AddAmounts(unit, row, &amounts);
  }
  return amounts;
}

std::vector<MonthRow> MonthTotals::PostedRowsOf(std::uint8_t unit) const {
  std::vector<MonthRow> rows;
  Int128 opening = 0;
  for (const auto& [key, totals] : months_) {
    if (key.first != unit) continue;
    const Int128 closing = opening + totals.change;
    rows.push_back(
        {key.second, opening, totals.movements, totals.prior_period, closing});
    opening = closing;
  }
  return rows;
}

std::vector<MonthRow> MonthTotals::RowsOf(std::uint8_t unit) const {
  std::map<int, MonthRow> rows;
  for (const MonthRow& row : PostedRowsOf(unit)) rows[row.month] = row;
  for (const Closing& closing : closings_) {
    if (const std::optional<MonthRow> fixed = RowIn(closing, unit)) {
      rows[fixed->month] = *fixed;
    }
  }
  std::vector<MonthRow> ascending;
  for (const auto& [month, row] : rows) ascending.push_back(row);
  return ascending;
}

}  // namespace kumbara
