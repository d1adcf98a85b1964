// LotPolicy: when points become usable and when they expire, compiled from
// EXPIRY and PENDING of a program file. lot_dates.h works out the dates.
//
// Units:   of Duration and Instant.
// Threads: a plain value, immutable within a Program.

#ifndef KUMBARA_ENGINE_PROGRAM_LOT_POLICY_H_
#define KUMBARA_ENGINE_PROGRAM_LOT_POLICY_H_

#include <cstdint>
#include <vector>

#include "engine/base/duration.h"
#include "engine/base/types.h"
#include "engine/record/command.h"

namespace kumbara {

// To which start of a local day a sum goes on: none, that of the day, of the
// month or of the year that follows the day of the sum.
enum class DateRounding : std::uint8_t {
  kNone,
  kEndOfDay,
  kEndOfMonth,
  kEndOfYear,
};

// From when expiry is counted, unless lots wait for an event.
enum class CountFrom : std::uint8_t { kActivation, kEarn };

// A day of every year. 29 February is the 28th in common years.
struct MonthDay {
  std::uint8_t month = 1;
  std::uint8_t day = 1;

  friend auto operator<=>(const MonthDay&, const MonthDay&) = default;
};

struct LotPolicy {
  enum class Pending : std::uint8_t { kNone, kFor, kUntil, kEvent };
  enum class Expiry : std::uint8_t { kNever, kAfter, kOn };

  Pending pending = Pending::kNone;
  DateRounding pending_rounding = DateRounding::kNone;
  Duration pending_for;   // kFor
  Instant pending_until;  // kUntil: the first instant of that local day.
  std::vector<Code> pending_events;  // kEvent: by name, at least one.

  Expiry expiry = Expiry::kNever;
  CountFrom from = CountFrom::kActivation;
  DateRounding rounding = DateRounding::kNone;
  Duration after;              // kAfter
  std::vector<MonthDay> days;  // kOn: ascending, at least one.

  // Inactivity is the unit's: policies of rules repeat what the unit says.
  KindSet activities = 0;
  // From when on it counts, by all versions: Least() = as long as there is such
  // a unit, Greatest() = never.
  Instant inactive_from = Instant::Greatest();
  DateRounding inactive_rounding = DateRounding::kNone;
  Duration inactive;

  // Whether a lot of this policy can be pending, and whether it can expire.
  bool may_wait() const { return pending != Pending::kNone; }
  bool waits_for_event() const { return pending == Pending::kEvent; }
  // Nobody knows yet when an event will come.
  bool counts_from_earn() const {
    return from == CountFrom::kEarn || waits_for_event();
  }
  bool may_expire() const {
    return expiry != Expiry::kNever || has_inactivity();
  }
  bool has_inactivity() const { return inactive_from != Instant::Greatest(); }

  friend bool operator==(const LotPolicy&, const LotPolicy&) = default;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_LOT_POLICY_H_
