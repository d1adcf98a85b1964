#include "engine/member/state_digest.h"

#include <cstdint>

namespace kumbara {
namespace {

struct CanonicalWallet {
  MemberId member;
  Digest unit;  // Of its name; zero for the member itself.
  std::int64_t amounts[9] = {};
};

Digest HashOf(const CanonicalWallet& wallet) {
  static_assert(sizeof(CanonicalWallet) == 16 + 16 + 72);
  return Hash128(&wallet, sizeof(wallet));
}

CanonicalWallet Canonical(const MemberId& member, const Wallet& wallet,
                          TextHashes& hashes) {
  return {member,
          hashes.Of(CodeSpace::kUnit, wallet.unit),
          {wallet.pending.count(), wallet.available.count(),
           wallet.held.count(), wallet.deficit.count(), wallet.earned.count(),
           wallet.clawed_back.count(), wallet.redeemed.count(),
           wallet.restored.count(), wallet.expired.count()}};
}

bool IsEmpty(const CanonicalWallet& wallet) {
  for (const std::int64_t amount : wallet.amounts) {
    if (amount != 0) return false;
  }
  return true;
}

Digest MemberSum(const Shard& shard, TextHashes& hashes) {
  Digest sum;
  for (Slot slot = 0; slot < shard.members.size(); ++slot) {
    const Member& member = shard.members.At(slot);
    sum += HashOf({member.id, Digest{}, {}});
    const Wallet* wallet = &member.wallet;
    for (; wallet != nullptr; wallet = shard.members.Next(*wallet)) {
      const CanonicalWallet canonical = Canonical(member.id, *wallet, hashes);
      if (!IsEmpty(canonical)) sum += HashOf(canonical);
    }
  }
  return sum;
}

struct CanonicalAccount {
  std::uint64_t account = 0;
  std::uint64_t reserved = 0;
  Digest unit;
  Digest label;
  Int128 balance = 0;
};
static_assert(sizeof(CanonicalAccount) == 64);

Digest AccountSum(std::span<const Shard* const> shards, TextHashes& hashes) {
  SystemBalances total;
  for (const Shard* shard : shards) {
    for (const auto& [account, balance] : shard->accounts) {
      total[account] += balance;
    }
  }
  Digest sum;
  for (const auto& [account, balance] : total) {
    if (balance == 0) continue;
    const CanonicalAccount canonical{
        static_cast<std::uint64_t>(account.account), 0,
        hashes.Of(CodeSpace::kUnit, account.unit),
        hashes.Of(LabelSpace(account.account), account.label), balance};
    sum += Hash128(&canonical, sizeof(canonical));
  }
  return sum;
}

}  // namespace

CodeSpace LabelSpace(Account account) {
  return account == Account::kAdjusted ? CodeSpace::kReason
                                       : CodeSpace::kFundingClass;
}

Digest DigestOf(std::span<const Shard* const> shards, TextHashes& hashes) {
  Digest sum = AccountSum(shards, hashes);
  for (const Shard* shard : shards) {
    sum += MemberSum(*shard, hashes);
    sum += shard->records.sum();
  }
  return sum;
}

}  // namespace kumbara
