// Benefit grants: benefits that members have for a time, for what they redeem.
//
// How long is fixed when something is redeemed, by the version of the program
// that the redemption goes by: no later one takes away what points were paid
// for, or makes it last longer. Whether it is a benefit at all says the version
// for the member's clock, as of every benefit.
//
// Threads: the owner of the member's shard.
// Cost:    a look at each benefit of the program for what is redeemed.

#ifndef KUMBARA_ENGINE_APPLY_BENEFIT_GRANTS_H_
#define KUMBARA_ENGINE_APPLY_BENEFIT_GRANTS_H_

#include "engine/member/shard.h"
#include "engine/program/program.h"

namespace kumbara {

struct RedeemedReward {
  Sequence redemption = 0;
  Code reward = 0;
  Instant at;
};

// Gives a member the benefits of a reward, but those that would be over already
// at its clock, and lists it for their ends.
void GrantFor(const RedeemedReward& redeemed, const Program& program,
              Shard& shard, Slot slot);

// Ends those that are over by then.
void EndGrants(Instant clock, Shard& shard, Slot slot);

// Ends those of a redemption before their time.
void TakeBackGrants(Sequence redemption, Shard& shard, Slot slot);

// Adds what another member had, but for what is over at the member's clock.
void TakeGrants(const MemberGrants& other, Shard& shard, Slot slot);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_BENEFIT_GRANTS_H_
