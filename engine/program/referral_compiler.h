// From referral of a program file to its rules.

#ifndef KUMBARA_ENGINE_PROGRAM_REFERRAL_COMPILER_H_
#define KUMBARA_ENGINE_PROGRAM_REFERRAL_COMPILER_H_

#include <string>

#include "absl/status/status.h"
#include "engine/program/program.h"
#include "engine/program/program_source.h"
#include "engine/record/code_table.h"

namespace kumbara {

// Whether the section says how much is to be spent just where that is what
// earns it; and what is wrong otherwise.
bool HasSpendIfMeant(const ReferralSection& section);
std::string SpendError(const ReferralSection& section);

// REQUIRES: the section is as program_keys.h allows, and the units are
// compiled.
absl::Status CompileReferral(const ReferralSection& source, CodeTable& codes,
                             Program* program);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_REFERRAL_COMPILER_H_
