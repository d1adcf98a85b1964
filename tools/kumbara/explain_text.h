// How a command was answered and why, for a person and as JSON.

#ifndef KUMBARA_TOOLS_KUMBARA_EXPLAIN_TEXT_H_
#define KUMBARA_TOOLS_KUMBARA_EXPLAIN_TEXT_H_

#include <string>

#include "tools/kumbara/explained.h"

namespace kumbara::tools {

// Amounts in whole units, money in minor units.
std::string ExplainText(const Explained& explained);
// One object; docs/explain.md has its keys.
std::string ExplainJson(const Explained& explained);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_EXPLAIN_TEXT_H_
