#include "engine/program/lot_compiler.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/check.h"
#include "engine/base/time_text.h"
#include "engine/program/condition_compiler.h"
#include "engine/program/program_keys.h"

namespace kumbara {
namespace {

Duration DurationOf(std::string_view text) {
  const std::optional<Duration> duration = ParseDuration(text);
  KUMBARA_CHECK(duration);
  return *duration;
}

// 00:00 of a date on the wall.
LocalTime StartOfDate(std::string_view text) {
  const std::optional<Instant> utc = ParseInstant(text);
  KUMBARA_CHECK(utc);
  return {utc->micros()};
}

// In the order of the year, each once. Days that fall on the same date of a
// common year stay two: they end at the same instant.
std::vector<MonthDay> DaysOf(const std::vector<std::string>& texts) {
  std::vector<MonthDay> days;
  for (const std::string& text : texts) {
    const Date date = DateOf(StartOfDate("2024-" + text));
    days.push_back({static_cast<std::uint8_t>(date.month),
                    static_cast<std::uint8_t>(date.day)});
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

// When lots expire by themselves; inactivity stays as it is.
void CompileExpiry(const ExpirySection& expiry, LotPolicy* policy) {
  policy->expiry = LotPolicy::Expiry::kNever;
  policy->from = FromWord<CountFrom>(kFromWords, expiry.from);
  policy->rounding = FromWord<DateRounding>(kDateRoundingWords, expiry.round);
  policy->after = {};
  policy->days = DaysOf(expiry.on);
  if (!expiry.on.empty()) policy->expiry = LotPolicy::Expiry::kOn;
  if (expiry.after.empty()) return;
  policy->expiry = LotPolicy::Expiry::kAfter;
  policy->after = DurationOf(expiry.after);
}

void CompileInactivity(const ExpirySection& expiry, LotPolicy* policy) {
  if (expiry.inactive.empty()) return;
  policy->inactive_from = Instant::Least();
  policy->inactive = DurationOf(expiry.inactive);
  policy->inactive_rounding =
      FromWord<DateRounding>(kDateRoundingWords, expiry.round);
  for (const std::string& word : expiry.activities) {
    const std::optional<CommandKind> kind = CommandKindByName(word);
    KUMBARA_CHECK(kind);
    policy->activities |= SetOf(*kind);
  }
}

void CompilePending(const PendingSection& pending, const Zone& zone,
                    LotPolicy* policy) {
  policy->pending = LotPolicy::Pending::kNone;
  policy->pending_rounding =
      FromWord<DateRounding>(kDateRoundingWords, pending.round);
  policy->pending_for = {};
  policy->pending_until = {};
  policy->pending_events.clear();
  if (!pending.for_duration.empty()) {
    policy->pending = LotPolicy::Pending::kFor;
    policy->pending_for = DurationOf(pending.for_duration);
  } else if (!pending.until.empty()) {
    policy->pending = LotPolicy::Pending::kUntil;
    policy->pending_until = StartOfDay(pending.until, zone);
  }
}

}  // namespace

Instant StartOfDay(std::string_view date, const Zone& zone) {
  return zone.ToInstant(StartOfDate(date));
}

absl::StatusOr<LotPolicy> CompileUnitLots(const UnitSection& unit,
                                          CodeTable& codes, const Zone& zone) {
  LotPolicy policy;
  if (unit.expiry) {
    CompileExpiry(*unit.expiry, &policy);
    CompileInactivity(*unit.expiry, &policy);
  }
  if (!unit.pending) return policy;
  CompilePending(*unit.pending, zone, &policy);
  if (unit.pending->event.empty()) return policy;
  policy.pending = LotPolicy::Pending::kEvent;
  const absl::Status status = InternAll(
      codes, CodeSpace::kEvent, unit.pending->event, &policy.pending_events);
  if (!status.ok()) return status;
  return policy;
}

std::optional<Duration> CompileReinstateWithin(const UnitSection& unit) {
  if (unit.reinstate_within.empty()) return std::nullopt;
  return DurationOf(unit.reinstate_within);
}

LotPolicy CompileRuleLots(const std::optional<ExpirySection>& expiry,
                          const std::optional<PendingSection>& pending,
                          const LotPolicy& unit, const Zone& zone) {
  LotPolicy policy = unit;
  if (expiry) CompileExpiry(*expiry, &policy);
  if (pending) CompilePending(*pending, zone, &policy);
  return policy;
}

std::optional<LotPolicy> CompileVoucher(
    bool voucher, const std::optional<ExpirySection>& expiry) {
  if (!voucher) return std::nullopt;
  LotPolicy policy;
  if (expiry) CompileExpiry(*expiry, &policy);
  return policy;
}

}  // namespace kumbara
