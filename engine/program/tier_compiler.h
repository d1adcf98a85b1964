// Tier sets of a program file, checked and compiled.
//
// Threads: safe, since the code table is.

#ifndef KUMBARA_ENGINE_PROGRAM_TIER_COMPILER_H_
#define KUMBARA_ENGINE_PROGRAM_TIER_COMPILER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/program/key_rule.h"
#include "engine/program/program.h"
#include "engine/program/program_source.h"
#include "engine/record/code_table.h"

namespace kumbara {

// Whether a set counts what a unit does.
bool CountsUnit(const TierSetSection& section);

// How the keys of a set do not go together, each text with what would be valid.
std::vector<KeyConflict> TierSetConflicts(const TierSetSection& section);

// Why a unit cannot be counted by a set; empty if it can.
std::string TierUnitError(const TierSetSection& section,
                          const UnitSection& unit);

// From where on its tiers are reached. `decimals` are those of what it counts,
// 0 of money and visits. The error is one line: what is wrong; what would be
// valid.
absl::StatusOr<std::vector<Tier>> TiersOf(const TierSetSection& section,
                                          std::int64_t decimals);

// A name that two tiers of the program have; empty if there is none.
std::string TierNamedTwice(const std::vector<TierSetSection>& sets);

// REQUIRES: the units are compiled.
absl::Status CompileTierSets(const ProgramSource& source, CodeTable& codes,
                             Program* program);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_TIER_COMPILER_H_
