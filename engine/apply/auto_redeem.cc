#include "engine/apply/auto_redeem.h"

#include <algorithm>

namespace kumbara {
namespace {

bool Applies(const AutoRedeem& rule, const RedeemOccasion& occasion) {
  return rule.on_credit ? occasion.raised[rule.unit] : occasion.purchase;
}

// In one movement, however often: `while` may mean a million times.
Amount WhatToRedeem(const AutoRedeem& rule, const Wallet& wallet) {
  if (wallet.available < rule.at) return Amount();
  const std::int64_t take = rule.take.count();
  const std::int64_t wanted =
      rule.repeat ? (wallet.available - rule.at).count() / take + 1 : 1;
  const std::int64_t room = (Amount::kMax - wallet.redeemed.count()) / take;
  return Amount(std::min(wanted, room) * take);
}

}  // namespace

void RedeemAutomatically(const RedeemOccasion& occasion, const Program& program,
                         Shard& shard, Member& member, Books& books) {
  for (const AutoRedeem& rule : program.auto_redeem) {
    if (!Applies(rule, occasion)) continue;
    Wallet* wallet = shard.members.FindWallet(member, rule.unit);
    if (wallet == nullptr) continue;
    const Amount amount = WhatToRedeem(rule, *wallet);
    books.Debit(*wallet, {Account::kRedeemed, rule.unit, rule.label}, amount);
    wallet->redeemed += amount;
  }
}

}  // namespace kumbara
