// SteppedLedger: a ledger without a journal whose stages are polled one after
// another in one thread, each timed by itself.
//
// Threads: one.

#ifndef KUMBARA_BENCH_MICRO_STEPPED_LEDGER_H_
#define KUMBARA_BENCH_MICRO_STEPPED_LEDGER_H_

#include <cstdint>
#include <memory>

#include "bench/workload/bench_ledger.h"
#include "bench/workload/work_check.h"
#include "bench/workload/workload.h"

namespace kumbara::bench {

// Nanoseconds one batch of one frame spent in each stage.
struct StepTimes {
  std::int64_t submit = 0;  // The check of form, mostly.
  std::int64_t sequence = 0;
  std::int64_t resolve = 0;
  std::int64_t apply = 0;
  std::int64_t answer = 0;
};

class SteppedLedger {
 public:
  SteppedLedger(std::uint64_t members, bool zipf, BenchPoints points);

  const Workload& workload() const { return workload_; }

  // Sends commands until `ids` were sent in all.
  void RunUpTo(std::uint64_t ids);
  StepTimes Step(std::uint32_t commands);
  // Ends the process unless all work was done.
  void Verify();

 private:
  std::int64_t Lap();

  BenchLedger bench_ledger_;
  Workload workload_;
  WorkCheck check_;
  std::unique_ptr<Producer> producer_;
  std::unique_ptr<Frame> frame_;
  std::uint64_t next_ = 0;
  std::int64_t lap_ = 0;
};

}  // namespace kumbara::bench

#endif  // KUMBARA_BENCH_MICRO_STEPPED_LEDGER_H_
