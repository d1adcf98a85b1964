// Poison: the first failed write, for ever. After it nothing is acknowledged.
//
// Threads: safe.

#ifndef KUMBARA_ENGINE_PIPELINE_POISON_H_
#define KUMBARA_ENGINE_PIPELINE_POISON_H_

#include <atomic>
#include <mutex>

#include "absl/status/status.h"

namespace kumbara {

class Poison {
 public:
  bool is_set() const { return set_.load(std::memory_order_acquire); }

  // Keeps the first error; later ones follow from it.
  void Set(const absl::Status& error) {
    const std::scoped_lock lock(mutex_);
    if (set_.load(std::memory_order_relaxed)) return;
    error_ = error;
    set_.store(true, std::memory_order_release);
  }

  absl::Status status() const {
    const std::scoped_lock lock(mutex_);
    return error_;
  }

 private:
  std::atomic<bool> set_{false};
  mutable std::mutex mutex_;
  absl::Status error_;  // Guarded by mutex_.
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PIPELINE_POISON_H_
