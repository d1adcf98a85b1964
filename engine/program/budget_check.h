// What the budgets of a program file may not say that their keys alone allow:
// how a budget with a funding class goes with all else that gives points of
// that class.
//
// Whoever buys a block of points may count on it that no more are given in its
// name. So what gives points of the class of a budget draws on that budget, or
// is an error.

#ifndef KUMBARA_ENGINE_PROGRAM_BUDGET_CHECK_H_
#define KUMBARA_ENGINE_PROGRAM_BUDGET_CHECK_H_

#include <vector>

#include "engine/program/program_source.h"
#include "engine/program/program_warnings.h"

namespace kumbara {

// None if all is well. REQUIRES: each section for itself is without error.
std::vector<ProgramConflict> BudgetConflicts(const ProgramSource& source);

// What gives points of a class that no budget pays for, though one pays for a
// class of nearly that name.
std::vector<ProgramConflict> MisspeltClasses(const ProgramSource& source);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_BUDGET_CHECK_H_
