#include "engine/apply/counters.h"

#include <algorithm>

#include "engine/base/check.h"

namespace kumbara {
namespace {

// A stock is counted in one period: for ever.
constexpr std::int64_t kEver = 0;

void TakeAlong(std::span<const Slice> slices, Messages& messages) {
  messages.slices().insert(messages.slices().end(), slices.begin(),
                           slices.end());
}

void ClaimOfStock(const Message& message, std::span<const Slice> slices,
                  const Reward& reward, Shard& shard, Messages& messages) {
  // What was held goes to the record, or back to the lots it was taken of.
  TakeAlong(slices, messages);
  const std::int64_t left =
      *reward.stock - shard.granted.Count(reward.counter, kEver);
  if (message.claimed > left) {
    messages.Add(
        Reply(message, MessageKind::kStockRefused, ResultCode::kOutOfStock));
    return;
  }
  shard.granted.Add(reward.counter, kEver, message.claimed);
  messages.Add(Reply(message, MessageKind::kStockGranted));
}

std::int64_t PeriodOf(const Message& message, const Program& program) {
  return PeriodNumber(program.budgets[message.budget].per, message.occurred_at,
                      program.zone);
}

// An award is granted whole or not at all.
bool MayBePartial(const Message& claim, const Program& program) {
  return claim.kind == MessageKind::kBudgetClaim &&
         program.rules[claim.rule].partial;
}

void ClaimOfBudget(const Message& message, std::span<const Slice> slices,
                   const Program& program, Shard& shard, Messages& messages) {
  const Budget& budget = program.budgets[message.budget];
  const std::int64_t period = PeriodOf(message, program);
  // Another version may have granted more than this one has.
  const std::int64_t left = std::max<std::int64_t>(
      budget.amount.count() - shard.granted.Count(budget.counter, period), 0);
  Message reply = Reply(message, message.kind == MessageKind::kAwardClaim
                                     ? MessageKind::kAwardAnswer
                                     : MessageKind::kBudgetAnswer);
  if (reply.claimed > left) {
    reply.claimed = MayBePartial(message, program) ? left : 0;
  }
  TakeAlong(slices, messages);
  shard.granted.Add(budget.counter, period, reply.claimed);
  messages.Add(reply);
}

}  // namespace

void DeliverToCounter(const Message& message, std::span<const Slice> slices,
                      const Program& program, Shard& shard,
                      Messages& messages) {
  switch (message.kind) {
    case MessageKind::kStockClaim:
      return ClaimOfStock(message, slices, program.rewards[message.rule], shard,
                          messages);
    case MessageKind::kStockReturn:
      return shard.granted.Add(message.to, kEver, -message.claimed);
    case MessageKind::kBudgetClaim:
    case MessageKind::kAwardClaim:
      return ClaimOfBudget(message, slices, program, shard, messages);
    case MessageKind::kBudgetReturn:
      return shard.granted.Add(message.to, PeriodOf(message, program),
                               -message.claimed);
    default:
      KUMBARA_CHECK((TraitsOf(message.kind) & kToCounter) != 0);
  }
}

}  // namespace kumbara
