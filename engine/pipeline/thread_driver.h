// ThreadDriver: runs a ledger's stages on threads.
//
//   coordinator   sequencer, resolve, acknowledger
//   journal       journal writer (blocked in a sync most of the time)
//   worker 0..W   one shard worker each
//   memory        touches what the tables will grow by, ahead of them
//
// A batch too small to be worth a wake-up (6 µs) is applied by the coordinator
// itself. Threads without work sleep: an idle ledger costs no processor time.
//
// Threads: made, stopped and destroyed by one thread; no stage may be touched
//          in between.

#ifndef KUMBARA_ENGINE_PIPELINE_THREAD_DRIVER_H_
#define KUMBARA_ENGINE_PIPELINE_THREAD_DRIVER_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/pipeline/ledger.h"
#include "engine/pipeline/wake_up.h"

namespace kumbara {

class ThreadDriver {
 public:
  // Starts the threads.
  explicit ThreadDriver(Ledger& ledger);
  // Stops.
  ~ThreadDriver();

  // Blocks until all that was submitted is answered, or waits for its round's
  // end, or the ledger is poisoned.
  void WaitUntilIdle();

  // Feeds one batch of a journal, waiting for room; not if the ledger is
  // poisoned. For recovery.
  void Replay(ParsedBatch* batch);

  // Ends the threads. What is resolved is applied, what is under way stays so.
  void Stop();

 private:
  struct Worker {
    std::mutex owner;  // Whoever holds it may poll the worker.
    WakeUp wake_up;
    std::thread thread;
  };

  void RunCoordinator();
  void RunJournal();
  void RunWorker(std::uint32_t number);
  void RunMemory();
  bool PollCoordinator();
  void ApplySmallBatch();
  void WakeWorkers();
  void WakeReaders();
  void FinishBatches();
  bool Finished();

  Ledger& ledger_;
  std::atomic<bool> stop_{false};
  std::mutex coordinator_owner_;  // Of sequencer, resolve, acknowledger.
  WakeUp journal_wake_up_;
  WakeUp memory_wake_up_;
  WakeUp idle_wake_up_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::thread journal_thread_;
  std::thread memory_thread_;
  std::thread coordinator_thread_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PIPELINE_THREAD_DRIVER_H_
