// What a purchase is counted for beside its points: achievements, the referral
// that brought the member, tiers.
//
// Threads: the owner of the member's shard.
// Cost:    nothing in a program without these.

#ifndef KUMBARA_ENGINE_APPLY_PURCHASE_COUNTS_H_
#define KUMBARA_ENGINE_APPLY_PURCHASE_COUNTS_H_

#include <span>

#include "engine/apply/command_context.h"

namespace kumbara {

// A purchase has been accepted and has earned.
void CountAccepted(CommandContext& context, const CommandRecord& purchase,
                   std::span<const Detail> lines);

// `asked` of its amount was taken back, which its record knows.
void CountBroughtBack(CommandContext& context, const CommandRecord& purchase,
                      Money asked);
// The command returns something that names no purchase.
void CountBroughtBack(CommandContext& context);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_PURCHASE_COUNTS_H_
