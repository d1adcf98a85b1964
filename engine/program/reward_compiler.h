// Budgets and rewards, from the words of a program file.

#ifndef KUMBARA_ENGINE_PROGRAM_REWARD_COMPILER_H_
#define KUMBARA_ENGINE_PROGRAM_REWARD_COMPILER_H_

#include <span>

#include "absl/status/status.h"
#include "engine/program/program.h"
#include "engine/program/program_source.h"
#include "engine/record/code_table.h"

namespace kumbara {

// Each adds to `program`. REQUIRES: its zone, units and tier sets, of which the
// sections are `sets`, are compiled, and the section is as program_keys.h
// allows.
absl::Status CompileBudget(const BudgetSection& source, CodeTable& codes,
                           Program* program);
absl::Status CompileReward(const RewardSection& source,
                           std::span<const TierSetSection> sets,
                           CodeTable& codes, Program* program);

// Which of the program's budgets, of this unit, a section names.
absl::StatusOr<std::uint32_t> BudgetNamed(const std::string& name,
                                          std::uint8_t unit,
                                          const Program& program);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_REWARD_COMPILER_H_
