// Traffic: the commands of a workload on their way to a ledger and back, in
// their order, each sent once and each answer checked.
//
// Threads: one owner.
// Errors:  a CHECK where the ledger breaks its contract.

#ifndef KUMBARA_BENCH_LOAD_TRAFFIC_H_
#define KUMBARA_BENCH_LOAD_TRAFFIC_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "bench/workload/work_check.h"
#include "bench/workload/workload.h"
#include "engine/base/clock.h"
#include "engine/pipeline/ingress.h"
#include "engine/record/frame.h"

namespace kumbara::bench {

class Traffic {
 public:
  Traffic(const WorkloadOptions& options, std::uint32_t frame_commands)
      : workload_(options),
        check_(workload_),
        frame_commands_(frame_commands) {}

  // Makes the next `commands` commands into frames, which SendMade sends as
  // fast as credits permit, taking back every answer, and CheckMade checks.
  void Make(std::uint64_t commands);
  void SendMade(Producer& producer);
  void CheckMade();

  // All three, in parts that fit into memory; how long it sent, in nanoseconds.
  std::int64_t Send(Producer& producer, Clock& clock, std::uint64_t commands);

  // The first of the next commands, which the caller sends himself and reports
  // by Answered.
  std::uint64_t TakeNumbers(std::uint64_t count) {
    next_ += count;
    return next_ - count;
  }
  void Answered(std::uint64_t first, const Frame& frame) {
    check_.Add(first, frame.outcomes());
  }

  // REQUIRES: the ledger is idle, and all this was sent to it.
  absl::Status Verify(const Ledger& ledger) const {
    return check_.Verify(ledger, next_);
  }

  const Workload& workload() const { return workload_; }
  const WorkCheck& check() const { return check_; }
  std::uint64_t sent() const { return next_; }

 private:
  Workload workload_;
  WorkCheck check_;
  const std::uint32_t frame_commands_;
  std::vector<std::unique_ptr<Frame>> frames_;  // In the order of sending.
  std::size_t frame_count_ = 0;                 // Of them in use.
  std::uint64_t made_first_ = 0;  // Number of their first command.
  std::uint64_t next_ = 0;        // Number of the next command.
};

}  // namespace kumbara::bench

#endif  // KUMBARA_BENCH_LOAD_TRAFFIC_H_
