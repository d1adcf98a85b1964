// The names in a program's sections, as codes of a ledger.
//
// Threads: safe, since the code table is.

#ifndef KUMBARA_ENGINE_PROGRAM_COMPILED_NAMES_H_
#define KUMBARA_ENGINE_PROGRAM_COMPILED_NAMES_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/program/program.h"
#include "engine/record/code_table.h"

namespace kumbara {

// Gives the code of `text` to `*code`, or says that the namespace is full.
absl::Status InternInto(CodeTable& codes, CodeSpace space,
                        std::string_view text, Code* code);

// The unit that a section names. REQUIRES: the units are compiled.
absl::StatusOr<const Unit*> UnitNamed(const std::string& section,
                                      const std::string& name,
                                      const CodeTable& codes,
                                      const Program& program);
// The same, which must be spendable.
absl::StatusOr<const Unit*> SpendableUnitNamed(const std::string& section,
                                               const std::string& name,
                                               const CodeTable& codes,
                                               const Program& program);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_COMPILED_NAMES_H_
