// What an earn rule of a program file may not say that its keys alone allow:
// how it goes with the rules before it, and how its values with each other.

#ifndef KUMBARA_ENGINE_PROGRAM_EARN_CHECK_H_
#define KUMBARA_ENGINE_PROGRAM_EARN_CHECK_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/program/program_source.h"

namespace kumbara {

// The key to blame, and what is wrong and would be valid.
struct EarnConflict {
  std::string key;
  std::string text;
};

// Nothing if all is well. REQUIRES: the keys that are given are as
// program_keys.h allows.
std::optional<EarnConflict> ConflictWith(std::span<const EarnSection> before,
                                         const EarnSection& rule);

// The unit of a rule, that of its base if it multiplies one of those before.
std::string UnitNameOf(std::span<const EarnSection> before,
                       const EarnSection& rule);

// What a rule gives its strategy.
std::vector<std::int64_t> ParametersOf(const EarnSection& rule);

// Whether a rule gives what it gives for every basket, and all of it: of those
// who have its tiers, and of everybody.
bool IsForEveryBasket(const EarnSection& rule);
bool IsForAll(const EarnSection& rule);

// An amount that is not exact in the decimals of the rule's unit.
std::optional<EarnConflict> InexactAmount(const EarnSection& rule,
                                          std::int64_t decimals);

// The rule of that name; null if there is none.
const EarnSection* RuleNamed(std::span<const EarnSection> rules,
                             const std::string& name);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_EARN_CHECK_H_
