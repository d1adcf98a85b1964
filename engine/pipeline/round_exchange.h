// RoundExchange: how workers pass messages at a round's end.
//
// The workers go through phases together. In each phase a worker writes its
// outbox of that phase, then arrives; when all have arrived, everybody reads
// all outboxes of the phase and, while doing so, writes those of the next one.
// Two outboxes per worker, used in turn, are enough: nobody writes the one of
// phase p + 2 before all have arrived at p + 1, that is, have read p.
//
// Threads: each worker writes its own lane; all read.

#ifndef KUMBARA_ENGINE_PIPELINE_ROUND_EXCHANGE_H_
#define KUMBARA_ENGINE_PIPELINE_ROUND_EXCHANGE_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>

#include "engine/apply/message.h"

namespace kumbara {

class RoundExchange {
 public:
  explicit RoundExchange(std::uint32_t workers)
      : lanes_(std::make_unique<Lane[]>(workers)), workers_(workers) {}

  struct Outbox {
    Messages messages;
    // Commands this worker still has to apply, and closes behind them.
    std::size_t carried = 0;
    std::size_t closing = 0;
    // Of the merges behind these the first one's sequence; 0 = none.
    Sequence merging = 0;
  };

  Outbox& outbox(std::uint32_t worker, std::uint64_t phase) {
    return lanes_[worker].outboxes[phase % 2];
  }
  void Arrive(std::uint32_t worker, std::uint64_t phase) {
    lanes_[worker].arrived.store(phase + 1, std::memory_order_release);
  }
  bool AllArrived(std::uint64_t phase) const;

  // REQUIRES: AllArrived(phase).
  std::size_t MessagesOf(std::uint64_t phase) const;
  std::size_t CarriedOf(std::uint64_t phase) const;
  std::size_t ClosingOf(std::uint64_t phase) const;
  // The least of all, 0 if there is none.
  Sequence NextMergeOf(std::uint64_t phase) const;

  std::uint32_t workers() const { return workers_; }

 private:
  struct alignas(64) Lane {
    std::atomic<std::uint64_t> arrived{0};
    std::array<Outbox, 2> outboxes;
  };

  std::unique_ptr<Lane[]> lanes_;
  std::uint32_t workers_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PIPELINE_ROUND_EXCHANGE_H_
