#include "engine/apply/benefit_grants.h"
#include "engine/apply/redeem_reward.h"
#include "engine/apply/restore.h"
#include "engine/base/check.h"

namespace kumbara {
namespace {

// Whether all that a redemption gave is still in the lot that it made, and
// where that is by the dates it was made with.
std::optional<LotKey> GivenLot(CommandContext& context,
                               const CommandRecord& record,
                               const RewardRecord& redeemed,
                               const RewardGift& gift, Amount given) {
  if (redeemed.given_lot == 0) return std::nullopt;
  const LotDates dates = DatesOf(context.program.FindUnit(gift.unit)->lots,
                                 record.at, context.program.zone);
  const LotKey key{dates.activation, dates.expiry, redeemed.given_lot};
  const Books::Found found =
      context.books().FindLot(context.Look(gift.unit), key);
  if (found.lot == nullptr || found.lot->remaining < given) {
    return std::nullopt;
  }
  return key;
}

// Whole ones of what has been taken back are in stock again, and the member
// may have them once more. With the last of them goes what they entitled to.
void GiveBackWholeOnes(CommandContext& context, const CommandRecord& record,
                       const RewardRecord& redeemed, const Reward& reward,
                       Amount amount) {
  const std::int64_t cost = record.amount / redeemed.quantity;
  const std::int64_t back_in_all = record.taken_back / cost;
  const std::int64_t back =
      back_in_all - (record.taken_back - amount.count()) / cost;
  if (back == 0) return;
  Books books = context.books();
  NoteVouchers(FactKind::kVoucherVoid, reward, redeemed.sequence,
               redeemed.quantity - back_in_all + 1, back, books);
  CountHad(reward, context.slot, record.at, -back, context.program,
           context.shard);
  if (record.left() == 0) {
    TakeBackGrants(redeemed.sequence, context.shard, context.slot);
  }
  if (!reward.stock) return;
  Message message =
      context.NewMessage(MessageKind::kStockReturn, reward.counter);
  message.claimed = back;
  message.occurred_at = record.at;
  context.messages.Add(message);
}

}  // namespace

ResultCode ReverseReward(CommandContext& context, CommandRecord& record,
                         Amount amount) {
  const RewardRecord redeemed = *context.shard.records.RewardOf(record);
  const Reward* reward = context.program.FindReward(redeemed.reward);
  KUMBARA_CHECK(reward != nullptr);
  if (!reward->gives) {
    const ResultCode code = RestoreRedeemed(context, record, amount);
    if (code == ResultCode::kOk) {
      GiveBackWholeOnes(context, record, redeemed, *reward, amount);
    }
    return code;
  }
  const RewardGift& gift = *reward->gives;
  const Amount given = *Times(gift.amount, redeemed.quantity);
  const std::optional<LotKey> lot =
      GivenLot(context, record, redeemed, gift, given);
  if (context.has_amount() || !lot) return ResultCode::kNotReversible;
  const ResultCode code = RestoreRedeemed(context, record, amount);
  if (code != ResultCode::kOk) return code;
  context.books().DebitLot(
      context.shard.members.WalletOf(context.member(), gift.unit),
      {Account::kClawedBack, gift.unit, gift.funding_class}, *lot, given);
  GiveBackWholeOnes(context, record, redeemed, *reward, amount);
  return ResultCode::kOk;
}

}  // namespace kumbara
