// MonthTotals: what a unit's members were given and lost, month by month, from
// the postings alone.
//
// A posting belongs to the month of its instant in the program's zone. So what
// was told late stands in the month in which it happened, and what a month
// opens with may still change while such things come; until it is closed. A
// closing closes its month and all before it: what comes for them behind it is
// the prior period's in the first month that is open then.
//
// Units:   the smallest decimals of the unit.
// Threads: one owner.

#ifndef KUMBARA_ENGINE_QUERY_MONTH_TOTALS_H_
#define KUMBARA_ENGINE_QUERY_MONTH_TOTALS_H_

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "engine/base/rational.h"
#include "engine/base/zone.h"
#include "engine/record/closing.h"
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
  // What came too late for months that were closed.
  Int128 prior_period = 0;
  // Of the members' own postings: pending + available + held - deficit.
  Int128 closing = 0;

  // What must be the closing: with what came of the prior period.
  Int128 opening_and_movements() const;
};

class MonthTotals {
 public:
  explicit MonthTotals(const Zone& zone) : zone_(zone) {}

  void Add(std::span<const Event> events);

  // Behind the events that the closing has, and before all others. REQUIRES:
  // its month is open.
  void Close(const Closing& closing);
  bool IsClosed(int month) const { return month < first_open_; }
  // In the order of their months.
  const std::vector<Closing>& closings() const { return closings_; }

  // The first month before that one in which anything was posted and that is
  // open.
  std::optional<int> OpenBefore(int month) const;
  // What a closing would say of a month that is open.
  std::vector<ClosedAmount> AmountsOf(int month) const;

  // The months of a unit in which anything was posted, ascending; closed ones
  // as their closings fixed them.
  std::vector<MonthRow> RowsOf(std::uint8_t unit) const;

 private:
  struct Month {
    std::array<Int128, kMovements.size()> movements{};
    Int128 prior_period = 0;
    Int128 change = 0;  // Of members.
  };

  // As posted, closed or not.
  std::vector<MonthRow> PostedRowsOf(std::uint8_t unit) const;

  const Zone zone_;
  std::map<std::pair<std::uint8_t, int>, Month> months_;
  std::vector<Closing> closings_;
  int first_open_ = 0;  // Month.
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_QUERY_MONTH_TOTALS_H_
