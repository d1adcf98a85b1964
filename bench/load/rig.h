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

#include "absl/status/status.h"
#include "bench/load/rebased_journal.h"
#include "bench/load/traffic.h"
#include "bench/workload/bench_ledger.h"
#include "bench/workload/scratch_directory.h"
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
  std::string directory = ".";
  bool journal = true;
  // Commands that will be sent: memory for their ids is made ready before.
  std::uint64_t commands = 0;
};

// What is sent: a row of commands whose business times begin an hour before
// `now`, as business time advances by a microsecond a command and must not
// overtake the clock. `unit` is a code.
WorkloadOptions WorkloadOf(const RigOptions& options, Instant now,
                           std::uint8_t unit);

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

  // Waits for the ledger to be idle and verifies all work done so far.
  absl::Status Verify();

  const RigOptions& options() const { return options_; }
  Traffic& traffic() { return traffic_; }
  Ledger& ledger() { return bench_ledger_.ledger(); }
  Clock& clock() { return bench_ledger_.clock(); }
  const ScratchDirectory& scratch() const { return scratch_; }
  // REQUIRES: nothing under way.
  StageTimes stage_times() {
    driver_->WaitUntilIdle();
    return ledger().acknowledger().stage_times();
  }

 private:
  const RigOptions options_;
  ScratchDirectory scratch_;
  BenchLedger bench_ledger_;
  Traffic traffic_;
  std::unique_ptr<RebasedJournal> journal_;
  std::unique_ptr<Producer> producer_;
  std::unique_ptr<ThreadDriver> driver_;
};

}  // namespace kumbara::bench

#endif  // KUMBARA_BENCH_LOAD_RIG_H_
