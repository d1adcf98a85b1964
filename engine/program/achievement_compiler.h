// Achievements, from the words of a program file.

#ifndef KUMBARA_ENGINE_PROGRAM_ACHIEVEMENT_COMPILER_H_
#define KUMBARA_ENGINE_PROGRAM_ACHIEVEMENT_COMPILER_H_

#include <vector>

#include "absl/status/status.h"
#include "engine/program/key_rule.h"
#include "engine/program/program.h"
#include "engine/program/program_source.h"
#include "engine/record/code_table.h"

namespace kumbara {

// How its keys do not go together with its basis, beyond what program_keys.h
// says.
std::vector<KeyConflict> AchievementConflicts(
    const AchievementSection& section);

// Adds them to `program`. REQUIRES: its zone and units are compiled, and the
// sections are as program_keys.h allows.
absl::Status CompileAchievements(const ProgramSource& source, CodeTable& codes,
                                 Program* program);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_ACHIEVEMENT_COMPILER_H_
