#include "engine/apply/auto_redeem.h"

#include <algorithm>

namespace kumbara {
namespace {

bool Applies(const AutoRedeem& rule, const RedeemOccasion& occasion) {
  return rule.on_credit ? occasion.raised[rule.unit] : occasion.purchase;
}

// How often, in one movement: `while` may mean a million times.
std::int64_t TimesToRedeem(const AutoRedeem& rule, const Wallet& wallet) {
  if (wallet.available < rule.at) return 0;
  const std::int64_t take = rule.take.count();
  const std::int64_t wanted =
      rule.repeat ? (wallet.available - rule.at).count() / take + 1 : 1;
  const std::int64_t room = (Amount::kMax - wallet.redeemed.count()) / take;
  const std::int64_t most = rule.voucher ? kVouchersMax : wanted;
  return std::min({wanted, room, most});
}

void TellVouchers(const AutoRedeem& rule, std::int64_t times, Books& books) {
  VoucherRun run;
  run.first.reward = rule.label;
  run.count = times;
  run.unit = rule.unit;
  run.cost = rule.take;
  run.valid = &*rule.voucher;
  books.NoteVouchers(FactKind::kVoucherIssued, run);
}

}  // namespace

void RedeemAutomatically(const RedeemOccasion& occasion, const Program& program,
                         Shard& shard, Member& member, Books& books) {
  for (const AutoRedeem& rule : program.auto_redeem) {
    if (!Applies(rule, occasion)) continue;
    Wallet* wallet = shard.members.FindWallet(member, rule.unit);
    if (wallet == nullptr) continue;
    const std::int64_t times = TimesToRedeem(rule, *wallet);
    const Amount amount(times * rule.take.count());
    books.Debit(*wallet, {Account::kRedeemed, rule.unit, rule.label}, amount);
    wallet->redeemed += amount;
    if (rule.voucher) TellVouchers(rule, times, books);
  }
}

AvailableByUnit AvailableOf(const Program& program, Shard& shard,
                            Member& member) {
  AvailableByUnit available{};
  for (std::size_t i = 0; i < program.units.size(); ++i) {
    const Wallet* wallet =
        shard.members.FindWallet(member, program.units[i].code);
    if (wallet != nullptr) available[i] = wallet->available;
  }
  return available;
}

void RedeemRaised(const AvailableByUnit& before, const Program& program,
                  Shard& shard, Member& member, Books& books) {
  RedeemOccasion occasion;
  for (std::size_t i = 0; i < program.units.size(); ++i) {
    const Wallet* wallet =
        shard.members.FindWallet(member, program.units[i].code);
    if (wallet != nullptr && wallet->available > before[i]) {
      occasion.raised.set(wallet->unit);
    }
  }
  RedeemAutomatically(occasion, program, shard, member, books);
}

}  // namespace kumbara
