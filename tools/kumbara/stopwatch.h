// Stopwatch: how long something took, for what people read.

#ifndef KUMBARA_TOOLS_KUMBARA_STOPWATCH_H_
#define KUMBARA_TOOLS_KUMBARA_STOPWATCH_H_

#include <chrono>

namespace kumbara::tools {

class Stopwatch {
 public:
  // Since it was made.
  double Seconds() const {
    return std::chrono::duration<double>(Clock::now() - begun_).count();
  }

 private:
  using Clock = std::chrono::steady_clock;

  const Clock::time_point begun_ = Clock::now();
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_STOPWATCH_H_
