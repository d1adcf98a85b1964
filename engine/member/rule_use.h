// RuleUse: what an earn rule gave a member that may give so much only, or not
// again for a while.
//
// Units:   amounts in the smallest decimal of the rule's unit.
// Threads: a plain value.

#ifndef KUMBARA_ENGINE_MEMBER_RULE_USE_H_
#define KUMBARA_ENGINE_MEMBER_RULE_USE_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "engine/base/period.h"
#include "engine/base/slab.h"
#include "engine/base/types.h"
#include "engine/member/period_count.h"

namespace kumbara {

struct RuleUse {
  // By Period; of those that the rule has a cap for.
  std::array<PeriodCount, kPeriodWords.size()> given;
  // The greatest business time at which it gave something.
  Instant last = Instant::Least();

  // That of two members who become one.
  static RuleUse Together(const RuleUse& a, const RuleUse& b) {
    RuleUse both;
    for (std::size_t per = 0; per < both.given.size(); ++per) {
      both.given[per] = PeriodCount::Together(a.given[per], b.given[per]);
    }
    both.last = std::max(a.last, b.last);
    return both;
  }

  friend bool operator==(const RuleUse&, const RuleUse&) = default;
};
static_assert(std::has_unique_object_representations_v<RuleUse>);

// A rule by its place in the program.
struct UseOfRule {
  std::uint32_t rule = 0;
  RuleUse use;
};

// A member, and the place of a rule.
using RuleUseKey = std::pair<Slot, std::uint32_t>;

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_RULE_USE_H_
