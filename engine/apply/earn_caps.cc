#include "engine/apply/earn_caps.h"

#include <algorithm>

#include "engine/base/period.h"

namespace kumbara {
namespace {

// Calls visit(place in the use, number of the period) for each period in which
// a rule has a cap.
template <class Visit>
void ForEachPeriod(const EarnCap& cap, Instant at, const Zone& zone,
                   const Visit& visit) {
  for (std::size_t per = 0; per < cap.per.size(); ++per) {
    if (!cap.per[per]) continue;
    visit(per, PeriodNumber(static_cast<Period>(per), at, zone));
  }
}

// What is left for a member. In a period that is not known any more nothing is.
Amount LeftOf(const CommandContext& context, std::uint32_t rule) {
  const EarnCap& cap = context.program.rules[rule].cap;
  Amount left = cap.transaction.value_or(Amount(Amount::kMax));
  const RuleUse* use = context.slot == kNoSlot
                           ? nullptr
                           : context.shard.FindRuleUse(context.slot, rule);
  ForEachPeriod(cap, context.occurred_at(), context.program.zone,
                [&](std::size_t per, std::int64_t period) {
                  Amount rest = *cap.per[per];
                  if (use != nullptr) {
                    const auto given = use->given[per].In(period);
                    rest = given ? std::max(rest - Amount(*given), Amount())
                                 : Amount();
                  }
                  left = std::min(left, rest);
                });
  return left;
}

}  // namespace

ResultCode CapPoints(const CommandContext& context, Rated* rated,
                     std::array<Amount, kEarnRulesMax>* most) {
  most->fill(Amount(Amount::kMax));
  for (std::uint32_t i = 0; i < context.program.rules.size(); ++i) {
    const EarnCap& cap = context.program.rules[i].cap;
    if (cap.empty() || rated->points[i] == Amount()) continue;
    const Amount left = LeftOf(context, i);
    if (rated->points[i] <= left) continue;
    if (cap.rejects) return ResultCode::kLimitReached;
    (*most)[i] = left;
    rated->points[i] = left;
  }
  return ResultCode::kOk;
}

void CountUse(CommandContext& context, std::uint32_t rule, Amount given) {
  const EarnRule& ruled = context.program.rules[rule];
  if (!ruled.keeps_use() || given == Amount()) return;
  RuleUse& use = context.shard.rule_uses[{context.slot, rule}];
  ForEachPeriod(ruled.cap, context.occurred_at(), context.program.zone,
                [&](std::size_t per, std::int64_t period) {
                  use.given[per].Add(period, given.count());
                });
  use.last = std::max(use.last, context.occurred_at());
}

void UncountUse(CommandContext& context, std::uint32_t rule, Instant given_at,
                Amount back) {
  const EarnRule& ruled = context.program.rules[rule];
  if (!ruled.cap.counts() || back == Amount()) return;
  RuleUse& use = context.shard.rule_uses[{context.slot, rule}];
  ForEachPeriod(ruled.cap, given_at, context.program.zone,
                [&](std::size_t per, std::int64_t period) {
                  use.given[per].Add(period, -back.count());
                });
}

}  // namespace kumbara
