// MemberAchievements: what is counted of a member toward the achievements of
// its program, and how often it has completed them.
//
// Units:   an achievement by its place in the program; what is counted as its
//          basis says (engine/program/achievement.h).
// Threads: a plain value.
// Cost:    one block without pointers for one achievement.

#ifndef KUMBARA_ENGINE_MEMBER_MEMBER_ACHIEVEMENTS_H_
#define KUMBARA_ENGINE_MEMBER_MEMBER_ACHIEVEMENTS_H_

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "absl/container/inlined_vector.h"
#include "engine/base/types.h"
#include "engine/member/period_count.h"

namespace kumbara {

struct AchievementState {
  PeriodCount count;
  PeriodCount completed;  // How often, in the same periods, or ever.
  PeriodCount days;       // By local day, where only so much of one counts.
  // Of a streak: the periods in a row that had enough before those two, and how
  // often others before them were enough.
  std::int64_t run = 0;
  std::int64_t past = 0;
  // The lot that the last completion made, 0 = none; its business time, and the
  // version of the program that gave it, by which its dates follow from that.
  Instant given_at = {};
  std::uint32_t lot = 0;
  std::uint32_t version = 0;

  friend bool operator==(const AchievementState&,
                         const AchievementState&) = default;
};
static_assert(std::has_unique_object_representations_v<AchievementState>);

class MemberAchievements {
 public:
  bool empty() const { return states_.empty(); }
  // One in which nothing was counted, where nothing was.
  AchievementState At(std::size_t achievement) const {
    return achievement < states_.size() ? states_[achievement]
                                        : AchievementState();
  }
  AchievementState& Of(std::size_t achievement) {
    if (achievement >= states_.size()) states_.resize(achievement + 1);
    return states_[achievement];
  }
  std::size_t size() const { return states_.size(); }

  template <class Stream, class Self>
  static void Transfer(Stream& stream, Self& self) {
    auto& [states] = self;
    stream.Pass(states);
  }

 private:
  // By their places, up to the last in which anything was counted.
  absl::InlinedVector<AchievementState, 1> states_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_MEMBER_ACHIEVEMENTS_H_
