// The options of subcommands that print a table.

#ifndef KUMBARA_TOOLS_KUMBARA_TABLE_FLAGS_H_
#define KUMBARA_TOOLS_KUMBARA_TABLE_FLAGS_H_

#include <CLI/CLI.hpp>
#include <string>

#include "tools/kumbara/text_table.h"

namespace kumbara::tools {

struct TableFlags {
  std::string format = "csv";
  bool no_header = false;

  void AddTo(CLI::App& command);
  TableFormat Format() const { return FormatByName(format); }
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_TABLE_FLAGS_H_
