// RunStore: the ids that have left memory, in at most five runs on disk, and
// in a file beside them the chunks of ordered ids and records: DIR/runs. Four
// runs stay beside each other; a fifth has four of them merged, by a thread of
// its own.
//
// The runs are a cache of this process: recovery gives it all ids of the
// journal again, so whoever opens a ledger throws away what an earlier process
// left.
//
// Threads: chunks() from any, for the rest of one's life; FindId, Prefetch,
//          Keep and IsKeeping from resolve's thread; the thread of its own
//          writes and merges.
// Errors:  status() names the file. After a failed write nothing more is kept,
//          after a failed read the lookup failed: neither is passed over.
// Cost:    a filter for each run and lookup, a read of 4 KiB where one says
//          so; 1.5 bytes of memory and 57 of disk an id. An id is written once
//          and merged a few times.

#ifndef KUMBARA_STORAGE_RUNS_RUN_STORE_H_
#define KUMBARA_STORAGE_RUNS_RUN_STORE_H_

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/port/cold_store.h"
#include "storage/runs/chunk_file.h"
#include "storage/runs/run_merge.h"

namespace kumbara::storage {

class RunStore final : public ColdStore {
 public:
  // Makes the directory, or empties it.
  static absl::StatusOr<std::unique_ptr<RunStore>> Create(
      const std::string& directory);
  // Waits for what is being written.
  ~RunStore() override;

  void Prefetch(const CommandId& id) override;
  FoundId FindId(const CommandId& id, ColdId* found) override;
  void Keep(const Slab<IdEntry>& entries, Slot first_slot) override;
  bool IsKeeping() const override;
  void StopKeeping() override;
  ChunkStore* chunks() override { return chunks_.get(); }
  absl::Status status() const override;

  // The runs there are, once nothing is being written or merged.
  Runs WaitForRuns();

 private:
  // Entries to be kept; none = no task.
  struct Task {
    const Slab<IdEntry>* entries = nullptr;
    Slot first_slot = 0;
  };

  RunStore(std::string directory, std::unique_ptr<ChunkFile> chunks);

  void LookForNewRuns();
  void Run();
  absl::Status Write(const Task& task);
  absl::Status Merge();
  void Publish(Runs runs);

  const std::string directory_;
  const std::unique_ptr<ChunkFile> chunks_;
  RunNumber next_run_ = 1;  // Of the thread.
  Runs runs_;               // Of whoever looks ids up.
  std::atomic<bool> has_new_runs_ = false;
  std::atomic<bool> is_keeping_ = false;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Runs published_;        // Guarded by mutex_.
  Task task_;             // Guarded by mutex_.
  bool is_busy_ = false;  // The thread; guarded by mutex_.
  bool stops_ = false;    // Guarded by mutex_.
  absl::Status status_;   // The first error; guarded by mutex_.
  std::thread thread_;
};

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_RUNS_RUN_STORE_H_
