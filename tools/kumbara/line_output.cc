#include "tools/kumbara/line_output.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/report.h"
#include "tools/kumbara/stop_signal.h"

namespace kumbara::tools {
namespace {

constexpr std::size_t kKeptBytes = 64 * 1024;

}  // namespace

int ExitCodeOf(OutputState state) {
  switch (state) {
    case OutputState::kOpen:
    case OutputState::kClosed:
      return kExitOk;
    case OutputState::kStopped:
      return kExitInterrupted;
    case OutputState::kFailed:
      break;
  }
  return FailToPrint();
}

OutputState LineOutput::Add(std::string_view line) {
  kept_ += line;
  return kept_.size() < kKeptBytes ? state_ : Flush();
}

OutputState LineOutput::Flush() {
  std::string_view rest = kept_;
  while (!rest.empty() && state_ == OutputState::kOpen) {
    const ssize_t written = write(STDOUT_FILENO, rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EINTR) {
      if (StopRequested()) state_ = OutputState::kStopped;
    } else {
      state_ = errno == EPIPE ? OutputState::kClosed : OutputState::kFailed;
    }
  }
  kept_.clear();
  return state_;
}

OutputState LineOutput::Wait(int milliseconds) {
  // Asks for nothing, so only that the reader has gone is told.
  pollfd output{STDOUT_FILENO, 0, 0};
  if (poll(&output, 1, milliseconds) > 0) state_ = OutputState::kClosed;
  if (StopRequested()) state_ = OutputState::kStopped;
  return state_;
}

}  // namespace kumbara::tools
