// The answer to a purchase that claimed its points from a budget.

#include "engine/apply/auto_redeem.h"
#include "engine/apply/counters.h"
#include "engine/apply/new_lot.h"
#include "engine/base/check.h"

namespace kumbara {

void FinishPurchase(const Addressee& to) {
  const Message& message = to.message;
  KUMBARA_CHECK(to.slot != kNoSlot);
  to.MoveClock(Instant::Least());
  Shard& shard = to.shard;
  const EarnRule& rule = *to.program.earn;
  Wallet& wallet = shard.members.WalletOf(to.member(), message.unit);
  const Amount available_before = wallet.available;
  const Amount net_before = wallet.net();
  const Amount granted(message.claimed);
  const Amount denied = message.amount - granted;

  Books books = to.books();
  CommandRecord& record = shard.records.At(message.record);
  record.place =
      books.Grant(wallet, NewLot(to.program, shard.terms, message.occurred_at,
                                 granted, rule.lots, rule.funding_class));
  if (denied != Amount()) {
    shard.records.SetGranted(record, granted);
    wallet.earned -= denied;
    books.Deny(wallet, {Account::kIssued, message.unit, rule.funding_class},
               denied);
    books.Note(FactKind::kLimitHit, message.unit, denied);
  }
  to.SettleAgain();
  RedeemOccasion occasion;
  occasion.purchase = true;
  if (wallet.available > available_before) occasion.raised.set(message.unit);
  RedeemAutomatically(occasion, to.program, shard, to.member(), books);

  Outcome& outcome = *message.outcome;
  outcome.unit = message.unit;
  // What the purchase did at its sequence, all that it claimed included, stands
  // there already.
  outcome.delta += (wallet.net() - net_before).count();
  outcome.net = wallet.net().count();
  to.member().NoteSequence(to.mover.sequence);
  outcome.code = message.reason;
  outcome.reserved = 0;
}

}  // namespace kumbara
