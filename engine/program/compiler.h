// The compiler: from the words of a program to the codes of a ledger.
//
// Threads: safe, since the code table is.
// Errors:  what a reader would have refused, and a code table that is full.
//          Codes already given stay given; they harm nothing.

#ifndef KUMBARA_ENGINE_PROGRAM_COMPILER_H_
#define KUMBARA_ENGINE_PROGRAM_COMPILER_H_

#include "absl/status/statusor.h"
#include "engine/program/program.h"
#include "engine/program/program_source.h"
#include "engine/record/code_table.h"

namespace kumbara {

absl::StatusOr<Program> Compile(const ProgramSource& source, CodeTable& codes);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_COMPILER_H_
