#include "engine/apply/restore.h"

#include <algorithm>

#include "engine/apply/clawback.h"
#include "engine/apply/earn.h"
#include "engine/apply/earn_claims.h"
#include "engine/apply/giving.h"

namespace kumbara {
namespace {

// The dates that points come back with, and their number if they go back to
// the lot they were of.
Lot RestoredLot(const CommandContext& context, std::uint8_t unit, Lot slice) {
  const Program& program = context.program;
  switch (program.returns.restore) {
    case RestorePolicy::kOriginal:
      break;
    case RestorePolicy::kGrace: {
      const Instant grace =
          program.zone.Add(context.occurred_at(), program.returns.grace);
      if (grace > slice.expiry) {
        slice.expiry = grace;
        slice.number = 0;
      }
      break;
    }
    case RestorePolicy::kNew: {
      const LotDates dates = DatesAtOnce(program, unit, context.occurred_at());
      slice.activation = dates.activation;
      slice.expiry = dates.expiry;
      slice.number = 0;
      break;
    }
  }
  return slice;
}

bool CanRestore(CommandContext& context, std::uint8_t unit, Amount amount) {
  const Wallet& before = context.Look(unit);
  return Books::CanCredit(context.shard, before, amount) &&
         Fits(before.restored, amount);
}

// By the program's policy; `taker` as in ForEachSliceBack.
template <class Taker>
void RestoreSlices(CommandContext& context, std::uint8_t unit,
                   const Taker& taker, Amount amount) {
  Wallet& wallet = context.Touch(unit);
  Books books = context.books();
  const SystemAccount restored{Account::kRestored, unit, 0};
  ForEachSliceBack(context.shard.records, taker, amount, [&](const Lot& slice) {
    const Lot lot = RestoredLot(context, unit, slice);
    if (lot.number == 0) {
      books.Credit(wallet, restored, Lot(lot));
    } else {
      books.Restore(wallet, restored, lot);
    }
  });
  wallet.restored += amount;
}

}  // namespace

bool CanRestoreTender(CommandContext& context, const CommandRecord& purchase,
                      Amount amount) {
  const BasketRecord* basket = context.shard.records.FindBasket(purchase);
  return basket == nullptr || basket->tender_unit == 0 ||
         CanRestore(context, basket->tender_unit, amount);
}

void RestoreTender(CommandContext& context, const CommandRecord& purchase,
                   Amount amount) {
  BasketRecord* basket = context.shard.records.FindBasket(purchase);
  if (basket == nullptr || basket->tender_unit == 0) return;
  if (basket->tender_unit != context.unit) {
    context.Watch(basket->tender_unit);
  }
  RestoreSlices(context, basket->tender_unit, *basket, amount);
  basket->restored += amount.count();
}

ResultCode RestoreRedeemed(CommandContext& context, CommandRecord& record,
                           Amount amount) {
  if (!CanRestore(context, record.unit, amount)) return ResultCode::kOverflow;
  RestoreSlices(context, record.unit, record, amount);
  context.shard.records.TakeBack(record, amount.count());
  if (record.kind == CommandKind::kDonate) {
    UncountGiving({record.kind, record.unit, record.at, amount},
                  context.program, context.slot, context.shard);
  }
  return ResultCode::kOk;
}

namespace {

void GiveBackToBudget(CommandContext& context, const CommandRecord& award,
                      Amount taken) {
  Demand demand;
  demand.taken = taken;
  demand.of_budget = BudgetOfAward(context.program, award);
  GiveBackToBudgets(context.NewMessage(MessageKind::kBudgetReturn, {}),
                    award.at, std::span(&demand, 1), context.program,
                    context.messages);
}

}  // namespace

ResultCode ReverseAward(CommandContext& context, CommandRecord& record) {
  const Amount amount(record.amount);
  if (record.in_pool != 0) {
    TakeBackInPool(context, record, amount, record.label);
    context.shard.records.TakeBack(record, record.left());
    return ResultCode::kOk;
  }
  const Taking taking = PlanTaking(context.books(), context.Look(record.unit),
                                   context.program.returns.deficit, amount,
                                   OwnLotOf(context, record));
  if (!CanTake(context.Look(record.unit), taking)) return ResultCode::kOverflow;

  Wallet& wallet = context.Touch(record.unit);
  Books books = context.books();
  wallet.clawed_back += taking.total;
  Take(taking, {Account::kClawedBack, record.unit, record.label}, wallet,
       books);
  books.Forgo(record.unit, amount - taking.total);
  GiveBackToBudget(context, record, taking.total);
  context.counts_at = record.at;
  context.shard.records.TakeBack(record, record.left());
  return ResultCode::kOk;
}

namespace {

ResultCode TakeOutAgain(CommandContext& context, const CommandRecord& record,
                        SystemAccount adjusted) {
  const Taking taking = PlanTaking(
      context.books(), context.Look(record.unit), DeficitPolicy::kNegative,
      Amount(record.amount), OwnLotOf(context, record));
  if (!Books::CanOwe(context.Look(record.unit), taking.debt)) {
    return ResultCode::kOverflow;
  }
  Wallet& wallet = context.Touch(record.unit);
  Books books = context.books();
  Take(taking, adjusted, wallet, books);
  return ResultCode::kOk;
}

// What was owed comes as it would by an adjustment today, the rest goes back.
ResultCode PutInAgain(CommandContext& context, const CommandRecord& record,
                      SystemAccount adjusted) {
  const Amount amount(record.left());
  if (!Books::CanCredit(context.shard, context.Look(record.unit), amount)) {
    return ResultCode::kOverflow;
  }
  Wallet& wallet = context.Touch(record.unit);
  Books books = context.books();
  const Amount owed(record.extra);
  const LotDates dates =
      DatesAtOnce(context.program, record.unit, context.occurred_at());
  books.Credit(wallet, adjusted, context.NewLot(owed, dates, 0));
  ForEachSliceBack(
      context.shard.records, record, amount - owed,
      [&](const Lot& slice) { books.Restore(wallet, adjusted, slice); });
  return ResultCode::kOk;
}

}  // namespace

ResultCode ReverseAdjustment(CommandContext& context, CommandRecord& record) {
  const SystemAccount adjusted{Account::kAdjusted, record.unit, record.label};
  const ResultCode code = record.amount < 0
                              ? PutInAgain(context, record, adjusted)
                              : TakeOutAgain(context, record, adjusted);
  if (code == ResultCode::kOk) {
    context.counts_at = record.at;
    context.shard.records.TakeBack(record, record.left());
  }
  return code;
}

}  // namespace kumbara
