#include "tools/csv/decimal.h"

#include <cstddef>

#include "engine/base/check.h"
#include "engine/base/types.h"

namespace kumbara::tools {
namespace {

static_assert(kNumberMax == Amount::kMax && kNumberMax == Money::kMax);

constexpr int kDecimalsMax = 18;

// value * 10 + digit, or false past kNumberMax.
bool Append(int digit, std::int64_t* value) {
  if (*value > kNumberMax / 10) return false;
  *value = *value * 10 + digit;
  return *value <= kNumberMax;
}

// Digits, at least one, appended to *value.
bool AppendDigits(std::string_view digits, std::int64_t* value) {
  if (digits.empty()) return false;
  for (const char c : digits) {
    if (c < '0' || c > '9' || !Append(c - '0', value)) return false;
  }
  return true;
}

}  // namespace

std::optional<std::int64_t> ParseWhole(std::string_view text) {
  const bool negative = !text.empty() && text[0] == '-';
  if (negative) text.remove_prefix(1);
  std::int64_t value = 0;
  if (!AppendDigits(text, &value)) return {};
  return negative ? -value : value;
}

std::optional<std::int64_t> ScaleDecimal(std::string_view text, int decimals) {
  KUMBARA_CHECK(decimals >= 0 && decimals <= kDecimalsMax);
  const bool negative = !text.empty() && text[0] == '-';
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  std::int64_t value = 0;
  if (!AppendDigits(text.substr(0, point), &value)) return {};
  int given = 0;
  if (point != std::string_view::npos) {
    const std::string_view fraction = text.substr(point + 1);
    if (fraction.size() > static_cast<std::size_t>(decimals)) return {};
    if (!AppendDigits(fraction, &value)) return {};
    given = static_cast<int>(fraction.size());
  }
  for (; given < decimals; ++given) {
    if (!Append(0, &value)) return {};
  }
  return negative ? -value : value;
}

std::optional<int> DecimalsOf(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::size_t decimals =
      point == std::string_view::npos ? 0 : text.size() - point - 1;
  if (decimals > kDecimalsMax) return {};
  const int count = static_cast<int>(decimals);
  if (!ScaleDecimal(text, count)) return {};
  return count;
}

}  // namespace kumbara::tools
