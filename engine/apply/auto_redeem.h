// Automatic redemption: what a program redeems by itself when enough is
// available.

#ifndef KUMBARA_ENGINE_APPLY_AUTO_REDEEM_H_
#define KUMBARA_ENGINE_APPLY_AUTO_REDEEM_H_

#include <bitset>
#include <cstdint>

#include "engine/apply/books.h"
#include "engine/member/shard.h"
#include "engine/program/program.h"

namespace kumbara {

// What has happened to a member.
struct RedeemOccasion {
  bool purchase = false;    // A purchase was accepted.
  std::bitset<256> raised;  // Units, by code, of which more is available.
};

// Redeems by the program's rules, in their order. Refuses nothing: what the
// total redeemed has no room for is left.
void RedeemAutomatically(const RedeemOccasion& occasion, const Program& program,
                         Shard& shard, Member& member, Books& books);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_AUTO_REDEEM_H_
