// Exact rates: a 32-bit numerator over a 32-bit denominator, products in as
// many bits as they need, one rounding.

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

// `product` / `denominator`, rounded once, in the words it is given; negated if
// so asked. Nothing when the result leaves the range of Amount.
template <class Word>
std::optional<Amount> Divide(Word product, Word denominator, Rounding rounding,
                             bool negative) {
  Word result = product / denominator;
  const Word rest = product % denominator;
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
  if (result > Word{Amount::kMax}) return std::nullopt;
  const auto count = static_cast<std::int64_t>(result);
  return Amount(negative ? -count : count);
}

// round(|value| × rate) with the sign of `value`: what a rate gives for x and
// what it takes back for -x are the same. Nothing when the result leaves the
// range of Amount.
inline std::optional<Amount> Apply(Rational rate, std::int64_t value,
                                   Rounding rounding) {
  KUMBARA_DCHECK(rate.denominator != 0);
  const bool negative = value < 0;
  const auto given = static_cast<std::uint64_t>(value);
  const std::uint64_t magnitude = negative ? 0 - given : given;
  // A basket times its rate mostly fits one word, which the machine divides by
  // itself; two are divided by a function of a hundred instructions.
  std::uint64_t product = 0;
  if (!__builtin_mul_overflow(magnitude, std::uint64_t{rate.numerator},
                              &product)) [[likely]] {
    return Divide<std::uint64_t>(product, rate.denominator, rounding, negative);
  }
  return Divide<Int128>(Int128{magnitude} * rate.numerator, rate.denominator,
                        rounding, negative);
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_RATIONAL_H_
