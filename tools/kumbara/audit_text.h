// What an audit found, for people and as JSON.

#ifndef KUMBARA_TOOLS_KUMBARA_AUDIT_TEXT_H_
#define KUMBARA_TOOLS_KUMBARA_AUDIT_TEXT_H_

#include <string>

#include "engine/member/violation.h"
#include "engine/program/program.h"
#include "engine/query/month_totals.h"
#include "storage/open/open_ledger.h"

namespace kumbara::tools {

// invariant 2: member 4711, points, sequence 17: available is not what its lots
// hold: 5, not 4
std::string ViolationText(const Violation& violation, const Program& program,
                          const storage::Directory& directory);
// The same as an object.
std::string ViolationJson(const Violation& violation, const Program& program,
                          const storage::Directory& directory);

// A table for each unit that has months, behind an empty line: a line a month,
// with the movements that any of them has, and what came of months that were
// closed, if any has that.
std::string MonthTables(const Program& program, const MonthTotals& months);
// The same as an array of objects, `unit` and `months`, for all units.
std::string MonthsJson(const Program& program, const MonthTotals& months);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_AUDIT_TEXT_H_
