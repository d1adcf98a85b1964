// What resolve finds out about a linked run: which of its commands are tried
// together and which are refused at once (docs/semantics.md section 7).
//
// Threads: any.
// Cost:    reads the items of the run twice.

#ifndef KUMBARA_ENGINE_PIPELINE_LINKED_RUN_H_
#define KUMBARA_ENGINE_PIPELINE_LINKED_RUN_H_

#include <span>

#include "engine/pipeline/batch_ring.h"

namespace kumbara {

// Whether a view of what was before `until` has the run.
bool HappensBefore(Instant until, std::span<const WorkItem> run);

// The new items of a run become kRun with its kInRun, up to the first that is
// known to fail, and kRefused behind that. A run is open if it is cut
// off before its last command. REQUIRES: each is resolved by itself;
// HappensBefore.
void MarkRun(bool is_open, std::span<WorkItem> run);

// The new items of a run that a view of the past does not have are left out.
void SkipRun(std::span<WorkItem> run);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PIPELINE_LINKED_RUN_H_
