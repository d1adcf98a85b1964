// StageTimes: how long batches took in each stage. Always on: a few clock
// readings a batch.
//
// Units:   nanoseconds.
// Threads: written by the acknowledger; read by others when it is idle.

#ifndef KUMBARA_ENGINE_PIPELINE_STAGE_TIMES_H_
#define KUMBARA_ENGINE_PIPELINE_STAGE_TIMES_H_

#include <array>
#include <cstdint>
#include <string_view>

namespace kumbara {

// Values by powers of two in eight steps each: within 12.5% of the truth.
class Histogram {
 public:
  void Add(std::int64_t value);
  // What was added after `earlier`, a copy of this histogram as it was.
  Histogram Since(const Histogram& earlier) const;
  std::uint64_t count() const { return count_; }
  std::int64_t sum() const { return sum_; }
  // The least bucket bound that at least `per_mille` thousandths stay below.
  std::int64_t Percentile(int per_mille) const;

 private:
  static constexpr std::size_t kBuckets = 64 * 8;

  std::array<std::uint64_t, kBuckets> buckets_{};
  std::uint64_t count_ = 0;
  std::int64_t sum_ = 0;
};

// When one batch passed each point of its path.
struct BatchTimes {
  std::int64_t enqueued = 0;  // Its first frame entered the intake.
  std::int64_t sequenced = 0;
  std::int64_t resolved = 0;
  std::int64_t durable = 0;
  std::int64_t applied = 0;  // By the first worker.
  std::int64_t answered = 0;
};

enum class Stage : std::uint8_t {
  kIntake,   // Enqueued to sequenced.
  kResolve,  // Sequenced to resolved.
  kJournal,  // Sequenced to durable.
  kApply,    // Resolved to applied.
  kAnswer,   // Durable and applied to answered.
  kTotal,    // Enqueued to answered.
};
inline constexpr std::size_t kStages = 6;

std::string_view Name(Stage stage);

class StageTimes {
 public:
  void Add(const BatchTimes& times);
  const Histogram& of(Stage stage) const {
    return stages_[static_cast<std::size_t>(stage)];
  }

 private:
  std::array<Histogram, kStages> stages_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PIPELINE_STAGE_TIMES_H_
