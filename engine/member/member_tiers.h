// MemberTiers: how a member stands in the tier sets of its program.
//
// Windows are made of periods: years, or months. What is counted is kept by
// period, for as many as the present window and the one before it span, so what
// comes late still counts where it belongs. The tier in force is known for as
// long: what comes late is rated with that of its own time.
//
// Units:   as in a TierSet (engine/program/tier_rules.h).
// Threads: a plain value.
// Cost:    one block without pointers for one tier set whose window is one
//          period, as years are.

#ifndef KUMBARA_ENGINE_MEMBER_MEMBER_TIERS_H_
#define KUMBARA_ENGINE_MEMBER_MEMBER_TIERS_H_

#include <array>
#include <cstdint>
#include <limits>

#include "absl/container/inlined_vector.h"
#include "engine/base/limits.h"
#include "engine/base/rational.h"
#include "engine/base/types.h"
#include "engine/member/period_count.h"

namespace kumbara {

// The tier in force from an instant on.
struct TierChange {
  Instant at;
  std::uint8_t tier = 0;

  friend bool operator==(const TierChange&, const TierChange&) = default;
};

// A tier that is in force up to an instant, whatever is counted.
struct TierTerm {
  std::uint8_t tier = 0;  // 0: none.
  Instant until = Instant::Least();

  friend bool operator==(const TierTerm&, const TierTerm&) = default;
};

// In one tier set. One in which nothing is counted, reached or remembered is at
// rest: nothing of it falls due.
struct TierState {
  static constexpr std::int64_t kAtRest =
      std::numeric_limits<std::int64_t>::min();

  // The period that the member's clock has come to, and its bounds.
  std::int64_t latest = kAtRest;
  Instant latest_start;
  Instant latest_end;
  // By period, one more than make a window; the last is of the latest.
  absl::InlinedVector<Int128, 2> counts;
  // Visits by local day, where only so many of a day count.
  PeriodCount days;
  // The highest tier that the present window, and the one before, reached.
  std::uint8_t qualified = 0;
  std::uint8_t qualified_before = 0;
  // What does not fall below this, whatever the windows have reached.
  std::uint8_t kept = 0;
  TierTerm grace;  // Of what is not kept any more.
  // By imports: one term a tier, ascending by its number.
  absl::InlinedVector<TierTerm, 1> brought;
  // Changes of the tier in force, ascending, and what it was before them.
  std::uint8_t oldest = 0;
  absl::InlinedVector<TierChange, 2> changes;
  // By tier, how many periods ago something was given for coming into it, and
  // one more; 0 = in no period of the present window.
  std::array<std::uint8_t, kTiersMax + 1> given_ago = {};
  static_assert(kTierMonthsMax < UINT8_MAX);

  template <class Stream, class Self>
  static void Transfer(Stream& stream, Self& self) {
    auto& [latest, latest_start, latest_end, counts, days, qualified,
           qualified_before, kept, grace, brought, oldest, changes, given_ago] =
        self;
    stream.Pass(latest, latest_start, latest_end, counts, days, qualified,
                qualified_before, kept, grace, brought, oldest, changes,
                given_ago);
  }

  bool is_at_rest() const { return latest == kAtRest; }
  std::uint8_t in_force() const {
    return changes.empty() ? oldest : changes.back().tier;
  }
  // The one in force then; of a time before all that is known the oldest.
  std::uint8_t in_force_at(Instant instant) const {
    for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
      if (change->at <= instant) return change->tier;
    }
    return oldest;
  }
  // What is counted in the present window.
  Int128 counter() const { return SumFrom(1); }
  // What was in the one before.
  Int128 counter_before() const {
    return counts.empty() ? 0 : SumFrom(0) - counts.back();
  }

  friend bool operator==(const TierState&, const TierState&) = default;

 private:
  Int128 SumFrom(std::size_t first) const {
    Int128 sum = 0;
    for (std::size_t i = first; i < counts.size(); ++i) sum += counts[i];
    return sum;
  }
};

struct MemberTiers {
  // When the member was opened, where a tier set asks for it.
  Instant opened = Instant::Least();
  // When something of them falls due next.
  Instant due = Instant::Greatest();
  // By tier set of the program, in its order.
  absl::InlinedVector<TierState, 1> sets;

  template <class Stream, class Self>
  static void Transfer(Stream& stream, Self& self) {
    auto& [opened, due, sets] = self;
    stream.Pass(opened, due, sets);
  }

  friend bool operator==(const MemberTiers&, const MemberTiers&) = default;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_MEMBER_TIERS_H_
