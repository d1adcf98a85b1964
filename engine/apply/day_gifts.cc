#include "engine/apply/day_gifts.h"

#include <algorithm>
#include <array>
#include <optional>

#include "engine/apply/earn_conditions.h"
#include "engine/apply/new_lot.h"
#include "engine/apply/tiers.h"
#include "engine/base/local_time.h"
#include "engine/program/program_versions.h"

namespace kumbara {
namespace {

// By YearDay.
constexpr std::array<EarnOn, kYearDays> kOnDay = {EarnOn::kBirthday,
                                                  EarnOn::kAnniversary};

constexpr std::size_t PlaceOf(YearDay day) {
  return static_cast<std::size_t>(day);
}

// By YearDay, those that a member has.
using DaysOfYear = std::array<std::optional<MonthDay>, kYearDays>;

Attributes AttributesOf(const Shard& shard, Slot slot) {
  const MemberProfile* profile = shard.FindProfile(slot);
  return profile != nullptr ? profile->attributes : Attributes();
}

DaysOfYear DaysOfYearOf(const Program& any, const Shard& shard, Slot slot) {
  const Attributes attributes = AttributesOf(shard, slot);
  const MemberDays* days = shard.FindDays(slot);
  DaysOfYear of;
  if (NewestOf(any).has_birthdays && attributes.birth_month != 0) {
    of[PlaceOf(YearDay::kBirthday)] = {attributes.birth_month,
                                       attributes.birth_day};
  }
  if (days != nullptr && days->opened != Instant::Least()) {
    const Date date = DateOf(any.zone.ToLocal(days->opened));
    of[PlaceOf(YearDay::kAnniversary)] = {static_cast<std::uint8_t>(date.month),
                                          static_cast<std::uint8_t>(date.day)};
  }
  return of;
}

// When a day begins in a year.
Instant BeginIn(int year, const MonthDay& day, LeapDay leap_day,
                const Zone& zone) {
  // Of a day that a month does not have this is its last.
  LocalTime start = StartOf({year, day.month, day.day});
  const bool is_short = DateOf(start).day != day.day;
  if (is_short && leap_day == LeapDay::kMar1) start = StartOfNextDay(start);
  return zone.ToInstant(start);
}

int YearOf(Instant instant, const Zone& zone) {
  return DateOf(zone.ToLocal(instant)).year;
}

// The year whose day begins then, if any does. Where a zone has skipped the
// last day of a year that is the one before the instant's.
std::optional<int> YearThatBegins(Instant at, const MonthDay& day,
                                  const Program& program) {
  const int year = YearOf(at, program.zone);
  for (const int in : {year - 1, year}) {
    if (BeginIn(in, day, program.leap_day, program.zone) == at) return in;
  }
  return std::nullopt;
}

Instant NextBegin(const MonthDay& day, Instant after, const Zone& zone) {
  const int year = YearOf(after, zone);
  Instant next = Instant::Greatest();
  for (const int in : {year, year + 1}) {
    for (const LeapDay leap_day : {LeapDay::kFeb28, LeapDay::kMar1}) {
      const Instant begin = BeginIn(in, day, leap_day, zone);
      if (begin > after) next = std::min(next, begin);
    }
  }
  return next;
}

void AwaitDaysAfter(Instant after, const DaysOfYear& of, const Zone& zone,
                    Shard& shard, Slot slot) {
  MemberDays& days = shard.DaysOf(slot);
  days.due = Instant::Greatest();
  for (const std::optional<MonthDay>& day : of) {
    if (day) days.due = std::min(days.due, NextBegin(*day, after, zone));
  }
  shard.ListDue(slot, shard.members.At(slot).wallet, days.due);
}

// One member at the beginning of a day.
class DayGifts {
 public:
  DayGifts(const Program& program, Shard& shard, Slot slot,
           const EntryFacts& facts)
      : program_(program),
        shard_(shard),
        slot_(slot),
        facts_(facts),
        attributes_(AttributesOf(shard, slot)),
        tiers_(TiersInForce(shard, slot)),
        wall_(Wall::Of(program.zone.ToLocal(facts.at))) {}

  // Returns whether there was anything.
  bool Give(EarnOn on) {
    bool given = false;
    for (const EarnRule& rule : program_.rules) {
      if (rule.on == on && Applies(rule)) given |= Give(rule);
    }
    return given;
  }

 private:
  bool Applies(const EarnRule& rule) const {
    return facts_.at < program_.FindUnit(rule.unit)->retires &&
           rule.when.HasTier(tiers_) && IsWeekday(rule.when, wall_) &&
           FirstUnmetBy(facts_.member, attributes_, rule.when) == Unmet::kNone;
  }

  bool Give(const EarnRule& rule) {
    Member& member = shard_.members.At(slot_);
    Wallet& wallet = shard_.members.WalletOf(member, rule.unit);
    if (!Books::CanEarn(shard_, wallet, rule.fixed)) return false;
    wallet.earned += rule.fixed;
    Books(shard_, program_, facts_)
        .Credit(wallet, {Account::kIssued, rule.unit, rule.funding_class},
                NewLot(program_, shard_.terms, facts_.at, rule.fixed, rule.lots,
                       rule.funding_class));
    return true;
  }

  const Program& program_;
  Shard& shard_;
  Slot slot_;
  const EntryFacts& facts_;
  Attributes attributes_;
  BasketTiers tiers_;
  Wall wall_;
};

}  // namespace

void AwaitDays(const Program& any, Shard& shard, Slot slot) {
  const DaysOfYear of = DaysOfYearOf(any, shard, slot);
  const bool has_any = of != DaysOfYear();
  if (!has_any && shard.FindDays(slot) == nullptr) return;
  AwaitDaysAfter(shard.members.At(slot).clock, of, any.zone, shard, slot);
}

void GiveForDay(const Program& program, Shard& shard, Slot slot,
                const EntryFacts& facts) {
  const DaysOfYear of = DaysOfYearOf(program, shard, slot);
  DayGifts gifts(program, shard, slot, facts);
  for (std::size_t i = 0; i < kYearDays; ++i) {
    if (!of[i]) continue;
    const std::optional<int> year = YearThatBegins(facts.at, *of[i], program);
    if (!year || shard.DaysOf(slot).given[i] == *year) continue;
    if (gifts.Give(kOnDay[i])) shard.DaysOf(slot).given[i] = *year;
  }
  AwaitDaysAfter(facts.at, of, program.zone, shard, slot);
}

}  // namespace kumbara
