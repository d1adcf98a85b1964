// Stage 7a of a transaction's path: the answer to one command.

#include "engine/apply/apply.h"

#include <algorithm>

#include "engine/apply/command_context.h"
#include "engine/apply/rate.h"
#include "engine/base/check.h"

namespace kumbara {
namespace {

ResultCode Dispatch(CommandContext& context) {
  switch (context.command().kind) {
    case CommandKind::kEnroll:
      return ApplyEnroll(context);
    case CommandKind::kPurchase:
      return ApplyPurchase(context);
    case CommandKind::kReturn:
      return ApplyReturn(context);
    case CommandKind::kAward:
      return ApplyAward(context);
    case CommandKind::kRedeem:
      return ApplyRedeem(context);
    case CommandKind::kAdjust:
      return ApplyAdjust(context);
    case CommandKind::kTransfer:
      return ApplyTransfer(context);
    case CommandKind::kTick:
      break;
  }
  KUMBARA_CHECK(IsCounted(context.command().kind));
  return ResultCode::kMalformed;
}

// Every sequenced command but one refused for its time moves the clocks,
// refused or not.
void MoveClocks(CommandContext& context, Instant occurred_at) {
  Shard& shard = context.shard;
  shard.clock = std::max(shard.clock, occurred_at);
  if (context.slot == kNoSlot) return;
  Member& member = context.member();
  const Instant clock = shard.ClockOf(member);
  if (occurred_at < clock) ++shard.counters.late;
  member.clock = std::max(clock, occurred_at);
  // A message delivered before it, in the same batch, may have a greater one.
  member.last_sequence = std::max(member.last_sequence, context.input.sequence);
}

// A refusal tells the net as it stands.
void AnswerRefusal(CommandContext& context) {
  if (context.slot == kNoSlot) return;
  const CommandKind kind = context.command().kind;
  const bool basket =
      kind == CommandKind::kPurchase || kind == CommandKind::kReturn;
  const std::uint8_t unit =
      basket ? EarnedUnit(context.program) : context.command().unit_or_currency;
  if (context.program.FindUnit(unit) == nullptr) return;
  context.outcome.unit = unit;
  context.outcome.net = context.Look(unit).net().count();
}

}  // namespace

Outcome Apply(SemanticVersion version, const Input& input,
              const Program& program, Shard& shard, Messages& messages) {
  KUMBARA_DCHECK(version == SemanticVersion::kOne);
  static_cast<void>(version);  // The first of them: nothing to tell apart yet.
  CommandContext context{input, program, shard, messages, kNoSlot, {}};
  context.outcome.sequence = input.sequence;
  const Instant occurred_at(input.command.occurred_at);
  if (occurred_at > input.latest) {
    context.outcome.code = ResultCode::kTimeInFuture;
    return context.outcome;
  }
  context.slot = shard.members.FindSlot(input.command.member);
  MoveClocks(context, occurred_at);
  context.outcome.code = Dispatch(context);
  if (context.outcome.code != ResultCode::kOk) AnswerRefusal(context);
  return context.outcome;
}

ResultCode ApplyTick(SemanticVersion version, Instant instant, Instant latest,
                     Shard& shard) {
  KUMBARA_DCHECK(version == SemanticVersion::kOne);
  static_cast<void>(version);
  if (instant > latest) return ResultCode::kTimeInFuture;
  shard.tick_clock = std::max(shard.tick_clock, instant);
  shard.clock = std::max(shard.clock, instant);
  return ResultCode::kOk;
}

Wallet CommandContext::Look(std::uint8_t unit) {
  if (slot == kNoSlot) return Wallet{};
  const Wallet* wallet = shard.members.FindWallet(member(), unit);
  return wallet != nullptr ? *wallet : Wallet{};
}

void CommandContext::OpenMember() {
  if (slot != kNoSlot) return;
  slot = shard.members.Add(command().member);
  member().clock = std::max(shard.tick_clock, Instant(command().occurred_at));
  member().last_sequence = input.sequence;
}

Wallet& CommandContext::Touch(std::uint8_t unit) {
  OpenMember();
  return shard.members.WalletOf(member(), unit);
}

Books CommandContext::books() const {
  return Books(shard, {input.sequence, input.sequence, command().member,
                       program.version});
}

void CommandContext::Answer(const Wallet& wallet, Amount delta) {
  outcome.unit = wallet.unit;
  outcome.delta = delta.count();
  outcome.net = wallet.net().count();
}

ResultCode RefuseUnknownMember(const CommandContext& context) {
  return context.slot == kNoSlot ? ResultCode::kMemberUnknown : ResultCode::kOk;
}

ResultCode RefuseUnit(const CommandContext& context, bool spend) {
  const Unit* unit =
      context.program.FindUnit(context.command().unit_or_currency);
  if (unit == nullptr) return ResultCode::kUnitUnknown;
  if (spend && !unit->spendable) return ResultCode::kUnitNotSpendable;
  return ResultCode::kOk;
}

ResultCode RefuseCurrency(const CommandContext& context) {
  const std::uint8_t wanted = context.program.currency != 0
                                  ? context.program.currency
                                  : context.input.currency;
  // A return of all that is left of a purchase may go without.
  const std::uint8_t given = context.command().unit_or_currency;
  return given == wanted || given == 0 ? ResultCode::kOk
                                       : ResultCode::kWrongCurrency;
}

}  // namespace kumbara
