// PolledStages: a ledger without driver and journal, whose stages are polled
// one after another in one thread, each timed by itself.
//
// Units:   nanoseconds of the thread's processor time: what others do on the
//          machine meanwhile is not the stage's.
// Threads: one.

#ifndef KUMBARA_BENCH_MICRO_POLLED_STAGES_H_
#define KUMBARA_BENCH_MICRO_POLLED_STAGES_H_

#include <benchmark/benchmark.h>

#include <cstdint>
#include <memory>

#include "bench/workload/bench_ledger.h"

namespace kumbara::bench {

// What a frame spent in each stage, or several of them together.
struct StepTimes {
  std::int64_t submit = 0;  // The check of form, mostly.
  std::int64_t sequence = 0;
  std::int64_t resolve = 0;
  std::int64_t apply = 0;
  std::int64_t answer = 0;

  StepTimes& operator+=(const StepTimes& other);
  // As counters of a bench, for each of its commands.
  void Show(double commands, benchmark::State& state) const;
};

class PolledStages {
 public:
  explicit PolledStages(BenchLedger& ledger);

  // An empty frame, to be filled and sealed.
  Frame* NextFrame();
  // Takes the frame through all stages until it is answered.
  StepTimes Send();
  const Frame& answered() const { return *frame_; }

 private:
  std::int64_t Lap();

  BenchLedger& ledger_;
  std::unique_ptr<Producer> producer_;
  std::unique_ptr<Frame> frame_;
  std::int64_t lap_ = 0;
};

}  // namespace kumbara::bench

#endif  // KUMBARA_BENCH_MICRO_POLLED_STAGES_H_
