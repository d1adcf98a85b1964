// RuleUses: what earn rules gave a member that may give so much only, or not
// again for a while.
//
// Units:   amounts in the smallest decimal of the rule's unit. A rule by its
//          number, which goes with its name.
// Threads: a plain value.
// Cost:    one block without pointers for two counts and one rule that rests.

#ifndef KUMBARA_ENGINE_MEMBER_RULE_USE_H_
#define KUMBARA_ENGINE_MEMBER_RULE_USE_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <type_traits>

#include "absl/container/inlined_vector.h"
#include "engine/base/period.h"
#include "engine/base/types.h"
#include "engine/member/period_count.h"

namespace kumbara {

class RuleUses {
 public:
  // Of a rule's cap in a kind of period.
  struct Count {
    std::uint32_t rule = 0;
    Period per = Period::kLifetime;
    std::array<std::uint8_t, 3> reserved = {};
    PeriodCount given = {};
  };
  static_assert(std::has_unique_object_representations_v<Count>);
  // The greatest business time at which a rule with a cooldown gave something.
  struct Last {
    std::uint32_t rule = 0;
    std::uint32_t reserved = 0;
    Instant at = {};
  };
  static_assert(std::has_unique_object_representations_v<Last>);

  bool empty() const { return counts_.empty() && lasts_.empty(); }
  // Null if nothing was counted.
  const PeriodCount* FindCount(std::uint32_t rule, Period per) const {
    for (const Count& count : counts_) {
      if (count.rule == rule && count.per == per) return &count.given;
    }
    return nullptr;
  }
  PeriodCount& CountOf(std::uint32_t rule, Period per) {
    for (Count& count : counts_) {
      if (count.rule == rule && count.per == per) return count.given;
    }
    return counts_.emplace_back(Count{.rule = rule, .per = per}).given;
  }
  // Least() if it gave nothing.
  Instant LastOf(std::uint32_t rule) const {
    for (const Last& last : lasts_) {
      if (last.rule == rule) return last.at;
    }
    return Instant::Least();
  }
  void NoteGiven(std::uint32_t rule, Instant at) {
    for (Last& last : lasts_) {
      if (last.rule != rule) continue;
      last.at = std::max(last.at, at);
      return;
    }
    lasts_.push_back({.rule = rule, .at = at});
  }
  // What another member has comes to this one.
  void Join(const RuleUses& other) {
    for (const Count& count : other.counts_) {
      PeriodCount& own = CountOf(count.rule, count.per);
      own = PeriodCount::Together(own, count.given);
    }
    for (const Last& last : other.lasts_) NoteGiven(last.rule, last.at);
  }

  // In no order that means anything.
  const auto& counts() const { return counts_; }
  const auto& lasts() const { return lasts_; }

  template <class Stream, class Self>
  static void Transfer(Stream& stream, Self& self) {
    auto& [counts, lasts] = self;
    stream.Pass(counts, lasts);
  }

 private:
  absl::InlinedVector<Count, 2> counts_;
  absl::InlinedVector<Last, 1> lasts_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_RULE_USE_H_
