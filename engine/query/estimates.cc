#include "engine/query/estimates.h"

#include <algorithm>

#include "engine/base/limits.h"

namespace kumbara {

const Estimate* EstimateInForce(std::span<const Estimate> estimates,
                                std::uint8_t unit, std::uint16_t vintage,
                                Instant at) {
  const auto found = std::find_if(
      estimates.rbegin(), estimates.rend(), [&](const Estimate& estimate) {
        return estimate.unit == unit && estimate.effective <= at.micros() &&
               estimate.Has(vintage);
      });
  return found == estimates.rend() ? nullptr : &*found;
}

// What later ones leave of a range begins with the range, or right behind one
// of theirs. Without a range it has what has no month, which only another one
// without a range takes away.
EstimateStanding StandingOf(std::span<const Estimate> estimates,
                            std::size_t index, Instant at) {
  const Estimate& asked = estimates[index];
  if (asked.effective > at.micros()) return EstimateStanding::kToCome;
  const auto stands_for = [&](std::uint16_t vintage) {
    return asked.Has(vintage) &&
           EstimateInForce(estimates, asked.unit, vintage, at) == &asked;
  };
  const auto later = estimates.subspan(index + 1);
  const bool stands =
      stands_for(asked.from_vintage) ||
      std::any_of(later.begin(), later.end(), [&](const Estimate& other) {
        return other.from_vintage != 0 && other.to_vintage < kVintageMax &&
               stands_for(static_cast<std::uint16_t>(other.to_vintage + 1));
      });
  return stands ? EstimateStanding::kInForce : EstimateStanding::kSuperseded;
}

}  // namespace kumbara
