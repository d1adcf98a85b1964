// The reversal of a transfer: what the giver gave is asked back from the
// receiver's lots, whole or not at all (engine/apply/message.h).

#include "engine/apply/addressee.h"
#include "engine/apply/auto_redeem.h"
#include "engine/apply/giving.h"
#include "engine/apply/restore.h"
#include "engine/apply/will_be.h"
#include "engine/base/check.h"

namespace kumbara {
namespace {

// The lot that a slice became at the receiver.
LotKey LotAtReceiver(const Message& message, const Slice& slice,
                     std::size_t index) {
  return {slice.activation, slice.expiry,
          message.first_lot + static_cast<std::uint32_t>(index)};
}

Wallet& WalletOf(const Addressee& receiver) {
  return receiver.shard.members.WalletOf(receiver.member(),
                                         receiver.message.unit);
}

// Whether all that the transfer brought is still in the lots it made.
bool IsThere(const Addressee& receiver, std::span<const Slice> slices) {
  const Books books = receiver.books();
  const Wallet& wallet = WalletOf(receiver);
  for (std::size_t i = 0; i < slices.size(); ++i) {
    const Books::Found found =
        books.FindLot(wallet, LotAtReceiver(receiver.message, slices[i], i));
    if (found.lot == nullptr || found.lot->remaining < slices[i].amount) {
      return false;
    }
  }
  return true;
}

// Whether it still is when the receiver's clock comes to the reversal's time.
bool IsThereThen(const Addressee& receiver, std::span<const Slice> slices) {
  const Message& message = receiver.message;
  if (message.first_lot == 0 || message.from == message.to) return false;
  return WillBe(receiver, message.occurred_at,
                [&](const Addressee& then) { return IsThere(then, slices); });
}

}  // namespace

ResultCode ReverseTransfer(CommandContext& context, CommandRecord& record) {
  Shard& shard = context.shard;
  const Amount amount(record.amount);
  if (!Books::CanCredit(shard, context.Look(record.unit), amount)) {
    return ResultCode::kOverflow;
  }
  if (amount == Amount()) return ResultCode::kOk;

  CommandRecords& records = shard.records;
  const TransferRecord& transfer = records.TransferOf(record);
  Wallet& wallet = context.Touch(record.unit);
  shard.SideOf(wallet).reserved += amount;
  for (std::uint32_t i = 0; i < records.SliceCount(record); ++i) {
    context.messages.slices().push_back(
        AtReceiver(SliceOf(records.SliceAt(record, i), shard.terms),
                   record.unit, record.at, context.program));
  }
  Message message =
      context.NewMessage(MessageKind::kReversal, transfer.receiver);
  message.amount = amount;
  message.first_lot = transfer.first_lot;
  message.record = records.Find(record.id, context.input.reference.id_slot);
  context.messages.Add(message);
  // Until its answer comes there is nothing left for another reversal.
  records.TakeBack(record, record.left());
  context.outcome.reserved = kOutcomeOpen;
  return ResultCode::kOk;
}

void TakeBackAtReceiver(const Addressee& receiver,
                        std::span<const Slice> slices, Messages& messages) {
  const Message& message = receiver.message;
  KUMBARA_CHECK(receiver.slot != kNoSlot);
  if (receiver.member().is_closed != 0) {
    messages.Add(Reply(message, MessageKind::kReversalRefused,
                       ResultCode::kReceiverClosed));
    return;
  }
  if (!IsThereThen(receiver, slices)) {
    messages.Add(Reply(message, MessageKind::kReversalRefused,
                       ResultCode::kReceiverRefused));
    return;
  }
  receiver.MoveClock(message.occurred_at);
  Books books = receiver.books();
  for (std::size_t i = 0; i < slices.size(); ++i) {
    books.DebitLot(WalletOf(receiver), {kTransit, message.unit, 0},
                   LotAtReceiver(message, slices[i], i), slices[i].amount);
  }
  receiver.member().NoteSequence(receiver.mover.sequence);
  messages.Add(Reply(message, MessageKind::kReversalDone));
}

void FinishReversal(const Addressee& giver) {
  const Message& message = giver.message;
  KUMBARA_CHECK(giver.slot != kNoSlot);
  giver.MoveClock(Instant::Least());
  Shard& shard = giver.shard;
  Wallet& wallet = shard.members.WalletOf(giver.member(), message.unit);
  CommandRecord& record = shard.records.At(message.record);
  shard.SideOf(wallet).reserved -= message.amount;
  shard.records.TakeBack(record, -message.amount.count());
  Outcome& outcome = *message.outcome;
  const Amount before = wallet.available;
  const Amount net_before = wallet.net();
  if (message.kind == MessageKind::kReversalDone) {
    Books books = giver.books();
    ForEachSliceBack(
        shard.records, record, message.amount, [&](const Lot& slice) {
          books.Restore(wallet, {kTransit, message.unit, 0}, slice);
        });
    shard.records.TakeBack(record, message.amount.count());
    UncountGiving(
        {CommandKind::kTransfer, message.unit, record.at, message.amount},
        giver.program, giver.slot, shard);
    giver.SettleAgain();
    if (wallet.available > before) {
      RedeemOccasion occasion;
      occasion.raised.set(message.unit);
      RedeemAutomatically(occasion, giver.program, shard, giver.member(),
                          books);
    }
  }
  outcome.unit = message.unit;
  outcome.delta = (wallet.net() - net_before).count();
  outcome.net = wallet.net().count();
  giver.member().NoteSequence(giver.mover.sequence);
  outcome.code = message.reason;
  outcome.reserved = 0;
}

}  // namespace kumbara
