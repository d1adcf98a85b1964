#include "bench/load/latency.h"

#include <sys/prctl.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bench/load/disk_limit.h"
#include "engine/base/check.h"

namespace kumbara::bench {
namespace {

// How long the generator sleeps at most when nothing is due: the precision of
// the times it takes.
constexpr std::int64_t kNapNanos = 20'000;

constexpr std::size_t kFsyncBytes = 4'096;
constexpr std::size_t kFsyncCount = 4'000;

class Generator {
 public:
  Generator(Ledger& ledger, Clock& clock, Traffic& traffic,
            const LatencyOptions& options)
      : clock_(clock), traffic_(traffic), options_(options) {
    for (std::uint32_t i = 0; i < options.producers; ++i) {
      lanes_.push_back(std::make_unique<Lane>(ledger));
    }
    frames_ = options.rate * options.seconds / options.frame_commands;
    period_ = 1e9 * options.frame_commands / static_cast<double>(options.rate);
    times_.reserve(frames_);
  }

  // The times of all frames, in nanoseconds.
  std::vector<std::int64_t> Run() {
    begin_ = clock_.MonotonicNanos();
    while (times_.size() < frames_) {
      const bool sent = SendDue(clock_.MonotonicNanos());
      const bool taken = TakeAnswers();
      if (!sent && !taken) Nap();
    }
    return std::move(times_);
  }

 private:
  struct Sent {
    std::int64_t due = 0;
    std::uint64_t first = 0;  // Number of its first command.
  };
  struct Lane {
    explicit Lane(Ledger& ledger) : producer(ledger.NewProducer()) {}

    std::unique_ptr<Producer> producer;
    std::deque<Sent> under_way;  // Answers come in the order of sending.
    std::vector<std::unique_ptr<Frame>> free;
  };

  std::int64_t DueAt(std::uint64_t frame) const {
    return begin_ +
           static_cast<std::int64_t>(static_cast<double>(frame) * period_);
  }

  bool SendDue(std::int64_t now) {
    bool any = false;
    while (next_ < frames_ && DueAt(next_) <= now) {
      if (!waiting_) Make();
      Lane& lane = *lanes_[next_ % lanes_.size()];
      const SubmitResult result = lane.producer->Submit(&waiting_);
      // The frame stays due, and its time runs on.
      if (result == SubmitResult::kBusy) return any;
      KUMBARA_CHECK(result == SubmitResult::kAccepted);
      lane.under_way.push_back({DueAt(next_), waiting_first_});
      ++next_;
      any = true;
    }
    return any;
  }

  void Make() {
    Lane& lane = *lanes_[next_ % lanes_.size()];
    if (lane.free.empty()) lane.free.push_back(std::make_unique<Frame>());
    waiting_ = std::move(lane.free.back());
    lane.free.pop_back();
    waiting_->Clear();
    waiting_first_ = traffic_.TakeNumbers(options_.frame_commands);
    traffic_.workload().Fill(waiting_first_, options_.frame_commands,
                             waiting_.get());
  }

  bool TakeAnswers() {
    bool any = false;
    for (const std::unique_ptr<Lane>& lane : lanes_) {
      while (std::optional<Answer> answer = lane->producer->TakeAnswer()) {
        KUMBARA_CHECK(answer->status == AnswerStatus::kAnswered);
        const Sent sent = lane->under_way.front();
        lane->under_way.pop_front();
        times_.push_back(clock_.MonotonicNanos() - sent.due);
        traffic_.Answered(sent.first, *answer->frame);
        lane->free.push_back(std::move(answer->frame));
        any = true;
      }
    }
    return any;
  }

  void Nap() const {
    std::int64_t nap = kNapNanos;
    if (next_ < frames_) {
      nap = std::min(nap, DueAt(next_) - clock_.MonotonicNanos());
    }
    if (nap <= 0) return;
    const timespec span{0, nap};
    nanosleep(&span, nullptr);
  }

