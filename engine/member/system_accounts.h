// SystemAccounts: the other side of every posting, kept per shard so that each
// shard's books balance by themselves.

#ifndef KUMBARA_ENGINE_MEMBER_SYSTEM_ACCOUNTS_H_
#define KUMBARA_ENGINE_MEMBER_SYSTEM_ACCOUNTS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/base/rational.h"
#include "engine/base/types.h"
#include "engine/record/posting.h"

namespace kumbara {

// A system account of one unit, by funding class, reward or reason.
struct SystemAccount {
  Account account = Account::kIssued;
  std::uint8_t unit = 0;
  Code label = 0;

  friend bool operator==(const SystemAccount&, const SystemAccount&) = default;
  friend auto operator<=>(const SystemAccount&, const SystemAccount&) = default;
  template <class H>
  friend H AbslHashValue(H hash, const SystemAccount& key) {
    const std::uint64_t word = std::uint64_t{key.label} << 16 |
                               std::uint64_t{key.unit} << 8 |
                               static_cast<std::uint64_t>(key.account);
    return H::combine(std::move(hash), word);
  }
};

// The system accounts in use, in the order of their first use. Almost every
// command moves one of a few, so those are found by a comparison.
class SystemBalances {
 public:
  // Balances in 128 bits: 2^64 movements of the greatest amount fit.
  using Entry = std::pair<SystemAccount, Int128>;
  using const_iterator = std::vector<Entry>::const_iterator;

  // The balance of an account, 0 if it is new.
  Int128& operator[](const SystemAccount& account) {
    std::uint32_t& recent = recent_[PlaceOf(account)];
    const bool known =
        recent < entries_.size() && entries_[recent].first == account;
    if (!known) recent = IndexOf(account);
    return entries_[recent].second;
  }

  const_iterator begin() const { return entries_.begin(); }
  const_iterator end() const { return entries_.end(); }
  const_iterator find(const SystemAccount& account) const;

  template <class Stream, class Self>
  static void Transfer(Stream& stream, Self& self) {
    auto& [entries, indexes, recent] = self;
    stream.Pass(entries);
    if constexpr (Stream::kReads) {
      for (const Entry& read : std::exchange(entries, {})) {
        self[read.first] = read.second;
      }
    }
  }

 private:
  // Where an account is looked for first: spending and earning, which follow
  // each other, have different ones.
  static std::size_t PlaceOf(const SystemAccount& account) {
    return (static_cast<std::size_t>(account.account) + account.unit +
            account.label) %
           kRecent;
  }
  std::uint32_t IndexOf(const SystemAccount& account);

  static constexpr std::size_t kRecent = 8;

  std::vector<Entry> entries_;
  absl::flat_hash_map<SystemAccount, std::uint32_t> indexes_;
  std::array<std::uint32_t, kRecent> recent_{};
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_SYSTEM_ACCOUNTS_H_
