// SteppedLedger: the workload's ledger, taken stage by stage.
//
// Threads: one.

#ifndef KUMBARA_BENCH_MICRO_STEPPED_LEDGER_H_
#define KUMBARA_BENCH_MICRO_STEPPED_LEDGER_H_

#include <cstdint>

#include "bench/micro/polled_stages.h"
#include "bench/workload/bench_ledger.h"
#include "bench/workload/work_check.h"
#include "bench/workload/workload.h"

namespace kumbara::bench {

class SteppedLedger {
 public:
  // `sources` as in WorkloadOptions.
  SteppedLedger(std::uint64_t members, bool zipf, BenchPoints points,
                std::uint32_t sources = 0);

  const Workload& workload() const { return workload_; }

  // Sends commands until `ids` were sent in all.
  void RunUpTo(std::uint64_t ids);
  // One batch of one frame.
  StepTimes Step(std::uint32_t commands);
  // Ends the process unless all work was done.
  void Verify();

 private:
  BenchLedger bench_ledger_;
  Workload workload_;
  WorkCheck check_;
  PolledStages stages_;
  std::uint64_t next_ = 0;
};

}  // namespace kumbara::bench

#endif  // KUMBARA_BENCH_MICRO_STEPPED_LEDGER_H_
