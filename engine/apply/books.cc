#include "engine/apply/books.h"

#include <algorithm>

#include "engine/base/check.h"

namespace kumbara {

bool Books::CanCredit(const Wallet& wallet, Amount amount) {
  return Fits(wallet.net(), amount);
}

bool Books::CanDebit(const Wallet& wallet, Amount amount) {
  const Amount debt = amount - std::min(wallet.available, amount);
  return Fits(wallet.net(), -amount) && Fits(wallet.deficit, debt);
}

void Books::Credit(Wallet& wallet, SystemAccount from, Amount amount) {
  if (amount == Amount()) return;
  const Amount absorbed = std::min(wallet.deficit, amount);
  Change(from, -amount);
  if (absorbed != Amount()) Change(wallet, Account::kDeficit, absorbed);
  if (absorbed != amount) {
    Change(wallet, Account::kAvailable, amount - absorbed);
  }
}

void Books::Debit(Wallet& wallet, SystemAccount to, Amount amount) {
  if (amount == Amount()) return;
  KUMBARA_CHECK(amount <= wallet.available);
  Change(wallet, Account::kAvailable, -amount);
  Change(to, amount);
}

void Books::DebitIntoDeficit(Wallet& wallet, SystemAccount to, Amount amount) {
  if (amount == Amount()) return;
  const Amount taken = std::min(wallet.available, amount);
  if (taken != Amount()) Change(wallet, Account::kAvailable, -taken);
  if (taken != amount) Change(wallet, Account::kDeficit, -(amount - taken));
  Change(to, amount);
}

void Books::Hold(Wallet& wallet, Amount amount) {
  if (amount == Amount()) return;
  KUMBARA_CHECK(amount <= wallet.available);
  Change(wallet, Account::kAvailable, -amount);
  Change(wallet, Account::kHeld, amount);
}

void Books::Release(Wallet& wallet, Amount amount) {
  if (amount == Amount()) return;
  const Amount absorbed = std::min(wallet.deficit, amount);
  Change(wallet, Account::kHeld, -amount);
  if (absorbed != Amount()) Change(wallet, Account::kDeficit, absorbed);
  if (absorbed != amount) {
    Change(wallet, Account::kAvailable, amount - absorbed);
  }
}

void Books::TakeHeld(Wallet& wallet, SystemAccount to, Amount amount) {
  if (amount == Amount()) return;
  Change(wallet, Account::kHeld, -amount);
  Change(to, amount);
}

void Books::Change(Wallet& wallet, Account account, Amount by) {
  switch (account) {
    case Account::kPending:
      wallet.pending += by;
      break;
    case Account::kAvailable:
      wallet.available += by;
      KUMBARA_CHECK(wallet.available >= Amount());
      break;
    case Account::kHeld:
      wallet.held += by;
      KUMBARA_CHECK(wallet.held >= Amount());
      break;
    case Account::kDeficit:
      // A debt is a negative balance.
      wallet.deficit -= by;
      KUMBARA_CHECK(wallet.deficit >= Amount());
      break;
    default:
      KUMBARA_CHECK(IsMemberAccount(account));
  }
  Write(account, wallet.unit, 0, by);
}

void Books::Change(const SystemAccount& account, Amount by) {
  shard_.accounts[account] += by.count();
  Write(account.account, account.unit, account.label, by);
}

void Books::Write(Account account, std::uint8_t unit, Code label, Amount by) {
  if (shard_.postings == nullptr) return;
  std::vector<Posting>& postings = *shard_.postings;
  PostingLegs& legs = shard_.legs;
  if (facts_.sequence > legs.sequence) {
    legs.sequence = facts_.sequence;
    legs.next.clear();
  }
  std::uint32_t leg = 0;
  if (facts_.sequence == legs.sequence) {
    leg = legs.next[facts_.member]++;
  } else if (!postings.empty() && postings.back().sequence == facts_.sequence &&
             postings.back().member == facts_.member) {
    leg = postings.back().leg + 1;
  }
  postings.push_back({facts_.sequence, facts_.member, leg, account, unit,
                      facts_.version, label, facts_.cause, by.count()});
}

}  // namespace kumbara
