// From transfer, donate and allowance of a program file to gift rules.

#ifndef KUMBARA_ENGINE_PROGRAM_GIFT_COMPILER_H_
#define KUMBARA_ENGINE_PROGRAM_GIFT_COMPILER_H_

#include "absl/status/status.h"
#include "engine/program/program.h"
#include "engine/program/program_source.h"
#include "engine/record/code_table.h"

namespace kumbara {

// REQUIRES: the sections are as program_keys.h allows, and the units are
// compiled.
absl::Status CompileGifts(const ProgramSource& source, CodeTable& codes,
                          Program* program);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_GIFT_COMPILER_H_
