// The numbers under which members have what is counted of the rules and
// allowances of a program.
//
// Threads: safe; no state.

#ifndef KUMBARA_ENGINE_PROGRAM_COUNTED_NUMBERS_H_
#define KUMBARA_ENGINE_PROGRAM_COUNTED_NUMBERS_H_

#include "engine/program/program.h"

namespace kumbara {

// Gives them to a compiled program: those that the version before knows, by
// names and by what an allowance is for, and new ones for what is new. Of a
// first version an empty program is before it.
void NumberCounted(const Program& before, Program* program);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_COUNTED_NUMBERS_H_
