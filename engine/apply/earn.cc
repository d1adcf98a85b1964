#include "engine/apply/earn.h"

#include <algorithm>
#include <utility>

#include "engine/apply/clawback.h"
#include "engine/apply/earn_claims.h"

namespace kumbara {
namespace {

// With the slices put down for it: the lots that the pool gets, or takes from
// first.
void SendSlices(CommandContext& context, MessageKind kind, const MemberId& pool,
                Slot record, Instant earned_at = Instant()) {
  Message message = context.NewMessage(kind, pool);
  message.record = record;
  message.earned_at = earned_at;
  context.messages.Add(message);
  context.outcome.reserved = kOutcomeOpen;
}

void SendToPool(CommandContext& context, MessageKind kind, const MemberId& pool,
                const Slice& slice, Slot record) {
  context.messages.slices().push_back(slice);
  SendSlices(context, kind, pool, record);
}

Slot PlaceOf(const CommandContext& context, const CommandRecord& record) {
  return context.shard.records.Find(record.id, context.input.id_slot);
}

void SendEarn(CommandContext& context, CommandRecord& record,
              const MemberId& pool, const Slice& slice) {
  record.place = 0;
  SendToPool(context, MessageKind::kEarn, pool, slice,
             PlaceOf(context, record));
  context.earns_later = true;
}

// An activity of the member, wherever the points are.
void NoteReturn(CommandContext& context) {
  if (context.unit != 0) context.Touch(context.unit);
}

}  // namespace

void Earn(CommandContext& context, CommandRecord& record, Lot&& lot,
          Code funding_class) {
  const std::uint8_t unit = record.unit;
  Wallet& wallet = context.Touch(unit);
  if (const MemberId* pool = context.JoinedPool()) {
    if (lot.remaining != Amount()) {
      context.shard.SideOf(wallet).reserved += lot.remaining;
    }
    SendEarn(context, record, *pool, SliceOf(lot, context.shard.terms));
    return;
  }
  wallet.earned += lot.remaining;
  record.place = context.books().Credit(
      wallet, {Account::kIssued, unit, funding_class}, std::move(lot));
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
  own.part = BudgetOfAward(context.program, record);
  if (earned.first_lot != 0) {
    const LotDates dates = OwnDatesOf(context, record);
    own.activation = dates.activation;
    own.expiry = dates.expiry;
    own.number = earned.first_lot;
  }
  NoteReturn(context);
  context.messages.slices().push_back(own);
  SendSlices(context, MessageKind::kClawback, earned.receiver, kNoSlot,
             record.at);
}

void TakeBackOfPool(CommandContext& context, const MemberId& pool,
                    Amount demanded, Code funding_class) {
  Slice none;
  none.amount = demanded;
  none.terms.funding_class = funding_class;
  NoteReturn(context);
  SendToPool(context, MessageKind::kClawback, pool, none, kNoSlot);
}

namespace {

// What goes to a pool, part by part; nothing is a slice too.
void PutSlices(CommandContext& context, std::span<const EarnedLot> lots) {
  std::vector<Slice>& slices = context.messages.slices();
  for (std::size_t i = 0; i < lots.size(); ++i) {
    Slice& slice =
        slices.emplace_back(SliceOf(lots[i].lot, context.shard.terms));
    slice.part = static_cast<std::uint16_t>(i);
    slice.unit = lots[i].unit;
  }
  if (lots.empty()) slices.emplace_back();
}

// A claim for each part whose rule has a budget. The last one takes along what
// goes to a pool; returns whether there is any.
bool SendClaims(CommandContext& context, const CommandRecord* record,
                const MemberId* pool, std::span<const EarnedLot> lots,
                std::span<const EarnPart> parts) {
  const Program& program = context.program;
  auto left =
      std::count_if(parts.begin(), parts.end(), [&](const EarnPart& part) {
        return program.rules[part.rule].budget.has_value();
      });
  if (left == 0) return false;
  for (std::uint16_t i = 0; i < parts.size(); ++i) {
    const std::optional<std::uint32_t> budget =
        program.rules[parts[i].rule].budget;
    if (!budget) continue;
    Message claim = context.NewMessage(MessageKind::kBudgetClaim,
                                       program.budgets[*budget].counter);
    claim.index = i;
    claim.unit = lots[i].unit;
    claim.amount = lots[i].lot.remaining;
    claim.claimed = claim.amount.count();
    if (record != nullptr) claim.record = PlaceOf(context, *record);
    claim.rule = parts[i].rule;
    claim.budget = *budget;
    claim.is_last = --left == 0;
    if (pool != nullptr) claim.pool = *pool;
    if (pool != nullptr && claim.is_last) PutSlices(context, lots);
    context.messages.Add(claim);
  }
  context.outcome.reserved = kOutcomeOpen;
  return true;
}

}  // namespace

void EarnLots(CommandContext& context, const CommandRecord* record,
              std::span<const EarnedLot> lots, std::span<EarnPart> parts) {
  Shard& shard = context.shard;
  const MemberId* pool = context.JoinedPool();
  for (std::size_t i = 0; i < lots.size(); ++i) {
    const Lot& lot = lots[i].lot;
    Wallet& wallet = context.Touch(lots[i].unit);
    if (pool != nullptr) {
      shard.SideOf(wallet).reserved += lot.remaining;
      continue;
    }
    wallet.earned += lot.remaining;
    const SystemAccount issued{Account::kIssued, lots[i].unit,
                               shard.terms.At(lot.terms).funding_class};
    if (context.program.rules[parts[i].rule].budget) {
      context.books().Claim(wallet, issued, lot.remaining);
    } else {
      parts[i].lot = context.books().Credit(wallet, issued, Lot(lot));
    }
  }
  context.earns_later = SendClaims(context, record, pool, lots, parts);
  if (pool == nullptr || context.earns_later) return;
  PutSlices(context, lots);
  SendSlices(context, MessageKind::kEarn, *pool, PlaceOf(context, *record));
  context.earns_later = true;
}

namespace {

void SendDemands(CommandContext& context, const MemberId& pool,
                 std::span<const Demand> demands,
                 Instant earned_at = Instant()) {
  for (const Demand& demand : demands) {
    Slice& own = context.messages.slices().emplace_back();
    own.amount = demand.amount;
    own.terms.funding_class = demand.funding_class;
    own.unit = demand.unit;
    own.part = demand.of_budget;
    if (!demand.own) continue;
    own.activation = demand.own->activation;
    own.expiry = demand.own->expiry;
    own.number = demand.own->number;
  }
  SendSlices(context, MessageKind::kClawback, pool, kNoSlot, earned_at);
}

}  // namespace

void TakeAllInPool(CommandContext& context, const CommandRecord& record,
                   std::span<const Demand> demands) {
  SendDemands(context, context.shard.records.TransferOf(record).receiver,
              demands, record.at);
}

void TakeAllOfPool(CommandContext& context, const MemberId& pool,
                   std::span<const Demand> demands) {
  SendDemands(context, pool, demands);
}

}  // namespace kumbara
