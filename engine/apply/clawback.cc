#include "engine/apply/clawback.h"

#include <algorithm>

#include "engine/apply/earn.h"
#include "engine/apply/explain.h"
#include "engine/apply/purchase_counts.h"
#include "engine/apply/rate.h"
#include "engine/apply/rated_purchase.h"
#include "engine/apply/restore.h"
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

std::uint16_t BudgetOfAward(const Program& program,
                            const CommandRecord& record) {
  if (record.kind != CommandKind::kAward) return 0;
  const auto budget = program.BudgetOf(record.label, record.unit);
  return budget ? static_cast<std::uint16_t>(*budget + 1) : std::uint16_t{0};
}

std::optional<LotKey> OwnLotOf(const CommandContext& context,
                               const CommandRecord& record) {
  if (record.kind == CommandKind::kImport) {
    const LotKey own = KeyOf(context.shard.records.EarnedElsewhere(record));
    return own.number != 0 ? std::optional(own) : std::nullopt;
  }
  if (HasSlices(record) || record.place == 0) return std::nullopt;
  const LotDates dates = OwnDatesOf(context, record);
  return LotKey{dates.activation, dates.expiry, record.place};
}

namespace {

// `own_pending` is what is pending of its own lot, which is `own`.
Taking PlanTaking(const Wallet& wallet, DeficitPolicy policy, Amount demanded,
                  const std::optional<LotKey>& own, Amount own_pending,
                  Amount claimed) {
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
      taking.pending = std::min(wallet.pending - own_pending - claimed, rest);
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
  return PlanTaking(wallet, policy, demanded, own, own_pending,
                    books.ClaimedOf(wallet));
}

Taking PlanTaking(const Wallet& wallet, DeficitPolicy policy, Amount demanded,
                  Amount own_pending, Amount claimed) {
  return PlanTaking(wallet, policy, demanded, std::nullopt, own_pending,
                    claimed);
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

namespace {

// What a return demands of the points that its purchase earned, by cumulative
// difference. Without a discount that comes back first, more may be earned.
Amount DemandOf(const CommandContext& context, const CommandRecord& record,
                const Returning& returning) {
  const BasisPair basis = BasisAround(context, record, returning);
  const std::optional<Amount> all = Rate(context.program, basis.all);
  KUMBARA_CHECK(all);  // The purchase was rated.
  const std::optional<Amount> kept = Rate(context.program, basis.kept);
  const Amount owed = *all - Amount(record.extra);
  KUMBARA_CHECK(owed >= Amount());
  const Amount demand = kept && *kept < owed ? owed - *kept : Amount();
  if (context.explanation != nullptr && context.program.earn) {
    ExplainDemand(
        context,
        {0, basis.all, basis.kept, *all, kept.value_or(Amount(Amount::kMax)),
         Amount(Amount::kMax), Amount(record.extra), demand});
  }
  return demand;
}

// The same of what an imported purchase earned elsewhere, by no rule that is
// known: what remains of it has its share of that.
Amount DemandOfImported(const CommandContext& context,
                        const CommandRecord& record,
                        const Returning& returning) {
  if (record.amount == 0) return Amount();
  const Amount earned = context.shard.records.EarnedElsewhere(record).remaining;
  const std::int64_t remains = record.left() - returning.total.count();
  const Amount kept(Share(earned.count(), remains, record.amount));
  return earned - kept - Amount(record.extra);
}

// Claws back what a purchase gave its own member; false if there is no room
// for that.
bool ClawBackOwn(CommandContext& context, const CommandRecord& record,
                 Amount demanded, SystemAccount clawed_back) {
  const Wallet& before = context.Look(record.unit);
  const Taking taking =
      PlanTaking(context.books(), before, context.program.returns.deficit,
                 demanded, OwnLotOf(context, record));
  if (!CanTake(before, taking)) return false;
  if (record.unit == 0) return true;
  Wallet& wallet = context.Touch(record.unit);
  wallet.clawed_back += taking.total;
  Books books = context.books();
  Take(taking, clawed_back, wallet, books);
  books.Forgo(record.unit, demanded - taking.total);
  return true;
}

// A return is an activity in every unit that is earned here, also where it
// takes back of another one.
void NoteReturnOfImported(CommandContext& context) {
  TouchUnits(context);
  if (context.program.rules.empty() && context.unit != 0) {
    context.Touch(context.unit);
  }
}

ResultCode TakeBackImported(CommandContext& context, CommandRecord& record,
                            const Returning& returning) {
  const Amount demanded = DemandOfImported(context, record, returning);
  const SystemAccount clawed_back{Account::kClawedBack, record.unit,
                                  record.label};
  if (!ClawBackOwn(context, record, demanded, clawed_back)) {
    return ResultCode::kOverflow;
  }
  NoteReturnOfImported(context);
  KeepReturn(context, record, returning);
  record.extra += demanded.count();
  CountBroughtBack(context, record, returning.total);
  return ResultCode::kOk;
}

}  // namespace

ResultCode TakeBackPurchase(CommandContext& context, CommandRecord& record,
                            const Returning& returning) {
  if (record.kind == CommandKind::kImport) {
    return TakeBackImported(context, record, returning);
  }
  const Program& program = context.program;
  if (!program.rules.empty()) {
    return TakeBackByRules(context, record, returning);
  }
  const Amount demanded = DemandOf(context, record, returning);
  if (!CanRestoreTender(context, record, returning.restored)) {
    return ResultCode::kOverflow;
  }
  const SystemAccount clawed_back{
      Account::kClawedBack, record.unit,
      program.earn ? program.earn->funding_class : Code{0}};
  if (record.in_pool != 0) {
    TakeBackInPool(context, record, demanded, clawed_back.label);
  } else if (!ClawBackOwn(context, record, demanded, clawed_back)) {
    return ResultCode::kOverflow;
  }

  KeepReturn(context, record, returning);
  record.extra += demanded.count();
  RestoreTender(context, record, returning.restored);
  CountBroughtBack(context, record, returning.total);
  return ResultCode::kOk;
}

}  // namespace kumbara
