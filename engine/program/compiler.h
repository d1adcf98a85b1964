// The compiler: from the words of a program to the codes of a ledger and the
// calendar of a zone.
//
// Threads: safe, since the code table is.
// Errors:  what a reader would have refused, zone bytes that are damaged, and a
//          code table that is full. Codes already given stay given; they harm
//          nothing.

#ifndef KUMBARA_ENGINE_PROGRAM_COMPILER_H_
#define KUMBARA_ENGINE_PROGRAM_COMPILER_H_

#include <string>

#include "absl/status/statusor.h"
#include "engine/program/program.h"
#include "engine/program/program_source.h"
#include "engine/record/code_table.h"

namespace kumbara {

// Of which kinds commands may send messages under a program.
KindSet MessageKindsOf(const Program& program);

// `tzif_bytes` is the file of the zone that the source names: the machine's for
// a new ledger, from then on the journal's.
absl::StatusOr<Program> Compile(const ProgramSource& source,
                                const std::string& tzif_bytes,
                                CodeTable& codes);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_COMPILER_H_
