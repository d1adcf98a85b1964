// Stocks and budgets as text.

#ifndef KUMBARA_TOOLS_KUMBARA_COUNTER_TABLE_H_
#define KUMBARA_TOOLS_KUMBARA_COUNTER_TABLE_H_

#include <string>

#include "storage/open/open_ledger.h"
#include "tools/kumbara/text_table.h"

namespace kumbara::tools {

// A row for each stock, and for each period of each budget. REQUIRES: the
// ledger is idle.
std::string CounterTable(const storage::OpenLedger& opened, TableFormat format,
                         bool header);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_COUNTER_TABLE_H_
