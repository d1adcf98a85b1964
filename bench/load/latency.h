// Latency: how long a single command waits for its durable answer at a given
// rate, in an open loop.
//
// Command i is due at begin + i / rate whatever came before it, and its time
// runs from then on: a stalled ledger makes later commands wait and that wait
// counts. One thread plays all producers in turn, one command a frame; what
// the machine's disk does by itself is measured before and after.

#ifndef KUMBARA_BENCH_LOAD_LATENCY_H_
#define KUMBARA_BENCH_LOAD_LATENCY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "bench/load/figures.h"
#include "bench/load/rig.h"
#include "bench/load/traffic.h"
#include "engine/base/clock.h"
#include "engine/pipeline/ledger.h"
#include "engine/pipeline/stage_times.h"

namespace kumbara::bench {

struct LatencyOptions {
  std::uint64_t rate = 100'000;  // Commands a second.
  std::uint32_t producers = 16;
  std::uint32_t frame_commands = 1;
  std::uint32_t seconds = 10;
};

// The next commands of `traffic`, one frame after another; the time of each
// frame, in nanoseconds.
std::vector<std::int64_t> TimeOpenLoop(Ledger& ledger, Clock& clock,
                                       Traffic& traffic,
                                       const LatencyOptions& options);

// In microseconds.
struct Percentiles {
  double p50 = 0;
  double p99 = 0;
  double p999 = 0;
};

// Prints them and adds them under `name`.
Percentiles Tell(const std::string& name, std::vector<std::int64_t> nanos,
                 Figures* figures);

// Where the time went: how long batches were in each stage between the two.
void TellStages(const std::string& name, const StageTimes& before,
                const StageTimes& after, Figures* figures);

absl::StatusOr<Figures> RunLatency(Rig& rig, const LatencyOptions& options);

}  // namespace kumbara::bench

#endif  // KUMBARA_BENCH_LOAD_LATENCY_H_
