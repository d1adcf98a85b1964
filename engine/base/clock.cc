#include "engine/base/clock.h"

#include <chrono>

namespace kumbara {

using std::chrono::duration_cast;

Instant SystemClock::Now() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return Instant(duration_cast<std::chrono::microseconds>(since_epoch).count());
}

std::int64_t SystemClock::MonotonicNanos() {
  const auto since_boot = std::chrono::steady_clock::now().time_since_epoch();
  return duration_cast<std::chrono::nanoseconds>(since_boot).count();
}

}  // namespace kumbara
