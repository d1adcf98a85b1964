// Counters: what is left of stocks and budgets.
//
// Threads: REQUIRES an idle ledger.
// Cost:    reads what the program's counters have counted.

#ifndef KUMBARA_ENGINE_QUERY_COUNTERS_H_
#define KUMBARA_ENGINE_QUERY_COUNTERS_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/base/period.h"
#include "engine/member/shard.h"
#include "engine/program/program.h"

namespace kumbara {

struct CounterView {
  enum class Kind : std::uint8_t { kReward, kBudget };

  Kind kind = Kind::kReward;
  std::string name;
  std::uint8_t unit = 0;  // Code, of a budget; how many of a reward have none.
  Period per = Period::kLifetime;
  std::int64_t period = 0;  // Its number.
  std::int64_t amount = 0;
  std::int64_t granted = 0;

  std::int64_t left() const { return amount - granted; }
};

// Rewards that have a stock, then budgets, in the order of the program: of a
// budget the periods in which something is granted, and that of the clock.
std::vector<CounterView> CountersOf(std::span<const Shard* const> shards,
                                    const Program& program, Instant clock);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_QUERY_COUNTERS_H_
