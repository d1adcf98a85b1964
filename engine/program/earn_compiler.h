// From the earn rules of a program file to those of a program.

#ifndef KUMBARA_ENGINE_PROGRAM_EARN_COMPILER_H_
#define KUMBARA_ENGINE_PROGRAM_EARN_COMPILER_H_

#include "absl/status/status.h"
#include "engine/program/program.h"
#include "engine/program/program_source.h"
#include "engine/record/code_table.h"

namespace kumbara {

// REQUIRES: the sections are as program_keys.h allows and without conflict with
// tiers, and zone, units, budgets and tier sets are compiled.
absl::Status CompileEarnRules(const ProgramSource& source, CodeTable& codes,
                              Program* program);

// Sets Program::always_applying: by the rules, and by whether their units
// retire, which another version may say.
void FindAlwaysApplying(Program* program);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_EARN_COMPILER_H_
