#include "engine/program/lot_dates.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/base/local_time.h"

namespace kumbara {
namespace {

Instant Rounded(Instant sum, DateRounding rounding, const Zone& zone) {
  if (rounding == DateRounding::kNone || sum == Instant::Greatest()) {
    return sum;
  }
  const LocalTime local = zone.ToLocal(sum);
  switch (rounding) {
    case DateRounding::kNone:
      break;
    case DateRounding::kEndOfDay:
      return zone.ToInstant(StartOfNextDay(local));
    case DateRounding::kEndOfMonth:
      return zone.ToInstant(StartOfNextMonth(local));
    case DateRounding::kEndOfYear:
      return zone.ToInstant(StartOfNextYear(local));
  }
  return sum;
}

// The least end of one of the policy's days that is after `from`.
Instant EndOfNextDayAfter(const LotPolicy& policy, Instant from,
                          const Zone& zone) {
  const LocalTime local = zone.ToLocal(from);
  const int year = DateOf(local).year;
  // This year's days may be over, and the end of one on the wall may have been
  // reached before where clocks were set back over midnight; not both twice.
  for (int ahead = 0; ahead <= 2; ++ahead) {
    for (const MonthDay& day : policy.days) {
      const LocalTime end =
          StartOfNextDay(StartOf({year + ahead, day.month, day.day}));
      if (end <= local) continue;
      if (const Instant at = zone.ToInstant(end); at > from) return at;
    }
  }
  return Instant::Greatest();
}

Instant ActivationOf(const LotPolicy& policy, Instant earned,
                     const Zone& zone) {
  switch (policy.pending) {
    case LotPolicy::Pending::kNone:
      break;
    case LotPolicy::Pending::kFor:
      return Rounded(zone.Add(earned, policy.pending_for),
                     policy.pending_rounding, zone);
    case LotPolicy::Pending::kUntil:
      return std::max(earned, policy.pending_until);
    case LotPolicy::Pending::kEvent:
      return Instant::Greatest();
  }
  return earned;
}

Instant ExpiryOf(const LotPolicy& policy, Instant from, const Zone& zone) {
  if (from == Instant::Greatest()) return from;
  switch (policy.expiry) {
    case LotPolicy::Expiry::kNever:
      break;
    case LotPolicy::Expiry::kAfter:
      return Rounded(zone.Add(from, policy.after), policy.rounding, zone);
    case LotPolicy::Expiry::kOn:
      return EndOfNextDayAfter(policy, from, zone);
  }
  return Instant::Greatest();
}

}  // namespace

LotDates DatesOf(const LotPolicy& policy, Instant earned, const Zone& zone) {
  KUMBARA_DCHECK(Instant::InRange(earned.micros()));
  const Instant activation = ActivationOf(policy, earned, zone);
  const Instant from = policy.counts_from_earn() ? earned : activation;
  return {activation, ExpiryOf(policy, from, zone)};
}

InstantRange SameExpiryAround(const LotPolicy& policy, Instant earned,
                              Instant expiry, const Zone& zone) {
  KUMBARA_DCHECK(!policy.may_wait());
  // By these who earns later on a day, while no clock is changed, keeps it as
  // long at least: what is so at both ends is so between them. Not by elapsed
  // time, which may end where clocks are set back over midnight.
  const bool ascends = policy.expiry == LotPolicy::Expiry::kOn ||
                       (policy.expiry == LotPolicy::Expiry::kAfter &&
                        policy.after.kind == Duration::Kind::kMonths &&
                        policy.rounding != DateRounding::kNone);
  if (!ascends) return InstantRange::Only(earned);
  const InstantRange day = zone.DayAround(earned);
  const bool same = ExpiryOf(policy, day.begin, zone) == expiry &&
                    ExpiryOf(policy, day.last(), zone) == expiry;
  return same ? day : InstantRange::Only(earned);
}

Instant InactivityEnd(const LotPolicy& policy, Instant last_activity,
                      const Zone& zone) {
  if (!policy.has_inactivity() || last_activity == Instant::Greatest()) {
    return Instant::Greatest();
  }
  return Rounded(zone.Add(last_activity, policy.inactive),
                 policy.inactive_rounding, zone);
}

std::uint16_t VintageOf(Instant earned, const Zone& zone) {
  const int month = MonthNumberOf(zone.ToLocal(earned));
  return static_cast<std::uint16_t>(std::clamp<int>(month, 0, kVintageMax));
}

}  // namespace kumbara
