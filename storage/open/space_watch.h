// SpaceWatch: asks again and again how much of a disk is free, and tells when
// that falls below what is to be kept and when there is room again.
//
// A ledger whose disk runs full is poisoned by the write that fails. So new
// commands are held back before: what is kept is room for what was accepted
// already, for closing in order, and for what else writes there meanwhile.
// There is room again once an eighth more than that is free, so that it does
// not go back and forth.
//
// Units:   bytes.
// Threads: one owner; on_change is called by a thread of the watch, but for the
//          first call, which the constructor makes if it is low at once.
// Errors:  a disk that cannot be asked counts as one with room: a write will
//          tell.
// Cost:    a system call ten times a second.

#ifndef KUMBARA_STORAGE_OPEN_SPACE_WATCH_H_
#define KUMBARA_STORAGE_OPEN_SPACE_WATCH_H_

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

#include "absl/status/statusor.h"

namespace kumbara::storage {

class SpaceWatch {
 public:
  using FreeSpace = std::function<absl::StatusOr<std::uint64_t>()>;

  SpaceWatch(std::uint64_t reserve, FreeSpace free,
             std::function<void(bool is_low)> on_change);
  ~SpaceWatch();

  bool is_low() const { return is_low_.load(); }
  std::uint64_t reserve() const { return reserve_; }
  // As it was asked for last.
  std::uint64_t free() const { return last_free_.load(); }

 private:
  void Run();
  void Ask();

  const std::uint64_t reserve_;
  const FreeSpace free_;
  const std::function<void(bool)> on_change_;
  std::atomic<bool> is_low_{false};
  std::atomic<std::uint64_t> last_free_{0};
  std::mutex mutex_;
  std::condition_variable ended_;
  bool is_ending_ = false;  // Guarded by mutex_.
  std::thread thread_;
};

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_OPEN_SPACE_WATCH_H_
