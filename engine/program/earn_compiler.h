// From the earn rules of a program file to those of a program.

#ifndef KUMBARA_ENGINE_PROGRAM_EARN_COMPILER_H_
#define KUMBARA_ENGINE_PROGRAM_EARN_COMPILER_H_

#include <optional>
#include <span>
#include <string>

#include "absl/status/status.h"
#include "engine/program/program.h"
#include "engine/program/program_source.h"
#include "engine/record/code_table.h"

namespace kumbara {

// How a rule does not go with those before it; the key to blame, and what would
// be valid. Nothing if it does.
struct EarnConflict {
  std::string key;
  std::string text;
};
std::optional<EarnConflict> ConflictWith(std::span<const EarnSection> before,
                                         const EarnSection& rule);

// How the tiers that a rule names are none of the program's, or of more sets
// than one.
std::optional<EarnConflict> TierConflictWith(
    std::span<const TierSetSection> sets, const EarnSection& rule);

// Why a rule that names a budget may not in this program; empty if it may.
std::string BudgetError(const ProgramSource& source, const EarnSection& rule);

// REQUIRES: the sections are as program_keys.h allows and without conflict with
// tiers, and zone, units, budgets and tier sets are compiled.
absl::Status CompileEarnRules(const ProgramSource& source, CodeTable& codes,
                              Program* program);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_EARN_COMPILER_H_
