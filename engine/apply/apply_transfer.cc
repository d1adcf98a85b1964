// Transfer: hold here, credit there, settle here (engine/apply/message.h).

#include <algorithm>

#include "engine/apply/command_context.h"
#include "engine/base/check.h"

namespace kumbara {
namespace {

constexpr Account kTransit = Account::kInTransit;

// A message is applied like a command of its origin's time; a refused one moves
// no clock.
void MoveClocks(Shard& shard, Member& member, const Message& message,
                Sequence round_last) {
  shard.clock = std::max(shard.clock, message.occurred_at);
  member.clock = std::max(shard.ClockOf(member), message.occurred_at);
  member.last_sequence = round_last;
}

Message Reply(const Message& message, MessageKind kind, ResultCode reason) {
  Message reply = message;
  reply.kind = kind;
  reply.reason = reason;
  return reply;
}

void CreditReceiver(const Message& message, const EntryFacts& facts,
                    Shard& shard, Messages& messages) {
  const auto refuse = [&](ResultCode reason) {
    messages.push_back(Reply(message, MessageKind::kTransferRefused, reason));
  };
  Member* member = shard.members.Find(message.to);
  if (member == nullptr) return refuse(ResultCode::kReceiverUnknown);
  Wallet* found = shard.members.FindWallet(*member, message.unit);
  if (!Books::CanCredit(found != nullptr ? *found : Wallet{}, message.amount)) {
    return refuse(ResultCode::kReceiverRefused);
  }
  MoveClocks(shard, *member, message, facts.sequence);
  Wallet& wallet = shard.members.WalletOf(*member, message.unit);
  Books(shard, facts)
      .Credit(wallet, {kTransit, message.unit, 0}, message.amount);
  messages.push_back(
      Reply(message, MessageKind::kTransferDone, ResultCode::kOk));
}

void SettleGiver(const Message& message, const EntryFacts& facts,
                 Shard& shard) {
  Member* member = shard.members.Find(message.from);
  KUMBARA_CHECK(member != nullptr);
  Wallet& wallet = shard.members.WalletOf(*member, message.unit);
  Books books(shard, facts);
  Outcome& outcome = *message.outcome;
  if (message.kind == MessageKind::kTransferDone) {
    books.TakeHeld(wallet, {kTransit, message.unit, 0}, message.amount);
    outcome.delta = -message.amount.count();
  } else {
    books.Release(wallet, message.amount);
  }
  outcome.unit = message.unit;
  outcome.net = wallet.net().count();
  member->last_sequence = facts.sequence;
  outcome.code = message.reason;
  outcome.reserved = 0;
}

}  // namespace

ResultCode ApplyTransfer(CommandContext& context) {
  ResultCode code = RefuseUnknownMember(context);
  if (code != ResultCode::kOk) return code;
  code = RefuseUnit(context, true);
  if (code != ResultCode::kOk) return code;
  const std::uint8_t unit = context.command().unit_or_currency;
  const Amount amount = context.amount();
  if (context.Look(unit).available < amount) return ResultCode::kInsufficient;

  const Detail* receiver = Find(context.input.details, DetailKind::kParty);
  KUMBARA_CHECK(receiver != nullptr);
  Wallet& wallet = context.Touch(unit);
  context.books().Hold(wallet, amount);
  Message message;
  message.origin = context.input.sequence;
  message.unit = unit;
  message.command = context.command().id;
  message.from = context.command().member;
  message.to = receiver->member_id();
  message.amount = amount;
  message.occurred_at = Instant(context.command().occurred_at);
  context.messages.push_back(message);
  context.outcome.reserved = kOutcomeOpen;
  return ResultCode::kOk;
}

void Deliver(SemanticVersion version, const Message& message,
             const Program& program, Sequence round_last, Shard& shard,
             Messages& messages) {
  KUMBARA_DCHECK(version == SemanticVersion::kOne);
  static_cast<void>(version);
  EntryFacts facts{round_last, message.origin, message.to, program.version};
  if (message.kind == MessageKind::kTransfer) {
    return CreditReceiver(message, facts, shard, messages);
  }
  facts.member = message.from;
  SettleGiver(message, facts, shard);
}

}  // namespace kumbara
