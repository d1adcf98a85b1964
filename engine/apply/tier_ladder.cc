#include "engine/apply/tier_ladder.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/period.h"

namespace kumbara {
namespace {

// Whether a visit is not one too many of its day.
bool VisitCounts(const TierSet& set, const TierState& state, const Zone& zone,
                 Instant at) {
  if (!set.per_day) return true;
  const std::optional<std::int64_t> visits =
      state.days.In(PeriodNumber(Period::kDay, at, zone));
  return visits && *visits < *set.per_day;
}

}  // namespace

// The first of anything: until then no period mattered.
void TierLadder::Begin(Instant clock) {
  if (!state_.is_at_rest()) return;
  state_.latest = TierPeriodOf(set_, opened_, clock, zone_);
  state_.latest_start = TierPeriodStart(set_, opened_, state_.latest, zone_);
  state_.latest_end = TierPeriodStart(set_, opened_, state_.latest + 1, zone_);
  state_.counts.assign(set_.periods + 1, 0);
}

// Where something of an instant is counted; null if that is too long ago.
Int128* TierLadder::CountAt(Instant at, Instant clock) {
  Begin(clock);
  if (at >= state_.latest_start) return &state_.counts.back();
  const std::int64_t ago =
      state_.latest - TierPeriodOf(set_, opened_, at, zone_);
  KUMBARA_CHECK(ago >= 0);
  if (ago > set_.periods) return nullptr;
  return &state_.counts[set_.periods - static_cast<std::size_t>(ago)];
}

bool TierLadder::Count(Instant at, Instant clock, Int128 by) {
  Int128* count = CountAt(at, clock);
  if (count != nullptr) *count += by;
  return count != nullptr;
}

bool TierLadder::CountVisit(Instant at, Instant clock) {
  if (!VisitCounts(set_, state_, zone_, at)) return false;
  if (!Count(at, clock, 1)) return false;
  if (set_.per_day) {
    state_.days.Add(PeriodNumber(Period::kDay, at, zone_), 1);
  }
  return true;
}

void TierLadder::UncountVisit(Instant at, Instant clock) {
  Count(at, clock, -1);
  // Another version may not have counted the day.
  const std::int64_t day = PeriodNumber(Period::kDay, at, zone_);
  if (set_.per_day && state_.days.In(day).value_or(0) > 0) {
    state_.days.Add(day, -1);
  }
}

void TierLadder::See(Instant clock, Amount balance) {
  if (state_.is_at_rest() && set_.TierFor(balance.count()) == 0) return;
  Begin(clock);
  state_.counts.back() = balance.count();
}

void TierLadder::Bring(const TierTerm& term, Instant clock) {
  if (term.until <= clock) return;
  Begin(clock);
  auto& brought = state_.brought;
  const auto place = std::find_if(
      brought.begin(), brought.end(),
      [&](const TierTerm& other) { return other.tier >= term.tier; });
  if (place != brought.end() && place->tier == term.tier) {
    place->until = std::max(place->until, term.until);
  } else {
    brought.insert(place, term);
  }
}

void TierLadder::Join(const TierState& other, Instant clock) {
  Begin(clock);
  for (std::size_t i = 0; i < other.counts.size(); ++i) {
    // Of a balance there is no sum: the present one is seen later, and what one
    // once was is not known of all.
    state_.counts[i] = set_.basis == TierBasis::kBalance
                           ? std::max(state_.counts[i], other.counts[i])
                           : state_.counts[i] + other.counts[i];
  }
  state_.days = PeriodCount::Together(state_.days, other.days);
  state_.qualified = set_.Highest({state_.qualified, other.qualified});
  state_.qualified_before =
      set_.Highest({state_.qualified_before, other.qualified_before});
  state_.kept = set_.Highest({state_.kept, other.kept});
  for (std::size_t i = 0; i < other.given_ago.size(); ++i) {
    std::uint8_t& ago = state_.given_ago[i];
    const std::uint8_t others = other.given_ago[i];
    if (ago == 0 || (others != 0 && others < ago)) ago = others;
  }
  const TierTerm grace{set_.Here(other.grace.tier), other.grace.until};
  if (std::make_pair(set_.RankOf(grace.tier), grace.until) >
      std::make_pair(set_.RankOf(state_.grace.tier), state_.grace.until)) {
    state_.grace = grace;
  }
  for (const TierTerm& term : other.brought) {
    Bring({set_.Here(term.tier), term.until}, clock);
  }
}

void TierLadder::Requalify() {
  const std::uint8_t now = set_.TierFor(state_.counter());
  const std::uint8_t before = set_.TierFor(state_.counter_before());
  const bool peak = set_.qualify == TierQualify::kPeak;
  const bool falls = set_.qualify == TierQualify::kNet;
  state_.qualified = falls ? now : set_.Highest({state_.qualified, now});
  state_.qualified_before =
      peak ? set_.Highest({state_.qualified_before, before}) : before;
}

// Without any grace and what was brought.
std::uint8_t TierLadder::Standing() const {
  const std::uint8_t held =
      set_.keep_next ? state_.qualified_before : std::uint8_t{0};
  return set_.Highest({state_.qualified, held, state_.kept});
}

std::uint8_t TierLadder::InForce(Instant clock) const {
  std::uint8_t tier = Standing();
  const auto add = [&](const TierTerm& term) {
    if (term.until > clock) tier = set_.Highest({tier, term.tier});
  };
  add(state_.grace);
  for (const TierTerm& term : state_.brought) add(term);
  return tier;
}

std::uint16_t TierLadder::EnteredFrom(std::uint8_t stood) const {
  std::uint16_t entered = 0;
  const std::size_t to = set_.RankOf(state_.qualified);
  for (std::size_t rank = set_.RankOf(stood) + 1; rank <= to; ++rank) {
    const std::uint8_t tier = set_.OfRank(rank);
    const bool is_new = state_.given_ago[tier] == 0;
    if (is_new) entered |= static_cast<std::uint16_t>(1U << tier);
  }
  return entered;
}

TierLadder::Result TierLadder::Conclude(Instant clock) {
  Result result;
  const std::uint8_t now = state_.qualified;
  const std::uint8_t before = state_.qualified_before;
  if (!state_.is_at_rest()) Requalify();
  if (set_.IsAbove(state_.qualified, now)) result.qualified = state_.qualified;
  if (set_.IsAbove(state_.qualified_before, before)) {
    result.qualified =
        set_.Highest({result.qualified, state_.qualified_before});
  }
  const std::uint8_t tier = InForce(clock);
  if (tier != state_.in_force()) {
    result.changed = tier;
    state_.changes.push_back({clock, tier});
  }
  RestIfEmpty();
  return result;
}

Instant TierLadder::Due() const {
  if (state_.is_at_rest()) return Instant::Greatest();
  Instant due = state_.latest_end;
  if (state_.grace.tier != 0) due = std::min(due, state_.grace.until);
  for (const TierTerm& term : state_.brought) due = std::min(due, term.until);
  return due;
}

void TierLadder::PassDue(Instant due, Amount balance) {
  if (state_.is_at_rest()) return;
  if (state_.grace.tier != 0 && state_.grace.until <= due) EndGrace();
  EndBrought(due);
  if (state_.latest_end <= due) EndPeriod(balance);
  if (set_.basis == TierBasis::kBalance) See(due, balance);
  Requalify();
}

void TierLadder::Adopt(const TierSet& before, Instant start) {
  if (!set_.is_named) {  // What was in force when is looked at still.
    TierState rest;
    rest.oldest = state_.oldest;
    rest.changes = state_.changes;
    state_ = std::as_const(rest);
    return;
  }
  // Who stands in a tier for good may lose it now when windows end, and one may
  // end at this very instant.
  if (state_.kept != 0) Begin(Instant(start.micros() - 1));
  state_.qualified = set_.Here(state_.qualified);
  state_.qualified_before = set_.Here(state_.qualified_before);
  state_.kept = set_.Here(state_.kept);
  state_.grace.tier = set_.Here(state_.grace.tier);
  if (state_.grace.tier == 0) EndGrace();
  const absl::InlinedVector<TierTerm, 1> brought = state_.brought;
  state_.brought.clear();
  for (const TierTerm& term : brought) {
    const std::uint8_t here = set_.Here(term.tier);
    if (here != 0) Bring({here, term.until}, start);
  }
  // Before a window that ends at this instant does.
  if (!state_.is_at_rest()) Requalify();
  // What was held by the window before is so up to the end of this one.
  if (before.keep_next && !set_.keep_next) {
    state_.kept = set_.Highest({state_.kept, state_.qualified_before});
  }
}

void TierLadder::EndGrace() { state_.grace = TierTerm{}; }

void TierLadder::EndBrought(Instant due) {
  auto& brought = state_.brought;
  brought.erase(
      std::remove_if(brought.begin(), brought.end(),
                     [&](const TierTerm& term) { return term.until <= due; }),
      brought.end());
}

void TierLadder::EndPeriod(Amount balance) {
  const std::uint8_t standing = Standing();
  state_.qualified_before = set_.qualify == TierQualify::kPeak
                                ? state_.qualified
                                : set_.TierFor(state_.counter());
  state_.qualified = 0;
  // Of whoever is at rest it is not known.
  if (set_.basis == TierBasis::kBalance &&
      set_.TierFor(state_.counter()) == 0) {
    state_.counts.back() = 0;
  }
  switch (set_.downgrade) {
    case TierDowngrade::kToQualified:
      state_.kept = 0;
      break;
    case TierDowngrade::kOneStep:
      state_.kept =
          standing == 0 ? standing : set_.OfRank(set_.RankOf(standing) - 1);
      break;
    case TierDowngrade::kNone:
      state_.kept = standing;
      break;
  }
  std::rotate(state_.counts.begin(), state_.counts.begin() + 1,
              state_.counts.end());
  state_.counts.back() =
      set_.basis == TierBasis::kBalance ? Int128{balance.count()} : 0;
  for (std::uint8_t& ago : state_.given_ago) {
    if (ago != 0 && ++ago > set_.periods) ago = 0;
  }
  ++state_.latest;
  state_.latest_start = state_.latest_end;
  state_.latest_end = TierPeriodStart(set_, opened_, state_.latest + 1, zone_);
  Forget();
  Requalify();
  GrantGrace(standing);
}

// A tier that ends with the window stays in force for a while. A higher one
// that still does goes before.
void TierLadder::GrantGrace(std::uint8_t before) {
  if (!set_.grace || !set_.IsAbove(before, Standing()) ||
      set_.IsAbove(state_.grace.tier, before)) {
    return;
  }
  const Instant until = zone_.Add(state_.latest_start, *set_.grace);
  if (until <= state_.latest_start) return;
  state_.grace = {before, until};
}

// What is older than the window before the present one.
void TierLadder::Forget() {
  const Instant start =
      TierPeriodStart(set_, opened_, state_.latest - set_.periods, zone_);
  auto first = state_.changes.begin();
  while (first != state_.changes.end() && first->at <= start) {
    state_.oldest = first->tier;
    ++first;
  }
  state_.changes.erase(state_.changes.begin(), first);
  const bool counts_days = !state_.days.empty();
  if (counts_days && start != Instant::Least() &&
      state_.days.latest < PeriodNumber(Period::kDay, start, zone_)) {
    state_.days = PeriodCount{};
  }
}

// Where nothing can change by itself any more. What a balance is below its
// first tier is no matter.
void TierLadder::RestIfEmpty() {
  if (state_.is_at_rest()) return;
  const bool is_balance = set_.basis == TierBasis::kBalance;
  const bool counts_any =
      !is_balance && std::any_of(state_.counts.begin(), state_.counts.end(),
                                 [](Int128 count) { return count != 0; });
  const bool stays = state_.kept == 0 || set_.downgrade == TierDowngrade::kNone;
  if (counts_any || !stays || state_.qualified != 0 ||
      state_.qualified_before != 0 || state_.grace.tier != 0 ||
      !state_.brought.empty() || !state_.changes.empty() ||
      !state_.days.empty() || state_.given_ago != TierState().given_ago) {
    return;
  }
  TierState rest;
  rest.kept = state_.kept;
  rest.oldest = state_.oldest;
  state_ = std::as_const(rest);
}

std::uint8_t ForBasket(const TierSet& set, const TierState& state,
                       const Zone& zone, Instant at, Instant clock,
                       std::optional<Money> purchase) {
  const std::uint8_t before = state.in_force_at(at);
  if (!set.same_basket || !purchase || at < clock) return before;
  Int128 by = set.basis == TierBasis::kSpend ? purchase->count() : 0;
  if (set.basis == TierBasis::kVisits && *purchase > Money()) {
    by = VisitCounts(set, state, zone, at) ? 1 : 0;
  }
  return set.Highest({before, set.TierFor(state.counter() + by)});
}

}  // namespace kumbara
