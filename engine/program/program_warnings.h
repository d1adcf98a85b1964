// What a program may say but hardly means: rules that never act, levels that
// nobody reaches, points that are gone before they can be used.
//
// A warning is sure of what it says: whatever members do, that part of the
// program changes nothing, or seldom does where it says "hardly", or what it
// gives is lost however often they do it.
//
// Threads: safe; no state.

#ifndef KUMBARA_ENGINE_PROGRAM_PROGRAM_WARNINGS_H_
#define KUMBARA_ENGINE_PROGRAM_PROGRAM_WARNINGS_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "engine/program/file_errors.h"
#include "engine/program/program.h"
#include "engine/program/program_source.h"
#include "engine/program/toml_document.h"

namespace kumbara {

// One program in three forms. REQUIRES: each is made of the one before, and
// without errors.
struct CheckedProgram {
  const TomlNode& root;
  const ProgramSource& source;
  const Program& program;
};

// A table of the file, or what it says for a key.
struct ProgramPlace {
  std::string_view section;
  std::size_t index = 0;  // Of several tables of that section.
  std::string_view key = {};
};

// What several tables may not say together: the place to blame, and what is
// wrong there and would be valid.
struct ProgramConflict {
  ProgramPlace at;
  std::string text;
};

// The first of them, for who has no file; OK if there is none.
absl::Status FirstOf(const std::vector<ProgramConflict>& conflicts);

// That of the value, or that of the table if it does not say the key.
FilePosition PositionOf(const TomlNode& root, const ProgramPlace& place);

// The earn rules in the order of the file, whichever way a program keeps them.
std::vector<EarnRule> RulesOf(const Program& program);

// All of them.
void AddWarnings(const CheckedProgram& checked, FileErrors* warnings);

// Those of one subject each.
void AddAchievementWarnings(const CheckedProgram& checked,
                            FileErrors* warnings);
void AddEarnConditionWarnings(const CheckedProgram& checked,
                              FileErrors* warnings);
void AddEarnWarnings(const CheckedProgram& checked, FileErrors* warnings);
void AddGiftWarnings(const CheckedProgram& checked, FileErrors* warnings);
void AddLotWarnings(const CheckedProgram& checked, FileErrors* warnings);
void AddRewardWarnings(const CheckedProgram& checked, FileErrors* warnings);
void AddTierWarnings(const CheckedProgram& checked, FileErrors* warnings);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_PROGRAM_WARNINGS_H_
