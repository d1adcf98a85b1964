#include "tools/csv/attribute_text.h"

#include <cstddef>

#include "tools/csv/decimal.h"

namespace kumbara::tools {
namespace {

std::string TwoDigitText(unsigned number) {
  return {static_cast<char>('0' + number / 10),
          static_cast<char>('0' + number % 10)};
}

}  // namespace

bool ParseBirthday(std::string_view text, AttributeChange* change) {
  unsigned month = 0;
  unsigned day = 0;
  if (text != kNoAttribute) {
    if (text.size() != 5 || text[2] != '-') return false;
    month = TwoDigits(text.data());
    day = TwoDigits(text.data() + 3);
    if (!IsDayOfYear(month, day)) return false;
  }
  change->given |= AttributeChange::kBirthday;
  change->values.birth_month = static_cast<std::uint8_t>(month);
  change->values.birth_day = static_cast<std::uint8_t>(day);
  return true;
}

bool ParseSegments(std::string_view text, AttributeChange* change) {
  std::uint64_t segments = 0;
  while (text != kNoAttribute) {
    const std::size_t end = text.find(';');
    const std::optional<std::int64_t> number = ParseWhole(text.substr(0, end));
    if (!number || *number < 0 || *number >= std::int64_t{kSegments}) {
      return false;
    }
    const std::uint64_t segment = std::uint64_t{1} << *number;
    if ((segments & segment) != 0) return false;
    segments |= segment;
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
    if (text == kNoAttribute) return false;
  }
  change->given |= AttributeChange::kSegmentSet;
  change->values.segments = segments;
  return true;
}

std::string BirthdayText(const Attributes& attributes) {
  if (attributes.birth_month == 0) return std::string(kNoAttribute);
  return TwoDigitText(attributes.birth_month) + "-" +
         TwoDigitText(attributes.birth_day);
}

std::string SegmentsText(const Attributes& attributes) {
  std::string text;
  for (unsigned i = 0; i < kSegments; ++i) {
    if ((attributes.segments >> i & 1) == 0) continue;
    if (!text.empty()) text += ";";
    text += std::to_string(i);
  }
  return text.empty() ? std::string(kNoAttribute) : text;
}

}  // namespace kumbara::tools
