// State written to memory and read from there.

#ifndef KUMBARA_TESTS_SUPPORT_MEMORY_STATE_H_
#define KUMBARA_TESTS_SUPPORT_MEMORY_STATE_H_

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "engine/base/state_stream.h"

namespace kumbara {

class MemorySink final : public StateSink {
 public:
  explicit MemorySink(std::vector<std::byte>* out) : out_(out) {}
  void Write(std::span<const std::byte> bytes) override {
    out_->insert(out_->end(), bytes.begin(), bytes.end());
  }

 private:
  std::vector<std::byte>* out_;
};

class MemorySource final : public StateSource {
 public:
  explicit MemorySource(std::span<const std::byte> bytes) : bytes_(bytes) {}
  bool Read(std::span<std::byte> out) override {
    if (out.size() > bytes_.size()) return false;
    std::copy_n(bytes_.begin(), out.size(), out.begin());
    bytes_ = bytes_.subspan(out.size());
    return true;
  }
  std::uint64_t left() const override { return bytes_.size(); }

 private:
  std::span<const std::byte> bytes_;
};

}  // namespace kumbara

#endif  // KUMBARA_TESTS_SUPPORT_MEMORY_STATE_H_
