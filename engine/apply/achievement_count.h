// AchievementCount: one member on its way to one achievement: what is counted,
// and how often it has been completed.
//
// Threads: the owner of the state.
// Cost:    a conversion to local time or two.

#ifndef KUMBARA_ENGINE_APPLY_ACHIEVEMENT_COUNT_H_
#define KUMBARA_ENGINE_APPLY_ACHIEVEMENT_COUNT_H_

#include <cstdint>

#include "engine/base/types.h"
#include "engine/base/zone.h"
#include "engine/member/member_achievements.h"
#include "engine/program/achievement.h"

namespace kumbara {

class AchievementCount {
 public:
  // All outlive it.
  AchievementCount(const Achievement& achievement, const Zone& zone,
                   AchievementState& state)
      : achievement_(achievement), zone_(zone), state_(state) {}

  // Counts `by` more in the period of `at`, and says whether: not what is one
  // too many of its day, what belongs to a period that is not known any more,
  // or more than an amount can be.
  bool Count(Instant at, std::int64_t by);
  // How often it has been reached in that period and not been noted yet.
  std::int64_t Due(Instant at) const;
  void NoteCompleted(Instant at, std::int64_t times);

  // Of what was counted then `by` is taken back. Returns how many completions
  // that takes along, which Forget takes off what is noted.
  std::int64_t Uncount(Instant at, std::int64_t by);
  void Forget(Instant at, std::int64_t times);

  // How many periods in a row, up to the last one that counts or the one before
  // it, had enough.
  std::int64_t Streak() const;

  // Adds what another member has, whose lots are numbered higher by `shift`
  // from now on. Completes nothing.
  void Join(const AchievementState& other, std::uint32_t shift);

 private:
  std::int64_t PeriodOf(Instant at) const;
  std::int64_t CompletedPeriodOf(Instant at) const;
  std::int64_t DayOf(Instant at) const;
  bool HasEnough(std::int64_t count) const { return count >= achievement_.at; }
  std::int64_t FullRuns(std::int64_t run) const;
  std::int64_t Reached(std::int64_t period) const;
  std::int64_t ReachedInRow() const;
  void Advance(std::int64_t period);
  void SettleCompleted();

  const Achievement& achievement_;
  const Zone& zone_;
  AchievementState& state_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_ACHIEVEMENT_COUNT_H_
