#include "engine/base/duration.h"

#include <array>

namespace kumbara {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kDay = 86'400 * kSecond;
constexpr std::int64_t kMicrosMax = kDurationYearsMax * 366 * kDay;
constexpr std::int64_t kMonthsMax = kDurationYearsMax * 12;

struct DurationUnit {
  std::string_view name;
  Duration one;
};

constexpr std::array<DurationUnit, 7> kUnits = {{
    {"s", {Duration::Kind::kMicros, kSecond}},
    {"m", {Duration::Kind::kMicros, 60 * kSecond}},
    {"h", {Duration::Kind::kMicros, 3'600 * kSecond}},
    {"d", {Duration::Kind::kMicros, kDay}},
    {"w", {Duration::Kind::kMicros, 7 * kDay}},
    {"mo", {Duration::Kind::kMonths, 1}},
    {"y", {Duration::Kind::kMonths, 12}},
}};

}  // namespace

std::optional<Duration> ParseDuration(std::string_view text) {
  std::size_t digits = 0;
  std::int64_t number = 0;
  for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '9';
       ++digits) {
    number = number * 10 + (text[digits] - '0');
    // The greatest of all is a number of seconds; this also bounds the sum.
    if (number > kMicrosMax / kSecond) return std::nullopt;
  }
  if (digits == 0 || (digits > 1 && text[0] == '0')) return std::nullopt;
  for (const DurationUnit& unit : kUnits) {
    if (unit.name != text.substr(digits)) continue;
    const bool is_civil = unit.one.kind == Duration::Kind::kMonths;
    if (number > (is_civil ? kMonthsMax : kMicrosMax) / unit.one.count) {
      return std::nullopt;
    }
    return Duration{unit.one.kind, number * unit.one.count};
  }
  return std::nullopt;
}

}  // namespace kumbara
