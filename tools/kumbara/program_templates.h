// The programs of docs/programs as templates: the build puts the files
// themselves into the binary.

#ifndef KUMBARA_TOOLS_KUMBARA_PROGRAM_TEMPLATES_H_
#define KUMBARA_TOOLS_KUMBARA_PROGRAM_TEMPLATES_H_

#include <span>
#include <string_view>

namespace kumbara::tools {

struct ProgramTemplate {
  std::string_view name;
  std::string_view text;
};

// In the order of their names.
std::span<const ProgramTemplate> ProgramTemplates();

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_PROGRAM_TEMPLATES_H_
