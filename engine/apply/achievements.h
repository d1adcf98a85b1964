// Achievements: what a member's own commands count toward them, what it is
// given for those that it completes, and what of that goes back.
//
// Threads: the owner of the member's shard.
// Cost:    nothing in a program without achievements; else their conditions are
//          looked at one after the other.

#ifndef KUMBARA_ENGINE_APPLY_ACHIEVEMENTS_H_
#define KUMBARA_ENGINE_APPLY_ACHIEVEMENTS_H_

#include <span>

#include "engine/apply/addressee.h"
#include "engine/apply/command_context.h"

namespace kumbara {

// A purchase, with its lines, or an event that has been accepted is counted,
// which its record, if an event has one, knows from then on.
void CountTowardAchievements(CommandContext& context,
                             const CommandRecord& purchase,
                             std::span<const Detail> lines);
void CountTowardAchievements(CommandContext& context,
                             const CommandRecord* event);

// `asked` of a purchase or event was taken back, which the record knows.
void UncountFromAchievements(CommandContext& context,
                             const CommandRecord& record, Money asked);

// What the message's parcel has of them. REQUIRES: no lot has been taken over
// yet.
void TakeAchievements(const Addressee& to);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_ACHIEVEMENTS_H_
