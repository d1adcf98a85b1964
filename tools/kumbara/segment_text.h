// Segments of a journal in words.

#ifndef KUMBARA_TOOLS_KUMBARA_SEGMENT_TEXT_H_
#define KUMBARA_TOOLS_KUMBARA_SEGMENT_TEXT_H_

#include <cstdint>
#include <string>

#include "storage/archive/archive_segments.h"

namespace kumbara::tools {

// "1-7,696", or "-" of nothing.
std::string RangeText(std::uint64_t first, std::uint64_t last);

// Prints a line for each segment that begins with `what`, such as "archived".
storage::OnSegment TellingOfSegments(const char* what);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_SEGMENT_TEXT_H_
