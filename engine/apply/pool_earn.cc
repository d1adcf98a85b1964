// What members earn, at their pool: credited there, or left to the member, and
// taken back there (engine/apply/message.h).

#include <algorithm>
#include <array>

#include "engine/apply/addressee.h"
#include "engine/apply/auto_redeem.h"
#include "engine/apply/demands.h"
#include "engine/apply/earn_claims.h"
#include "engine/apply/will_be.h"
#include "engine/base/check.h"
#include "engine/base/limits.h"

namespace kumbara {
namespace {

// The unit of one of a message's slices.
std::uint8_t UnitOf(const Message& message, const Slice& slice) {
  return slice.unit != 0 ? slice.unit : message.unit;
}

// Whether a member has room for all that comes in the unit of one of them.
bool HasRoom(const Addressee& to, const Slice& one,
             std::span<const Slice> slices) {
  const std::uint8_t unit = UnitOf(to.message, one);
  Amount sum;
  for (const Slice& slice : slices) {
    // What its member had room for has a sum.
    if (UnitOf(to.message, slice) == unit) sum += slice.amount;
  }
  const Wallet* wallet = to.shard.members.FindWallet(to.member(), unit);
  return Books::CanEarn(to.shard, wallet != nullptr ? *wallet : Wallet{}, sum);
}

// Nothing happens to a pool that cannot take it.
bool TakesEarn(const Addressee& pool, std::span<const Slice> slices) {
  KUMBARA_CHECK(pool.slot != kNoSlot);
  if (pool.member().is_closed != 0) return false;
  pool.MoveClock(Instant::Least());
  return WillHaveRoom(
      pool, pool.message.occurred_at, [&](const Addressee& then) {
        return std::all_of(
            slices.begin(), slices.end(),
            [&](const Slice& slice) { return HasRoom(then, slice, slices); });
      });
}

// The wallets that an earn comes to, and how much was available of each before.
class EarnOccasion {
 public:
  explicit EarnOccasion(const Addressee& to) : to_(to) {
    raised_.purchase = to.message.command_kind == CommandKind::kPurchase;
  }

  // The wallet of a unit, with the activity in it that an earn is.
  Wallet& Touch(std::uint8_t unit) {
    Wallet& wallet = to_.shard.members.WalletOf(to_.member(), unit);
    for (std::size_t i = 0; i < size_; ++i) {
      if (touched_[i].unit == unit) return wallet;
    }
    touched_[size_++] = {unit, wallet.available};
    if (IsActivity(unit)) {
      to_.books().NoteActivity(wallet, to_.message.occurred_at);
    }
    return wallet;
  }

  // A purchase is an activity in all units that the rules give, also in those
  // of which it gives nothing, and an event, which names none, in all.
  void TouchUnits() {
    if (raised_.purchase) {
      for (const std::uint8_t unit : to_.program.earn_units) {
        if (IsActivity(unit)) Touch(unit);
      }
    }
    if (to_.message.command_kind != CommandKind::kEvent) return;
    for (const Unit& unit : to_.program.units) {
      const bool is_there = unit.standing != UnitStanding::kLater;
      if (is_there && IsActivity(unit.code)) Touch(unit.code);
    }
  }

  // Redeems what follows from it.
  void Redeem() {
    for (std::size_t i = 0; i < size_; ++i) {
      const Wallet* wallet =
          to_.shard.members.FindWallet(to_.member(), touched_[i].unit);
      if (wallet->available > touched_[i].available) {
        raised_.raised.set(touched_[i].unit);
      }
    }
    Books books = to_.books();
    RedeemAutomatically(raised_, to_.program, to_.shard, to_.member(), books);
  }

 private:
  bool IsActivity(std::uint8_t unit) const {
    const KindSet activities = to_.program.FindUnit(unit)->lots.activities;
    return (activities & SetOf(to_.message.command_kind)) != 0;
  }

