// MonthTotals: what a unit's members were given and lost, month by month, from
// the postings alone.
//
// A posting belongs to the month of its instant in the program's zone. So what
// was told late stands in the month in which it happened, and what a month
// opens with may still change while such things come.
//
// Units:   the smallest decimals of the unit.
// Threads: one owner.

#ifndef KUMBARA_ENGINE_QUERY_MONTH_TOTALS_H_
#define KUMBARA_ENGINE_QUERY_MONTH_TOTALS_H_

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "engine/base/rational.h"
#include "engine/base/zone.h"
#include "engine/record/event.h"

namespace kumbara {

// The movements that a table has, in its order.
inline constexpr std::array kMovements = {
    Account::kIssued,   Account::kImported,   Account::kAdjusted,
    Account::kRestored, Account::kWrittenOff, Account::kClawedBack,
    Account::kRedeemed, Account::kExpired,    Account::kForfeited,
    Account::kPaidOut,  Account::kInTransit};

struct MonthRow {
  int month = 0;  // Year * 12 + month - 1.
  Int128 opening = 0;
  // What each account gave to members, below zero where it took, as kMovements.
  std::array<Int128, kMovements.size()> movements{};
  // Of the members' own postings: pending + available + held - deficit.
  Int128 closing = 0;

  // What must be the closing.
  Int128 opening_and_movements() const;
};

class MonthTotals {
 public:
  explicit MonthTotals(const Zone& zone) : zone_(zone) {}

  void Add(std::span<const Event> events);

  // The months of a unit in which anything was posted, ascending.
  std::vector<MonthRow> RowsOf(std::uint8_t unit) const;

 private:
  struct Month {
    std::array<Int128, kMovements.size()> movements{};
    Int128 change = 0;  // Of members.
  };

  const Zone zone_;
  std::map<std::pair<std::uint8_t, int>, Month> months_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_QUERY_MONTH_TOTALS_H_
