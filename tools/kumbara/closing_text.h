// Closings of months, for people and as JSON.

#ifndef KUMBARA_TOOLS_KUMBARA_CLOSING_TEXT_H_
#define KUMBARA_TOOLS_KUMBARA_CLOSING_TEXT_H_

#include <string>
#include <vector>

#include "engine/record/closing.h"
#include "engine/record/code_table.h"
#include "storage/open/open_ledger.h"
#include "tools/kumbara/value_schema.h"

namespace kumbara::tools {

// A line for each: month, last sequence, operator, approver and reason.
std::string ClosingTable(const std::vector<Closing>& closings,
                         const CodeTable& codes,
                         const storage::Directory& directory);

// The same of one as the members of an object; what it has not is left out.
JsonMembers ClosingMembers(const Closing& closing, const CodeTable& codes,
                           const storage::Directory& directory);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_CLOSING_TEXT_H_
