// The checker of programs: every error of a file and, if there is none, what it
// may say but hardly means.
//
// It finds what init refuses, no more and no less, because both ask the same
// reader and the same compiler.
//
// Threads: safe; no state.
// Cost:    some milliseconds; a text of at most kRecordBytesMax.

#ifndef KUMBARA_ENGINE_PROGRAM_PROGRAM_CHECK_H_
#define KUMBARA_ENGINE_PROGRAM_PROGRAM_CHECK_H_

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/program/file_errors.h"
#include "engine/program/program_source.h"

namespace kumbara {

struct ProgramFindings {
  // Each in the order of the file: what is wrong; what would be valid.
  std::vector<FileError> errors;
  std::vector<FileError> warnings;
};

// The TZif bytes of a zone, or that the machine has none of that name.
using ZoneBytes =
    std::function<absl::StatusOr<std::string>(const std::string& zone)>;

// `before` are the versions that it is to follow, if any.
ProgramFindings CheckProgram(std::string_view text, const ZoneBytes& zone_bytes,
                             std::span<const ProgramSource> before = {});

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_PROGRAM_CHECK_H_
