// The pause that a writer has when a segment is full and the next one begins.
//
// Two journals take the same batches in turn, one that makes its next segment
// in the background and one that makes it when it is needed, so that a slow
// moment of the disk meets both.

#ifndef KUMBARA_BENCH_LOAD_ROLL_H_
#define KUMBARA_BENCH_LOAD_ROLL_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "bench/load/figures.h"

namespace kumbara::bench {

struct RollOptions {
  std::string directory;
  std::uint32_t rolls = 200;  // Of each journal.
  std::uint32_t batch_commands = 512;
  std::uint64_t segment_bytes = 4 << 20;
};

// Prints and gives back percentiles of appends that roll and of others, of
// both, in nanoseconds.
absl::StatusOr<Figures> RunRolls(const RollOptions& options);

}  // namespace kumbara::bench

#endif  // KUMBARA_BENCH_LOAD_ROLL_H_
