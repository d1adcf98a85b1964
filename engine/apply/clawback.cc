#include "engine/apply/clawback.h"

#include <algorithm>

#include "engine/apply/earn.h"
#include "engine/apply/rate.h"
#include "engine/base/check.h"

namespace kumbara {

LotDates OwnDatesOf(const CommandContext& context,
                    const CommandRecord& record) {
  const Program& program = context.program;
  switch (record.kind) {
    case CommandKind::kPurchase:
      return DatesOf(program.earn->lots, record.at, program.zone);
    case CommandKind::kAward:
      return DatesOf(program.FindUnit(record.unit)->lots, record.at,
                     program.zone);
    default:
      return DatesAtOnce(program, record.unit, record.at);
  }
}

std::optional<LotKey> OwnLotOf(const CommandContext& context,
                               const CommandRecord& record) {
  if (HasSlices(record) || record.place == 0) return std::nullopt;
  const LotDates dates = OwnDatesOf(context, record);
  return LotKey{dates.activation, dates.expiry, record.place};
}

namespace {

// `own_pending` is what is pending of its own lot, which is `own`.
Taking Plan(const Wallet& wallet, DeficitPolicy policy, Amount demanded,
            const std::optional<LotKey>& own, Amount own_pending) {
  Taking taking;
  taking.own = own;
  const Amount own_part = std::min(own_pending, demanded);
  const Amount rest = demanded - own_part;
  switch (policy) {
    case DeficitPolicy::kNegative:
      taking.available = std::min(wallet.available, rest);
      taking.debt = rest - taking.available;
      break;
    case DeficitPolicy::kClamp:
      taking.available = std::min(wallet.available, rest);
      break;
    case DeficitPolicy::kOnlyPending:
      taking.pending = std::min(wallet.pending - own_pending, rest);
      if (own_pending == Amount()) taking.own.reset();
      break;
  }
  taking.total = own_part + taking.pending + taking.available + taking.debt;
  return taking;
}

}  // namespace

Taking PlanTaking(const Books& books, const Wallet& wallet,
                  DeficitPolicy policy, Amount demanded,
                  const std::optional<LotKey>& own) {
  Amount own_pending;
  if (own) {
    const Books::Found found = books.FindLot(wallet, *own);
    if (found.pending) own_pending = found.lot->remaining;
  }
  return Plan(wallet, policy, demanded, own, own_pending);
}

Taking PlanTaking(const Wallet& wallet, DeficitPolicy policy, Amount demanded) {
  return Plan(wallet, policy, demanded, std::nullopt, Amount());
}

bool CanTake(const Wallet& wallet, const Taking& taking) {
  return Books::CanOwe(wallet, taking.debt) &&
         Fits(wallet.clawed_back, taking.total);
}

void Take(const Taking& taking, SystemAccount to, Wallet& wallet,
          Books& books) {
  Amount rest = taking.total - taking.debt;
  if (taking.own) rest -= books.DebitLot(wallet, to, *taking.own, rest);
  if (taking.pending != Amount()) {
    books.DebitPending(wallet, to, rest);
  } else {
    books.Debit(wallet, to, rest);
  }
  books.Owe(wallet, to, taking.debt);
}

ResultCode TakeBackPurchase(CommandContext& context, CommandRecord& record,
                            Money asked) {
  const Program& program = context.program;
  const Money amount(record.amount);
  const Money left(record.left());
  const std::optional<Amount> all = Rate(program, amount);
  const std::optional<Amount> kept = Rate(program, left - asked);
  KUMBARA_CHECK(all && kept);  // The purchase was rated: less stays in range.
  const Amount demanded = *all - *kept - Amount(record.extra);
  KUMBARA_CHECK(demanded >= Amount());
  const SystemAccount clawed_back{
      Account::kClawedBack, record.unit,
      program.earn ? program.earn->funding_class : Code{0}};
  if (record.in_pool != 0) {
    TakeBackInPool(context, record, demanded, clawed_back.label);
    context.shard.records.TakeBack(record, asked.count());
    record.extra += demanded.count();
    return ResultCode::kOk;
  }
  const Taking taking =
      PlanTaking(context.books(), context.Look(record.unit),
                 program.returns.deficit, demanded, OwnLotOf(context, record));
  if (!CanTake(context.Look(record.unit), taking)) return ResultCode::kOverflow;

  context.shard.records.TakeBack(record, asked.count());
  record.extra += demanded.count();
  if (record.unit == 0) return ResultCode::kOk;
  Wallet& wallet = context.Touch(record.unit);
  wallet.clawed_back += taking.total;
  Books books = context.books();
  Take(taking, clawed_back, wallet, books);
  books.Forgo(record.unit, demanded - taking.total);
  return ResultCode::kOk;
}

}  // namespace kumbara
