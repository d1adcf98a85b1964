#include "tools/kumbara/stop_signal.h"

#include <time.h>

#include <csignal>

namespace kumbara::tools {
namespace {

volatile std::sig_atomic_t stop_requested = 0;

void RequestStop(int) { stop_requested = 1; }

}  // namespace

void CatchStopSignals() {
  struct sigaction action = {};
  action.sa_handler = RequestStop;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  // A full pipe or file limit is an error to report, not a reason to die.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

bool StopRequested() { return stop_requested != 0; }

void SleepUnlessStopped(std::int64_t micros) {
  constexpr std::int64_t kLook = 50'000;
  for (; micros > 0 && !StopRequested(); micros -= kLook) {
    const timespec pause{0, kLook * 1'000};
    nanosleep(&pause, nullptr);
  }
}

}  // namespace kumbara::tools
