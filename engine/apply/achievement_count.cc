#include "engine/apply/achievement_count.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <tuple>

#include "engine/base/period.h"

namespace kumbara {

std::int64_t AchievementCount::PeriodOf(Instant at) const {
  return PeriodNumber(achievement_.per, at, zone_);
}

// In a streak it does not matter where the periods lie.
std::int64_t AchievementCount::CompletedPeriodOf(Instant at) const {
  return achievement_.streak != 0 ? 0 : PeriodOf(at);
}

std::int64_t AchievementCount::DayOf(Instant at) const {
  return PeriodNumber(Period::kDay, at, zone_);
}

// How often what is counted in a period is enough.
std::int64_t AchievementCount::Reached(std::int64_t period) const {
  if (achievement_.streak != 0) return ReachedInRow();
  const std::int64_t count = state_.count.In(period).value_or(0);
  if (!HasEnough(count)) return 0;
  return achievement_.repeats ? count / achievement_.at : 1;
}

// How often so many periods in a row are enough.
std::int64_t AchievementCount::FullRuns(std::int64_t run) const {
  if (achievement_.repeats) return run / achievement_.streak;
  return run >= achievement_.streak ? 1 : 0;
}

std::int64_t AchievementCount::ReachedInRow() const {
  std::int64_t times = state_.past;
  std::int64_t run = state_.run;
  for (const std::int64_t count :
       {state_.count.in_previous, state_.count.in_latest}) {
    if (HasEnough(count)) {
      ++run;
    } else {
      times += FullRuns(run);
      run = 0;
    }
  }
  times += FullRuns(run);
  return achievement_.repeats ? times : std::min<std::int64_t>(times, 1);
}

std::int64_t AchievementCount::Streak() const {
  const PeriodCount& count = state_.count;
  const std::int64_t before = HasEnough(count.in_previous) ? state_.run + 1 : 0;
  return HasEnough(count.in_latest) ? before + 1 : before;
}

// What comes to lie before the two periods that are counted, as a later one
// begins, is settled: the row goes on, or ends.
void AchievementCount::Advance(std::int64_t period) {
  const PeriodCount& count = state_.count;
  if (achievement_.streak == 0 || count.empty()) return;
  const std::array<std::int64_t, 3> leaving = {count.in_previous,
                                               count.in_latest, 0};
  const std::int64_t steps =
      std::clamp<std::int64_t>(period - count.latest, 0, std::ssize(leaving));
  for (std::int64_t i = 0; i < steps; ++i) {
    if (HasEnough(leaving[static_cast<std::size_t>(i)])) {
      ++state_.run;
    } else {
      state_.past += FullRuns(state_.run);
      state_.run = 0;
    }
  }
}

bool AchievementCount::Count(Instant at, std::int64_t by) {
  const std::int64_t period = PeriodOf(at);
  const std::optional<std::int64_t> before = state_.count.In(period);
  if (!before || *before > Amount::kMax - by) return false;
  if (achievement_.per_day) {
    const std::optional<std::int64_t> of_day = state_.days.In(DayOf(at));
    if (!of_day || *of_day >= *achievement_.per_day) return false;
    state_.days.Add(DayOf(at), by);
  }
  Advance(period);
  state_.count.Add(period, by);
  return true;
}

std::int64_t AchievementCount::Due(Instant at) const {
  const std::int64_t period = PeriodOf(at);
  const std::int64_t noted =
      state_.completed.In(CompletedPeriodOf(at)).value_or(0);
  return std::max<std::int64_t>(Reached(period) - noted, 0);
}

void AchievementCount::NoteCompleted(Instant at, std::int64_t times) {
  state_.completed.Add(CompletedPeriodOf(at), times);
}

std::int64_t AchievementCount::Uncount(Instant at, std::int64_t by) {
  const std::int64_t period = PeriodOf(at);
  const std::int64_t before = Reached(period);
  state_.count.Add(period, -by);
  // Another version may not have counted the day.
  if (achievement_.per_day && state_.days.In(DayOf(at)).value_or(0) >= by) {
    state_.days.Add(DayOf(at), -by);
  }
  const std::int64_t after = Reached(period);
  if (after >= before) return 0;
  // Members that were merged had completed it more often than it is reached, or
  // less.
  const std::int64_t completed =
      state_.completed.In(CompletedPeriodOf(at)).value_or(0);
  return std::max<std::int64_t>(completed - after, 0);
}

void AchievementCount::Forget(Instant at, std::int64_t times) {
  state_.completed.Add(CompletedPeriodOf(at), -times);
}

// What was completed in a row that is no more is not asked of another one.
void AchievementCount::SettleCompleted() {
  const std::int64_t completed = state_.completed.In(0).value_or(0);
  state_.past += std::max<std::int64_t>(completed - ReachedInRow(), 0);
}

void AchievementCount::Join(const AchievementState& other,
                            std::uint32_t shift) {
  // What both have together is more than an amount can be at most once.
  const auto together = [](const PeriodCount& a, const PeriodCount& b) {
    PeriodCount sum = PeriodCount::Together(a, b);
    sum.in_latest = std::min(sum.in_latest, Amount::kMax);
    sum.in_previous = std::min(sum.in_previous, Amount::kMax);
    return sum;
  };
  AchievementState theirs = other;
  if (!other.count.empty()) Advance(other.count.latest);
  if (!state_.count.empty()) {
    AchievementCount(achievement_, zone_, theirs).Advance(state_.count.latest);
  }
  state_.run = std::max(state_.run, theirs.run);
  state_.past += theirs.past;
  state_.count = together(state_.count, other.count);
  state_.completed = together(state_.completed, other.completed);
  state_.days = together(state_.days, other.days);
  if (achievement_.streak != 0 && achievement_.repeats) SettleCompleted();
  const auto order = [](const AchievementState& state) {
    return std::tuple(state.version != 0, state.lot != 0, state.given_at);
  };
  if (order(other) < order(state_)) return;
  state_.lot = other.lot == 0 ? 0 : other.lot + shift;
  state_.given_at = other.given_at;
  state_.version = other.version;
}

}  // namespace kumbara
