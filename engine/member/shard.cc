#include "engine/member/shard.h"

#include <array>

#include "engine/base/check.h"

namespace kumbara {

void CheckBooks(const Shard& shard) {
  std::array<Int128, 256> sums{};
  for (Slot slot = 0; slot < shard.members.size(); ++slot) {
    const Wallet* wallet = &shard.members.At(slot).wallet;
    for (; wallet != nullptr; wallet = shard.members.Next(*wallet)) {
      const Amount zero;
      KUMBARA_CHECK(wallet->pending >= zero && wallet->available >= zero);
      KUMBARA_CHECK(wallet->held >= zero && wallet->deficit >= zero);
      KUMBARA_CHECK(wallet->deficit == zero || wallet->available == zero);
      sums[wallet->unit] += wallet->net().count();
    }
  }
  for (const auto& [account, balance] : shard.accounts) {
    sums[account.unit] += balance;
  }
  for (const Int128 sum : sums) KUMBARA_CHECK(sum == 0);
}

}  // namespace kumbara
