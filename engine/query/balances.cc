#include "engine/query/balances.h"

namespace kumbara {

std::vector<Balance> BalancesOf(std::span<const Shard* const> shards,
                                std::uint8_t unit) {
  std::vector<Balance> balances;
  for (const Shard* shard : shards) {
    for (Slot slot = 0; slot < shard->members.size(); ++slot) {
      const Member& member = shard->members.At(slot);
      Balance balance{member.id, {}};
      const Wallet* wallet = &member.wallet;
      for (; wallet != nullptr; wallet = shard->members.Next(*wallet)) {
        if (wallet->unit == unit) balance.wallet = *wallet;
      }
      balances.push_back(balance);
    }
  }
  return balances;
}

BalanceTotals Total(std::span<const Balance> balances) {
  BalanceTotals totals;
  for (const Balance& balance : balances) {
    const Wallet& wallet = balance.wallet;
    ++totals.members;
    if (wallet.net() < Amount()) ++totals.in_deficit;
    totals.pending += wallet.pending.count();
    totals.available += wallet.available.count();
    totals.held += wallet.held.count();
    totals.deficit += wallet.deficit.count();
    totals.earned += wallet.earned.count();
    totals.clawed_back += wallet.clawed_back.count();
    totals.redeemed += wallet.redeemed.count();
  }
  return totals;
}

}  // namespace kumbara
