// Limits by period: which one keeps another from ever being reached.

#ifndef KUMBARA_ENGINE_PROGRAM_PERIOD_LIMITS_H_
#define KUMBARA_ENGINE_PROGRAM_PERIOD_LIMITS_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "engine/base/period.h"
#include "engine/base/rational.h"
#include "engine/base/types.h"

namespace kumbara {

// At most so much in a period, or by each command if there is none.
struct PeriodLimit {
  Amount amount;
  std::optional<Period> per;
};

// Whether what `other` lets pass never comes to more than `limit`.
inline bool IsImpliedBy(const PeriodLimit& limit, const PeriodLimit& other) {
  // How many of one period touch another one at most, in the order of Period.
  // Weeks go on over the ends of months and years. 0: without end.
  constexpr int kTouching[5][5] = {{1, 1, 1, 1, 1},
                                   {0, 1, 7, 31, 366},
                                   {0, 1, 1, 6, 54},
                                   {0, 1, 2, 1, 12},
                                   {0, 1, 2, 1, 1}};
  if (!limit.per) return limit.amount >= other.amount;
  if (!other.per) return false;
  const int times = kTouching[static_cast<std::size_t>(*other.per)]
                             [static_cast<std::size_t>(*limit.per)];
  return times != 0 &&
         Int128{other.amount.count()} * times <= limit.amount.count();
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_PERIOD_LIMITS_H_
