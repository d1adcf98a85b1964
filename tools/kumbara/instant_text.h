// Instants as people and programs read them, some of which never come.

#ifndef KUMBARA_TOOLS_KUMBARA_INSTANT_TEXT_H_
#define KUMBARA_TOOLS_KUMBARA_INSTANT_TEXT_H_

#include <string>

#include "engine/base/time_text.h"
#include "engine/base/types.h"
#include "tools/kumbara/json_text.h"

namespace kumbara::tools {

// "never" or RFC 3339.
inline std::string InstantText(Instant instant) {
  return instant == Instant::Greatest() ? "never" : ToText(instant);
}

// null or RFC 3339 in quotes.
inline std::string InstantJson(Instant instant) {
  return instant == Instant::Greatest() ? "null" : JsonText(ToText(instant));
}

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_INSTANT_TEXT_H_