  Clock& clock_;
  Traffic& traffic_;
  const LatencyOptions options_;
  std::vector<std::unique_ptr<Lane>> lanes_;
  std::uint64_t frames_ = 0;
  double period_ = 0;  // Nanoseconds from frame to frame.
  std::int64_t begin_ = 0;
  std::uint64_t next_ = 0;          // Frame.
  std::unique_ptr<Frame> waiting_;  // Made and not yet accepted.
  std::uint64_t waiting_first_ = 0;
  std::vector<std::int64_t> times_;
};

Percentiles PrintFsync(const std::string& name, const Rig& rig,
                       Figures* figures) {
  return Tell(name,
              TimeSyncedWrites(rig.scratch().path(), kFsyncBytes, kFsyncCount),
              figures);
}

}  // namespace

std::vector<std::int64_t> TimeOpenLoop(Ledger& ledger, Clock& clock,
                                       Traffic& traffic,
                                       const LatencyOptions& options) {
  // Naps as short as asked for.
  prctl(PR_SET_TIMERSLACK, 1'000UL);
  return Generator(ledger, clock, traffic, options).Run();
}

Percentiles Tell(const std::string& name, std::vector<std::int64_t> nanos,
                 Figures* figures) {
  const Percentiles found{
      static_cast<double>(Percentile(&nanos, 500)) / 1e3,
      static_cast<double>(Percentile(&nanos, 990)) / 1e3,
      static_cast<double>(Percentile(&nanos, 999)) / 1e3,
  };
  std::printf("  %-16s p50 %8.0f  p99 %8.0f  p99.9 %8.0f us  (%zu)\n",
              name.c_str(), found.p50, found.p99, found.p999, nanos.size());
  figures->Add(name + "_p50_us", found.p50);
  figures->Add(name + "_p99_us", found.p99);
  figures->Add(name + "_p999_us", found.p999);
  return found;
}

void TellStages(const std::string& name, const StageTimes& before,
                const StageTimes& after, Figures* figures) {
  for (std::size_t i = 0; i < kStages; ++i) {
    const Stage stage = static_cast<Stage>(i);
    const Histogram times = after.of(stage).Since(before.of(stage));
    const auto micros = [&](int per_mille) {
      return static_cast<double>(times.Percentile(per_mille)) / 1e3;
    };
    const std::string of = "stage_" + std::string(Name(stage));
    std::printf("    %-14s p50 %8.0f  p99 %8.0f  longest %6.0f us\n",
                of.c_str(), micros(500), micros(990), micros(1000));
    figures->Add(name + "_" + of + "_p50_us", micros(500));
    figures->Add(name + "_" + of + "_p99_us", micros(990));
    figures->Add(name + "_" + of + "_longest_us", micros(1000));
  }
}

absl::StatusOr<Figures> RunLatency(Rig& rig, const LatencyOptions& options) {
  Figures figures;
  std::printf("open loop, %llu commands/s, %u producers, %u a frame, %u s\n",
              static_cast<unsigned long long>(options.rate), options.producers,
              options.frame_commands, options.seconds);
  const Percentiles before = PrintFsync("fsync_before", rig, &figures);
  const StageTimes stages_before = rig.stage_times();
  const std::int64_t begin = rig.clock().MonotonicNanos();
  std::vector<std::int64_t> times =
      TimeOpenLoop(rig.ledger(), rig.clock(), rig.traffic(), options);
  const auto nanos = static_cast<double>(rig.clock().MonotonicNanos() - begin);
  const double rate =
      static_cast<double>(times.size()) * options.frame_commands / nanos * 1e9;
  figures.Add("commands_per_second", rate);
  const Percentiles answered = Tell("answered", std::move(times), &figures);
  TellStages("answered", stages_before, rig.stage_times(), &figures);
  const Percentiles after = PrintFsync("fsync_after", rig, &figures);
  const double ratio_p50 = answered.p50 / ((before.p50 + after.p50) / 2);
  const double ratio_p99 = answered.p99 / ((before.p99 + after.p99) / 2);
  std::printf("  reached %.0f commands/s; p50 %.1f, p99 %.1f times the fsync\n",
              rate, ratio_p50, ratio_p99);
  figures.Add("ratio_to_fsync_p50", ratio_p50);
  figures.Add("ratio_to_fsync_p99", ratio_p99);
  if (absl::Status status = rig.Verify(); !status.ok()) return status;
  std::printf("  verified\n");
  std::fflush(stdout);
  return figures;
}

}  // namespace kumbara::bench
