// Automatic redemption: what a program redeems by itself when enough is
// available.

#ifndef KUMBARA_ENGINE_APPLY_AUTO_REDEEM_H_
#define KUMBARA_ENGINE_APPLY_AUTO_REDEEM_H_

#include <array>
#include <bitset>
#include <cstdint>

#include "engine/apply/books.h"
#include "engine/base/limits.h"
#include "engine/member/shard.h"
#include "engine/program/program.h"

namespace kumbara {

// What has happened to a member.
struct RedeemOccasion {
  bool purchase = false;    // A purchase was accepted.
  std::bitset<256> raised;  // Units, by code, of which more is available.
};

// What a member has available, by the places of a program's units.
using AvailableByUnit = std::array<Amount, kUnitsMax>;
AvailableByUnit AvailableOf(const Program& program, Shard& shard,
                            Member& member);

// Redeems by the program's rules, in their order. Refuses nothing: what the
// total redeemed has no room for is left.
void RedeemAutomatically(const RedeemOccasion& occasion, const Program& program,
                         Shard& shard, Member& member, Books& books);
// What may be of the units of which more is available than before.
void RedeemRaised(const AvailableByUnit& before, const Program& program,
                  Shard& shard, Member& member, Books& books);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_AUTO_REDEEM_H_
