// What a transfer and a claim of a reward hold until they are answered: kept in
// a record then, or given back.
//
// Threads: the owner of the shard.

#ifndef KUMBARA_ENGINE_APPLY_HELD_SLICES_H_
#define KUMBARA_ENGINE_APPLY_HELD_SLICES_H_

#include <span>

#include "engine/apply/addressee.h"

namespace kumbara {

// The record of the command that the answer is to, with what it took.
CommandRecord& LeaveRecordOfHeld(const Addressee& sender, CommandKind kind,
                                 std::span<const Slice> slices);

// Gives back, in reverse order of taking.
void ReleaseHeld(const Addressee& sender, std::span<const Slice> slices,
                 Wallet& wallet, Books& books);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_HELD_SLICES_H_
