// Throughput: how many commands a second become durable and answered, where
// the time goes, and how far that is from what disk and processors permit.

#ifndef KUMBARA_BENCH_LOAD_THROUGHPUT_H_
#define KUMBARA_BENCH_LOAD_THROUGHPUT_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "bench/load/figures.h"
#include "bench/load/rig.h"

namespace kumbara::bench {

// Sends `commands` commands, prints what it measured and verifies the work.
// Frames of at most `part` commands are held in memory; with more, the run is
// several timed parts added up.
absl::StatusOr<Figures> RunThroughput(Rig& rig, std::uint64_t commands,
                                      std::uint64_t part);

}  // namespace kumbara::bench

#endif  // KUMBARA_BENCH_LOAD_THROUGHPUT_H_
