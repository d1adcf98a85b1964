// Whether bytes are well-formed UTF-8: no overlong forms, no surrogates,
// nothing past U+10FFFF.

#ifndef KUMBARA_TOOLS_CSV_UTF8_H_
#define KUMBARA_TOOLS_CSV_UTF8_H_

#include <cstddef>
#include <string_view>

namespace kumbara::tools {

bool IsUtf8(std::string_view bytes);

// The number of bytes before the first that is not part of a well-formed
// character.
std::size_t Utf8Prefix(std::string_view bytes);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_CSV_UTF8_H_
