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
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/program/file_errors.h"

namespace kumbara {

struct ProgramFindings {
  // Each in the order of the file: what is wrong; what would be valid.
  std::vector<FileError> errors;
  std::vector<FileError> warnings;
};

// The TZif bytes of a zone, or that the machine has none of that name.
using ZoneBytes =
    std::function<absl::StatusOr<std::string>(const std::string& zone)>;

ProgramFindings CheckProgram(std::string_view text,
                             const ZoneBytes& zone_bytes);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_PROGRAM_CHECK_H_
