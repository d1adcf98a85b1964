// Giving: who may give and receive points, and how much, by the program.
//
// Threads: the owner of the shard.
// Cost:    nothing to speak of where the program has no such rules; else a
//          look at the giver's attributes and counts.

#ifndef KUMBARA_ENGINE_APPLY_GIVING_H_
#define KUMBARA_ENGINE_APPLY_GIVING_H_

#include "engine/apply/command_context.h"

namespace kumbara {

// Why the member may not give what a transfer or donation asks for; kOk if it
// may. REQUIRES: the member and the unit are known.
ResultCode RefuseGiving(const CommandContext& context);

// Counts what is given. REQUIRES: RefuseGiving said kOk.
void CountGiving(const CommandContext& context);

// A gift that did not come about, or was taken back.
struct GiftBack {
  CommandKind kind;
  std::uint8_t unit = 0;
  Instant given_at;  // Business time of the gift.
  Amount amount;
};
void UncountGiving(const GiftBack& gift, const Program& program, Slot giver,
                   Shard& shard);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_GIVING_H_
