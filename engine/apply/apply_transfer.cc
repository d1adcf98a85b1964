// Transfer: hold here, credit there, settle here (engine/apply/message.h).

#include <algorithm>

#include "engine/apply/addressee.h"
#include "engine/apply/auto_redeem.h"
#include "engine/apply/command_context.h"
#include "engine/apply/giving.h"
#include "engine/apply/held_slices.h"
#include "engine/apply/will_be.h"
#include "engine/base/check.h"

namespace kumbara {
namespace {

bool HasRoomForTransfer(const Addressee& to) {
  const Wallet* wallet =
      to.shard.members.FindWallet(to.member(), to.message.unit);
  return Books::CanCredit(to.shard, wallet != nullptr ? *wallet : Wallet{},
                          to.message.amount);
}

// A message that a receiver refuses moves no clock.
ResultCode RefuseReceiver(const Addressee& to) {
  if (to.slot == kNoSlot) return ResultCode::kReceiverUnknown;
  if (to.member().is_closed != 0) return ResultCode::kReceiverClosed;
  // Who was named may be merged into the giver.
  if (to.message.from == to.message.to) return ResultCode::kReceiverRefused;
  // Its plan may have lapsed, by ticks that nobody has come to yet.
  to.MoveClock(Instant::Least());
  const WhoMay& may = to.program.transfer.receive;
  if (may.who != WhoMay::Who::kAnyone &&
      !may.Permits(to.shard.ProfileOf(to.slot).attributes)) {
    return ResultCode::kReceiverRefused;
  }
  return WillHaveRoom(to, to.message.occurred_at, HasRoomForTransfer)
             ? ResultCode::kOk
             : ResultCode::kReceiverRefused;
}

}  // namespace

void CreditReceiver(const Addressee& to, std::span<const Slice> slices,
                    Messages& messages) {
  const Message& message = to.message;
  // What was held goes back to the lots it was taken of, or into the record.
  messages.slices().insert(messages.slices().end(), slices.begin(),
                           slices.end());
  const ResultCode refusal = RefuseReceiver(to);
  if (refusal != ResultCode::kOk) {
    messages.Add(Reply(message, MessageKind::kTransferRefused, refusal));
    return;
  }
  Shard& shard = to.shard;
  to.MoveClock(message.occurred_at);
  to.member().NoteSequence(to.mover.sequence);
  Wallet& wallet = shard.members.WalletOf(to.member(), message.unit);
  const Amount before = wallet.available;
  const Amount deficit_before = wallet.deficit;
  const std::uint32_t first_lot = wallet.lots_made + 1;
  Books books = to.books();
  for (const Slice& slice : slices) {
    books.Credit(wallet, {kTransit, message.unit, 0},
                 NewLotOf(AtReceiver(slice, message.unit, message.occurred_at,
                                     to.program),
                          shard.terms));
  }
  // Then each slice has made a lot.
  const bool is_whole = wallet.deficit == deficit_before;
  to.SettleAgain();
  if (wallet.available > before) {
    RedeemOccasion occasion;
    occasion.raised.set(message.unit);
    RedeemAutomatically(occasion, to.program, shard, to.member(), books);
  }
  Message reply = Reply(message, MessageKind::kTransferDone);
  reply.first_lot = is_whole ? first_lot : 0;
  messages.Add(reply);
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
    CommandRecord& record =
        LeaveRecordOfHeld(giver, CommandKind::kTransfer, slices);
    giver.shard.records.SetTransfer(record, message.to, message.first_lot);
  } else {
    ReleaseHeld(giver, slices, wallet, books);
    UncountGiving({CommandKind::kTransfer, message.unit, message.occurred_at,
                   message.amount},
                  giver.program, giver.slot, giver.shard);
    giver.SettleAgain();
  }
  outcome.unit = message.unit;
  outcome.net = wallet.net().count();
  giver.member().NoteSequence(giver.mover.sequence);
  outcome.code = message.reason;
  outcome.reserved = 0;
}

ResultCode ApplyTransfer(CommandContext& context) {
  ResultCode code = RefuseUnknownMember(context);
  if (code != ResultCode::kOk) return code;
  code = RefuseUnit(context, true);
  if (code == ResultCode::kOk) code = RefuseGiving(context);
  if (code != ResultCode::kOk) return code;
  const std::uint8_t unit = context.command().unit_or_currency;
  const Amount amount = context.amount();
  const Wallet& before = context.Look(unit);
  if (before.available < amount) return ResultCode::kInsufficient;
  code = RefuseManyLots(context, before, amount);
  if (code != ResultCode::kOk) return code;

  const Detail* receiver = Find(context.input.details, DetailKind::kParty);
  KUMBARA_CHECK(receiver != nullptr);
  Wallet& wallet = context.Touch(unit);
  context.books().Hold(wallet, amount, &context.messages.slices());
  Message message =
      context.NewMessage(MessageKind::kTransfer, receiver->member_id());
  message.amount = amount;
  context.messages.Add(message);
  CountGiving(context);
  context.outcome.reserved = kOutcomeOpen;
  return ResultCode::kOk;
}

}  // namespace kumbara
