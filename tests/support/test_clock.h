// TestClock: a clock that stands still until told. Threads: safe.

#ifndef KUMBARA_TESTS_SUPPORT_TEST_CLOCK_H_
#define KUMBARA_TESTS_SUPPORT_TEST_CLOCK_H_

#include <atomic>
#include <cstdint>

#include "engine/base/clock.h"

namespace kumbara {

class TestClock final : public Clock {
 public:
  explicit TestClock(std::int64_t micros = 1'000'000) : micros_(micros) {}

  Instant Now() override { return Instant(micros_.load()); }
  std::int64_t MonotonicNanos() override { return nanos_.fetch_add(1); }
  void Set(std::int64_t micros) { micros_.store(micros); }

 private:
  std::atomic<std::int64_t> micros_;
  std::atomic<std::int64_t> nanos_{1};
};

}  // namespace kumbara

#endif  // KUMBARA_TESTS_SUPPORT_TEST_CLOCK_H_
