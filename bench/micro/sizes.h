// Sizes of the micro benches: real ones, or with KUMBARA_BENCH_SMOKE set a
// thousandth of them, so that a test can run every bench once.

#ifndef KUMBARA_BENCH_MICRO_SIZES_H_
#define KUMBARA_BENCH_MICRO_SIZES_H_

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace kumbara::bench {

inline std::int64_t Sized(std::int64_t size) {
  static const bool smoke = std::getenv("KUMBARA_BENCH_SMOKE") != nullptr;
  return smoke ? std::max<std::int64_t>(size / 1'000, 10) : size;
}

}  // namespace kumbara::bench

#endif  // KUMBARA_BENCH_MICRO_SIZES_H_
