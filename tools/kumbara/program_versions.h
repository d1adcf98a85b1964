// The subcommands of kumbara program about its versions.

#ifndef KUMBARA_TOOLS_KUMBARA_PROGRAM_VERSIONS_H_
#define KUMBARA_TOOLS_KUMBARA_PROGRAM_VERSIONS_H_

#include <CLI/CLI.hpp>
#include <string>

#include "absl/status/statusor.h"

namespace kumbara::tools {

void AddProgramActivate(CLI::App& program, int* exit_code);
void AddProgramDiff(CLI::App& program, int* exit_code);
void AddProgramLog(CLI::App& program, int* exit_code);

// A whole program file; "-" is standard input.
absl::StatusOr<std::string> ReadProgramText(const std::string& file);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_PROGRAM_VERSIONS_H_
