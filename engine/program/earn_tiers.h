// What an earn rule of a program file says of tiers: who must have which, and
// by what it multiplies for whom.

#ifndef KUMBARA_ENGINE_PROGRAM_EARN_TIERS_H_
#define KUMBARA_ENGINE_PROGRAM_EARN_TIERS_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/program/earn_check.h"
#include "engine/program/earn_rule.h"
#include "engine/program/program_source.h"
#include "engine/program/tier_rules.h"

namespace kumbara {

// What is wrong with names of tiers of which one is none.
std::optional<std::string> UnknownTier(std::span<const TierSetSection> sets,
                                       std::span<const std::string> names,
                                       std::string_view key = "tier");

// That a tier is in force must be one of these, if any. REQUIRES: they are
// known.
void CompileTierCondition(std::span<const std::string> names,
                          const std::vector<TierSet>& sets,
                          EarnCondition* when);

// How the tiers that a rule names are none of the program's, or of more sets
// than one.
std::optional<EarnConflict> TierConflictWith(
    std::span<const TierSetSection> sets, const EarnSection& rule);

// REQUIRES: there is no such conflict.
void CompileTiersOf(const EarnSection& source, const std::vector<TierSet>& sets,
                    EarnRule* rule);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_EARN_TIERS_H_
