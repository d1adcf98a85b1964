// Rig: a ledger under load, with what was sent to it and what must come back.
//
// It goes through its life in this order: the commands before measuring run
// without a journal; then one is attached; then timed parts run, each a piece
// of the workload.
//
// Threads: one owner; the ledger has its own threads.
// Errors:  absl::Status, and a CHECK where the ledger breaks its contract.

#ifndef KUMBARA_BENCH_LOAD_RIG_H_
#define KUMBARA_BENCH_LOAD_RIG_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "bench/load/rebased_journal.h"
#include "bench/load/scratch_directory.h"
#include "bench/workload/bench_ledger.h"
#include "bench/workload/work_check.h"
#include "bench/workload/workload.h"
#include "engine/pipeline/stage_times.h"
#include "engine/pipeline/thread_driver.h"

namespace kumbara::bench {

struct RigOptions {
  std::uint64_t members = 10'000'000;
  // Commands run before measuring, openings included.
  std::uint64_t ids_before = 50'000'000;
  std::uint32_t frame_commands = 8'192;
  std::uint32_t workers = 1;
  bool zipf = false;
  std::uint32_t repeats_per_mille = 10;
  std::uint32_t refusals_per_mille = 10;
  // Whether several producers will send: see WorkloadOptions::repeats_below.
  bool several_producers = false;
  std::string directory = "/tmp";
  bool journal = true;
  // Commands that will be sent: memory for their ids is made ready before.
  std::uint64_t commands = 0;
};

// What one timed part took. Units: nanoseconds.
struct TimedPart {
  std::int64_t nanos = 0;          // From the first Submit to the last answer.
  std::int64_t process_nanos = 0;  // Processor time, of all threads
  std::map<std::string, std::int64_t> thread_nanos;  // and by their names.
};

class Rig {
 public:
  explicit Rig(const RigOptions& options);
  ~Rig();

  // Runs the commands before measuring and attaches the journal.
  absl::Status Prepare();

  // Makes the next `commands` commands into frames, then sends them as fast as
  // credits permit and takes back every answer. Making frames and checking
  // answers is not timed.
  TimedPart Send(std::uint64_t commands);

  // The first of the next commands of the workload, which the caller sends
  // himself and reports by Answered.
  std::uint64_t TakeNumbers(std::uint64_t count) {
    next_ += count;
    return next_ - count;
  }
  void Answered(std::uint64_t first, const Frame& frame) {
    check_.Add(first, frame.outcomes());
  }

  // Waits for the ledger to be idle and verifies all work done so far.
  absl::Status Verify();

  const RigOptions& options() const { return options_; }
  const Workload& workload() const { return workload_; }
  Ledger& ledger() { return bench_ledger_.ledger(); }
  Clock& clock() { return bench_ledger_.clock(); }
  const ScratchDirectory& scratch() const { return scratch_; }
  const WorkCheck& check() const { return check_; }
  std::uint64_t sent() const { return next_; }
  // REQUIRES: nothing under way.
  StageTimes stage_times() {
    driver_->WaitUntilIdle();
    return ledger().acknowledger().stage_times();
  }

 private:
  void FillFrames(std::uint64_t commands);
  void SendFrames();
  void CheckFrames(std::uint64_t first);

  const RigOptions options_;
  ScratchDirectory scratch_;
  BenchLedger bench_ledger_;
  Workload workload_;
  WorkCheck check_;
  std::unique_ptr<RebasedJournal> journal_;
  std::unique_ptr<Producer> producer_;
  std::unique_ptr<ThreadDriver> driver_;
  std::vector<std::unique_ptr<Frame>> frames_;  // In the order of sending.
  std::size_t frame_count_ = 0;                 // Of them in use.
  std::uint64_t next_ = 0;                      // Number of the next command.
};

}  // namespace kumbara::bench

#endif  // KUMBARA_BENCH_LOAD_RIG_H_
