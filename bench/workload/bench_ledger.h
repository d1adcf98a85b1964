// BenchLedger: a ledger whose members open at first sight, of one spendable
// unit or of any program, and all it needs to live.

#ifndef KUMBARA_BENCH_WORKLOAD_BENCH_LEDGER_H_
#define KUMBARA_BENCH_WORKLOAD_BENCH_LEDGER_H_

#include <cstdint>
#include <string_view>

#include "engine/base/clock.h"
#include "engine/pipeline/ledger.h"
#include "engine/port/cold_store.h"
#include "engine/record/code_table.h"

namespace kumbara::bench {

enum class BenchPoints : std::uint8_t {
  kForEver,
  // Awards expire at the end of the month a year later, purchases earn a point
  // per minor unit that never does; postings are kept.
  kLots,
};

class BenchLedger {
 public:
  explicit BenchLedger(std::uint32_t workers,
                       BenchPoints points = BenchPoints::kForEver);
  // Of a program file without errors; its events are kept.
  BenchLedger(std::uint32_t workers, std::string_view program_text);

  Ledger& ledger() { return ledger_; }
  Clock& clock() { return clock_; }
  std::uint8_t unit() const { return ledger_.program().units[0].code; }
  std::uint8_t currency() const { return ledger_.program().currency; }
  CodeTable& codes() { return codes_; }

 private:
  CodeTable codes_;
  SystemClock clock_;
  EmptyColdStore cold_;
  Ledger ledger_;
};

// Has the memory ready that `commands` more take, their ids and records, and
// `more` bytes each, so that what is measured is not the kernel clearing pages.
void PrepareMemory(std::uint64_t commands, std::size_t more = 0);

}  // namespace kumbara::bench

#endif  // KUMBARA_BENCH_WORKLOAD_BENCH_LEDGER_H_
