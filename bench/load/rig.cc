#include "bench/load/rig.h"

#include <algorithm>
#include <utility>

#include "bench/load/thread_times.h"
#include "engine/base/check.h"
#include "storage/journal/lmdb_journal.h"

namespace kumbara::bench {
namespace {

std::uint64_t CommandsBefore(const RigOptions& options) {
  return std::max(options.members, options.ids_before);
}

}  // namespace

WorkloadOptions WorkloadOf(const RigOptions& options, Instant now,
                           std::uint8_t unit) {
  WorkloadOptions workload;
  workload.members = options.members;
  workload.zipf = options.zipf;
  workload.repeats_per_mille = options.repeats_per_mille;
  workload.refusals_per_mille = options.refusals_per_mille;
  if (options.several_producers)
    workload.repeats_below = CommandsBefore(options);
  workload.unit = unit;
  workload.begin_micros = now.micros() - 3'600'000'000;
  return workload;
}

Rig::Rig(const RigOptions& options)
    : options_(options),
      scratch_(options.directory),
      bench_ledger_(options.workers),
      traffic_(WorkloadOf(options, clock().Now(), bench_ledger_.unit()),
               options.frame_commands),
      producer_(ledger().NewProducer()),
      driver_(std::make_unique<ThreadDriver>(ledger())) {}

Rig::~Rig() {
  driver_.reset();
  producer_.reset();
}

absl::Status Rig::Prepare() {
  const std::uint64_t before = CommandsBefore(options_);
  traffic_.Send(*producer_, clock(), before);
  driver_->WaitUntilIdle();
  driver_.reset();
  if (options_.journal) {
    auto journal = storage::LmdbJournal::Create(scratch_.path(),
                                                ledger().settings().ledger, {});
    if (!journal.ok()) return journal.status();
    journal_ =
        std::make_unique<RebasedJournal>(*std::move(journal), ledger().end());
    ledger().AttachJournal(journal_.get());
  }
  driver_ = std::make_unique<ThreadDriver>(ledger());
  PrepareMemory(options_.commands);
  return absl::OkStatus();
}

TimedPart Rig::Send(std::uint64_t commands) {
  traffic_.Make(commands);
  const std::map<std::string, std::int64_t> threads_before = ThreadTimes();
  const std::int64_t process_before = ProcessTime();
  const std::int64_t begin = clock().MonotonicNanos();
  traffic_.SendMade(*producer_);
  TimedPart timed;
  timed.nanos = clock().MonotonicNanos() - begin;
  timed.process_nanos = ProcessTime() - process_before;
  timed.thread_nanos = ThreadTimes();
  for (const auto& [name, nanos] : threads_before) {
    timed.thread_nanos[name] -= nanos;
  }
  traffic_.CheckMade();
  return timed;
}

absl::Status Rig::Verify() {
  driver_->WaitUntilIdle();
  if (absl::Status status = ledger().status(); !status.ok()) return status;
  return traffic_.Verify(ledger());
}

}  // namespace kumbara::bench
