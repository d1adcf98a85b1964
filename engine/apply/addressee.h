// Addressee: a member that a message has come to.

#ifndef KUMBARA_ENGINE_APPLY_ADDRESSEE_H_
#define KUMBARA_ENGINE_APPLY_ADDRESSEE_H_

#include <algorithm>

#include "engine/apply/command_context.h"
#include "engine/apply/message.h"
#include "engine/apply/settle.h"
#include "engine/apply/tiers.h"

namespace kumbara {

// What is on its way between two members.
inline constexpr Account kTransit = Account::kInTransit;

struct Addressee {
  const Message& message;
  const Program& program;
  Shard& shard;
  Slot slot;
  Mover mover;  // The message.
  // What tier sets counted, before what the message does.
  CountedNets& counted;

  Member& member() const { return shard.members.At(slot); }
  bool IsMerged() const { return slot != kNoSlot && member().is_merged != 0; }

  // A message is applied like a command of its origin's time.
  void MoveClock(Instant instant) const {
    const CountedNets before = CountedNetsOf(program, shard, slot);
    SettleTo(std::max(shard.ClockOf(member()), instant), mover, program, shard,
             slot, member());
    // What fell due is not of the message.
    const CountedNets settled = CountedNetsOf(program, shard, slot);
    for (std::size_t i = 0; i < counted.size(); ++i) {
      counted[i] += settled[i] - before[i];
    }
  }
  void SettleAgain() const {
    SettlePlaced(mover, program, shard, slot, member());
  }
  EntryFacts facts() const {
    return {mover.sequence,  mover.cause,         member().id,   slot,
            program.version, message.occurred_at, member().clock};
  }
  Books books() const { return Books(shard, program, facts()); }
};

// A message back to whom a message came from.
inline Message Reply(const Message& message, MessageKind kind,
                     ResultCode reason = ResultCode::kOk) {
  Message reply = message;
  reply.kind = kind;
  reply.reason = reason;
  return reply;
}

// A transfer at its receiver, and its answer at the giver
// (engine/apply/apply_transfer.cc).
void CreditReceiver(const Addressee& to, std::span<const Slice> slices,
                    Messages& messages);
void SettleGiver(const Addressee& giver, std::span<const Slice> slices);

// A slice with the dates that its lot has at the receiver of a transfer made
// at `at`.
inline Slice AtReceiver(Slice slice, std::uint8_t unit, Instant at,
                        const Program& program) {
  if (!program.transfer.new_dates) return slice;
  const LotDates dates = DatesAtOnce(program, unit, at);
  slice.activation = dates.activation;
  slice.expiry = dates.expiry;
  return slice;
}

// A pool that someone wants to join, who wanted to, and either of them when the
// other has ended it (engine/apply/apply_join.cc).
void TakeIn(const Addressee& pool, Messages& messages);
void FinishJoin(const Addressee& member);
void Part(const Addressee& to);

// Who is to take over a member that is merged, and that one again when it has,
// or has refused (engine/apply/take_over.cc, apply_merge.cc).
void TakeOver(const Addressee& to, Messages& messages);
void FinishMerge(const Addressee& merged, std::span<const Slice> shifts);

// A command of a merged member at the one it was merged into, and a message to
// the merged one (engine/apply/forward.cc).
void ApplyForwarded(SemanticVersion version, const Addressee& to,
                    Messages& messages);
void PassOn(const Addressee& merged, std::span<const Slice> slices,
            Messages& messages);

// What a member earned, at its pool and back at the member, and what is taken
// back at the pool (engine/apply/pool_earn.cc).
void EarnInPool(const Addressee& pool, std::span<const Slice> slices,
                Messages& messages);
void FinishEarn(const Addressee& member, std::span<const Slice> slices);
void ClawBackInPool(const Addressee& pool, std::span<const Slice> slices,
                    Messages& messages);

// The reversal of a transfer, at the receiver of the transfer and back at the
// giver (engine/apply/reverse_transfer.cc).
void TakeBackAtReceiver(const Addressee& receiver,
                        std::span<const Slice> slices, Messages& messages);
void FinishReversal(const Addressee& giver);

// A referral, at the referrer and back at who was referred
// (engine/apply/referral_messages.cc).
void AnswerReferee(const Addressee& referrer, Messages& messages);
void LearnReferrersAnswer(const Addressee& referee, Messages& messages);
void RewardReferrer(const Addressee& referrer);
void TakeBackFromReferrer(const Addressee& referrer);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_ADDRESSEE_H_
