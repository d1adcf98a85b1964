#include "engine/apply/earn.h"

#include "engine/apply/clawback.h"

namespace kumbara {
namespace {

// With the slices put down for it: the lots that the pool gets, or takes from
// first.
void SendSlices(CommandContext& context, MessageKind kind, const MemberId& pool,
                Slot record) {
  Message message = context.NewMessage(kind, pool);
  message.record = record;
  context.messages.Add(message);
  context.outcome.reserved = kOutcomeOpen;
}

void SendToPool(CommandContext& context, MessageKind kind, const MemberId& pool,
                const Slice& slice, Slot record) {
  context.messages.slices().push_back(slice);
  SendSlices(context, kind, pool, record);
}

void SendEarn(CommandContext& context, CommandRecord& record,
              const MemberId& pool, const Slice& slice) {
  record.place = 0;
  SendToPool(context, MessageKind::kEarn, pool, slice,
             context.shard.records.Find(record.id, context.input.id_slot));
  context.earns_later = true;
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

void EarnLots(CommandContext& context, CommandRecord& record,
              std::span<const EarnedLot> lots, std::span<EarnPart> parts) {
  Shard& shard = context.shard;
  const MemberId* pool = context.JoinedPool();
  for (std::size_t i = 0; i < lots.size(); ++i) {
    const Lot& lot = lots[i].lot;
    Wallet& wallet = context.Touch(lots[i].unit);
    if (pool != nullptr) {
      shard.SideOf(wallet).reserved += lot.remaining;
      Slice& slice =
          context.messages.slices().emplace_back(SliceOf(lot, shard.terms));
      slice.part = static_cast<std::uint16_t>(i);
      slice.unit = lots[i].unit;
      continue;
    }
    wallet.earned += lot.remaining;
    const Code funding_class = shard.terms.At(lot.terms).funding_class;
    parts[i].lot = context.books().Credit(
        wallet, {Account::kIssued, lots[i].unit, funding_class}, lot);
  }
  if (pool == nullptr) return;
  if (lots.empty()) context.messages.slices().emplace_back();
  SendSlices(context, MessageKind::kEarn, *pool,
             shard.records.Find(record.id, context.input.id_slot));
  context.earns_later = true;
}

namespace {

void SendDemands(CommandContext& context, const MemberId& pool,
                 std::span<const Demand> demands) {
  for (const Demand& demand : demands) {
    Slice& own = context.messages.slices().emplace_back();
    own.amount = demand.amount;
    own.terms.funding_class = demand.funding_class;
    own.unit = demand.unit;
    if (!demand.own) continue;
    own.activation = demand.own->activation;
    own.expiry = demand.own->expiry;
    own.number = demand.own->number;
  }
  SendSlices(context, MessageKind::kClawback, pool, kNoSlot);
}

}  // namespace

void TakeAllInPool(CommandContext& context, const CommandRecord& record,
                   std::span<const Demand> demands) {
  SendDemands(context, context.shard.records.TransferOf(record).receiver,
              demands);
}

void TakeAllOfPool(CommandContext& context, const MemberId& pool,
                   std::span<const Demand> demands) {
  SendDemands(context, pool, demands);
}

}  // namespace kumbara
