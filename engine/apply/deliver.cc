// Deliver: a message reaches its addressee, by its kind.

#include "engine/apply/addressee.h"
#include "engine/apply/apply.h"
#include "engine/apply/counters.h"
#include "engine/base/check.h"

namespace kumbara {

void Deliver(SemanticVersion version, const Message& message,
             std::span<const Slice> slices, const Program& program,
             Sequence round_last, Shard& shard, Messages& messages) {
  if ((TraitsOf(message.kind) & kToCounter) != 0) {
    return DeliverToCounter(message, slices, program, shard, messages);
  }
  const Addressee to{message,
                     program,
                     shard,
                     shard.members.FindSlot(message.addressee()),
                     {round_last, message.origin}};
  // Who is merged takes nobody over.
  const bool goes_there = (TraitsOf(message.kind) & kGoesBack) == 0;
  if (goes_there && to.IsMerged() && message.kind != MessageKind::kMerge) {
    return PassOn(to, slices, messages);
  }
  switch (message.kind) {
    case MessageKind::kTransfer:
      return CreditReceiver(to, slices, messages);
    case MessageKind::kTransferDone:
    case MessageKind::kTransferRefused:
      return SettleGiver(to, slices);
    case MessageKind::kReversal:
      return TakeBackAtReceiver(to, slices, messages);
    case MessageKind::kReversalDone:
    case MessageKind::kReversalRefused:
      return FinishReversal(to);
    case MessageKind::kJoin:
      return TakeIn(to, messages);
    case MessageKind::kJoinAnswer:
      return FinishJoin(to);
    case MessageKind::kPart:
      return Part(to);
    case MessageKind::kEarn:
      return EarnInPool(to, slices, messages);
    case MessageKind::kEarnAnswer:
      return FinishEarn(to, slices);
    case MessageKind::kClawback:
      return ClawBackInPool(to, slices);
    case MessageKind::kMerge:
      return TakeOver(to, messages);
    case MessageKind::kMergeAnswer:
      return FinishMerge(to, slices);
    case MessageKind::kForward:
      return ApplyForwarded(version, to, messages);
    case MessageKind::kRefer:
      return AnswerReferee(to, messages);
    case MessageKind::kReferAnswer:
      return LearnReferrersAnswer(to, messages);
    case MessageKind::kReferReward:
      return RewardReferrer(to);
    case MessageKind::kReferTakeBack:
      return TakeBackFromReferrer(to);
    case MessageKind::kStockGranted:
    case MessageKind::kStockRefused:
      return FinishRedemption(to, slices);
    case MessageKind::kBudgetAnswer:
      return FinishPurchase(to);
    case MessageKind::kStockClaim:
    case MessageKind::kStockReturn:
    case MessageKind::kBudgetClaim:
    case MessageKind::kBudgetReturn:
      KUMBARA_CHECK((TraitsOf(message.kind) & kToCounter) == 0);
  }
}

}  // namespace kumbara
