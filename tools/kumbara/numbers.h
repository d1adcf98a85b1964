// Numbers and amounts as people read them.

#ifndef KUMBARA_TOOLS_KUMBARA_NUMBERS_H_
#define KUMBARA_TOOLS_KUMBARA_NUMBERS_H_

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/rational.h"

namespace kumbara::tools {

// "-1,234,567".
std::string Grouped(Int128 number);

// An amount in whole units: 1250 with 2 decimals is "12.50". `grouped` puts
// commas into the whole part.
std::string Scaled(Int128 amount, int decimals, bool grouped);

// amount × factors, exactly, however long it is, and without zeros at its end:
// 1250 times 3 with 2 decimals is "37.5". REQUIRES: no factor is below 0.
std::string ScaledProduct(Int128 amount,
                          std::initializer_list<std::int64_t> factors,
                          int decimals);

// "0.85" of 850,000.
std::string MillionthsText(std::int64_t millionths);

// "1.4 GB", in powers of 1,000.
std::string Bytes(std::uint64_t bytes);

// For messages: what ParseDuration and ParseBytes take.
inline constexpr char kDurationForm[] =
    "a time: a whole number and us, ms, s, m, h, d or w";
inline constexpr char kBytesForm[] =
    "a size: a whole number and K, M, G or nothing";

// "250ms", "90s", "15m", "24h", "7d", "2w" in microseconds.
std::optional<std::int64_t> ParseDuration(std::string_view text);

// "64M", "2G" or plain bytes, in powers of 1,024.
std::optional<std::uint64_t> ParseBytes(std::string_view text);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_NUMBERS_H_
