#include "bench/load/rig.h"

#include <algorithm>
#include <utility>

#include "bench/load/thread_times.h"
#include "engine/base/check.h"
#include "storage/journal/lmdb_journal.h"

namespace kumbara::bench {
namespace {

// Commands whose frames are held in memory at a time before measuring.
constexpr std::uint64_t kPreparedAtOnce = 2'000'000;

std::uint64_t CommandsBefore(const RigOptions& options) {
  return std::max(options.members, options.ids_before);
}

WorkloadOptions WorkloadOf(const RigOptions& options, BenchLedger& ledger) {
  WorkloadOptions workload;
  workload.members = options.members;
  workload.zipf = options.zipf;
  workload.repeats_per_mille = options.repeats_per_mille;
  workload.refusals_per_mille = options.refusals_per_mille;
  if (options.several_producers)
    workload.repeats_below = CommandsBefore(options);
  workload.unit = ledger.unit();
  // An hour back: business time advances by a microsecond a command and must
  // not overtake the clock.
  workload.begin_micros = ledger.clock().Now().micros() - 3'600'000'000;
  return workload;
}

}  // namespace

Rig::Rig(const RigOptions& options)
    : options_(options),
      scratch_(options.directory),
      bench_ledger_(options.workers),
      workload_(WorkloadOf(options, bench_ledger_)),
      check_(workload_),
      producer_(ledger().NewProducer()),
      driver_(std::make_unique<ThreadDriver>(ledger())) {}

Rig::~Rig() {
  driver_.reset();
  producer_.reset();
}

absl::Status Rig::Prepare() {
  const std::uint64_t before = CommandsBefore(options_);
  while (next_ < before) Send(std::min(before - next_, kPreparedAtOnce));
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

void Rig::FillFrames(std::uint64_t commands) {
  const std::uint32_t size = options_.frame_commands;
  frame_count_ = (commands + size - 1) / size;
  while (frames_.size() < frame_count_) {
    frames_.push_back(std::make_unique<Frame>());
  }
  std::uint64_t left = commands;
  for (std::size_t i = 0; i < frame_count_; ++i) {
    const auto count =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(left, size));
    frames_[i]->Clear();
    workload_.Fill(next_, count, frames_[i].get());
    next_ += count;
    left -= count;
  }
}

TimedPart Rig::Send(std::uint64_t commands) {
  const std::uint64_t first = next_;
  FillFrames(commands);
  const std::map<std::string, std::int64_t> threads_before = ThreadTimes();
  const std::int64_t process_before = ProcessTime();
  const std::int64_t begin = clock().MonotonicNanos();
  SendFrames();
  TimedPart timed;
  timed.nanos = clock().MonotonicNanos() - begin;
  timed.process_nanos = ProcessTime() - process_before;
  timed.thread_nanos = ThreadTimes();
  for (const auto& [name, nanos] : threads_before) {
    timed.thread_nanos[name] -= nanos;
  }
  CheckFrames(first);
  return timed;
}

void Rig::SendFrames() {
  std::size_t submitted = 0;
  std::size_t answered = 0;
  const auto take = [&](Answer answer) {
    KUMBARA_CHECK(answer.status == AnswerStatus::kAnswered);
    // Without messages between members frames come back in order.
    frames_[answered++] = std::move(answer.frame);
  };
  while (answered < frame_count_) {
    while (submitted < frame_count_) {
      const SubmitResult result = producer_->Submit(&frames_[submitted]);
      if (result == SubmitResult::kBusy) break;
      KUMBARA_CHECK(result == SubmitResult::kAccepted);
      ++submitted;
    }
    take(producer_->WaitForAnswer());
    while (std::optional<Answer> answer = producer_->TakeAnswer()) {
      take(*std::move(answer));
    }
  }
}

void Rig::CheckFrames(std::uint64_t first) {
  for (std::size_t i = 0; i < frame_count_; ++i) {
    const Frame& frame = *frames_[i];
    KUMBARA_CHECK(frame.commands()[0] == workload_.At(first));
    Answered(first, frame);
    first += frame.commands().size();
  }
}

absl::Status Rig::Verify() {
  driver_->WaitUntilIdle();
  if (absl::Status status = ledger().status(); !status.ok()) return status;
  return check_.Verify(ledger(), next_);
}

}  // namespace kumbara::bench
