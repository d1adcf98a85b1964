// The exact rate of an earn rule: "give so many units per so many minor units".

#ifndef KUMBARA_ENGINE_PROGRAM_EARN_RATE_H_
#define KUMBARA_ENGINE_PROGRAM_EARN_RATE_H_

#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"
#include "engine/base/rational.h"

namespace kumbara {

// give × 10^decimals / per, reduced. `give` is whole units as decimal text of
// at most 18 digits, `decimals` is 0 to 6, `per` is above 0. The error is one
// line: what is wrong; what would be valid.
absl::StatusOr<Rational> EarnRate(std::string_view give, std::int64_t decimals,
                                  std::int64_t per);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_EARN_RATE_H_
