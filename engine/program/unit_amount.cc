#include "engine/program/unit_amount.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/program/key_rule.h"

namespace kumbara {
namespace {

// Ten to the power of 0 to 18.
Int128 PowerOfTen(std::int64_t power) {
  Int128 value = 1;
  for (; power > 0; --power) value *= 10;
  return value;
}

}  // namespace

absl::StatusOr<Int128> InSmallestDecimal(std::string_view key,
                                         std::string_view decimal,
                                         std::int64_t decimals) {
  KUMBARA_CHECK(decimals >= 0 && decimals <= 6);
  KUMBARA_CHECK(Judge({.shape = Shape::kDecimal}, std::string(decimal)) ==
                Verdict::kFits);
  // At most 18 digits: the product with 10^6 stays far within 128 bits.
  Int128 digits = 0;
  std::int64_t fraction_digits = 0;
  bool in_fraction = false;
  for (const char c : decimal) {
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
        std::string(key), " = ", std::string(decimal),
        " is not exact in a unit of ", decimals, " decimals; valid: at most ",
        decimals, " digits behind the point"));
  }
  return scaled / fraction;
}

absl::StatusOr<Amount> UnitAmount(std::string_view key,
                                  std::string_view decimal,
                                  std::int64_t decimals) {
  const absl::StatusOr<Int128> count =
      InSmallestDecimal(key, decimal, decimals);
  if (!count.ok()) return count.status();
  if (*count > Amount::kMax) {
    return absl::InvalidArgumentError(
        absl::StrCat(std::string(key), " = ", std::string(decimal),
                     " leaves the range of a unit of ", decimals,
                     " decimals; valid: at most ", Amount::kMax,
                     " of its smallest decimal"));
  }
  return Amount(static_cast<std::int64_t>(*count));
}

absl::StatusOr<std::int64_t> Millionths(std::string_view key,
                                        std::string_view decimal) {
  const absl::StatusOr<Int128> count = InSmallestDecimal(key, decimal, 6);
  if (count.ok() && *count <= Amount::kMax) {
    return static_cast<std::int64_t>(*count);
  }
  return absl::InvalidArgumentError(absl::StrCat(
      std::string(key), " = ", std::string(decimal),
      count.ok() ? " is too great; valid: at most 1000000000000"
                 : " has more than 6 digits behind the point; valid: at most "
                   "6 of them"));
}

}  // namespace kumbara
