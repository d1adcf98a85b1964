#include "engine/program/earn_rate.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/program/unit_amount.h"

namespace kumbara {
namespace {

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
  KUMBARA_CHECK(per > 0);
  const absl::StatusOr<Int128> numerator =
      InSmallestDecimal("give", give, decimals);
  if (!numerator.ok()) return numerator.status();
  const Int128 divisor = GreatestCommonDivisor(*numerator, per);
  if (*numerator / divisor > UINT32_MAX || per / divisor > UINT32_MAX) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the rate ", std::string(give), " per ", per,
        " does not fit 32 bits over 32 bits; valid: at most ", UINT32_MAX,
        " above and below when reduced, counted in the unit's smallest "
        "decimal"));
  }
  return Rational{static_cast<std::uint32_t>(*numerator / divisor),
                  static_cast<std::uint32_t>(per / divisor)};
}

}  // namespace kumbara
