#include "bench/load/traffic.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/base/check.h"

namespace kumbara::bench {
namespace {

// Commands whose frames Send holds in memory at a time.
constexpr std::uint64_t kMadeAtOnce = 4'000'000;

}  // namespace

void Traffic::Make(std::uint64_t commands) {
  made_first_ = next_;
  frame_count_ = (commands + frame_commands_ - 1) / frame_commands_;
  while (frames_.size() < frame_count_) {
    frames_.push_back(std::make_unique<Frame>());
  }
  std::uint64_t left = commands;
  for (std::size_t i = 0; i < frame_count_; ++i) {
    const auto count = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(left, frame_commands_));
    frames_[i]->Clear();
    workload_.Fill(next_, count, frames_[i].get());
    next_ += count;
    left -= count;
  }
}

void Traffic::SendMade(Producer& producer) {
  std::size_t submitted = 0;
  std::size_t answered = 0;
  const auto take = [&](Answer answer) {
    KUMBARA_CHECK(answer.status == AnswerStatus::kAnswered);
    // Without messages between members frames come back in order.
    frames_[answered++] = std::move(answer.frame);
  };
  while (answered < frame_count_) {
    while (submitted < frame_count_) {
      const SubmitResult result = producer.Submit(&frames_[submitted]);
      if (result == SubmitResult::kBusy) break;
      KUMBARA_CHECK(result == SubmitResult::kAccepted);
      ++submitted;
    }
    take(producer.WaitForAnswer());
    while (std::optional<Answer> answer = producer.TakeAnswer()) {
      take(*std::move(answer));
    }
  }
}

void Traffic::CheckMade() {
  std::uint64_t first = made_first_;
  for (std::size_t i = 0; i < frame_count_; ++i) {
    const Frame& frame = *frames_[i];
    KUMBARA_CHECK(frame.commands()[0] == workload_.At(first));
    Answered(first, frame);
    first += frame.commands().size();
  }
}

std::int64_t Traffic::Send(Producer& producer, Clock& clock,
                           std::uint64_t commands) {
  std::int64_t nanos = 0;
  while (commands > 0) {
    const std::uint64_t now = std::min(commands, kMadeAtOnce);
    Make(now);
    const std::int64_t begin = clock.MonotonicNanos();
    SendMade(producer);
    nanos += clock.MonotonicNanos() - begin;
    CheckMade();
    commands -= now;
  }
  return nanos;
}

}  // namespace kumbara::bench
