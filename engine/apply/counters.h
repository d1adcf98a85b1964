// Counters: what all members together take of a stock or a budget.
//
// A counter is no member, though it lies in the shard of its id: it gets
// messages, and has no clock, wallet or record. Claims come to it in
// the order of their commands, so what is granted never is more than there is
// (invariant 13), whoever asks at the same time.

#ifndef KUMBARA_ENGINE_APPLY_COUNTERS_H_
#define KUMBARA_ENGINE_APPLY_COUNTERS_H_

#include <span>

#include "engine/apply/addressee.h"
#include "engine/apply/message.h"
#include "engine/member/shard.h"
#include "engine/program/program.h"

namespace kumbara {

// A message to a counter of this shard; a claim is answered.
// REQUIRES: the kind of the message says that it goes to one.
void DeliverToCounter(const Message& message, std::span<const Slice> slices,
                      const Program& program, Shard& shard, Messages& messages);

// The answer to a redemption, at the member: it is made or undone.
void FinishRedemption(const Addressee& member, std::span<const Slice> slices);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_COUNTERS_H_
