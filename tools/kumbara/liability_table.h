// What members are owed as a table, for `kumbara liability` and scenarios.

#ifndef KUMBARA_TOOLS_KUMBARA_LIABILITY_TABLE_H_
#define KUMBARA_TOOLS_KUMBARA_LIABILITY_TABLE_H_

#include <string>

#include "engine/pipeline/ledger.h"
#include "tools/kumbara/text_table.h"

namespace kumbara::tools {

// A row for each unit, in the order of the program, funding class, by name,
// and month. REQUIRES: the ledger is idle.
std::string LiabilityTable(const Ledger& ledger, TableFormat format,
                           bool header);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_LIABILITY_TABLE_H_
