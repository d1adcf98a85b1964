// The dates of a lot: when it becomes usable, when it is gone.
//
// Asked at every earn, so nothing is looked up that a policy does not need:
// "never", "none" and elapsed time without rounding are sums, and what needs a
// calendar reads the zone's table (engine/base/offset_table.h). Nothing is
// remembered between calls: the answer is a function of the arguments.
//
// Units:   instants are half-open: usable in [activation, expiry).
//          Instant::Greatest() means never, as does all that lies past the
//          year 9999. Results may lie before `earned`: a civil sum that falls
//          on a local time which occurs twice takes the earlier.
// Threads: safe.
// Cost:    no memory; up to some ten nanoseconds for a rounded civil sum, and
//          a search of the library for years outside 1900 to 2199.

#ifndef KUMBARA_ENGINE_PROGRAM_LOT_DATES_H_
#define KUMBARA_ENGINE_PROGRAM_LOT_DATES_H_

#include <cstdint>

#include "engine/base/instant_range.h"
#include "engine/base/limits.h"
#include "engine/base/types.h"
#include "engine/base/zone.h"
#include "engine/program/lot_policy.h"

namespace kumbara {

struct LotDates {
  Instant activation;
  Instant expiry;

  friend bool operator==(const LotDates&, const LotDates&) = default;
};

// Of a lot earned at the business time `earned`.
// REQUIRES: Instant::InRange(earned.micros()).
LotDates DatesOf(const LotPolicy& policy, Instant earned, const Zone& zone);

// Some instants around `earned`, itself among them, at which all that is earned
// expires when that does, at `expiry`: mostly those of its local day.
// REQUIRES: a policy under which nothing waits.
InstantRange SameExpiryAround(const LotPolicy& policy, Instant earned,
                              Instant expiry, const Zone& zone);

// When all lots of a wallet expire whose last activity was then; Greatest() if
// the policy knows no inactivity or `last_activity` is Greatest() itself.
// REQUIRES: else Instant::InRange(last_activity.micros()).
Instant InactivityEnd(const LotPolicy& policy, Instant last_activity,
                      const Zone& zone);

// The local month of `earned`, a vintage; kVintageMax stands for all later ones
// too. REQUIRES: Instant::InRange(earned.micros()).
std::uint16_t VintageOf(Instant earned, const Zone& zone);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_LOT_DATES_H_
