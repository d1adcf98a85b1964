// WholeLedger: a ledger in a fresh directory as a process opens it, with its
// journal from the first command on, and the traffic it gets.
//
// The Rig's ledger has a journal from where it is measured only, so it cannot
// be opened again; this one can, and snapshots are made of it.
//
// Threads: one owner; the ledger has its own threads.
// Errors:  absl::Status, and a CHECK where the ledger breaks its contract.

#ifndef KUMBARA_BENCH_LOAD_WHOLE_LEDGER_H_
#define KUMBARA_BENCH_LOAD_WHOLE_LEDGER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bench/load/rig.h"
#include "bench/load/traffic.h"
#include "bench/workload/scratch_directory.h"
#include "engine/base/clock.h"
#include "storage/open/open_ledger.h"

namespace kumbara::bench {

class WholeLedger {
 public:
  // Makes the ledger and leaves it closed.
  static absl::StatusOr<std::unique_ptr<WholeLedger>> Make(
      const RigOptions& options);

  // As the one process that writes.
  absl::Status Open();
  // Verifies all work done so far, and closes it in order.
  absl::Status Close();

  // REQUIRES, from here on: it is open.

  // Sends the next commands and checks the answers; the time from the first
  // Submit to the last answer, in nanoseconds.
  std::int64_t Send(std::uint64_t commands);
  // Waits for the ledger to be idle and verifies all work done so far.
  absl::Status Verify();

  Ledger& ledger() { return opened_->ledger(); }
  Traffic& traffic() { return *traffic_; }

  // REQUIRES: nothing under way.
  StageTimes stage_times() {
    opened_->driver().WaitUntilIdle();
    return ledger().acknowledger().stage_times();
  }

  Clock& clock() { return clock_; }
  const std::string& path() const { return path_; }

 private:
  explicit WholeLedger(const RigOptions& options)
      : options_(options),
        scratch_(options.directory),
        path_(scratch_.Make("ledger")) {}

  const RigOptions options_;
  ScratchDirectory scratch_;
  const std::string path_;
  SystemClock clock_;
  std::optional<Traffic> traffic_;
  std::unique_ptr<storage::OpenLedger> opened_;
  std::unique_ptr<Producer> producer_;
};

}  // namespace kumbara::bench

#endif  // KUMBARA_BENCH_LOAD_WHOLE_LEDGER_H_
