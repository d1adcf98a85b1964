// Fractions as programs write them: "3/2", or a whole number.

#ifndef KUMBARA_ENGINE_PROGRAM_FRACTION_H_
#define KUMBARA_ENGINE_PROGRAM_FRACTION_H_

#include <optional>
#include <string_view>

#include "engine/base/rational.h"

namespace kumbara {

// Reduced. Nothing unless it is at least 1, of digits and perhaps a "/" between
// them, both parts being within 32 bits.
std::optional<Rational> ParseFraction(std::string_view text);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_FRACTION_H_
