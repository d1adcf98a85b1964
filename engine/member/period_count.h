// PeriodCount: what was counted for a member in two neighbouring periods of
// the calendar: the latest in which anything was, and the one right before it.
//
// Of earlier periods nothing is known any more, so whoever counts late can
// count into the two only.
//
// Units:   the counter's: amounts of a unit, or times. Periods by their numbers
//          (engine/base/period.h).
// Threads: a plain value.

#ifndef KUMBARA_ENGINE_MEMBER_PERIOD_COUNT_H_
#define KUMBARA_ENGINE_MEMBER_PERIOD_COUNT_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <type_traits>

namespace kumbara {

struct PeriodCount {
  static constexpr std::int64_t kNone =
      std::numeric_limits<std::int64_t>::min();

  std::int64_t in_latest = 0;
  std::int64_t in_previous = 0;
  std::int64_t latest = kNone;  // The latest period; kNone = nothing counted.

  bool empty() const { return latest == kNone; }

  // What was counted in a period; nothing if that is not known any more.
  std::optional<std::int64_t> In(std::int64_t period) const {
    if (empty() || period > latest) return 0;
    if (period == latest) return in_latest;
    if (period == latest - 1) return in_previous;
    return std::nullopt;
  }

  // Counts `by` more, or less, in a period. One later than all makes that the
  // latest; in one that is not known any more nothing is counted.
  void Add(std::int64_t period, std::int64_t by) {
    if (empty() || period > latest) {
      in_previous = !empty() && period == latest + 1 ? in_latest : 0;
      in_latest = 0;
      latest = period;
    }
    if (period == latest) in_latest += by;
    if (period == latest - 1) in_previous += by;
  }

  // What two members have together. Of what one does not know any more nothing
  // is counted.
  static PeriodCount Together(const PeriodCount& a, const PeriodCount& b) {
    PeriodCount sum = a.latest >= b.latest ? a : b;
    const PeriodCount& other = a.latest >= b.latest ? b : a;
    if (other.empty()) return sum;
    sum.in_latest += other.In(sum.latest).value_or(0);
    sum.in_previous += other.In(sum.latest - 1).value_or(0);
    return sum;
  }

  friend bool operator==(const PeriodCount&, const PeriodCount&) = default;
};
static_assert(sizeof(PeriodCount) == 24);
static_assert(std::is_trivially_copyable_v<PeriodCount>);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_PERIOD_COUNT_H_
