#include "engine/pipeline/thread_driver.h"

#include <pthread.h>

#include <functional>

#include "engine/base/huge_regions.h"
#include "engine/pipeline/signal_stack.h"

namespace kumbara {
namespace {

// Up to here applying a batch takes less than waking someone who would.
constexpr std::size_t kSmallBatchCommands = 64;

// What `top -H` and a profiler call the calling thread.
void NameThread(const char* name) { pthread_setname_np(pthread_self(), name); }

}  // namespace

ThreadDriver::ThreadDriver(Ledger& ledger) : ledger_(ledger) {
  for (std::uint32_t number = 0; number < ledger.workers(); ++number) {
    workers_.push_back(std::make_unique<Worker>());
  }
  for (std::uint32_t number = 0; number < ledger.workers(); ++number) {
    workers_[number]->thread =
        std::thread(&ThreadDriver::RunWorker, this, number);
  }
  journal_thread_ = std::thread(&ThreadDriver::RunJournal, this);
  memory_thread_ = std::thread(&ThreadDriver::RunMemory, this);
  coordinator_thread_ = std::thread(&ThreadDriver::RunCoordinator, this);
}

ThreadDriver::~ThreadDriver() { Stop(); }

void ThreadDriver::Stop() {
  if (stop_.exchange(true)) return;
  ledger_.ingress().wake_up().Notify();
  journal_wake_up_.Notify();
  memory_wake_up_.Notify();
  WakeWorkers();
  coordinator_thread_.join();
  journal_thread_.join();
  memory_thread_.join();
  for (const std::unique_ptr<Worker>& worker : workers_) {
    worker->thread.join();
  }
  FinishBatches();
}

// Leaves no batch half applied: GiveUp waits for that.
void ThreadDriver::FinishBatches() {
  bool progress = true;
  while (progress) {
    progress = false;
    for (std::uint32_t number = 0; number < ledger_.workers(); ++number) {
      progress |= ledger_.worker(number).Poll();
    }
  }
}

void ThreadDriver::WakeWorkers() {
  for (const std::unique_ptr<Worker>& worker : workers_) {
    worker->wake_up.Notify();
  }
}

// A read rings the coordinator, who knows whom it is for.
void ThreadDriver::WakeReaders() {
  for (std::uint32_t number = 0; number < ledger_.workers(); ++number) {
    if (!ledger_.worker(number).reads().SeemsEmpty()) {
      workers_[number]->wake_up.Notify();
    }
  }
}

void ThreadDriver::RunCoordinator() {
  NameThread("coordinator");
  const SignalStack signal_stack;
  for (;;) {
    const std::uint32_t ticket = ledger_.ingress().wake_up().Ticket();
    if (stop_.load()) return;
    bool progress = false;
    {
      const std::scoped_lock lock(coordinator_owner_);
      progress = PollCoordinator();
    }
    if (progress) {
      idle_wake_up_.Notify();
    } else {
      ledger_.ingress().wake_up().Wait(ticket);
    }
  }
}

bool ThreadDriver::PollCoordinator() {
  WakeReaders();
  if (ledger_.poisoned()) {
    ledger_.GiveUp();
    idle_wake_up_.Notify();
    return false;
  }
  bool progress = ledger_.acknowledger().Poll();
  if (ledger_.sequencer().Poll()) {
    progress = true;
    journal_wake_up_.Notify();
  }
  if (WantsHugeRegion()) memory_wake_up_.Notify();
  if (ledger_.resolve().Poll()) {
    progress = true;
    if (ledger_.last_batch_commands() <= kSmallBatchCommands) {
      ApplySmallBatch();
    } else {
      WakeWorkers();
    }
  }
  return progress;
}

// Does the workers' part for them unless they are at work themselves.
void ThreadDriver::ApplySmallBatch() {
  bool progress = true;
  while (progress) {
    progress = false;
    for (std::uint32_t number = 0; number < ledger_.workers(); ++number) {
      const std::unique_lock lock(workers_[number]->owner, std::try_to_lock);
      if (!lock.owns_lock()) return WakeWorkers();
      progress |= ledger_.worker(number).Poll();
    }
  }
}

void ThreadDriver::RunJournal() {
  NameThread("journal");
  for (;;) {
    const std::uint32_t ticket = journal_wake_up_.Ticket();
    if (stop_.load()) return;
    if (ledger_.journal_writer().Poll()) {
      ledger_.ingress().wake_up().Notify();
    } else {
      journal_wake_up_.Wait(ticket);
    }
  }
}

void ThreadDriver::RunMemory() {
  NameThread("memory");
  for (;;) {
    const std::uint32_t ticket = memory_wake_up_.Ticket();
    if (stop_.load()) return;
    if (WantsHugeRegion()) {
      PrepareHugeRegion();
    } else {
      memory_wake_up_.Wait(ticket);
    }
  }
}

void ThreadDriver::RunWorker(std::uint32_t number) {
  NameThread("worker");
  const SignalStack signal_stack;
  Worker& worker = *workers_[number];
  for (;;) {
    const std::uint32_t ticket = worker.wake_up.Ticket();
    if (stop_.load()) return;
    bool progress = false;
    {
      const std::scoped_lock lock(worker.owner);
      progress = ledger_.worker(number).Poll();
    }
    if (!progress) {
      worker.wake_up.Wait(ticket);
      continue;
    }
    // A phase passed lets the others on; a batch done the coordinator.
    if (workers_.size() > 1) WakeWorkers();
    ledger_.ingress().wake_up().Notify();
  }
}

bool ThreadDriver::Finished() {
  const std::scoped_lock lock(coordinator_owner_);
  return ledger_.poisoned() || ledger_.IsIdle();
}

void ThreadDriver::WaitUntilIdle() {
  for (;;) {
    const std::uint32_t ticket = idle_wake_up_.Ticket();
    if (Finished()) return;
    idle_wake_up_.Wait(ticket);
  }
}

void ThreadDriver::Replay(ParsedBatch* batch) {
  for (;;) {
    const std::uint32_t ticket = idle_wake_up_.Ticket();
    {
      const std::scoped_lock lock(coordinator_owner_);
      if (ledger_.poisoned()) return;
      if (ledger_.Replay(batch)) break;
    }
    idle_wake_up_.Wait(ticket);
  }
  journal_wake_up_.Notify();
  ledger_.ingress().wake_up().Notify();
}

}  // namespace kumbara