  const Addressee& to_;
  RedeemOccasion raised_;
  std::array<WatchedUnit, kUnitsMax> touched_;
  std::size_t size_ = 0;
};

// Credits whoever the message has come to, with all that follows, and adds it
// to the outcome. Tells each slice with the number of the lot that it made.
template <class OnLot>
void CreditEarned(const Addressee& to, std::span<const Slice> slices,
                  const OnLot& on_lot) {
  const Message& message = to.message;
  EarnOccasion occasion(to);
  if (message.unit == 0) return occasion.Redeem();
  const Wallet& answered = occasion.Touch(message.unit);
  const Amount net_before = answered.net();
  occasion.TouchUnits();
  Books books = to.books();
  for (const Slice& slice : slices) {
    const std::uint8_t unit = UnitOf(message, slice);
    Wallet& wallet = occasion.Touch(unit);
    wallet.earned += slice.amount;
    on_lot(slice,
           books.Credit(wallet,
                        {Account::kIssued, unit, slice.terms.funding_class},
                        NewLotOf(slice, to.shard.terms)));
  }
  to.SettleAgain();
  occasion.Redeem();
  Outcome& outcome = *message.outcome;
  outcome.unit = message.unit;
  outcome.delta += (answered.net() - net_before).count();
  outcome.net = answered.net().count();
}

// What is to be taken, in the unit of a wallet.
void FindDemandsOf(const Message& message, std::span<const Slice> slices,
                   DemandList* demands) {
  for (const Slice& slice : slices) {
    Demand demand{UnitOf(message, slice), slice.terms.funding_class,
                  slice.amount};
    if (slice.number != 0) {
      demand.own = LotKey{slice.activation, slice.expiry, slice.number};
    }
    demand.of_budget = slice.part;
    demands->push_back(demand);
  }
}

// Takes what can be taken of what is demanded. The rest is forgone, and in a
// unit whose debt or total has no room all of it.
void ClawBackAll(const Addressee& pool, std::span<Demand> demands) {
  const DeficitPolicy policy = pool.program.returns.deficit;
  Books books = pool.books();
  for (std::size_t i = 0; i < demands.size(); ++i) {
    const std::uint8_t unit = demands[i].unit;
    const bool is_first =
        std::none_of(demands.begin(), demands.begin() + static_cast<long>(i),
                     [&](const Demand& one) { return one.unit == unit; });
    if (!is_first) continue;
    Wallet& wallet = pool.shard.members.WalletOf(pool.member(), unit);
    if (CanTakeAll(&books, wallet, unit, policy, demands)) {
      TakeAll(wallet, policy, books, demands);
    } else {
      ForgoAll(unit, books, demands);
    }
  }
  pool.SettleAgain();
}

}  // namespace

void EarnInPool(const Addressee& pool, std::span<const Slice> slices,
                Messages& messages) {
  const Message& message = pool.message;
  if (!TakesEarn(pool, slices)) {
    for (const Slice& slice : slices) messages.slices().push_back(slice);
    messages.Add(
        Reply(message, MessageKind::kEarnAnswer, ResultCode::kReceiverRefused));
    return;
  }
  pool.MoveClock(message.occurred_at);
  pool.member().NoteSequence(pool.mover.sequence);
  message.outcome->delta = 0;  // The pool's alone from here on.
  CreditEarned(pool, slices, [&](Slice slice, std::uint32_t number) {
    slice.number = number;
    messages.slices().push_back(slice);
  });
  messages.Add(Reply(message, MessageKind::kEarnAnswer));
}

namespace {

// Notes the lot that a slice made in the record of its purchase or award.
void NoteLot(Shard& shard, CommandRecord& record, const Slice& slice,
             std::uint32_t number) {
  CommandRecords& records = shard.records;
  const BasketRecord* basket = records.FindBasket(record);
  if (basket != nullptr && slice.part < basket->part_count) {
    records.PartAt(*basket, slice.part).lot = number;
  } else if (record.in_pool == 0) {
    record.place = number;
  }
}

}  // namespace

void FinishEarn(const Addressee& member, std::span<const Slice> slices) {
  const Message& message = member.message;
  KUMBARA_CHECK(member.slot != kNoSlot);
  member.MoveClock(Instant::Least());
  Shard& shard = member.shard;
  for (const Slice& slice : slices) {
    if (slice.amount == Amount()) continue;
    Wallet& wallet =
        shard.members.WalletOf(member.member(), UnitOf(message, slice));
    shard.SideOf(wallet).reserved -= slice.amount;
  }
  CommandRecord& record = shard.records.At(message.record);
  if (message.reason == ResultCode::kOk) {
    const std::uint32_t first = slices.empty() ? 0 : slices.front().number;
    shard.records.SetInPool(record, message.to, first);
    for (const Slice& slice : slices) {
      NoteLot(shard, record, slice, slice.number);
    }
  } else {
    CreditEarned(member, slices, [&](const Slice& slice, std::uint32_t number) {
      NoteLot(shard, record, slice, number);
    });
  }
  member.member().NoteSequence(member.mover.sequence);
  message.outcome->code = ResultCode::kOk;
  message.outcome->reserved = 0;
}

void ClawBackInPool(const Addressee& pool, std::span<const Slice> slices,
                    Messages& messages) {
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
  DemandList demands;
  FindDemandsOf(message, slices, &demands);
  if (is_closed) {
    Books books = pool.books();
    for (const Demand& demand : std::span(demands)) {
      books.Forgo(demand.unit, demand.amount);
    }
    return;
  }
  const Wallet& wallet =
      pool.shard.members.WalletOf(pool.member(), message.unit);
  const Amount net_before = wallet.net();
  ClawBackAll(pool, std::span(demands));
  GiveBackToBudgets(message, message.earned_at, demands, pool.program,
                    messages);
  outcome.delta = (wallet.net() - net_before).count();
  outcome.net = wallet.net().count();
}

}  // namespace kumbara
