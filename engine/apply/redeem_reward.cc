#include "engine/apply/redeem_reward.h"

#include "engine/apply/attribute_history.h"
#include "engine/apply/benefit_grants.h"
#include "engine/apply/earn_conditions.h"
#include "engine/apply/new_lot.h"
#include "engine/apply/tiers.h"

namespace kumbara {
namespace {

// What a member redeems.
struct Redemption {
  const Reward& reward;
  std::int64_t quantity = 1;
  Amount amount;  // Of the reward's unit.
  Amount given;   // Of the unit that it gives.
};

bool IsValid(const CommandContext& context, const Reward& reward) {
  const Instant at = context.occurred_at();
  if (at < reward.from || at >= reward.until) return false;
  if (reward.when.asks_nothing()) return true;
  if (!reward.when.HasTier(TiersOfOthers(context))) return false;
  const Attributes attributes =
      AttributesAt(context.shard.ProfileOf(context.slot), at);
  return FirstUnmetBy(context.command().member, attributes, reward.when) ==
         Unmet::kNone;
}

ResultCode RefuseLimit(const CommandContext& context, const Reward& reward,
                       std::int64_t quantity) {
  if (reward.voucher && quantity > kVouchersMax) {
    return ResultCode::kLimitReached;
  }
  if (!reward.limit) return ResultCode::kOk;
  const std::int64_t period =
      PeriodNumber(reward.per, context.occurred_at(), context.program.zone);
  const std::int64_t had =
      context.shard.rewards_had.Count({context.slot, reward.code}, period);
  return had + quantity > *reward.limit ? ResultCode::kLimitReached
                                        : ResultCode::kOk;
}

ResultCode RedeemAtOnce(CommandContext& context, const Redemption& what) {
  const Reward& reward = what.reward;
  Shard& shard = context.shard;
  if (reward.gives) context.Watch(reward.gives->unit);
  CommandRecord& record = context.LeaveRecord(reward.unit);
  record.amount = what.amount.count();
  Books books = context.books();
  books.Debit(context.Touch(reward.unit),
              {Account::kRedeemed, reward.unit, reward.code}, what.amount,
              &shard.records);
  const std::uint32_t lot =
      Give(reward, what.given, context.occurred_at(), context.program, shard,
           context.member(), books);
  const Sequence sequence = context.input.sequence;
  shard.records.SetReward(
      record, {sequence, reward.code, static_cast<std::uint32_t>(what.quantity),
               lot, 0});
  GrantFor({sequence, reward.code, context.occurred_at()}, context.program,
           shard, context.slot);
  NoteVouchers(FactKind::kVoucherIssued, reward, sequence, 1, what.quantity,
               books);
  return ResultCode::kOk;
}

ResultCode ClaimFromStock(CommandContext& context, const Redemption& what) {
  const Reward& reward = what.reward;
  context.books().Hold(context.Touch(reward.unit), what.amount,
                       &context.messages.slices());
  if (reward.gives) {
    Shard& shard = context.shard;
    shard.SideOf(shard.members.WalletOf(context.member(), reward.gives->unit))
        .reserved += what.given;
  }
  Message message =
      context.NewMessage(MessageKind::kStockClaim, reward.counter);
  message.amount = what.amount;
  message.claimed = what.quantity;
  message.rule = context.program.reward_index.at(reward.code);
  context.messages.Add(message);
  context.outcome.reserved = kOutcomeOpen;
  return ResultCode::kOk;
}

}  // namespace

std::optional<Amount> Times(Amount amount, std::int64_t quantity) {
  const Int128 product = Int128{amount.count()} * quantity;
  if (product > Amount::kMax) return std::nullopt;
  return Amount(static_cast<std::int64_t>(product));
}

void CountHad(const Reward& reward, Slot member, Instant at, std::int64_t by,
              const Program& program, Shard& shard) {
  if (!reward.limit) return;
  shard.rewards_had.Add({member, reward.code},
                        PeriodNumber(reward.per, at, program.zone), by);
}

void NoteVouchers(FactKind kind, const Reward& reward, Sequence redemption,
                  std::int64_t first, std::int64_t count, Books& books) {
  if (!reward.voucher) return;
  VoucherRun run;
  run.first = {redemption, static_cast<std::uint32_t>(first), reward.code};
  run.count = count;
  run.unit = reward.unit;
  run.cost = reward.cost;
  run.valid = &*reward.voucher;
  books.NoteVouchers(kind, run);
}

std::uint32_t Give(const Reward& reward, Amount given, Instant at,
                   const Program& program, Shard& shard, Member& member,
                   Books& books) {
  if (!reward.gives) return 0;
  const RewardGift& gift = *reward.gives;
  Wallet& wallet = shard.members.WalletOf(member, gift.unit);
  const Amount deficit_before = wallet.deficit;
  const std::uint32_t lot = books.Credit(
      wallet, {Account::kIssued, gift.unit, gift.funding_class},
      NewLot(program, shard.terms, at, given, program.FindUnit(gift.unit)->lots,
             gift.funding_class));
  return wallet.deficit == deficit_before ? lot : 0;
}

ResultCode RedeemReward(CommandContext& context, Code code) {
  const ResultCode unknown = RefuseUnknownMember(context);
  if (unknown != ResultCode::kOk) return unknown;
  const ResultCode actor = RefuseActor(context);
  if (actor != ResultCode::kOk) return actor;
  const Reward* reward = context.program.FindReward(code);
  if (reward == nullptr) return ResultCode::kRewardUnknown;
  context.AnswerIn(reward->unit);
  if (!IsValid(context, *reward)) return ResultCode::kRewardNotValid;
  const Detail* number = Find(context.input.details, NumberKind::kQuantity);
  Redemption what{*reward, number != nullptr ? number->number() : 1, {}, {}};
  const ResultCode refused = RefuseLimit(context, *reward, what.quantity);
  if (refused != ResultCode::kOk) return refused;
  const Wallet& before = context.Look(reward->unit);
  const std::optional<Amount> amount = Times(reward->cost, what.quantity);
  if (!amount || !Fits(before.redeemed, *amount)) return ResultCode::kOverflow;
  what.amount = *amount;
  if (reward->gives) {
    const auto given = Times(reward->gives->amount, what.quantity);
    if (!given ||
        !Books::CanCredit(context.shard, context.Look(reward->gives->unit),
                          *given)) {
      return ResultCode::kOverflow;
    }
    what.given = *given;
  }
  if (before.available < what.amount) return ResultCode::kInsufficient;

  context.Touch(reward->unit).redeemed += what.amount;
  CountHad(*reward, context.slot, context.occurred_at(), what.quantity,
           context.program, context.shard);
  return reward->stock ? ClaimFromStock(context, what)
                       : RedeemAtOnce(context, what);
}

}  // namespace kumbara
