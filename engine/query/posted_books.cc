#include "engine/query/posted_books.h"

#include <algorithm>
#include <string>

#include "engine/query/lot_names.h"

namespace kumbara {
namespace {

constexpr auto kMemberAccounts = {Account::kPending, Account::kAvailable,
                                  Account::kHeld, Account::kDeficit};

std::size_t PlaceOf(Account account) {
  return static_cast<std::size_t>(account);
}

Int128 BalanceOf(const Wallet& wallet, Account account) {
  switch (account) {
    case Account::kPending:
      return wallet.pending.count();
    case Account::kAvailable:
      return wallet.available.count();
    case Account::kHeld:
      return wallet.held.count();
    default:
      return -Int128{wallet.deficit.count()};
  }
}

}  // namespace

void PostedBooks::Add(std::span<const Event> events, const OnViolation& found) {
  for (const Event& event : events) {
    const EventId id = IdOf(event);
    if (id.sequence != last_sequence_ || id.member != member_) EndLegs(found);
    if (id.sequence != last_sequence_) EndSequence(found);
    last_sequence_ = id.sequence;
    member_ = id.member;
    if (const auto* posting = std::get_if<Posting>(&event)) Take(*posting);
  }
  EndLegs(found);
  EndSequence(found);
}

void PostedBooks::Take(const Posting& posting) {
  sums_[posting.unit] += posting.amount;
  if (!IsMemberAccount(posting.account)) {
    accounts_[{posting.account, posting.unit, posting.label}] += posting.amount;
    if (posting.account == Account::kInTransit) {
      in_transit_[posting.unit] += posting.amount;
    }
    return;
  }
  const WalletKey wallet{posting.member, posting.unit};
  wallets_[wallet][PlaceOf(posting.account)] += posting.amount;
  if (posting.lot == 0) return;
  const LotKey key{wallet, posting.lot};
  const auto [lot, is_new] = lots_.try_emplace(key);
  if (is_new) lot->second.made = posting.amount;
  lot->second.remaining += posting.amount;
  moved_lots_.push_back(key);
}

void PostedBooks::EndLegs(const OnViolation& found) {
  const auto tell = [&](int invariant, std::uint8_t unit, const char* what,
                        Int128 is, Int128 expected) {
    found({invariant, member_, unit, last_sequence_, what,
           Violation::Amounts{is, expected}});
  };
  for (const auto& [unit, sum] : sums_) {
    if (sum != 0) tell(1, unit, "the postings do not sum to zero", sum, 0);
    const auto wallet = wallets_.find({member_, unit});
    if (wallet == wallets_.end()) continue;
    const Balances& posted = wallet->second;
    for (const Account account :
         {Account::kPending, Account::kAvailable, Account::kHeld}) {
      const Int128 balance = posted[PlaceOf(account)];
      if (balance < 0) tell(3, unit, "a balance is negative", balance, 0);
    }
    const Int128 owed = posted[PlaceOf(Account::kDeficit)];
    const Int128 available = posted[PlaceOf(Account::kAvailable)];
    if (owed > 0) tell(3, unit, "a deficit is negative", -owed, 0);
    if (owed < 0 && available > 0) {
      tell(3, unit, "a deficit stands beside available", available, 0);
    }
  }
  for (const LotKey& key : moved_lots_) {
    const PostedLot& lot = lots_.at(key);
    const std::uint8_t unit = key.first.second;
    if (lot.remaining < 0) {
      tell(9, unit, "more was used of a lot than there was", lot.remaining, 0);
    } else if (lot.remaining > lot.made && lot.remaining > MadeOf(key)) {
      tell(9, unit, "more was given back to a lot than was used", lot.remaining,
           MadeOf(key));
    }
  }
  sums_.clear();
  moved_lots_.clear();
}

Int128 PostedBooks::MadeOf(const LotKey& key) const {
  const auto& [wallet, number] = key;
  Int128 made = 0;
  for (const LotName& name :
       NamesOfLot(shards_, {wallet.first, number}, wallet.second)) {
    const auto lot = lots_.find({{name.member, wallet.second}, name.number});
    if (lot != lots_.end()) made = std::max(made, lot->second.made);
  }
  return made;
}

void PostedBooks::EndSequence(const OnViolation& found) {
  for (auto& [unit, sum] : in_transit_) {
    if (sum == 0) continue;
    found({4,
           {},
           unit,
           last_sequence_,
           "units are in transit",
           Violation::Amounts{sum, 0}});
  }
  in_transit_.clear();
}

void PostedBooks::CompareMember(const Shard& shard, Slot slot,
                                const OnViolation& found) const {
  const Member& member = shard.members.At(slot);
  const Wallet* wallet = &member.wallet;
  for (; wallet != nullptr; wallet = shard.members.Next(*wallet)) {
    const auto kept = wallets_.find({member.id, wallet->unit});
    const Balances posted = kept != wallets_.end() ? kept->second : Balances{};
    for (const Account account : kMemberAccounts) {
      const Int128 balance = BalanceOf(*wallet, account);
      if (balance == posted[PlaceOf(account)]) continue;
      found({1, member.id, wallet->unit, member.last_sequence,
             std::string(Name(account)) + " is not what was posted",
             Violation::Amounts{balance, posted[PlaceOf(account)]}});
    }
  }
}

void PostedBooks::CompareAccounts(std::span<const Shard* const> shards,
                                  const OnViolation& found) const {
  std::map<SystemAccount, Int128> kept;
  std::map<std::uint8_t, Int128> in_transit;
  for (const Shard* shard : shards) {
    for (const auto& [account, balance] : shard->accounts) {
      kept[account] += balance;
      if (account.account == Account::kInTransit) {
        in_transit[account.unit] += balance;
      }
    }
  }
  for (const auto& [unit, sum] : in_transit) {
    if (sum == 0) continue;
    found({4,
           {},
           unit,
           last_sequence_,
           "units are in transit",
           Violation::Amounts{sum, 0}});
  }
  std::map<SystemAccount, Int128> all = accounts_;
  for (const auto& [account, balance] : kept) all.try_emplace(account, 0);
  for (const auto& [account, posted] : all) {
    const auto entry = kept.find(account);
    const Int128 balance = entry != kept.end() ? entry->second : 0;
    if (balance == posted) continue;
    found({4,
           {},
           account.unit,
           last_sequence_,
           std::string(Name(account.account)) + " is not what was posted",
           Violation::Amounts{balance, posted}});
  }
}

}  // namespace kumbara
