// A program as a tree: its tables and what each key of them says, also those
// that the file leaves out. What is made of it need not know the language.
//
// Threads: plain values.

#ifndef KUMBARA_TOOLS_KUMBARA_PROGRAM_TREE_H_
#define KUMBARA_TOOLS_KUMBARA_PROGRAM_TREE_H_

#include <string>
#include <vector>

#include "engine/program/program_source.h"

namespace kumbara::tools {

// What a key says: a text as TOML and JSON write it, or a table. Keys that say
// nothing, and have nothing that holds then, are left out.
struct ProgramNode {
  std::string key;
  std::string text = {};
  bool is_table = false;
  std::vector<ProgramNode> keys = {};  // Of a table, in the language's order.

  friend bool operator==(const ProgramNode&, const ProgramNode&) = default;
};

// One table of a section.
struct ProgramTable {
  std::string section;
  // What it is known by; empty where a section stands once, or its tables have
  // no names.
  std::string name;
  ProgramNode root;  // Without its key.
};

// In the order of the sections, and of the file within one.
std::vector<ProgramTable> TablesOf(const ProgramSource& source);

// A table in one line: `{ after = "12mo", round = "end_of_day" }`. A text as it
// is.
std::string TomlOf(const ProgramNode& node);
// The same as JSON.
std::string JsonOf(const ProgramNode& node);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_PROGRAM_TREE_H_
