// Books: every movement of units, always with both legs, and the lots that it
// makes, uses or moves.
//
// Nothing else in the engine changes a balance or a lot, so the sum of all
// accounts of a shard cannot leave zero (invariant 1), and a wallet's lots
// cannot leave its accounts (invariant 2).
//
// Threads: the owner of the shard.
// Cost:    a system account, and the lots that are touched; postings and facts
//          are written only when the shard keeps them.

#ifndef KUMBARA_ENGINE_APPLY_BOOKS_H_
#define KUMBARA_ENGINE_APPLY_BOOKS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/apply/message.h"
#include "engine/base/types.h"
#include "engine/member/shard.h"
#include "engine/program/program.h"
#include "engine/record/posting.h"

namespace kumbara {

// What postings and facts say beside account and amount, and whom they concern.
struct EntryFacts {
  Sequence sequence = 0;
  Sequence cause = 0;
  MemberId member;
  Slot slot = kNoSlot;  // Of the member.
  std::uint16_t version = 0;
  Instant at;     // Business time, or the instant at which something fell due.
  Instant clock;  // The member's.
};

// Which lots of a wallet get another expiry: those that expire before it, and
// also
struct Extension {
  Instant until;
  Instant before = Instant::Greatest();  // before this,
  std::uint32_t lot = 0;                 // and only that number; 0 = any.
};

// Pieces of what one redemption took, numbered from `first` on.
struct VoucherRun {
  VoucherFact first;  // The valid time apart, which `valid` says.
  std::int64_t count = 0;
  std::uint8_t unit = 0;  // What one piece costs.
  Amount cost;
  const LotPolicy* valid = nullptr;
};

class Books {
 public:
  Books(Shard& shard, const Program& program, const EntryFacts& facts)
      : shard_(shard), program_(program), facts_(facts) {}

  // Whether a wallet can be credited by `amount`: all that it holds, or is to
  // get back, may come to expire, so the total of what expired keeps room for
  // it. Or whether it can owe more. The other running totals are the caller's.
  static bool CanCredit(const Shard& shard, const Wallet& wallet,
                        Amount amount);
  static bool CanOwe(const Wallet& wallet, Amount more) {
    return Fits(wallet.deficit, more);
  }

  // Whether that, and whether the total earned has room too, also for what is
  // under way to a pool and may come back.
  static bool CanEarn(const Shard& shard, const Wallet& wallet, Amount amount);

  // Brings `lot`, all that remains of it, in from a system account and places
  // it: pending if its activation is after the member's clock, else a deficit
  // absorbs it first and the rest is available. Returns the number it got, 0 if
  // nothing is left of it. A lot that has a number, which no other has, keeps
  // it. It is used up where it lies: a copy would wait for its own parts.
  // REQUIRES: CanCredit.
  std::uint32_t Credit(Wallet& wallet, const SystemAccount& from, Lot&& lot);

  // Takes `amount` of available lots in consumption order out to a system
  // account, and notes in `slices`, if given, what is taken of which lot.
  // REQUIRES: amount <= available.
  void Debit(Wallet& wallet, SystemAccount to, Amount amount,
             CommandRecords* slices = nullptr);
  // Takes up to `amount` of one lot, pending or available, or of the pending
  // lots in their order. Returns what it took. A lot is known by the dates that
  // it was made with, and if lots have moved since then by its number.
  Amount DebitLot(Wallet& wallet, SystemAccount to, const LotKey& lot,
                  Amount amount);
  Amount DebitPending(Wallet& wallet, SystemAccount to, Amount amount);
  // Takes `amount` out as debt. REQUIRES: CanOwe; nothing is available.
  void Owe(Wallet& wallet, SystemAccount to, Amount amount);

  // Brings `amount` in as pending, in no lot. Grants a part of it, which is
  // placed as this new lot (returns its number, 0 if nothing is left of it; an
  // event may have given it another activation), or takes a part out again.
  void Claim(Wallet& wallet, SystemAccount from, Amount amount);
  std::uint32_t Grant(Wallet& wallet, Lot& lot);
  void Deny(Wallet& wallet, SystemAccount to, Amount amount);

  // What of pending is claimed and in no lot.
  Amount ClaimedOf(const Wallet& wallet) const {
    return shard_.ClaimedOf(wallet);
  }

  // Notes as a fact that so much was demanded and stays with the member.
  void Forgo(std::uint8_t unit, Amount amount) {
    if (amount != Amount()) Note(FactKind::kForgone, unit, amount);
  }
  void Note(FactKind kind, std::uint8_t unit, Amount amount);
  void NoteTier(FactKind kind, std::size_t tier_set, std::uint8_t tier);
  // About an achievement, so many times, or a benefit, by its place.
  void NoteOf(FactKind kind, std::size_t place, std::int64_t times = 0);
  // One about a plan.
  void NotePlan(FactKind kind, const PlanFact& plan);
  // About each of these vouchers. REQUIRES: count <= kVouchersMax.
  void NoteVouchers(FactKind kind, const VoucherRun& run);

