// SimLedger: a ledger recovered from a SimJournal and run step by step, as a
// process that opens its directory would be. Destroying it is a crash.
//
// Threads: one.

#ifndef KUMBARA_TESTS_SUPPORT_SIM_LEDGER_H_
#define KUMBARA_TESTS_SUPPORT_SIM_LEDGER_H_

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/pipeline/ledger.h"
#include "engine/pipeline/sim_driver.h"
#include "tests/support/memory_cold_store.h"
#include "tests/support/sim_journal.h"
#include "tests/support/test_clock.h"

namespace kumbara {

// Four shards, rule A, business times as they come.
LedgerOptions TestOptions(std::uint32_t workers = 1,
                          std::uint32_t round_commands = 4'096);

// A ledger's state as a snapshot holds it.
struct SavedState {
  std::vector<CodeDefinition> codes;
  std::vector<std::vector<std::byte>> parts;
};

class SimLedger {
 public:
  // Applies what the journal has, holds it against the outcomes the journal
  // vouches for, and appends there from now on.
  SimLedger(SimJournal& journal, const LedgerOptions& options,
            std::uint64_t seed);

  // From a saved state and the batches behind it; appends nowhere.
  SimLedger(const SavedState& saved, std::span<const SimJournal::Value> behind,
            const LedgerOptions& options, std::uint64_t seed);
  // REQUIRES: idle, nothing is open, all ids are in memory.
  SavedState Save();

  // Whether the outcomes were those that the journal vouches for.
  const absl::Status& mismatch() const { return mismatch_; }

  Ledger& ledger() { return *ledger_; }
  SimDriver& driver() { return *driver_; }
  TestClock& clock() { return clock_; }
  MemoryColdStore& cold() { return cold_; }

  // Units on their way between members; 0 whenever no stage is at work.
  Int128 InTransit(std::uint8_t unit);
  // Ends the process unless the books of all shards balance.
  void CheckAllBooks();
  // A member as the shards have it, durable or not.
  MemberView Look(const MemberId& member);

 private:
  void Recover(std::span<const SimJournal::Value> values);

  CodeTable codes_;
  TestClock clock_;
  MemoryColdStore cold_;
  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<SimDriver> driver_;
  absl::Status mismatch_;
};

// Submits and runs until idle; gives back the outcomes of the frame, which
// must have been accepted and answered.
std::vector<Outcome> RunFrame(SimLedger& sim, Producer& producer,
                              std::unique_ptr<Frame> frame);

std::vector<ResultCode> CodesOf(const std::vector<Outcome>& outcomes);

}  // namespace kumbara

#endif  // KUMBARA_TESTS_SUPPORT_SIM_LEDGER_H_
