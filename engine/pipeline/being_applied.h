// BeingApplied: the command that the calling thread applies, for whoever asks
// when it ends the process (storage/recovery/crash_note.h).
//
// Threads: each has its own; its signal handlers may read it.
// Cost:    a few stores to one cache line per command.

#ifndef KUMBARA_ENGINE_PIPELINE_BEING_APPLIED_H_
#define KUMBARA_ENGINE_PIPELINE_BEING_APPLIED_H_

#include <cstdint>

#include "engine/base/types.h"
#include "engine/record/command.h"

namespace kumbara {

// A message counts as the command that it goes back to, and what falls due
// behind a batch as the last command of that.
struct BeingApplied {
  Sequence sequence = 0;  // 0: nothing is applied.
  CommandId id;           // 0 if it is not known here.
  std::uint16_t shard = 0;
  CommandKind kind = CommandKind::kTick;
};

inline thread_local constinit BeingApplied being_applied;

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PIPELINE_BEING_APPLIED_H_
