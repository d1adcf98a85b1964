// Ctrl-C and SIGTERM ask the program to stop; it stops where it can go on.

#ifndef KUMBARA_TOOLS_KUMBARA_STOP_SIGNAL_H_
#define KUMBARA_TOOLS_KUMBARA_STOP_SIGNAL_H_

#include <cstdint>

namespace kumbara::tools {

// From now on the signals only set a flag; a second one ends the process.
void CatchStopSignals();

bool StopRequested();

// Returns sooner once that is so.
void SleepUnlessStopped(std::int64_t micros);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_STOP_SIGNAL_H_
