// SystemAccounts: the other side of every posting, kept per shard so that each
// shard's books balance by themselves.

#ifndef KUMBARA_ENGINE_MEMBER_SYSTEM_ACCOUNTS_H_
#define KUMBARA_ENGINE_MEMBER_SYSTEM_ACCOUNTS_H_

#include <cstdint>

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

// Balances in 128 bits: 2^64 movements of the greatest amount fit.
using SystemBalances = absl::flat_hash_map<SystemAccount, Int128>;

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_SYSTEM_ACCOUNTS_H_
