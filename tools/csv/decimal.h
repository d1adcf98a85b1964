// Numbers as they stand in files: decimal digits and a leading '-', nothing
// else. No floating point comes near them.

#ifndef KUMBARA_TOOLS_CSV_DECIMAL_H_
#define KUMBARA_TOOLS_CSV_DECIMAL_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace kumbara::tools {

// The greatest magnitude of an amount (Amount::kMax, Money::kMax).
inline constexpr std::int64_t kNumberMax = 1'000'000'000'000'000'000;

// "-12" as -12. Nothing for anything else than an optional '-' and digits, or
// beyond ±10^18.
std::optional<std::int64_t> ParseWhole(std::string_view text);

// "-3.5" scaled by 10^decimals, exactly. Nothing if the text is no decimal
// number (digits on both sides of a point), has more than `decimals` decimals,
// even zeros, or is beyond ±10^18 when scaled. REQUIRES: 0 <= decimals <= 18.
std::optional<std::int64_t> ScaleDecimal(std::string_view text, int decimals);

// The number of decimals written: the least that ScaleDecimal takes for this
// text. Nothing if it would take none.
std::optional<int> DecimalsOf(std::string_view text);

// Two digits as a number, or 100 if they are none.
inline unsigned TwoDigits(const char* text) {
  const unsigned tens = static_cast<unsigned char>(text[0]) - unsigned{'0'};
  const unsigned ones = static_cast<unsigned char>(text[1]) - unsigned{'0'};
  return tens <= 9 && ones <= 9 ? tens * 10 + ones : 100;
}

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_CSV_DECIMAL_H_
