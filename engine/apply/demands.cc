#include "engine/apply/demands.h"

#include <algorithm>

namespace kumbara {

bool CanTakeAll(const Books* books, const Wallet& wallet, std::uint8_t unit,
                DeficitPolicy policy, std::span<const Demand> demands) {
  Amount demanded;
  Amount own_pending;
  for (const Demand& demand : demands) {
    if (demand.unit != unit) continue;
    if (!Fits(demanded, demand.amount)) return false;
    demanded += demand.amount;
    if (!demand.own) continue;
    const Books::Found own = books->FindLot(wallet, *demand.own);
    if (own.pending) own_pending += std::min(own.lot->remaining, demand.amount);
  }
  const Amount claimed = books != nullptr ? books->ClaimedOf(wallet) : Amount();
  return CanTake(wallet,
                 PlanTaking(wallet, policy, demanded, own_pending, claimed));
}

namespace {

void TakeOwn(Wallet& wallet, DeficitPolicy policy, Books& books,
             Demand* demand) {
  if (!demand->own) return;
  if (policy == DeficitPolicy::kOnlyPending &&
      !books.FindLot(wallet, *demand->own).pending) {
    return;
  }
  demand->taken = books.DebitLot(
      wallet, {Account::kClawedBack, demand->unit, demand->funding_class},
      *demand->own, demand->amount);
}

void TakeRest(Wallet& wallet, DeficitPolicy policy, Books& books,
              Demand* demand) {
  const Taking taking =
      PlanTaking(wallet, policy, demand->amount - demand->taken, Amount(),
                 books.ClaimedOf(wallet));
  Take(taking, {Account::kClawedBack, demand->unit, demand->funding_class},
       wallet, books);
  demand->taken += taking.total;
}

}  // namespace

void TakeAll(Wallet& wallet, DeficitPolicy policy, Books& books,
             std::span<Demand> demands) {
  for (Demand& demand : demands) {
    if (demand.unit == wallet.unit) TakeOwn(wallet, policy, books, &demand);
  }
  for (Demand& demand : demands) {
    if (demand.unit != wallet.unit) continue;
    TakeRest(wallet, policy, books, &demand);
    wallet.clawed_back += demand.taken;
    books.Forgo(wallet.unit, demand.amount - demand.taken);
  }
}

void ForgoAll(std::uint8_t unit, Books& books,
              std::span<const Demand> demands) {
  for (const Demand& demand : demands) {
    if (demand.unit == unit) books.Forgo(unit, demand.amount);
  }
}

}  // namespace kumbara
