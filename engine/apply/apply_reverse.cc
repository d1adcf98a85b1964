// Reverse: what another command did is taken back.

#include "engine/apply/achievements.h"
#include "engine/apply/clawback.h"
#include "engine/apply/naming.h"
#include "engine/apply/rated_purchase.h"
#include "engine/apply/redeem_reward.h"
#include "engine/apply/restore.h"
#include "engine/base/check.h"

namespace kumbara {
namespace {

// A redemption can be reversed in parts, all else as a whole.
constexpr KindSet kInParts = SetOf(CommandKind::kRedeem) |
                             SetOf(CommandKind::kCapture) |
                             SetOf(CommandKind::kDonate);
constexpr KindSet kReversible =
    kInParts | SetOf(CommandKind::kPurchase) | SetOf(CommandKind::kAward) |
    SetOf(CommandKind::kAdjust) | SetOf(CommandKind::kTransfer) |
    SetOf(CommandKind::kEvent);

// An imported purchase is one.
CommandKind KindOf(const CommandRecord& record) {
  return record.kind == CommandKind::kImport ? CommandKind::kPurchase
                                             : record.kind;
}

bool IsOf(KindSet kinds, CommandKind kind) {
  return (kinds & SetOf(kind)) != 0;
}

// The record to be reversed, if it is one that may be.
ResultCode FindReversible(CommandContext& context, CommandRecord** record) {
  ResultCode code = RefuseUnknownMember(context);
  if (code != ResultCode::kOk) return code;
  const Reference& reference = context.input.reference;
  if (reference.whose == Reference::Whose::kOwn &&
      !IsOf(kReversible, reference.kind)) {
    return ResultCode::kNotReversible;
  }
  code = FindNamed(context, kAnyKind, record);
  // It left a record if its version had rules for events.
  if (code == ResultCode::kReferenceNotFound &&
      reference.whose == Reference::Whose::kOwn &&
      reference.kind == CommandKind::kEvent) {
    return ResultCode::kNotReversible;
  }
  if (code != ResultCode::kOk) return code;
  if (!IsOf(kReversible, KindOf(**record))) return ResultCode::kNotReversible;
  context.AnswerIn((*record)->unit);
  code = RefuseTooOld(context, **record);
  if (code != ResultCode::kOk) return code;
  if ((*record)->left() == 0 && (*record)->taken_back != 0) {
    return ResultCode::kAlreadyReversed;
  }
  if (!context.has_amount()) return ResultCode::kOk;
  if (context.command().amount > (*record)->left()) {
    return ResultCode::kExceedsRemaining;
  }
  return IsOf(kInParts, (*record)->kind) ? ResultCode::kOk
                                         : ResultCode::kNotReversible;
}

// All that is left of it, which it cannot exceed.
Returning AllThatIsLeft(const CommandContext& context,
                        const CommandRecord& record) {
  Returning returning;
  const ResultCode code =
      PlanReturn(context, record, std::nullopt, {}, &returning);
  KUMBARA_CHECK(code == ResultCode::kOk);
  return returning;
}

ResultCode ReversePurchase(CommandContext& context, CommandRecord& record) {
  return TakeBackPurchase(context, record, AllThatIsLeft(context, record));
}

ResultCode ReverseEvent(CommandContext& context, CommandRecord& record) {
  const Returning all = AllThatIsLeft(context, record);
  const ResultCode code = TakeBackGiven(context, record, all);
  if (code != ResultCode::kOk) return code;
  UncountFromAchievements(context, record, all.total);
  context.counts_at = record.at;
  return ResultCode::kOk;
}

}  // namespace

ResultCode ApplyReverse(CommandContext& context) {
  CommandRecord* record = nullptr;
  const ResultCode code = FindReversible(context, &record);
  if (code != ResultCode::kOk) return code;
  switch (KindOf(*record)) {
    case CommandKind::kPurchase:
      return ReversePurchase(context, *record);
    case CommandKind::kEvent:
      return ReverseEvent(context, *record);
    case CommandKind::kAward:
      return ReverseAward(context, *record);
    case CommandKind::kAdjust:
      return ReverseAdjustment(context, *record);
    case CommandKind::kTransfer:
      return ReverseTransfer(context, *record);
    default: {
      const Amount amount =
          context.has_amount() ? context.amount() : Amount(record->left());
      const bool of_reward = context.shard.records.RewardOf(*record) != nullptr;
      return of_reward ? ReverseReward(context, *record, amount)
                       : RestoreRedeemed(context, *record, amount);
    }
  }
}

}  // namespace kumbara
