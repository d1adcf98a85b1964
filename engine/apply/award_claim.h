// Award claim: an award whose funding class has a budget waits for what that
// has left.
//
// At its sequence it asks the counter of the budget (engine/apply/counters.h),
// and has done nothing yet: it has opened no member, left no record and posted
// nothing. With the answer it is applied like an award of the round's end, or
// refused like any other command. So nobody ever sees points that a partner has
// not paid for.
//
// Threads: the owner of the member's shard.

#ifndef KUMBARA_ENGINE_APPLY_AWARD_CLAIM_H_
#define KUMBARA_ENGINE_APPLY_AWARD_CLAIM_H_

#include <cstdint>

#include "engine/apply/addressee.h"
#include "engine/apply/command_context.h"

namespace kumbara {

// Asks a budget of the program, by its place, for all of the award.
ResultCode ClaimAward(CommandContext& context, std::uint32_t budget);

// The answer, at the member, who need not be open before.
void FinishAward(SemanticVersion version, const Addressee& to,
                 Messages& messages);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_AWARD_CLAIM_H_
