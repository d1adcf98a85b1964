#include "engine/apply/day_gifts.h"

#include <algorithm>
#include <array>
#include <optional>

#include "engine/apply/rule_gifts.h"
#include "engine/apply/tiers.h"
#include "engine/base/local_time.h"
#include "engine/program/program_versions.h"

namespace kumbara {
namespace {

// By YearDay.
constexpr std::array<EarnOn, kYearDays> kOnDay = {EarnOn::kBirthday,
                                                  EarnOn::kAnniversary};

// A date comes back to each weekday within 11 years, with 29 February for two
// instants in each of them.
constexpr int kBeginsLookedAt = 24;

constexpr std::size_t PlaceOf(YearDay day) {
  return static_cast<std::size_t>(day);
}

// By YearDay, those that a member has.
using DaysOfYear = std::array<std::optional<MonthDay>, kYearDays>;

DaysOfYear DaysOfYearOf(const Program& any, const Attributes& attributes,
                        const MemberDays* days) {
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

DaysOfYear DaysOfYearOf(const Program& any, const Shard& shard, Slot slot) {
  return DaysOfYearOf(any, AttributesNow(shard, slot), shard.FindDays(slot));
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

// Who is asked about when a day begins.
struct Celebrated {
  MemberId member;
  Attributes attributes;
  BasketTiers tiers;
};

bool Gives(const EarnRule& rule, EarnOn on, const BasketTiers& tiers) {
  return rule.on == on && rule.when.HasTier(tiers);
}

// By the rules for one of the days. Returns whether there was anything.
bool GiveFor(EarnOn on, const Program& program, const BasketTiers& tiers,
             RuleGifts* gifts) {
  bool given = false;
  for (const EarnRule& rule : program.rules) {
    if (Gives(rule, on, tiers)) given |= gifts->Give(rule);
  }
  return given;
}

// What the version for it gives at an instant at which a day may begin.
std::vector<DayGiftView> GiftsAt(Instant at, YearDay day, const MonthDay& date,
                                 const MemberDays& days, const Celebrated& who,
                                 const Program& any) {
  std::vector<DayGiftView> gifts;
  const Program& program = StandingBy(any, at);
  const std::optional<int> year = YearThatBegins(at, date, program);
  if (!year || days.given[PlaceOf(day)] == *year) return gifts;
  const Gifted to = {who.member, who.attributes, at,
                     Wall::Of(program.zone.ToLocal(at))};
  for (const EarnRule& rule : program.rules) {
    if (!Gives(rule, kOnDay[PlaceOf(day)], who.tiers) ||
        !IsGiven(rule, to, program)) {
      continue;
    }
    gifts.push_back({day, at, rule.number, rule.unit, rule.fixed});
  }
  return gifts;
}

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
  const BasketTiers tiers = TiersInForce(shard.FindTiers(slot));
  RuleGifts gifts(program, shard, slot, facts);
  for (std::size_t i = 0; i < kYearDays; ++i) {
    if (!of[i]) continue;
    const std::optional<int> year = YearThatBegins(facts.at, *of[i], program);
    if (!year || shard.DaysOf(slot).given[i] == *year) continue;
    if (!GiveFor(kOnDay[i], program, tiers, &gifts)) continue;
    shard.DaysOf(slot).given[i] = *year;
  }
  gifts.Settle();
  AwaitDaysAfter(facts.at, of, program.zone, shard, slot);
}

std::vector<DayGiftView> NextDayGifts(Instant clock, const MemberRef& ref,
                                      const Program& any) {
  std::vector<DayGiftView> next;
  if (ref.member.is_closed != 0 || ref.member.is_merged != 0) return next;
  const Celebrated who = {ref.member.id, ref.profile.attributes,
                          TiersInForce(ref.tiers)};
  const DaysOfYear of = DaysOfYearOf(any, who.attributes, ref.days);
  const MemberDays days = ref.days != nullptr ? *ref.days : MemberDays();
  clock = std::max(clock, ref.member.clock);
  for (const YearDay day : {YearDay::kBirthday, YearDay::kAnniversary}) {
    if (!of[PlaceOf(day)]) continue;
    const MonthDay& date = *of[PlaceOf(day)];
    std::vector<DayGiftView> gifts;
    Instant at = clock;
    for (int i = 0; i < kBeginsLookedAt && gifts.empty(); ++i) {
      at = NextBegin(date, at, any.zone);
      if (at == Instant::Greatest()) break;
      gifts = GiftsAt(at, day, date, days, who, any);
    }
    next.insert(next.end(), gifts.begin(), gifts.end());
  }
  return next;
}

}  // namespace kumbara
