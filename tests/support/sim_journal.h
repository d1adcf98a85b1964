// SimJournal: the journal port in memory, with the faults a disk has.
//
// A value is synced when Append returned ok. The value of the append that
// failed is in doubt: Crash keeps or drops it.
//
// Threads: Append from one; the rest when no driver runs, synced_sequence from
//          any.

#ifndef KUMBARA_TESTS_SUPPORT_SIM_JOURNAL_H_
#define KUMBARA_TESTS_SUPPORT_SIM_JOURNAL_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/port/journal.h"

namespace kumbara {

class SimJournal final : public Journal {
 public:
  using Value = std::vector<std::byte>;

  absl::Status Append(BatchHeader* header, const BatchParts& parts) override;
  absl::Status Close() override { return absl::OkStatus(); }

  // The append that many appends from now fails; 1 is the next.
  void FailAfter(std::uint64_t appends) { fail_in_ = appends; }

  enum class InDoubt { kKept, kLost };
  // The process ends. What was synced stays; appends work again afterwards.
  void Crash(InDoubt in_doubt);

  std::span<const Value> values() const { return values_; }
  // Every command up to this one is synced.
  Sequence synced_sequence() const { return synced_sequence_.load(); }

 private:
  std::vector<Value> values_;
  std::size_t synced_ = 0;  // Values; at most one more stands behind them.
  std::atomic<Sequence> synced_sequence_{0};
  BatchNumber last_number_ = 0;
  std::int64_t last_time_ = INT64_MIN;  // Never falls.
  Digest chain_;
  std::uint64_t fail_in_ = 0;  // 0 = never.
  bool failed_ = false;
};

}  // namespace kumbara

#endif  // KUMBARA_TESTS_SUPPORT_SIM_JOURNAL_H_
