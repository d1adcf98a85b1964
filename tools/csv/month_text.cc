#include "tools/csv/month_text.h"

#include "engine/base/limits.h"
#include "tools/csv/decimal.h"

namespace kumbara::tools {

std::optional<std::uint16_t> ParseMonth(std::string_view text) {
  constexpr std::string_view kForm = "YYYY-MM";
  if (text.size() != kForm.size() || text[4] != '-') return {};
  const unsigned century = TwoDigits(text.data());
  const unsigned year = TwoDigits(text.data() + 2);
  const unsigned month = TwoDigits(text.data() + 5);
  if (century > 99 || year > 99 || month < 1 || month > 12) return {};
  const unsigned vintage = (century * 100 + year) * 12 + month - 1;
  if (vintage < kVintageMin || vintage > kVintageMax) return {};
  return static_cast<std::uint16_t>(vintage);
}

}  // namespace kumbara::tools
