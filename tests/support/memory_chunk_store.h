// MemoryChunkStore: keeps chunks of records as a file does, and counts.
//
// Threads: one.

#ifndef KUMBARA_TESTS_SUPPORT_MEMORY_CHUNK_STORE_H_
#define KUMBARA_TESTS_SUPPORT_MEMORY_CHUNK_STORE_H_

#include <algorithm>
#include <cstdint>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/chunk_store.h"

namespace kumbara {

class MemoryChunkStore final : public ChunkStore {
 public:
  std::uint32_t NewPlace() override {
    chunks_.emplace_back();
    return static_cast<std::uint32_t>(chunks_.size() - 1);
  }
  bool Keep(std::uint32_t place, std::span<const std::byte> chunk) override {
    if (fails_) return false;
    chunks_[place].assign(chunk.begin(), chunk.end());
    ++kept_;
    return true;
  }
  void Ask(std::uint32_t place) override {
    KUMBARA_CHECK(!chunks_[place].empty());
    ++asked_;
  }
  void Fetch(std::uint32_t place, std::span<std::byte> chunk) override {
    KUMBARA_CHECK(chunks_[place].size() == chunk.size());
    std::copy(chunks_[place].begin(), chunks_[place].end(), chunk.begin());
    ++fetched_;
  }

  // From now on it takes nothing.
  void Fail() { fails_ = true; }
  std::uint64_t kept() const { return kept_; }
  std::uint64_t asked() const { return asked_; }
  std::uint64_t fetched() const { return fetched_; }

 private:
  std::vector<std::vector<std::byte>> chunks_;  // By place.
  std::uint64_t kept_ = 0;
  std::uint64_t asked_ = 0;
  std::uint64_t fetched_ = 0;
  bool fails_ = false;
};

}  // namespace kumbara

#endif  // KUMBARA_TESTS_SUPPORT_MEMORY_CHUNK_STORE_H_
