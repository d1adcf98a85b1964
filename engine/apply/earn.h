// Earn: points that a rule or an award gives go to the member, or to the pool
// that it is joined to, and are taken back where they went.
//
// What goes to a pool goes by message and is answered at the round's end; until
// then the member keeps room for it, as the pool may not be able to take it.
//
// Threads: the owner of the member's shard.

#ifndef KUMBARA_ENGINE_APPLY_EARN_H_
#define KUMBARA_ENGINE_APPLY_EARN_H_

#include "engine/apply/command_context.h"

namespace kumbara {

// `lot`, of that class, is what a purchase or award gives, noted in its record.
// REQUIRES: Books::CanEarn.
void Earn(CommandContext& context, CommandRecord& record, const Lot& lot,
          Code funding_class);
// The same for a purchase under a program without a rule.
void EarnNothing(CommandContext& context, CommandRecord& record);

// Takes `demanded` back from the pool that got what a record says, or, of no
// record, from the pool that the member is joined to. The record is the
// caller's. REQUIRES: record.in_pool.
void TakeBackInPool(CommandContext& context, const CommandRecord& record,
                    Amount demanded, Code funding_class);
void TakeBackOfPool(CommandContext& context, const MemberId& pool,
                    Amount demanded, Code funding_class);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_EARN_H_
