#include "engine/query/month_totals.h"

#include <algorithm>
#include <numeric>

#include "engine/base/check.h"

namespace kumbara {

Int128 MonthRow::opening_and_movements() const {
  return std::accumulate(movements.begin(), movements.end(), opening);
}

void MonthTotals::Add(std::span<const Event> events) {
  for (const Event& event : events) {
    const auto* posting = std::get_if<Posting>(&event);
    if (posting == nullptr) continue;
    const int month = MonthNumberOf(zone_.ToLocal(posting->at));
    Month& totals = months_[{posting->unit, month}];
    if (IsMemberAccount(posting->account)) {
      totals.change += posting->amount;
      continue;
    }
    const auto place =
        std::find(kMovements.begin(), kMovements.end(), posting->account);
    KUMBARA_CHECK(place != kMovements.end());
    totals.movements[static_cast<std::size_t>(place - kMovements.begin())] -=
        posting->amount;
  }
}

std::vector<MonthRow> MonthTotals::RowsOf(std::uint8_t unit) const {
  std::vector<MonthRow> rows;
  Int128 opening = 0;
  for (const auto& [key, totals] : months_) {
    if (key.first != unit) continue;
    const Int128 closing = opening + totals.change;
    rows.push_back({key.second, opening, totals.movements, closing});
    opening = closing;
  }
  return rows;
}

}  // namespace kumbara
