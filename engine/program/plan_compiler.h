// From the sections `plan` to Plans; and what names a plan that there is not.

#ifndef KUMBARA_ENGINE_PROGRAM_PLAN_COMPILER_H_
#define KUMBARA_ENGINE_PROGRAM_PLAN_COMPILER_H_

#include <vector>

#include "absl/status/status.h"
#include "engine/program/program.h"
#include "engine/program/program_source.h"
#include "engine/program/program_warnings.h"
#include "engine/record/code_table.h"

namespace kumbara {

// What is wrong with plans beside what program_keys.h says, and with what names
// them: in a program that declares any, all that are named must be.
std::vector<ProgramConflict> PlanConflicts(const ProgramSource& source);

// REQUIRES: the sections are as program_keys.h allows.
absl::Status CompilePlans(const ProgramSource& source, CodeTable& codes,
                          Program* program);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_PLAN_COMPILER_H_
