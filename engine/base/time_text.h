// Instants as text: YYYY-MM-DDTHH:MM:SS[.ffffff]Z, the form of RFC 3339 in UTC.

#ifndef KUMBARA_ENGINE_BASE_TIME_TEXT_H_
#define KUMBARA_ENGINE_BASE_TIME_TEXT_H_

#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "engine/base/types.h"

namespace kumbara {

// "2011-12-09T12:50:00Z"; also accepts a date alone (its first instant), up to
// six decimals of the second, and an offset ±HH:MM instead of Z. Nothing for
// anything else: unreal dates, leap seconds, years outside 1 to 9999.
std::optional<Instant> ParseInstant(std::string_view text);

// The shortest form that ParseInstant reads back.
std::string ToText(Instant instant);

std::ostream& operator<<(std::ostream& out, Instant instant);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_TIME_TEXT_H_
