// Benefits, from the words of a program file.

#ifndef KUMBARA_ENGINE_PROGRAM_BENEFIT_COMPILER_H_
#define KUMBARA_ENGINE_PROGRAM_BENEFIT_COMPILER_H_

#include <vector>

#include "absl/status/status.h"
#include "engine/program/key_rule.h"
#include "engine/program/program.h"
#include "engine/program/program_source.h"
#include "engine/record/code_table.h"

namespace kumbara {

// What it names that is not in the program, or that nobody keeps.
std::vector<KeyConflict> BenefitConflicts(const ProgramSource& source,
                                          const BenefitSection& section);

// Adds them to `program`. REQUIRES: its tier sets and achievements are
// compiled, and the sections are as program_keys.h allows.
absl::Status CompileBenefits(const ProgramSource& source, CodeTable& codes,
                             Program* program);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_BENEFIT_COMPILER_H_
