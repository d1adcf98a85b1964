// Succession: whether a program may be the next version of a ledger's program.
//
// Sections go on by their names, allowances by what they are for. What members
// have is kept, so that a section may not come to mean something else: points
// of other decimals, a count by another period. What cannot be carried over is
// refused here, with its line, before anything is written.
//
// Threads: safe; no state.
// Errors:  as those of toml_reader.h.

#ifndef KUMBARA_ENGINE_PROGRAM_SUCCESSION_H_
#define KUMBARA_ENGINE_PROGRAM_SUCCESSION_H_

#include <span>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/program/file_errors.h"
#include "engine/program/program_source.h"
#include "engine/program/program_versions.h"
#include "engine/program/toml_document.h"

namespace kumbara {

// Adds what keeps `next`, read from `root`, from following `versions`, which
// are all so far.
void CheckSuccession(std::span<const ProgramSource> versions,
                     const TomlNode& root, const ProgramSource& next,
                     FileErrors* errors);

// Whether what a compiled program, read from `text`, says of when units retire
// leaves alone what is past when it starts. The error is as those of
// ReadSuccessor.
absl::Status CheckRetirements(const ProgramVersions& versions,
                              const Activation& activation, const Program& next,
                              std::string_view text,
                              std::string_view file_name);

// Reads a program that follows `versions`. `file_name` is only quoted.
absl::StatusOr<ProgramSource> ReadSuccessor(
    std::span<const ProgramSource> versions, std::string_view text,
    std::string_view file_name);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_SUCCESSION_H_
