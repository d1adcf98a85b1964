#include "engine/apply/earn_claims.h"

#include <algorithm>

#include "engine/apply/auto_redeem.h"
#include "engine/apply/earn_caps.h"
#include "engine/apply/explain.h"
#include "engine/apply/new_lot.h"
#include "engine/base/check.h"

namespace kumbara {
namespace {

const EarnRule& RuleOf(const Addressee& to) {
  return to.program.rules[to.message.rule];
}

Amount GrantedIn(const Message& answer) { return Amount(answer.claimed); }
Amount DeniedIn(const Message& answer) {
  return answer.amount - GrantedIn(answer);
}

// The part of the purchase; null of an enrolment, which leaves no record.
EarnPart* PartOf(const Addressee& to) {
  if (to.message.record == kNoSlot) return nullptr;
  CommandRecords& records = to.shard.records;
  const BasketRecord* basket =
      records.FindBasket(records.At(to.message.record));
  KUMBARA_CHECK(basket != nullptr);
  return &records.PartAt(*basket, to.message.index);
}

// What was not granted counts for nothing.
void NoteDenied(const Addressee& to) {
  const Message& message = to.message;
  const Amount denied = DeniedIn(message);
  if (denied == Amount()) return;
  if (EarnPart* part = PartOf(to)) part->most = message.claimed;
  UncountUse(to.program, to.shard, to.slot, message.rule, message.occurred_at,
             denied);
}

Lot GrantedLot(const Addressee& to) {
  const EarnRule& rule = RuleOf(to);
  return NewLot(to.program, to.shard.terms, to.message.occurred_at,
                GrantedIn(to.message), rule.lots, rule.funding_class);
}

// What is granted makes its lot.
void CreditGranted(const Addressee& to) {
  const Message& message = to.message;
  const EarnRule& rule = RuleOf(to);
  Shard& shard = to.shard;
  Wallet& wallet = shard.members.WalletOf(to.member(), rule.unit);
  const Amount denied = DeniedIn(message);
  Lot lot = GrantedLot(to);
  const Amount granted = lot.remaining;
  Books books = to.books();
  const std::uint32_t number = books.Grant(wallet, lot);
  if (EarnPart* part = PartOf(to)) part->lot = number;
  wallet.earned -= denied;
  books.Deny(wallet, {Account::kIssued, rule.unit, rule.funding_class}, denied);
  if (shard.explanation == nullptr) return;
  lot.remaining = granted;  // A debt may have absorbed some.
  ExplainGranted(to, lot, number);
}

void TellDenied(const Addressee& to) {
  const Amount denied = DeniedIn(to.message);
  if (denied == Amount()) return;
  to.books().Note(FactKind::kLimitHit, RuleOf(to).unit, denied);
}

// All that an answer does to the wallets of who keeps what it earns, and to
// the answer of the command.
void FinishOwn(const Addressee& to) {
  const Message& message = to.message;
  const std::uint8_t unit = RuleOf(to).unit;
  Outcome& outcome = *message.outcome;
  MemberTable& members = to.shard.members;
  // The wallets of both units are there: the command has touched them.
  const auto net = [&] {
    return outcome.unit == 0
               ? Amount()
               : members.FindWallet(to.member(), outcome.unit)->net();
  };
  const auto available = [&] {
    return members.FindWallet(to.member(), unit)->available;
  };
  const Amount net_before = net();
  const Amount available_before = available();
  CreditGranted(to);
  TellDenied(to);
  to.SettleAgain();
  RedeemOccasion occasion;
  occasion.purchase =
      message.is_last && message.command_kind == CommandKind::kPurchase;
  if (available() > available_before) occasion.raised.set(unit);
  Books books = to.books();
  RedeemAutomatically(occasion, to.program, to.shard, to.member(), books);
  // What the command did at its sequence, all that it claimed included, stands
  // there already.
  outcome.delta += (net() - net_before).count();
  outcome.net = net().count();
}

// What is granted stays on its way, what is not comes back no more.
void FinishForPool(const Addressee& to) {
  Wallet& wallet = to.shard.members.WalletOf(to.member(), RuleOf(to).unit);
  to.shard.SideOf(wallet).reserved -= DeniedIn(to.message);
  TellDenied(to);
  if (to.shard.explanation != nullptr) ExplainGranted(to, GrantedLot(to), 0);
}

// All parts, each as far as it was granted.
void SendToPool(const Addressee& to, std::span<const Slice> slices,
                Messages& messages) {
  CommandRecords& records = to.shard.records;
  const BasketRecord* basket =
      records.FindBasket(records.At(to.message.record));
  bool any = false;
  for (Slice slice : slices) {
    const EarnPart& part = records.PartAt(*basket, slice.part);
    slice.amount = std::min(slice.amount, Amount(part.most));
    if (slice.amount == Amount()) continue;
    any = true;
    messages.slices().push_back(slice);
  }
  if (!any) messages.slices().emplace_back();
  Message earn = Reply(to.message, MessageKind::kEarn);
  earn.to = to.message.pool;
  earn.unit = to.message.outcome->unit;
  messages.Add(earn);
}

}  // namespace

void FinishClaim(const Addressee& to, std::span<const Slice> slices,
                 Messages& messages) {
  const Message& message = to.message;
  KUMBARA_CHECK(to.slot != kNoSlot);
  to.MoveClock(Instant::Least());
  NoteDenied(to);
  if (!message.pool.IsZero()) {
    FinishForPool(to);
  } else {
    FinishOwn(to);
  }
  to.member().NoteSequence(to.mover.sequence);
  if (!message.is_last) return;
  if (!message.pool.IsZero()) return SendToPool(to, slices, messages);
  message.outcome->code = ResultCode::kOk;
  message.outcome->reserved = 0;
}

void GiveBackToBudgets(Message back, Instant earned_at,
                       std::span<const Demand> demands, const Program& program,
                       Messages& messages) {
  back.kind = MessageKind::kBudgetReturn;
  back.occurred_at = earned_at;
  back.outcome = nullptr;
  for (std::uint32_t i = 0; i < demands.size(); ++i) {
    const Demand& demand = demands[i];
    if (demand.of_budget == 0 || demand.taken == Amount()) continue;
    back.index = i;
    back.budget = demand.of_budget - std::uint32_t{1};
    back.to = program.budgets[back.budget].counter;
    back.claimed = demand.taken.count();
    messages.Add(back);
  }
}

}  // namespace kumbara
