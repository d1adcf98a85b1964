#include "bench/micro/stepped_ledger.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"

namespace kumbara::bench {
namespace {

WorkloadOptions Options(std::uint64_t members, bool zipf, BenchPoints points,
                        BenchLedger& ledger) {
  WorkloadOptions options;
  options.members = members;
  options.zipf = zipf;
  options.lots = points == BenchPoints::kLots;
  options.unit = ledger.unit();
  options.currency = ledger.currency();
  options.begin_micros = ledger.clock().Now().micros() - 3'600'000'000;
  return options;
}

}  // namespace

SteppedLedger::SteppedLedger(std::uint64_t members, bool zipf,
                             BenchPoints points)
    : bench_ledger_(1, points),
      workload_(Options(members, zipf, points, bench_ledger_)),
      check_(workload_),
      producer_(bench_ledger_.ledger().NewProducer()),
      frame_(std::make_unique<Frame>()) {}

std::int64_t SteppedLedger::Lap() {
  const std::int64_t now = bench_ledger_.clock().MonotonicNanos();
  return now - std::exchange(lap_, now);
}

StepTimes SteppedLedger::Step(std::uint32_t commands) {
  Ledger& ledger = bench_ledger_.ledger();
  frame_->Clear();
  workload_.Fill(next_, commands, frame_.get());
  StepTimes times;
  Lap();
  const SubmitResult result = producer_->Submit(&frame_);
  KUMBARA_CHECK(result == SubmitResult::kAccepted);
  times.submit = Lap();
  ledger.sequencer().Poll();
  times.sequence = Lap();
  ledger.resolve().Poll();
  times.resolve = Lap();
  ledger.journal_writer().Poll();
  Lap();
  while (ledger.worker(0).Poll()) {
  }
  times.apply = Lap();
  ledger.acknowledger().Poll();
  std::optional<Answer> answer = producer_->TakeAnswer();
  times.answer = Lap();
  KUMBARA_CHECK(answer && answer->status == AnswerStatus::kAnswered);
  frame_ = std::move(answer->frame);
  check_.Add(next_, std::as_const(*frame_).outcomes());
  ledger.ForgetEvents();
  next_ += commands;
  return times;
}

void SteppedLedger::RunUpTo(std::uint64_t ids) {
  while (next_ < ids) {
    Step(static_cast<std::uint32_t>(
        std::min<std::uint64_t>(ids - next_, kFrameCommandsMax)));
  }
}

void SteppedLedger::Verify() {
  const absl::Status status = check_.Verify(bench_ledger_.ledger(), next_);
  KUMBARA_CHECK(status.ok());
}

}  // namespace kumbara::bench
