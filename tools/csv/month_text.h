// Months as texts.

#ifndef KUMBARA_TOOLS_CSV_MONTH_TEXT_H_
#define KUMBARA_TOOLS_CSV_MONTH_TEXT_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace kumbara::tools {

inline constexpr std::string_view kMonthForm =
    "a month from 0001-01 to 5461-04";

// "2011-01" as year * 12 + month - 1, or nothing.
std::optional<std::uint16_t> ParseMonth(std::string_view text);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_CSV_MONTH_TEXT_H_
