// MemoryColdStore: keeps ids as a store on disk does, some calls later than it
// was asked to, and fails when told. It has a store for records too.
//
// Threads: one.

#ifndef KUMBARA_TESTS_SUPPORT_MEMORY_COLD_STORE_H_
#define KUMBARA_TESTS_SUPPORT_MEMORY_COLD_STORE_H_

#include <cstdint>
#include <map>

#include "engine/port/cold_store.h"
#include "tests/support/memory_chunk_store.h"

namespace kumbara {

class MemoryColdStore final : public ColdStore {
 public:
  void Prefetch(const CommandId&) override {}
  FoundId FindId(const CommandId& id, ColdId* found) override {
    if (!status_.ok()) return FoundId::kFailed;
    const auto known = ids_.find(id);
    if (known == ids_.end()) return FoundId::kNo;
    *found = known->second;
    ++found_;
    return FoundId::kYes;
  }
  void Keep(const Slab<IdEntry>& entries, Slot first_slot) override {
    KUMBARA_CHECK(calls_left_ == 0 && entries.size() > 0);
    keeping_ = &entries;
    first_slot_ = first_slot;
    calls_left_ = 1 + first_slot % 3;
  }
  bool IsKeeping() const override {
    if (calls_left_ > 0 && --calls_left_ == 0) TakeAll();
    return calls_left_ > 0;
  }
  void StopKeeping() override { calls_left_ = 0; }
  MemoryChunkStore* chunks() override { return &records_; }
  absl::Status status() const override { return status_; }

  void Fail(const absl::Status& status) { status_ = status; }
  std::size_t size() const { return ids_.size(); }
  // Lookups that found an id here.
  std::uint64_t found() const { return found_; }

 private:
  void TakeAll() const {
    for (Slot at = 0; at < keeping_->size(); ++at) {
      const IdEntry& entry = keeping_->At(at);
      KUMBARA_CHECK(entry.answer.state == IdState::kFinal);
      const bool is_new =
          ids_.try_emplace(entry.id, ColdId{entry, first_slot_ + at}).second;
      KUMBARA_CHECK(is_new);
    }
  }

  // What a thread of its own would write.
  mutable std::map<CommandId, ColdId> ids_;
  mutable std::uint32_t calls_left_ = 0;
  const Slab<IdEntry>* keeping_ = nullptr;
  Slot first_slot_ = 0;
  std::uint64_t found_ = 0;
  absl::Status status_;
  MemoryChunkStore records_;
};

}  // namespace kumbara

#endif  // KUMBARA_TESTS_SUPPORT_MEMORY_COLD_STORE_H_
