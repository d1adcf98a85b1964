// Books: every movement of units, always with both legs.
//
// Nothing else in the engine changes a balance, so the sum of all accounts of
// a shard cannot leave zero (invariant 1).
//
// Threads: the owner of the shard.
// Cost:    two additions; a posting is written only when the shard keeps them.

#ifndef KUMBARA_ENGINE_APPLY_BOOKS_H_
#define KUMBARA_ENGINE_APPLY_BOOKS_H_

#include <cstdint>

#include "engine/base/types.h"
#include "engine/member/shard.h"
#include "engine/record/posting.h"

namespace kumbara {

// What postings say beside account and amount.
struct EntryFacts {
  Sequence sequence = 0;
  Sequence cause = 0;
  MemberId member;
  std::uint16_t version = 0;
};

class Books {
 public:
  Books(Shard& shard, const EntryFacts& facts) : shard_(shard), facts_(facts) {}

  // Whether a wallet can be credited or debited by `amount` with net and every
  // balance in range; running totals are the caller's. REQUIRES: amount >= 0.
  static bool CanCredit(const Wallet& wallet, Amount amount);
  static bool CanDebit(const Wallet& wallet, Amount amount);

  // Brings `amount` in from a system account: a deficit absorbs it first, the
  // rest becomes available. REQUIRES: CanCredit.
  void Credit(Wallet& wallet, SystemAccount from, Amount amount);

  // Takes `amount` out to a system account. REQUIRES: amount <= available.
  void Debit(Wallet& wallet, SystemAccount to, Amount amount);

  // Takes `amount` out, available first, the rest as debt. REQUIRES: CanDebit.
  void DebitIntoDeficit(Wallet& wallet, SystemAccount to, Amount amount);

  // Sets available points aside. REQUIRES: amount <= available.
  void Hold(Wallet& wallet, Amount amount);
  // Gives held points back; a deficit absorbs them first.
  void Release(Wallet& wallet, Amount amount);
  // Takes held points out to a system account.
  void TakeHeld(Wallet& wallet, SystemAccount to, Amount amount);

 private:
  void Change(Wallet& wallet, Account account, Amount by);
  void Change(const SystemAccount& account, Amount by);
  void Write(Account account, std::uint8_t unit, Code label, Amount by);

  Shard& shard_;
  EntryFacts facts_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_BOOKS_H_
