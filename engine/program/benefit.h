// Benefit: what members of some tiers or plans, with some achievements, or who
// have redeemed some rewards, are entitled to: a name that others act upon.
//
// Threads: immutable once compiled.

#ifndef KUMBARA_ENGINE_PROGRAM_BENEFIT_H_
#define KUMBARA_ENGINE_PROGRAM_BENEFIT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/duration.h"
#include "engine/base/types.h"
#include "engine/program/earn_rule.h"

namespace kumbara {

struct Benefit {
  std::string name;
  // Its tiers and plans alone; all that is said must hold.
  EarnCondition when = {};
  // One of these completed, a bit each by their places; 0 = any, or none.
  std::uint16_t achievements = 0;
  // One of these rewards redeemed, by their codes, and for how long from then;
  // empty = any, or none.
  std::vector<Code> rewards = {};
  Duration lasts = {};
  // Whether this version of the program has it; otherwise nobody does.
  bool is_named = true;
};

// A bit for each benefit of the program, by their places.
using BenefitSet = std::uint32_t;

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_BENEFIT_H_
