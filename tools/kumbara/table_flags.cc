#include "tools/kumbara/table_flags.h"

namespace kumbara::tools {

void TableFlags::AddTo(CLI::App& command) {
  command.add_option("--format", format, "csv, json or table")
      ->check(CLI::IsMember({"csv", "json", "table"}))
      ->capture_default_str();
  command.add_flag("--no-header", no_header, "Values only");
}

}  // namespace kumbara::tools
