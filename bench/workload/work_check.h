// WorkCheck: whether a ledger did the work a bench claims to have timed.
//
// Every answer is compared with the one its command must get; in the end the
// books of every shard must balance, all members together must hold what the
// answers say was moved, and the ledger must know as many ids as were new.
//
// Threads: one owner.
// Errors:  Verify names the first thing that is wrong.

#ifndef KUMBARA_BENCH_WORKLOAD_WORK_CHECK_H_
#define KUMBARA_BENCH_WORKLOAD_WORK_CHECK_H_

#include <cstdint>
#include <span>

#include "absl/status/status.h"
#include "bench/workload/workload.h"
#include "engine/base/rational.h"
#include "engine/pipeline/ledger.h"

namespace kumbara::bench {

class WorkCheck {
 public:
  explicit WorkCheck(const Workload& workload) : workload_(workload) {}

  // The answers to the workload's commands from `first` on.
  void Add(std::uint64_t first, std::span<const Outcome> outcomes);

  // REQUIRES: the ledger is idle.
  absl::Status Verify(const Ledger& ledger, std::uint64_t submitted) const;

  std::uint64_t exists() const { return exists_; }
  std::uint64_t insufficient() const { return insufficient_; }

 private:
  const Workload& workload_;
  std::uint64_t answered_ = 0;
  std::uint64_t exists_ = 0;
  std::uint64_t insufficient_ = 0;
  std::uint64_t wrong_ = 0;
  std::uint64_t first_wrong_ = 0;
  Int128 moved_ = 0;
};

}  // namespace kumbara::bench

#endif  // KUMBARA_BENCH_WORKLOAD_WORK_CHECK_H_
