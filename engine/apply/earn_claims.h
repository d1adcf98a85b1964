// Earn claims: what earn rules with budgets give waits for what the budgets
// have.
//
// A purchase or enrolment sends a claim for each such rule (EarnLots), and the
// counters answer (engine/apply/counters.h), each claim by itself and in that
// order. So behind the last answer all is known: then the command is answered,
// or, of who is joined to a pool, all that was earned goes on to that.
//
// Threads: the owner of the shard of whoever claimed, or of the pool.

#ifndef KUMBARA_ENGINE_APPLY_EARN_CLAIMS_H_
#define KUMBARA_ENGINE_APPLY_EARN_CLAIMS_H_

#include <span>

#include "engine/apply/addressee.h"
#include "engine/apply/demands.h"
#include "engine/apply/message.h"

namespace kumbara {

// An answer, at who claimed; the last one comes with what goes to a pool.
void FinishClaim(const Addressee& to, std::span<const Slice> slices,
                 Messages& messages);

// What was taken back of claims goes back to their budgets, in the periods of
// an instant: messages that are like `back` otherwise.
void GiveBackToBudgets(Message back, Instant earned_at,
                       std::span<const Demand> demands, const Program& program,
                       Messages& messages);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_EARN_CLAIMS_H_
