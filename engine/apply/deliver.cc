// Deliver: a message reaches its addressee, by its kind.

#include "engine/apply/addressee.h"
#include "engine/apply/apply.h"
#include "engine/apply/award_claim.h"
#include "engine/apply/benefits.h"
#include "engine/apply/counters.h"
#include "engine/apply/earn_claims.h"
#include "engine/apply/explain.h"
#include "engine/apply/tier_gifts.h"
#include "engine/base/check.h"
#include "engine/program/program_versions.h"

namespace kumbara {
namespace {

void DeliverByKind(SemanticVersion version, const Addressee& to,
                   std::span<const Slice> slices, Messages& messages) {
  switch (to.message.kind) {
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
      return ClawBackInPool(to, slices, messages);
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
      return FinishClaim(to, slices, messages);
    case MessageKind::kAwardAnswer:
      return FinishAward(version, to, messages);
    case MessageKind::kStockClaim:
    case MessageKind::kStockReturn:
    case MessageKind::kAwardClaim:
    case MessageKind::kBudgetClaim:
    case MessageKind::kBudgetReturn:
      KUMBARA_CHECK((TraitsOf(to.message.kind) & kToCounter) == 0);
  }
}

// What the addressee has of the unit that its answer is in; 0 where the answer
// has none, or tells of a pool.
Amount NetInAnswer(const Addressee& to) {
  const Message& message = to.message;
  // What a pool could not take is the member's own.
  const bool came_back = message.kind == MessageKind::kEarnAnswer &&
                         message.reason != ResultCode::kOk;
  const bool is_told = (TraitsOf(message.kind) & kGoesBack) != 0 &&
                       message.outcome != nullptr &&
                       (message.pool.IsZero() || came_back);
  const Wallet* wallet =
      is_told ? to.shard.members.FindWallet(to.member(), message.outcome->unit)
              : nullptr;
  return wallet != nullptr ? wallet->net() : Amount();
}

// What follows for the tiers of the addressee, with all that the message does.
// What a merge brings was counted at the other one.
void TiersBehind(const Addressee& to) {
  const Message& message = to.message;
  const bool merges = message.kind == MessageKind::kMerge;
  const Amount net_before = NetInAnswer(to);
  ConcludeTiersAndGive(
      to.program, to.shard, to.slot, message.occurred_at,
      merges ? CountedNetsOf(to.program, to.shard, to.slot) : to.counted,
      to.facts());
  if (const Amount gift = NetInAnswer(to) - net_before; gift != Amount()) {
    message.outcome->delta += gift.count();
    message.outcome->net += gift.count();
  }
  // Who is merged is answered for by the other one.
  const bool answers = merges || (TraitsOf(message.kind) & kGoesBack) != 0;
  if (answers && message.outcome != nullptr) {
    message.outcome->tier = FirstTierOf(to.shard, to.slot);
  }
}

// Who is closed or merged has nothing any more.
void StandingBehind(const Addressee& to) {
  if (to.slot == kNoSlot || to.IsMerged() || to.member().is_closed != 0) return;
  if (!to.program.tier_sets.empty()) TiersBehind(to);
  if (to.program.benefits.empty()) return;
  ConcludeBenefits(to.program, to.shard, to.slot, to.facts());
}

}  // namespace

void Deliver(SemanticVersion version, const Message& message,
             std::span<const Slice> slices, const Program& any_version,
             Sequence round_last, Shard& shard, Messages& messages) {
  const Program& program = VersionOf(any_version, message.version);
  if ((TraitsOf(message.kind) & kToCounter) != 0) {
    return DeliverToCounter(message, slices, program, shard, messages);
  }
  const Slot slot = shard.members.FindSlot(message.addressee());
  CountedNets counted = CountedNetsOf(program, shard, slot);
  const Addressee to{
      message, program, shard, slot, {round_last, message.origin}, counted};
  // Who is merged takes nobody over.
  const bool goes_there = (TraitsOf(message.kind) & kGoesBack) == 0;
  if (goes_there && to.IsMerged() && message.kind != MessageKind::kMerge) {
    return PassOn(to, slices, messages);
  }
  DeliverByKind(version, to, slices, messages);
  // A command sees to tiers itself.
  if ((TraitsOf(message.kind) & kIsCommand) == 0) StandingBehind(to);
  if (shard.explanation != nullptr) {
    ExplainDelivered(message, program, shard, slot);
  }
}

}  // namespace kumbara
