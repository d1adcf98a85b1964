#include "storage/open/space_watch.h"

#include <chrono>
#include <utility>

namespace kumbara::storage {
namespace {

constexpr std::chrono::milliseconds kAskEvery(100);

}  // namespace

SpaceWatch::SpaceWatch(std::uint64_t reserve, FreeSpace free,
                       std::function<void(bool is_low)> on_change)
    : reserve_(reserve),
      free_(std::move(free)),
      on_change_(std::move(on_change)) {
  Ask();
  thread_ = std::thread([this] { Run(); });
}

SpaceWatch::~SpaceWatch() {
  {
    const std::scoped_lock lock(mutex_);
    is_ending_ = true;
  }
  ended_.notify_all();
  thread_.join();
}

void SpaceWatch::Run() {
  std::unique_lock lock(mutex_);
  while (!ended_.wait_for(lock, kAskEvery, [this] { return is_ending_; })) {
    Ask();
  }
}

void SpaceWatch::Ask() {
  const absl::StatusOr<std::uint64_t> free = free_();
  const bool was_low = is_low_.load();
  bool is_low = false;
  if (free.ok()) {
    last_free_.store(*free);
    is_low = *free < reserve_ || (was_low && *free - reserve_ < reserve_ / 8);
  }
  if (is_low == was_low) return;
  is_low_.store(is_low);
  on_change_(is_low);
}

}  // namespace kumbara::storage
