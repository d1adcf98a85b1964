// TomlNode: a TOML file as a tree of values that know where they stand.
//
// The only door to the TOML library, whose types do not pass it.
//
// Threads: a plain value.
// Errors:  go to a FileErrors. TOML that cannot be parsed ends the reading at
//          its first error, since nothing behind that is sure.
// Cost:    some milliseconds for a text of kRecordBytesMax.

#ifndef KUMBARA_ENGINE_PROGRAM_TOML_DOCUMENT_H_
#define KUMBARA_ENGINE_PROGRAM_TOML_DOCUMENT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/program/file_errors.h"

namespace kumbara {

struct TomlEntry;

struct TomlNode {
  enum class Kind : std::uint8_t {
    kText,
    kInteger,
    kFloat,
    kTruth,
    kTime,
    kArray,
    kTable,
  };

  const TomlEntry* Find(std::string_view key) const;

  Kind kind = Kind::kTable;
  FilePosition at;
  std::string text;                // kText
  std::int64_t integer = 0;        // kInteger
  bool truth = false;              // kTruth
  std::vector<TomlNode> elements;  // kArray
  std::vector<TomlEntry> entries;  // kTable, in the order of the file.
};

struct TomlEntry {
  std::string key;
  FilePosition at;  // Of the key.
  TomlNode value;
};

// "text", "an integer", "a table", ...
std::string_view Name(TomlNode::Kind kind);

// The root table, or nothing and what is wrong. Arrays and tables within
// eight others come without what is in them: no program nests so deep.
std::optional<TomlNode> ParseToml(std::string_view text, FileErrors* errors);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_TOML_DOCUMENT_H_
