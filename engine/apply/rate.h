// Rate: points for a basket under the rules of a program, and the units of what
// they give.

#ifndef KUMBARA_ENGINE_APPLY_RATE_H_
#define KUMBARA_ENGINE_APPLY_RATE_H_

#include <optional>

#include "engine/base/types.h"
#include "engine/program/program.h"

namespace kumbara {

// Nothing when the result leaves the range of an amount; 0 for what is below 0.
inline std::optional<Amount> Rate(const Program& program, Money basis) {
  if (!program.earn || basis < Money()) return Amount();
  return Apply(program.earn->rate, basis.count(), program.earn->rounding);
}

// The unit a basket earns, of several rules that of the first; 0 where the
// program has no rule.
inline std::uint8_t EarnedUnit(const Program& program) {
  if (program.earn) return program.earn->unit;
  return program.rules.empty() ? 0 : program.rules[0].unit;
}

// The unit an event earns, of several rules for events that of the first; 0
// where there is none.
inline std::uint8_t UnitOfEvents(const Program& program) {
  for (const EarnRule& rule : program.rules) {
    if (rule.on == EarnOn::kEvent) return rule.unit;
  }
  return 0;
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_RATE_H_
