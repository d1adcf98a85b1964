// What a snapshot under way costs the writing process: throughput and latency
// without one and beside one, in turn, so that a slow moment of the machine
// meets both.

#ifndef KUMBARA_BENCH_LOAD_SNAPSHOTS_H_
#define KUMBARA_BENCH_LOAD_SNAPSHOTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "bench/load/figures.h"
#include "bench/load/latency.h"
#include "bench/load/rig.h"

namespace kumbara::bench {

struct SnapshotsOptions {
  std::uint64_t commands = 16'000'000;  // Of each timed part.
  std::uint32_t runs = 5;
  LatencyOptions latency;
  std::string kumbara;      // The program that makes them.
  std::string every = "1";  // Bytes of journal, as its --every; 1: no pause.
};

// Prints what it measured, and the figures of each run.
absl::StatusOr<std::vector<Figures>> RunSnapshots(
    const RigOptions& rig, const SnapshotsOptions& options);

}  // namespace kumbara::bench

#endif  // KUMBARA_BENCH_LOAD_SNAPSHOTS_H_
