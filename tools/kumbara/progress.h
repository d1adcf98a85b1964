// Progress of long work, on standard error: a bar with rate and remaining time
// on a terminal, else a plain line every few seconds.
//
// Threads: one owner.

#ifndef KUMBARA_TOOLS_KUMBARA_PROGRESS_H_
#define KUMBARA_TOOLS_KUMBARA_PROGRESS_H_

#include <chrono>
#include <cstdint>
#include <string>

namespace kumbara::tools {

class Progress {
 public:
  // `what` is the verb shown, `unit` what `count` counts.
  Progress(std::string what, std::string unit);
  // Ends the bar.
  ~Progress();

  // `done` of `total` in any measure, 0 if unknown; `count` of units so far.
  // Cheap enough to call often: most calls only look at the clock.
  void Show(std::uint64_t done, std::uint64_t total, std::uint64_t count);

 private:
  using SteadyClock = std::chrono::steady_clock;

  void ShowBar(double share, double seconds, std::uint64_t count);
  void ShowLine(double share, double seconds, std::uint64_t count);

  const std::string what_;
  const std::string unit_;
  const bool terminal_;
  const SteadyClock::time_point begun_;
  SteadyClock::time_point next_;
  bool shown_ = false;
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_PROGRESS_H_
