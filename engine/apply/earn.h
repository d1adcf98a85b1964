// Earn: points that rules or an award give go to the member, or to the pool
// that it is joined to, and are taken back where they went.
//
// What goes to a pool goes by message and is answered at the round's end; until
// then the member keeps room for it, as the pool may not be able to take it.
//
// Threads: the owner of the member's shard.

#ifndef KUMBARA_ENGINE_APPLY_EARN_H_
#define KUMBARA_ENGINE_APPLY_EARN_H_

#include <cstdint>
#include <span>

#include "engine/apply/command_context.h"
#include "engine/apply/demands.h"
#include "engine/member/earn_part.h"

namespace kumbara {

// `lot`, of that class, is what a purchase or award gives, noted in its record;
// it is used up.
// REQUIRES: Books::CanEarn.
void Earn(CommandContext& context, CommandRecord& record, Lot&& lot,
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

// What one of several rules gives.
struct EarnedLot {
  std::uint8_t unit = 0;  // Code.
  Lot lot;
};

// The same as Earn, TakeBackInPool and TakeBackOfPool for several rules. The
// numbers of the lots are noted in `parts`, one for each. What a rule with a
// budget gives is claimed. An enrolment has no record.
void EarnLots(CommandContext& context, const CommandRecord* record,
              std::span<const EarnedLot> lots, std::span<EarnPart> parts);
void TakeAllInPool(CommandContext& context, const CommandRecord& record,
                   std::span<const Demand> demands);
void TakeAllOfPool(CommandContext& context, const MemberId& pool,
                   std::span<const Demand> demands);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_EARN_H_
