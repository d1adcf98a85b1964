#include "engine/apply/earn.h"

#include "engine/apply/clawback.h"

namespace kumbara {
namespace {

// `slice` is the lot that the pool gets, or takes from first.
void SendToPool(CommandContext& context, MessageKind kind, const MemberId& pool,
                const Slice& slice, Slot record) {
  context.messages.slices().push_back(slice);
  Message message = context.NewMessage(kind, pool);
  message.amount = slice.amount;
  message.record = record;
  context.messages.Add(message);
  context.outcome.reserved = kOutcomeOpen;
}

void SendEarn(CommandContext& context, CommandRecord& record,
              const MemberId& pool, const Slice& slice) {
  record.place = 0;
  SendToPool(context, MessageKind::kEarn, pool, slice,
             context.shard.records.Find(record.id, context.input.id_slot));
}

// An activity of the member, wherever the points are.
void NoteReturn(CommandContext& context) {
  if (context.unit != 0) context.Touch(context.unit);
}

}  // namespace

void Earn(CommandContext& context, CommandRecord& record, const Lot& lot,
          Code funding_class) {
  Wallet& wallet = context.Touch(record.unit);
  if (const MemberId* pool = context.JoinedPool()) {
    if (lot.remaining != Amount()) {
      context.shard.SideOf(wallet).reserved += lot.remaining;
    }
    SendEarn(context, record, *pool, SliceOf(lot, context.shard.terms));
    return;
  }
  wallet.earned += lot.remaining;
  record.place = context.books().Credit(
      wallet, {Account::kIssued, record.unit, funding_class}, lot);
}

void EarnNothing(CommandContext& context, CommandRecord& record) {
  const MemberId* pool = context.JoinedPool();
  if (pool != nullptr) SendEarn(context, record, *pool, Slice{});
}

void TakeBackInPool(CommandContext& context, const CommandRecord& record,
                    Amount demanded, Code funding_class) {
  const TransferRecord& earned = context.shard.records.TransferOf(record);
  Slice own;
  own.amount = demanded;
  own.terms.funding_class = funding_class;
  if (earned.first_lot != 0) {
    const LotDates dates = OwnDatesOf(context, record);
    own.activation = dates.activation;
    own.expiry = dates.expiry;
    own.number = earned.first_lot;
  }
  NoteReturn(context);
  SendToPool(context, MessageKind::kClawback, earned.receiver, own, kNoSlot);
}

void TakeBackOfPool(CommandContext& context, const MemberId& pool,
                    Amount demanded, Code funding_class) {
  Slice none;
  none.amount = demanded;
  none.terms.funding_class = funding_class;
  NoteReturn(context);
  SendToPool(context, MessageKind::kClawback, pool, none, kNoSlot);
}

}  // namespace kumbara
