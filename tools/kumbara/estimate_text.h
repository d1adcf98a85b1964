// Estimates, for people and as JSON.

#ifndef KUMBARA_TOOLS_KUMBARA_ESTIMATE_TEXT_H_
#define KUMBARA_TOOLS_KUMBARA_ESTIMATE_TEXT_H_

#include <string>

#include "engine/record/estimate.h"
#include "storage/open/open_ledger.h"
#include "tools/kumbara/text_table.h"
#include "tools/kumbara/value_schema.h"

namespace kumbara::tools {

// A row for each that was given, in that order, and how it stands at the
// ledger's clock. REQUIRES: the ledger is idle.
std::string EstimateTable(const storage::OpenLedger& opened, TableFormat format,
                          bool header);

// A line with the names of what an estimate says, and one with the rest.
std::string EstimateText(const Estimate& estimate, const CodeTable& codes,
                         const storage::Directory& directory);

// The same as the members of an object; what it has not is left out.
JsonMembers EstimateMembers(const Estimate& estimate, const CodeTable& codes,
                            const storage::Directory& directory);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_ESTIMATE_TEXT_H_
