// Plan: a membership that is paid for some time, and what comes when it is
// over.
//
// Units:   durations of the program's calendar.
// Threads: immutable once compiled.

#ifndef KUMBARA_ENGINE_PROGRAM_PLAN_H_
#define KUMBARA_ENGINE_PROGRAM_PLAN_H_

#include <optional>

#include "engine/base/duration.h"
#include "engine/base/types.h"

namespace kumbara {

struct Plan {
  Code code = 0;
  // For how long a start or a renewal is paid; nothing: it has no end.
  std::optional<Duration> period = {};
  // For how long it stays in force behind that.
  std::optional<Duration> grace = {};
  Code lapses_to = 0;  // A plan without period; 0 = none.
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_PLAN_H_
