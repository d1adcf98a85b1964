// Compares a journal with the checkpoints that were made of it.
//
// A root says whether any byte of its batches was changed, not which. With
// several checkpoints the changed batches lie behind the last one that holds;
// with the leaves that were written down beside the checkpoints each changed
// batch is named. Leaves are believed only if they have a checkpoint's root.
//
// Threads: plain functions.

#ifndef KUMBARA_STORAGE_EVIDENCE_COMPARE_H_
#define KUMBARA_STORAGE_EVIDENCE_COMPARE_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/base/types.h"
#include "storage/evidence/checkpoint.h"
#include "storage/journal/position.h"

namespace kumbara::storage {

struct Comparison {
  std::uint64_t holding = 0;  // Checkpoints that hold, from the first on.
  // Up to this batch the journal is what was signed for.
  BatchNumber proven = 0;
  // What is wrong, a sentence each; empty if every checkpoint holds.
  std::vector<std::string> differences;
};

// `checkpoints` ascend by their batches; `recorded` are leaves written down
// beside them, or none. `end` is where the journal ends.
Comparison CompareWith(std::span<const Checkpoint> checkpoints,
                       std::span<const TreeHash> recorded,
                       const JournalPosition& end,
                       std::span<const TreeHash> leaves);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_EVIDENCE_COMPARE_H_
