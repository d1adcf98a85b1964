// Why commands are refused, in a sentence each.

#ifndef KUMBARA_TOOLS_KUMBARA_REFUSAL_TEXT_H_
#define KUMBARA_TOOLS_KUMBARA_REFUSAL_TEXT_H_

#include <string_view>

#include "engine/base/result_code.h"

namespace kumbara::tools {

// Empty for kOk.
std::string_view RefusalText(ResultCode code);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_REFUSAL_TEXT_H_