  // Where a lot lies that was made with these dates; if lots have moved since
  // then it is known by its number. `lot` is null if there is none.
  struct Found {
    Lot* lot = nullptr;
    bool pending = false;
  };
  Found FindLot(const Wallet& wallet, const LotKey& key) const;
  // The same by its number alone. Cost: reads all lots.
  Found FindByNumber(const Wallet& wallet, std::uint32_t number) const;

  // Ends what a wallet owes, which a system account bears. Or forgives it.
  void PayOff(Wallet& wallet, SystemAccount from);
  void WriteOff(Wallet& wallet) {
    PayOff(wallet, {Account::kWrittenOff, wallet.unit, 0});
  }

  // Gives lots a later expiry. They keep their numbers and change places.
  void Extend(Wallet& wallet, const Extension& extension);

  // Sets available points aside, in consumption order, and appends what was
  // taken of which lot. REQUIRES: amount <= available.
  void Hold(Wallet& wallet, Amount amount, std::vector<Slice>* slices);
  void Hold(Wallet& wallet, Amount amount, CommandRecords* slices);
  // Puts a slice of held points, or one from a system account, back to the lot
  // it was taken of, less what a deficit absorbs. What is not there any more
  // is placed under the number it had.
  void Release(Wallet& wallet, const Lot& slice);
  void Restore(Wallet& wallet, SystemAccount from, const Lot& slice);
  // Releases all that a hold took, in reverse order of taking.
  void ReleaseHold(Wallet& wallet, const CommandRecord& hold);
  // Takes held points out to a system account, or in from one.
  void PutHeld(Wallet& wallet, SystemAccount from, Amount amount);
  void TakeHeld(Wallet& wallet, SystemAccount to, Amount amount);

  // The first pending lot is placed. REQUIRES: its activation has come.
  void Activate(Wallet& wallet);
  // All lots that wait for an event are placed, and active from now on. So are
  // later those that are granted of what is claimed now.
  void EndWaiting(Wallet& wallet);
  // All lots expire that do so at or before `instant`. A unit may have them
  // remembered.
  void Expire(Wallet& wallet, Instant instant);
  // Places again what is remembered, all or what had one number, each under its
  // number, to expire then; with a lot of its number that is there it joins
  // and has the later expiry of both.
  void Reinstate(Wallet& wallet, std::optional<std::uint32_t> number,
                 Instant until);

  // Takes all that is pending, but for claims, and all that is available out to
  // `forfeited` and another account, and forgives what is owed.
  void Empty(Wallet& wallet, SystemAccount available_to);

  // Notes an activity, which may move the expiry of all lots.
  void NoteActivity(Wallet& wallet, Instant instant);

 private:
  // Null for a unit that is not in the program.
  const LotPolicy* PolicyOf(const Wallet& wallet) const;
  LotLists ListsOf(const Wallet& wallet) const;
  LotLists PendingLists() const {
    return LotLists(shard_.lots, LotOrder::kByActivation);
  }

  std::uint32_t Place(Wallet& wallet, Lot& lot);
  void EndWaitingOf(Wallet& wallet, Lot& lot);
  std::uint32_t MakeAvailable(Wallet& wallet, Lot& lot);
  bool ExtendIn(LotList* list, LotLists lists, const Extension& extension);
  void PutBack(Wallet& wallet, Lot lot);
  void NumberNew(Wallet& wallet, Lot* lot);
  void SetActivity(Wallet& wallet, SideRecord& side, Instant instant);
  void ListDue(Wallet& wallet, Instant instant);
  template <class Each>
  void Consume(Wallet& wallet, Amount amount, const Each& each);
  void Remember(Wallet& wallet, const Duration& within, Instant expired);
  void Recall(Wallet& wallet, std::optional<std::uint32_t> number);
  void FindRests(const Wallet& wallet);
  void Join(Wallet& wallet, Lot lot, const LotKey& rest);
  void CollectFallen(LotList* list, LotLists lists, Account account,
                     const SideRecord* side, Instant instant);

  void Change(Wallet& wallet, Account account, Amount by,
              std::uint32_t lot = 0);
  void Add(Wallet& wallet, Account account, Amount by);
  void Change(const SystemAccount& account, Amount by);
  void Write(Account account, std::uint8_t unit, Code label, std::uint32_t lot,
             Amount by);
  template <class Leg>
  Leg& AddTo(std::vector<Leg>& legs);

  Shard& shard_;
  const Program& program_;
  EntryFacts facts_;
};

// The order in which a unit's lots are used.
inline LotOrder OrderOf(const Unit* unit) {
  return unit != nullptr && unit->consume == ConsumeOrder::kFifo
             ? LotOrder::kByActivation
             : LotOrder::kByExpiry;
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_BOOKS_H_
