#include "engine/pipeline/round_exchange.h"

namespace kumbara {

bool RoundExchange::AllArrived(std::uint64_t phase) const {
  for (std::uint32_t worker = 0; worker < workers_; ++worker) {
    if (lanes_[worker].arrived.load(std::memory_order_acquire) <= phase) {
      return false;
    }
  }
  return true;
}

std::size_t RoundExchange::MessagesOf(std::uint64_t phase) const {
  std::size_t count = 0;
  for (std::uint32_t worker = 0; worker < workers_; ++worker) {
    count += lanes_[worker].outboxes[phase % 2].messages.size();
  }
  return count;
}

std::size_t RoundExchange::CarriedOf(std::uint64_t phase) const {
  std::size_t count = 0;
  for (std::uint32_t worker = 0; worker < workers_; ++worker) {
    count += lanes_[worker].outboxes[phase % 2].carried;
  }
  return count;
}

Sequence RoundExchange::NextMergeOf(std::uint64_t phase) const {
  Sequence next = 0;
  for (std::uint32_t worker = 0; worker < workers_; ++worker) {
    const Sequence one = lanes_[worker].outboxes[phase % 2].merging;
    if (one != 0 && (next == 0 || one < next)) next = one;
  }
  return next;
}

std::size_t RoundExchange::ClosingOf(std::uint64_t phase) const {
  std::size_t count = 0;
  for (std::uint32_t worker = 0; worker < workers_; ++worker) {
    count += lanes_[worker].outboxes[phase % 2].closing;
  }
  return count;
}

}  // namespace kumbara
