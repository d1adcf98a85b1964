// Estimates: which of those that were given a report goes by.
//
// Units:   vintages as year * 12 + month - 1; 0: no month.
// Threads: plain values.
// Cost:    linear in the estimates; StandingOf has their square for each.

#ifndef KUMBARA_ENGINE_QUERY_ESTIMATES_H_
#define KUMBARA_ENGINE_QUERY_ESTIMATES_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/base/types.h"
#include "engine/record/estimate.h"

namespace kumbara {

// The last one given whose range has the vintage, of those of the unit that
// have taken effect at `at`; null if there is none.
const Estimate* EstimateInForce(std::span<const Estimate> estimates,
                                std::uint8_t unit, std::uint16_t vintage,
                                Instant at);

enum class EstimateStanding : std::uint8_t {
  kToCome,      // It takes effect later.
  kInForce,     // Of a vintage at least.
  kSuperseded,  // Later ones have all of its range.
};

EstimateStanding StandingOf(std::span<const Estimate> estimates,
                            std::size_t index, Instant at);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_QUERY_ESTIMATES_H_
