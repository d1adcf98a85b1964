#include "tools/kumbara/numbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <utility>

namespace kumbara::tools {
namespace {

std::string Digits(Int128 magnitude) {
  std::string digits;
  do {
    digits.push_back(static_cast<char>('0' + static_cast<int>(magnitude % 10)));
    magnitude /= 10;
  } while (magnitude != 0);
  std::reverse(digits.begin(), digits.end());
  return digits;
}

void Group(std::string* digits) {
  for (std::size_t i = digits->size(); i > 3; i -= 3) {
    digits->insert(i - 3, 1, ',');
  }
}

// A whole number followed by one of the suffixes, scaled.
template <std::size_t kSuffixes>
std::optional<std::int64_t> ParseScaled(
    std::string_view text,
    const std::array<std::pair<std::string_view, std::int64_t>, kSuffixes>&
        suffixes) {
  std::int64_t number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0) return std::nullopt;
  const std::string_view suffix =
      text.substr(static_cast<std::size_t>(end - text.data()));
  for (const auto& [name, scale] : suffixes) {
    if (name != suffix) continue;
    std::int64_t scaled = 0;
    if (__builtin_mul_overflow(number, scale, &scaled)) return std::nullopt;
    return scaled;
  }
  return std::nullopt;
}

}  // namespace

std::string Grouped(Int128 number) { return Scaled(number, 0, true); }

std::string Scaled(Int128 amount, int decimals, bool grouped) {
  const bool negative = amount < 0;
  std::string digits = Digits(negative ? -amount : amount);
  const auto places = static_cast<std::size_t>(decimals);
  if (digits.size() <= places) {
    digits.insert(0, places + 1 - digits.size(), '0');
  }
  const std::string fraction = digits.substr(digits.size() - places);
  digits.resize(digits.size() - places);
  if (grouped) Group(&digits);
  if (!fraction.empty()) digits += "." + fraction;
  return negative ? "-" + digits : digits;
}

std::string Bytes(std::uint64_t bytes) {
  constexpr std::array<const char*, 5> kUnits = {"B", "kB", "MB", "GB", "TB"};
  std::size_t unit = 0;
  std::uint64_t tenths = bytes * 10;
  while (tenths >= 10'000 && unit + 1 < kUnits.size()) {
    tenths /= 1'000;
    ++unit;
  }
  std::array<char, 32> text;
  const int size =
      unit == 0 ? std::snprintf(text.data(), text.size(), "%llu B",
                                static_cast<unsigned long long>(bytes))
                : std::snprintf(text.data(), text.size(), "%llu.%llu %s",
                                static_cast<unsigned long long>(tenths / 10),
                                static_cast<unsigned long long>(tenths % 10),
                                kUnits[unit]);
  return std::string(text.data(), static_cast<std::size_t>(size));
}

std::optional<std::int64_t> ParseDuration(std::string_view text) {
  constexpr std::int64_t kSecond = 1'000'000;
  return ParseScaled<7>(text, {{{"us", 1},
                                {"ms", 1'000},
                                {"s", kSecond},
                                {"m", 60 * kSecond},
                                {"h", 3'600 * kSecond},
                                {"d", 86'400 * kSecond},
                                {"w", 7 * 86'400 * kSecond}}});
}

std::optional<std::uint64_t> ParseBytes(std::string_view text) {
  const std::optional<std::int64_t> bytes = ParseScaled<4>(
      text, {{{"", 1}, {"K", 1 << 10}, {"M", 1 << 20}, {"G", 1 << 30}}});
  if (!bytes) return std::nullopt;
  return static_cast<std::uint64_t>(*bytes);
}

}  // namespace kumbara::tools
