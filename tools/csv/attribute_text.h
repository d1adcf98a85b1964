// Attributes as the text of a CSV field. "none" clears one.

#ifndef KUMBARA_TOOLS_CSV_ATTRIBUTE_TEXT_H_
#define KUMBARA_TOOLS_CSV_ATTRIBUTE_TEXT_H_

#include <string>
#include <string_view>

#include "engine/record/attributes.h"

namespace kumbara::tools {

inline constexpr std::string_view kNoAttribute = "none";

// Each adds its field to the change, or returns false and leaves it.
// "02-29"
bool ParseBirthday(std::string_view text, AttributeChange* change);
// "3;17": numbers 0 to 63, in any order, each once.
bool ParseSegments(std::string_view text, AttributeChange* change);

// The same text again, the numbers ascending.
std::string BirthdayText(const Attributes& attributes);
std::string SegmentsText(const Attributes& attributes);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_CSV_ATTRIBUTE_TEXT_H_
