#include "engine/query/balances.h"

namespace kumbara {

std::vector<Balance> BalancesOf(std::span<const Shard* const> shards,
                                const Program& program, Instant clock,
                                std::uint8_t unit) {
  std::vector<Balance> balances;
  ForEachSettled(shards, program, clock, [&](const MemberRef& ref) {
    Balance balance{ref.member.id, {}};
    if (ref.tiers != nullptr) {
      for (std::size_t i = 0; i < ref.tiers->sets.size(); ++i) {
        balance.tiers[i] = ref.tiers->sets[i].in_force();
      }
    }
    ForEachWallet(ref, [&](const Wallet& wallet) {
      if (wallet.unit == unit) balance.wallet = wallet;
    });
    balances.push_back(balance);
  });
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
    totals.expired += wallet.expired.count();
  }
  return totals;
}

}  // namespace kumbara
