// LineOutput: lines to standard output for someone who may read slowly, stop
// reading, or be a full disk.
//
// Threads: one owner, who writes nothing else there.
// Errors:  what ended the output is told once and stays.

#ifndef KUMBARA_TOOLS_KUMBARA_LINE_OUTPUT_H_
#define KUMBARA_TOOLS_KUMBARA_LINE_OUTPUT_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace kumbara::tools {

enum class OutputState : std::uint8_t {
  kOpen,
  kClosed,   // Its reader has gone.
  kStopped,  // A stop signal came.
  kFailed,   // It cannot be written.
};

// What a subcommand ends with that only printed. Who stopped reading had
// enough.
int ExitCodeOf(OutputState state);

class LineOutput {
 public:
  // Keeps the line, or writes those kept if they are many.
  OutputState Add(std::string_view line);
  // Writes what is kept. A signal ends it in the middle of a line only if the
  // reader is stuck.
  OutputState Flush();
  // Sleeps for that long; wakes up early for a signal or when the reader goes.
  OutputState Wait(int milliseconds);

 private:
  std::string kept_;
  OutputState state_ = OutputState::kOpen;
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_LINE_OUTPUT_H_
