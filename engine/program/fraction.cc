#include "engine/program/fraction.h"

#include <charconv>
#include <cstdint>
#include <numeric>
#include <system_error>

namespace kumbara {
namespace {

std::optional<std::uint32_t> ParsePart(std::string_view digits) {
  std::uint32_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto [stopped, error] = std::from_chars(digits.data(), end, value);
  if (error != std::errc() || stopped != end) return std::nullopt;
  return value;
}

}  // namespace

std::optional<Rational> ParseFraction(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto above = ParsePart(text.substr(0, slash));
  const auto below = slash == std::string_view::npos
                         ? std::optional<std::uint32_t>(1)
                         : ParsePart(text.substr(slash + 1));
  if (!above || !below || *below == 0 || *above < *below) return std::nullopt;
  const std::uint32_t divisor = std::gcd(*above, *below);
  return Rational{*above / divisor, *below / divisor};
}

}  // namespace kumbara
