// The reader of program files: TOML in, checked words out.
//
// The file is judged as a whole: every error is found in one reading. Only
// broken TOML ends it at its first error, since nothing behind that is sure.
//
// Units:   lines and columns count from 1, columns in characters.
// Threads: safe; no state.
// Errors:  InvalidArgument, one line per error, in the order of the file:
//          FILE:LINE:COLUMN: what is wrong; what would be valid
// Cost:    some milliseconds; a text of at most kRecordBytesMax.

#ifndef KUMBARA_ENGINE_PROGRAM_TOML_READER_H_
#define KUMBARA_ENGINE_PROGRAM_TOML_READER_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "engine/program/file_errors.h"
#include "engine/program/program_source.h"
#include "engine/program/toml_document.h"

namespace kumbara {

// What a file says; words to rely on only if no error came.
ProgramSource ReadProgram(const TomlNode& root, FileErrors& errors);

// Both in one. `file_name` is only quoted in errors.
absl::StatusOr<ProgramSource> ReadProgram(std::string_view text,
                                          std::string_view file_name);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_TOML_READER_H_
