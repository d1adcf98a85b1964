#include "bench/workload/zipf.h"

#include <algorithm>
#include <cmath>

namespace kumbara::bench {

Zipf::Zipf(std::uint64_t n) : n_(static_cast<double>(n)), zeta_(0) {
  for (std::uint64_t i = 1; i <= n; ++i) {
    zeta_ += std::pow(1.0 / static_cast<double>(i), kTheta);
  }
  const double zeta_of_two = 1 + std::pow(0.5, kTheta);
  eta_ = (1 - std::pow(2.0 / n_, 1 - kTheta)) / (1 - zeta_of_two / zeta_);
}

std::uint64_t Zipf::Rank(std::uint64_t random) const {
  const double u = static_cast<double>(random >> 11) * 0x1p-53;
  const double uz = u * zeta_;
  if (uz < 1) return 0;
  if (uz < 1 + std::pow(0.5, kTheta)) return 1;
  const double rank = n_ * std::pow(eta_ * u - eta_ + 1, 1 / (1 - kTheta));
  return static_cast<std::uint64_t>(std::min(rank, n_ - 1));
}

}  // namespace kumbara::bench
