// Balances: every member's wallet of one unit, as it is at a clock.
//
// Threads: REQUIRES an idle ledger.
// Cost:    reads every member once.

#ifndef KUMBARA_ENGINE_QUERY_BALANCES_H_
#define KUMBARA_ENGINE_QUERY_BALANCES_H_

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/apply/settled_state.h"
#include "engine/base/limits.h"

namespace kumbara {

struct Balance {
  MemberId member;
  // All zero for a member that never held the unit. Its lots are not to be
  // looked at.
  Wallet wallet;
  // In force, by tier set of the program; 0 = none.
  std::array<std::uint8_t, kTierSetsMax> tiers = {};
};

// All members, in no order.
std::vector<Balance> BalancesOf(std::span<const Shard* const> shards,
                                const Program& program, Instant clock,
                                std::uint8_t unit);

// Sums over all members, in 128 bits where they may leave 64.
struct BalanceTotals {
  std::uint64_t members = 0;
  std::uint64_t in_deficit = 0;
  Int128 pending = 0;
  Int128 available = 0;
  Int128 held = 0;
  Int128 deficit = 0;
  Int128 earned = 0;
  Int128 clawed_back = 0;
  Int128 redeemed = 0;
  Int128 expired = 0;

  Int128 net() const { return pending + available + held - deficit; }
};

BalanceTotals Total(std::span<const Balance> balances);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_QUERY_BALANCES_H_
