// Amounts as programs write them: whole units in decimal, exact in the
// decimals of their unit.

#ifndef KUMBARA_ENGINE_PROGRAM_UNIT_AMOUNT_H_
#define KUMBARA_ENGINE_PROGRAM_UNIT_AMOUNT_H_

#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"
#include "engine/base/rational.h"
#include "engine/base/types.h"

namespace kumbara {

// `decimal` × 10^decimals. REQUIRES: Shape::kDecimal allows `decimal`, and
// 0 <= decimals <= 6. The error is one line about `key`: what is wrong; what
// would be valid.
absl::StatusOr<Int128> InSmallestDecimal(std::string_view key,
                                         std::string_view decimal,
                                         std::int64_t decimals);

// The same as an amount; another error is that it leaves the range of one.
absl::StatusOr<Amount> UnitAmount(std::string_view key,
                                  std::string_view decimal,
                                  std::int64_t decimals);

// What is no amount of a unit, in millionths. REQUIRES and errors as above.
absl::StatusOr<std::int64_t> Millionths(std::string_view key,
                                        std::string_view decimal);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_UNIT_AMOUNT_H_
