#include "bench/micro/polled_stages.h"

#include <time.h>

#include <optional>
#include <utility>

#include "engine/base/check.h"

namespace kumbara::bench {

StepTimes& StepTimes::operator+=(const StepTimes& other) {
  submit += other.submit;
  sequence += other.sequence;
  resolve += other.resolve;
  apply += other.apply;
  answer += other.answer;
  return *this;
}

void StepTimes::Show(double commands, benchmark::State& state) const {
  state.counters["submit_ns"] = static_cast<double>(submit) / commands;
  state.counters["sequence_ns"] = static_cast<double>(sequence) / commands;
  state.counters["resolve_ns"] = static_cast<double>(resolve) / commands;
  state.counters["apply_ns"] = static_cast<double>(apply) / commands;
  state.counters["answer_ns"] = static_cast<double>(answer) / commands;
}

PolledStages::PolledStages(BenchLedger& ledger)
    : ledger_(ledger),
      producer_(ledger.ledger().NewProducer()),
      frame_(std::make_unique<Frame>()) {}

Frame* PolledStages::NextFrame() {
  frame_->Clear();
  return frame_.get();
}

std::int64_t PolledStages::Lap() {
  timespec time{};
  KUMBARA_CHECK(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0);
  const std::int64_t now = time.tv_sec * 1'000'000'000 + time.tv_nsec;
  return now - std::exchange(lap_, now);
}

StepTimes PolledStages::Send() {
  Ledger& ledger = ledger_.ledger();
  StepTimes times;
  Lap();
  const SubmitResult result = producer_->Submit(&frame_);
  KUMBARA_CHECK(result == SubmitResult::kAccepted);
  times.submit = Lap();
  std::optional<Answer> answer;
  // Once for the frame, and again while messages of its round go to and fro.
  while (!answer) {
    ledger.sequencer().Poll();
    times.sequence += Lap();
    ledger.resolve().Poll();
    times.resolve += Lap();
    ledger.journal_writer().Poll();
    Lap();
    while (ledger.worker(0).Poll()) {
    }
    times.apply += Lap();
    ledger.acknowledger().Poll();
    answer = producer_->TakeAnswer();
    times.answer += Lap();
  }
  KUMBARA_CHECK(answer->status == AnswerStatus::kAnswered);
  frame_ = std::move(answer->frame);
  return times;
}

}  // namespace kumbara::bench
