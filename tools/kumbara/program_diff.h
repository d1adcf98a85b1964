// What two programs say differently, key by key. Neither the form of the files
// nor the order of sections and keys is looked at, and a key that says what
// holds without it says nothing; the order of tables in a section is, for it
// decides.
//
// Threads: plain values.

#ifndef KUMBARA_TOOLS_KUMBARA_PROGRAM_DIFF_H_
#define KUMBARA_TOOLS_KUMBARA_PROGRAM_DIFF_H_

#include <cstdint>
#include <string>
#include <vector>

#include "engine/program/program_source.h"
#include "tools/kumbara/program_tree.h"

namespace kumbara::tools {

struct ProgramChange {
  enum class Kind : std::uint8_t { kAdded, kRemoved, kChanged, kReordered };

  Kind kind = Kind::kChanged;
  std::string section;
  // Of its table; of one that has none its place from 1 on, in the file that
  // has it, or else in the second. Empty where the section stands once.
  std::string table;
  std::string key;  // Such as expiry.after; empty for the whole table.
  // Both of a change; of an order its keys are the names.
  ProgramNode before = {};
  ProgramNode after = {};
};

std::vector<ProgramChange> ChangesOf(const ProgramSource& before,
                                     const ProgramSource& after);

// A line for each: `~ earn base: per = 100 -> 50`.
std::string TextOf(const std::vector<ProgramChange>& changes);
// An array with an object for each.
std::string JsonOf(const std::vector<ProgramChange>& changes);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_PROGRAM_DIFF_H_
