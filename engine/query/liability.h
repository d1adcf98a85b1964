// Liability: what all members together are owed, by unit, who pays for it and
// the month in which it was earned.
//
// Units:   amounts in the smallest decimal of their unit.
// Threads: REQUIRES an idle ledger.
// Cost:    reads every member, lot and open hold once.

#ifndef KUMBARA_ENGINE_QUERY_LIABILITY_H_
#define KUMBARA_ENGINE_QUERY_LIABILITY_H_

#include <compare>
#include <cstdint>
#include <map>
#include <span>

#include "engine/base/rational.h"
#include "engine/member/shard.h"
#include "engine/program/program.h"

namespace kumbara {

struct LiabilityKey {
  std::uint8_t unit = 0;   // Code.
  Code funding_class = 0;  // 0: of nobody.
  // Local year * 12 + month - 1 of the earn; 0: of none.
  std::uint16_t vintage = 0;

  friend auto operator<=>(const LiabilityKey&, const LiabilityKey&) = default;
};

struct Liability {
  Int128 pending = 0;
  Int128 available = 0;
  Int128 held = 0;
  Int128 deficit = 0;  // What members owe, of nobody and no month.

  Int128 net() const { return pending + available + held - deficit; }
};

using Liabilities = std::map<LiabilityKey, Liability>;

// At a clock. Sums over a unit are those of its balances: what is held, or
// claimed of a budget, by a command that waits for its round's end is of nobody
// and no month.
Liabilities LiabilitiesOf(std::span<const Shard* const> shards,
                          const Program& program, Instant clock);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_QUERY_LIABILITY_H_
