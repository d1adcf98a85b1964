// Texts as JSON writes them.

#ifndef KUMBARA_TOOLS_KUMBARA_JSON_TEXT_H_
#define KUMBARA_TOOLS_KUMBARA_JSON_TEXT_H_

#include <string>
#include <string_view>

namespace kumbara::tools {

// In quotes, with escapes where they are needed. REQUIRES: UTF-8.
std::string JsonText(std::string_view text);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_JSON_TEXT_H_
