// Balances compared with those someone else expects.

#ifndef KUMBARA_TOOLS_KUMBARA_EXPECTED_BALANCES_H_
#define KUMBARA_TOOLS_KUMBARA_EXPECTED_BALANCES_H_

#include <string>
#include <vector>

#include "tools/kumbara/balance_table.h"

namespace kumbara::tools {

// Reads `path` (CSV: member id, then net; a header is passed over) and compares
// member by member. Prints the verdict; returns kExitOk, kExitDiffers or
// kExitFailed.
int CompareWithExpected(const std::vector<NamedBalance>& balances, int decimals,
                        const std::string& path);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_EXPECTED_BALANCES_H_
