// Exact rates: a 32-bit numerator over a 32-bit denominator, products in 128
// bits, one rounding.

#ifndef KUMBARA_ENGINE_BASE_RATIONAL_H_
#define KUMBARA_ENGINE_BASE_RATIONAL_H_

#include <cstdint>
#include <optional>

#include "engine/base/check.h"
#include "engine/base/types.h"

namespace kumbara {

__extension__ typedef __int128 Int128;

enum class Rounding : std::uint8_t { kFloor, kHalfUp, kHalfEven, kCeil };

struct Rational {
  std::uint32_t numerator = 0;
  std::uint32_t denominator = 1;

  friend bool operator==(const Rational&, const Rational&) = default;
};

inline bool IsGreater(Rational a, Rational b) {
  return std::uint64_t{a.numerator} * b.denominator >
         std::uint64_t{b.numerator} * a.denominator;
}

// round(|value| × rate) with the sign of `value`: what a rate gives for x and
// what it takes back for -x are the same. Nothing when the result leaves the
// range of Amount.
inline std::optional<Amount> Apply(Rational rate, std::int64_t value,
                                   Rounding rounding) {
  KUMBARA_DCHECK(rate.denominator != 0);
  const bool negative = value < 0;
  const Int128 magnitude = negative ? -Int128{value} : Int128{value};
  const Int128 product = magnitude * rate.numerator;
  const Int128 denominator = rate.denominator;
  Int128 result = product / denominator;
  const Int128 rest = product % denominator;
  switch (rounding) {
    case Rounding::kFloor:
      break;
    case Rounding::kHalfUp:
      if (2 * rest >= denominator) ++result;
      break;
    case Rounding::kHalfEven:
      if (2 * rest > denominator ||
          (2 * rest == denominator && (result & 1) != 0)) {
        ++result;
      }
      break;
    case Rounding::kCeil:
      if (rest != 0) ++result;
      break;
  }
  if (result > Amount::kMax) return std::nullopt;
  const auto count = static_cast<std::int64_t>(result);
  return Amount(negative ? -count : count);
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_RATIONAL_H_
