// What members are owed as a table, for `kumbara liability` and scenarios.

#ifndef KUMBARA_TOOLS_KUMBARA_LIABILITY_TABLE_H_
#define KUMBARA_TOOLS_KUMBARA_LIABILITY_TABLE_H_

#include <string>

#include "storage/open/open_ledger.h"
#include "tools/kumbara/text_table.h"

namespace kumbara::tools {

// A row for each unit, in the order of the program, funding class, by name,
// and month, with what is expected of it by the estimate in force at the
// ledger's clock. REQUIRES: the ledger is idle.
std::string LiabilityTable(const storage::OpenLedger& opened,
                           TableFormat format, bool header);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_LIABILITY_TABLE_H_
