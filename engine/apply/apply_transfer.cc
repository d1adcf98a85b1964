// Transfer: hold here, credit there, settle here (engine/apply/message.h).

#include <algorithm>

#include "engine/apply/auto_redeem.h"
#include "engine/apply/command_context.h"
#include "engine/apply/settle.h"
#include "engine/base/check.h"
#include "engine/base/limits.h"

namespace kumbara {
namespace {

constexpr Account kTransit = Account::kInTransit;

// A member that a message has come to.
struct Addressee {
  const Message& message;
  const Program& program;
  Shard& shard;
  Slot slot;
  Mover mover;  // The message.

  Member& member() const { return shard.members.At(slot); }

  // A message is applied like a command of its origin's time.
  void MoveClock(Instant instant) const {
    SettleTo(std::max(shard.ClockOf(member()), instant), mover, program, shard,
             slot, member());
  }
  void SettleAgain() const {
    SettlePlaced(mover, program, shard, slot, member());
  }
  Books books() const {
    return Books(shard, program,
                 {mover.sequence, mover.cause, member().id, slot,
                  program.version, message.occurred_at, member().clock});
  }
};

Message Reply(const Message& message, MessageKind kind, ResultCode reason) {
  Message reply = message;
  reply.kind = kind;
  reply.reason = reason;
  return reply;
}

// A message that a receiver refuses moves no clock.
ResultCode RefuseReceiver(const Addressee& to) {
  if (to.slot == kNoSlot) return ResultCode::kReceiverUnknown;
  if (to.member().is_closed != 0) return ResultCode::kReceiverClosed;
  to.MoveClock(Instant::Least());
  const Wallet* wallet =
      to.shard.members.FindWallet(to.member(), to.message.unit);
  const bool fits = Books::CanCredit(wallet != nullptr ? *wallet : Wallet{},
                                     to.message.amount);
  return fits ? ResultCode::kOk : ResultCode::kReceiverRefused;
}

void CreditReceiver(const Addressee& to, std::span<const Slice> slices,
                    Messages& messages) {
  const Message& message = to.message;
  const ResultCode refusal = RefuseReceiver(to);
  if (refusal != ResultCode::kOk) {
    // What was held goes back to the lots it was taken of.
    messages.slices().insert(messages.slices().end(), slices.begin(),
                             slices.end());
    messages.Add(Reply(message, MessageKind::kTransferRefused, refusal));
    return;
  }
  Shard& shard = to.shard;
  to.MoveClock(message.occurred_at);
  to.member().NoteSequence(to.mover.sequence);
  Wallet& wallet = shard.members.WalletOf(to.member(), message.unit);
  const Amount before = wallet.available;
  Books books = to.books();
  for (const Slice& slice : slices) {
    Lot lot;
    lot.activation = slice.activation;
    lot.expiry = slice.expiry;
    lot.remaining = slice.amount;
    lot.terms = shard.terms.SlotOf(slice.terms);
    books.Credit(wallet, {kTransit, message.unit, 0}, lot);
  }
  to.SettleAgain();
  if (wallet.available > before) {
    RedeemOccasion occasion;
    occasion.raised.set(message.unit);
    RedeemAutomatically(occasion, to.program, shard, to.member(), books);
  }
  messages.Add(Reply(message, MessageKind::kTransferDone, ResultCode::kOk));
}

void SettleGiver(const Addressee& giver, std::span<const Slice> slices) {
  const Message& message = giver.message;
  KUMBARA_CHECK(giver.slot != kNoSlot);
  giver.MoveClock(Instant::Least());
  Wallet& wallet = giver.shard.members.WalletOf(giver.member(), message.unit);
  Books books = giver.books();
  Outcome& outcome = *message.outcome;
  if (message.kind == MessageKind::kTransferDone) {
    books.TakeHeld(wallet, {kTransit, message.unit, 0}, message.amount);
    outcome.delta = -message.amount.count();
  } else {
    for (auto slice = slices.rbegin(); slice != slices.rend(); ++slice) {
      books.Release(wallet, *slice);
    }
    giver.SettleAgain();
  }
  outcome.unit = message.unit;
  outcome.net = wallet.net().count();
  giver.member().NoteSequence(giver.mover.sequence);
  outcome.code = message.reason;
  outcome.reserved = 0;
}

// Whether an amount lies in more lots than a message can carry slices.
bool IsInTooManyLots(const CommandContext& context, const Wallet& wallet,
                     Amount amount) {
  std::uint32_t lots = 0;
  Amount held;
  WalkLots(context.shard.lots, wallet.lots, [&](const Lot& lot) {
    if (held >= amount || ++lots > kSlicesPerTransferMax) return false;
    held += lot.remaining;
    return true;
  });
  return lots > kSlicesPerTransferMax;
}

}  // namespace

ResultCode ApplyTransfer(CommandContext& context) {
  ResultCode code = RefuseUnknownMember(context);
  if (code != ResultCode::kOk) return code;
  code = RefuseUnit(context, true);
  if (code != ResultCode::kOk) return code;
  const std::uint8_t unit = context.command().unit_or_currency;
  const Amount amount = context.amount();
  const Wallet& before = context.Look(unit);
  if (before.available < amount) return ResultCode::kInsufficient;
  if (IsInTooManyLots(context, before, amount)) {
    return ResultCode::kLimitReached;
  }

  const Detail* receiver = Find(context.input.details, DetailKind::kParty);
  KUMBARA_CHECK(receiver != nullptr);
  Wallet& wallet = context.Touch(unit);
  context.books().Hold(wallet, amount, &context.messages.slices());
  Message message;
  message.origin = context.input.sequence;
  message.unit = unit;
  message.command = context.command().id;
  message.from = context.command().member;
  message.to = receiver->member_id();
  message.amount = amount;
  message.occurred_at = context.occurred_at();
  context.messages.Add(message);
  context.outcome.reserved = kOutcomeOpen;
  return ResultCode::kOk;
}

void Deliver(SemanticVersion version, const Message& message,
             std::span<const Slice> slices, const Program& program,
             Sequence round_last, Shard& shard, Messages& messages) {
  KUMBARA_DCHECK(version == SemanticVersion::kOne);
  static_cast<void>(version);
  const Addressee to{message,
                     program,
                     shard,
                     shard.members.FindSlot(message.addressee()),
                     {round_last, message.origin}};
  if (message.kind == MessageKind::kTransfer) {
    CreditReceiver(to, slices, messages);
  } else {
    SettleGiver(to, slices);
  }
}

}  // namespace kumbara
