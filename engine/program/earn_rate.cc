#include "engine/program/earn_rate.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/program/program_keys.h"

namespace kumbara {
namespace {

// Ten to the power of 0 to 18.
Int128 PowerOfTen(std::int64_t power) {
  Int128 value = 1;
  for (; power > 0; --power) value *= 10;
  return value;
}

Int128 GreatestCommonDivisor(Int128 a, Int128 b) {
  while (b != 0) {
    const Int128 rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

}  // namespace

absl::StatusOr<Rational> EarnRate(std::string_view give, std::int64_t decimals,
                                  std::int64_t per) {
  KUMBARA_CHECK(decimals >= 0 && decimals <= 6 && per > 0);
  KUMBARA_CHECK(Judge({.shape = Shape::kDecimal}, std::string(give)) ==
                Verdict::kFits);
  // At most 18 digits: the product with 10^6 stays far within 128 bits.
  Int128 digits = 0;
  std::int64_t fraction_digits = 0;
  bool in_fraction = false;
  for (const char c : give) {
    if (c == '.') {
      in_fraction = true;
      continue;
    }
    digits = digits * 10 + (c - '0');
    if (in_fraction) ++fraction_digits;
  }
  const Int128 scaled = digits * PowerOfTen(decimals);
  const Int128 fraction = PowerOfTen(fraction_digits);
  if (scaled % fraction != 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        "give = ", std::string(give), " is not exact in a unit of ", decimals,
        " decimals; valid: at most ", decimals, " digits behind the point"));
  }
  const Int128 numerator = scaled / fraction;
  const Int128 divisor = GreatestCommonDivisor(numerator, per);
  if (numerator / divisor > UINT32_MAX || per / divisor > UINT32_MAX) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the rate ", std::string(give), " per ", per,
        " does not fit 32 bits over 32 bits; valid: at most ", UINT32_MAX,
        " above and below when reduced, counted in the unit's smallest "
        "decimal"));
  }
  return Rational{static_cast<std::uint32_t>(numerator / divisor),
                  static_cast<std::uint32_t>(per / divisor)};
}

}  // namespace kumbara
