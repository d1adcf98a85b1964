// The answer to a redemption that claimed its reward from a stock.

#include "engine/apply/auto_redeem.h"
#include "engine/apply/benefit_grants.h"
#include "engine/apply/counters.h"
#include "engine/apply/held_slices.h"
#include "engine/apply/redeem_reward.h"
#include "engine/base/check.h"

namespace kumbara {
namespace {

void MakeRedemption(const Addressee& to, const Reward& reward, Amount given,
                    std::span<const Slice> slices, Wallet& wallet) {
  const Message& message = to.message;
  Books books = to.books();
  books.TakeHeld(wallet, {Account::kRedeemed, message.unit, reward.code},
                 message.amount);
  const Amount before =
      reward.gives
          ? to.shard.members.WalletOf(to.member(), reward.gives->unit).available
          : Amount();
  const std::uint32_t lot = Give(reward, given, message.occurred_at, to.program,
                                 to.shard, to.member(), books);
  CommandRecord& record = LeaveRecordOfHeld(to, CommandKind::kRedeem, slices);
  to.shard.records.SetReward(
      record, {message.origin, reward.code,
               static_cast<std::uint32_t>(message.claimed), lot, 0});
  GrantFor({message.origin, reward.code, message.occurred_at}, to.program,
           to.shard, to.slot);
  NoteVouchers(FactKind::kVoucherIssued, reward, message.origin, 1,
               message.claimed, books);
  to.SettleAgain();
  if (!reward.gives) return;
  const Wallet& gained =
      to.shard.members.WalletOf(to.member(), reward.gives->unit);
  if (gained.available <= before) return;
  RedeemOccasion occasion;
  occasion.raised.set(reward.gives->unit);
  RedeemAutomatically(occasion, to.program, to.shard, to.member(), books);
}

void UndoRedemption(const Addressee& to, const Reward& reward,
                    std::span<const Slice> slices, Wallet& wallet) {
  const Message& message = to.message;
  Books books = to.books();
  ReleaseHeld(to, slices, wallet, books);
  wallet.redeemed -= message.amount;
  CountHad(reward, to.slot, message.occurred_at, -message.claimed, to.program,
           to.shard);
  to.SettleAgain();
}

}  // namespace

void FinishRedemption(const Addressee& to, std::span<const Slice> slices) {
  const Message& message = to.message;
  KUMBARA_CHECK(to.slot != kNoSlot);
  to.MoveClock(Instant::Least());
  const Reward& reward = to.program.rewards[message.rule];
  Wallet& wallet = to.shard.members.WalletOf(to.member(), message.unit);
  Amount given;
  if (reward.gives) {
    given = *Times(reward.gives->amount, message.claimed);
    to.shard.SideOf(to.shard.members.WalletOf(to.member(), reward.gives->unit))
        .reserved -= given;
  }
  Outcome& outcome = *message.outcome;
  if (message.kind == MessageKind::kStockGranted) {
    MakeRedemption(to, reward, given, slices, wallet);
    outcome.delta = -message.amount.count();
  } else {
    UndoRedemption(to, reward, slices, wallet);
  }
  outcome.unit = message.unit;
  outcome.net = wallet.net().count();
  to.member().NoteSequence(to.mover.sequence);
  outcome.code = message.reason;
  outcome.reserved = 0;
}

}  // namespace kumbara
