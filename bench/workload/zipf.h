// Zipf: ranks 0 to n - 1, rank r drawn with a probability proportional to
// 1 / (r + 1)^0.99, the skew that key-value benchmarks settled on.
//
// Method:  Gray et al., "Quickly generating billion-record synthetic
//          databases", SIGMOD 1994.
// Threads: immutable.
// Cost:    one pow per draw; construction sums n terms.

#ifndef KUMBARA_BENCH_WORKLOAD_ZIPF_H_
#define KUMBARA_BENCH_WORKLOAD_ZIPF_H_

#include <cstdint>

namespace kumbara::bench {

class Zipf {
 public:
  static constexpr double kTheta = 0.99;

  // REQUIRES: n >= 2.
  explicit Zipf(std::uint64_t n);

  // The rank for a random word.
  std::uint64_t Rank(std::uint64_t random) const;

 private:
  double n_;
  double zeta_;
  double eta_;
};

}  // namespace kumbara::bench

#endif  // KUMBARA_BENCH_WORKLOAD_ZIPF_H_
