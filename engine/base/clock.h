// The port through which the engine learns the time. Only the sequencer (batch
// time) and the stage histograms ask; nothing that changes state does.

#ifndef KUMBARA_ENGINE_BASE_CLOCK_H_
#define KUMBARA_ENGINE_BASE_CLOCK_H_

#include <cstdint>

#include "engine/base/types.h"

namespace kumbara {

class Clock {
 public:
  virtual ~Clock() = default;

  virtual Instant Now() = 0;
  // Never goes back; for differences only.
  virtual std::int64_t MonotonicNanos() = 0;
};

// The machine's clocks. Threads: safe.
class SystemClock final : public Clock {
 public:
  Instant Now() override;
  std::int64_t MonotonicNanos() override;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_CLOCK_H_
