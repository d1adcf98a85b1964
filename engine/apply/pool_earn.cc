// What members earn, at their pool: credited there, or left to the member, and
// taken back there (engine/apply/message.h).

#include <algorithm>

#include "engine/apply/addressee.h"
#include "engine/apply/auto_redeem.h"
#include "engine/apply/clawback.h"
#include "engine/base/check.h"

namespace kumbara {
namespace {

// Nothing happens to a pool that cannot take it.
bool TakesEarn(const Addressee& pool) {
  KUMBARA_CHECK(pool.slot != kNoSlot);
  if (pool.member().is_closed != 0) return false;
  pool.MoveClock(Instant::Least());
  const Wallet* wallet =
      pool.shard.members.FindWallet(pool.member(), pool.message.unit);
  return Books::CanEarn(pool.shard, wallet != nullptr ? *wallet : Wallet{},
                        pool.message.amount);
}

// Credits whoever the message has come to, with all that follows, and tells it
// in the outcome. Returns the number of the lot it made.
std::uint32_t CreditEarned(const Addressee& to, const Slice& slice) {
  const Message& message = to.message;
  const std::uint8_t unit = message.unit;
  RedeemOccasion occasion;
  occasion.purchase = message.command_kind == CommandKind::kPurchase;
  Books books = to.books();
  std::uint32_t number = 0;
  Outcome& outcome = *message.outcome;
  if (unit == 0) {
    RedeemAutomatically(occasion, to.program, to.shard, to.member(), books);
    return number;
  }
  Wallet& wallet = to.shard.members.WalletOf(to.member(), unit);
  const KindSet activities = to.program.FindUnit(unit)->lots.activities;
  if ((activities & SetOf(message.command_kind)) != 0) {
    books.NoteActivity(wallet, message.occurred_at);
  }
  const Amount net_before = wallet.net();
  const Amount available_before = wallet.available;
  wallet.earned += message.amount;
  number =
      books.Credit(wallet, {Account::kIssued, unit, slice.terms.funding_class},
                   NewLotOf(slice, to.shard.terms));
  to.SettleAgain();
  if (wallet.available > available_before) occasion.raised.set(unit);
  RedeemAutomatically(occasion, to.program, to.shard, to.member(), books);
  outcome.unit = unit;
  outcome.delta = (wallet.net() - net_before).count();
  outcome.net = wallet.net().count();
  return number;
}

// Takes what can be taken of what is demanded. The rest is forgone, and if the
// debt or the total has no room all of it.
void ClawBack(const Addressee& pool, const Slice& own, Wallet& wallet) {
  Books books = pool.books();
  std::optional<LotKey> key;
  if (own.number != 0) key = LotKey{own.activation, own.expiry, own.number};
  const Taking taking =
      PlanTaking(books, wallet, pool.program.returns.deficit, own.amount, key);
  if (!CanTake(wallet, taking)) return books.Forgo(wallet.unit, own.amount);
  wallet.clawed_back += taking.total;
  Take(taking, {Account::kClawedBack, wallet.unit, own.terms.funding_class},
       wallet, books);
  books.Forgo(wallet.unit, own.amount - taking.total);
  pool.SettleAgain();
}

}  // namespace

void EarnInPool(const Addressee& pool, std::span<const Slice> slices,
                Messages& messages) {
  const Message& message = pool.message;
  messages.slices().push_back(slices.front());
  if (!TakesEarn(pool)) {
    messages.Add(
        Reply(message, MessageKind::kEarnAnswer, ResultCode::kReceiverRefused));
    return;
  }
  pool.MoveClock(message.occurred_at);
  pool.member().NoteSequence(pool.mover.sequence);
  Message reply = Reply(message, MessageKind::kEarnAnswer);
  reply.first_lot = CreditEarned(pool, slices.front());
  messages.Add(reply);
}

void FinishEarn(const Addressee& member, std::span<const Slice> slices) {
  const Message& message = member.message;
  KUMBARA_CHECK(member.slot != kNoSlot);
  member.MoveClock(Instant::Least());
  Shard& shard = member.shard;
  if (message.amount != Amount()) {
    Wallet& wallet = shard.members.WalletOf(member.member(), message.unit);
    shard.SideOf(wallet).reserved -= message.amount;
  }
  CommandRecord& record = shard.records.At(message.record);
  if (message.reason == ResultCode::kOk) {
    shard.records.SetInPool(record, message.to, message.first_lot);
  } else {
    record.place = CreditEarned(member, slices.front());
  }
  member.member().NoteSequence(member.mover.sequence);
  message.outcome->code = ResultCode::kOk;
  message.outcome->reserved = 0;
}

void ClawBackInPool(const Addressee& pool, std::span<const Slice> slices) {
  const Message& message = pool.message;
  KUMBARA_CHECK(pool.slot != kNoSlot);
  Outcome& outcome = *message.outcome;
  outcome.code = ResultCode::kOk;
  outcome.reserved = 0;
  outcome.unit = message.unit;
  const bool is_closed = pool.member().is_closed != 0;
  pool.MoveClock(is_closed ? Instant::Least() : message.occurred_at);
  pool.member().NoteSequence(pool.mover.sequence);
  if (message.unit == 0) return;
  if (is_closed) return pool.books().Forgo(message.unit, message.amount);
  Wallet& wallet = pool.shard.members.WalletOf(pool.member(), message.unit);
  const Amount net_before = wallet.net();
  ClawBack(pool, slices.front(), wallet);
  outcome.delta = (wallet.net() - net_before).count();
  outcome.net = wallet.net().count();
}

}  // namespace kumbara
