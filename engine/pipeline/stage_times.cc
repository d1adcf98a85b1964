#include "engine/pipeline/stage_times.h"

#include <algorithm>
#include <bit>

namespace kumbara {
namespace {

constexpr int kStepBits = 3;  // Eight steps a power of two.

std::size_t BucketOf(std::int64_t value) {
  const auto positive =
      static_cast<std::uint64_t>(std::max<std::int64_t>(value, 0));
  const auto width = static_cast<int>(std::bit_width(positive));
  if (width <= kStepBits) return static_cast<std::size_t>(positive);
  const int shift = width - kStepBits - 1;
  const std::uint64_t step = (positive >> shift) & 7;
  return static_cast<std::size_t>(width - kStepBits) * 8 +
         static_cast<std::size_t>(step);
}

std::int64_t UpperBound(std::size_t bucket) {
  if (bucket < 8) return static_cast<std::int64_t>(bucket);
  const std::size_t shift = bucket / 8 - 1;
  return static_cast<std::int64_t>(((8 + bucket % 8 + 1) << shift) - 1);
}

}  // namespace

void Histogram::Add(std::int64_t value) {
  // Stages that run side by side may finish in either order.
  value = std::max<std::int64_t>(value, 0);
  ++buckets_[std::min(BucketOf(value), kBuckets - 1)];
  ++count_;
  sum_ += value;
}

Histogram Histogram::Since(const Histogram& earlier) const {
  Histogram since = *this;
  for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
    since.buckets_[bucket] -= earlier.buckets_[bucket];
  }
  since.count_ -= earlier.count_;
  since.sum_ -= earlier.sum_;
  return since;
}

std::int64_t Histogram::Percentile(int per_mille) const {
  const std::uint64_t wanted =
      (count_ * static_cast<std::uint64_t>(per_mille) + 999) / 1000;
  std::uint64_t seen = 0;
  for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
    seen += buckets_[bucket];
    if (seen >= wanted && seen > 0) return UpperBound(bucket);
  }
  return 0;
}

std::string_view Name(Stage stage) {
  constexpr std::array<std::string_view, kStages> kNames = {
      "intake", "resolve", "journal", "apply", "answer", "total"};
  return kNames[static_cast<std::size_t>(stage)];
}

void StageTimes::Add(const BatchTimes& times) {
  const std::array<std::int64_t, kStages> spans = {
      times.sequenced - times.enqueued,
      times.resolved - times.sequenced,
      times.durable - times.sequenced,
      times.applied - times.resolved,
      times.answered - std::max(times.durable, times.applied),
      times.answered - times.enqueued,
  };
  for (std::size_t stage = 0; stage < kStages; ++stage) {
    stages_[stage].Add(spans[stage]);
  }
}

}  // namespace kumbara
