// Demands: taking back at once what several rules gave, by the program's policy
// on deficits: first each of its own lot, then what is still demanded of
// others.
//
// Threads: the owner of the shard.

#ifndef KUMBARA_ENGINE_APPLY_DEMANDS_H_
#define KUMBARA_ENGINE_APPLY_DEMANDS_H_

#include <optional>
#include <span>

#include "absl/container/inlined_vector.h"
#include "engine/apply/clawback.h"
#include "engine/base/limits.h"

namespace kumbara {

struct Demand {
  std::uint8_t unit = 0;  // Code.
  Code funding_class = 0;
  Amount amount;
  std::optional<LotKey> own = {};  // Of no other demand.
  Amount taken = {};
  // The budget that gets back what is taken, counted from 1; 0 = none.
  std::uint16_t of_budget = 0;
};

// Whether the wallet of a unit has room for what would be owed and clawed back
// of it. Demands in other units are passed over; `books` may be null if none
// has an own lot.
bool CanTakeAll(const Books* books, const Wallet& wallet, std::uint8_t unit,
                DeficitPolicy policy, std::span<const Demand> demands);

// Does so, and tells what is forgone. REQUIRES: CanTakeAll.
void TakeAll(Wallet& wallet, DeficitPolicy policy, Books& books,
             std::span<Demand> demands);

// Tells of all demands in a unit that they are forgone.
void ForgoAll(std::uint8_t unit, Books& books, std::span<const Demand> demands);

// At most one for each rule.
using DemandList = absl::InlinedVector<Demand, kEarnRulesMax>;

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_DEMANDS_H_
