#include "engine/apply/earn_caps.h"

#include <algorithm>

namespace kumbara {
namespace {

// Calls visit(kind of period, its number) for each period in which a rule has a
// cap.
template <class Visit>
void ForEachPeriod(const EarnCap& cap, Instant at, const Zone& zone,
                   const Visit& visit) {
  for (std::size_t per = 0; per < cap.per.size(); ++per) {
    if (!cap.per[per]) continue;
    const auto kind = static_cast<Period>(per);
    visit(kind, PeriodNumber(kind, at, zone));
  }
}

// Calls visit(headroom) for each cap of a rule. In a period that is not known
// any more nothing is left.
template <class Visit>
void ForEachHeadroom(const CommandContext& context, std::uint32_t rule,
                     const Visit& visit) {
  const EarnCap& cap = context.program.rules[rule].cap;
  if (cap.transaction) {
    visit(Headroom{std::nullopt, *cap.transaction, *cap.transaction});
  }
  const std::uint32_t number = context.program.rules[rule].number;
  const RuleUses* uses = context.slot == kNoSlot
                             ? nullptr
                             : context.shard.rule_uses.Find(context.slot);
  ForEachPeriod(cap, context.occurred_at(), context.program.zone,
                [&](Period per, std::int64_t period) {
                  const Amount most = *cap.per[static_cast<std::size_t>(per)];
                  Amount rest = most;
                  const PeriodCount* count =
                      uses != nullptr ? uses->FindCount(number, per) : nullptr;
                  if (count != nullptr) {
                    const auto given = count->In(period);
                    rest = given ? std::max(rest - Amount(*given), Amount())
                                 : Amount();
                  }
                  visit(Headroom{per, most, rest});
                });
}

// What is left for a member.
Amount LeftOf(const CommandContext& context, std::uint32_t rule) {
  Amount left(Amount::kMax);
  ForEachHeadroom(context, rule, [&](const Headroom& room) {
    left = std::min(left, room.left);
  });
  return left;
}

}  // namespace

ResultCode CapPoints(const CommandContext& context, RuleSet giving,
                     Rated* rated, CappedRules* capped) {
  bool rejects = false;
  ForEachRule(giving & ~context.program.uncapped, [&](std::uint32_t rule) {
    const Amount wanted = rated->points[rule];
    if (wanted == Amount()) return;
    const Amount left = LeftOf(context, rule);
    if (wanted <= left) return;
    rejects |= context.program.rules[rule].cap.rejects;
    capped->push_back({rule, wanted, left});
    rated->points[rule] = left;
  });
  return rejects ? ResultCode::kLimitReached : ResultCode::kOk;
}

std::vector<Headroom> HeadroomsOf(const CommandContext& context,
                                  std::uint32_t rule) {
  std::vector<Headroom> rooms;
  ForEachHeadroom(context, rule,
                  [&](const Headroom& room) { rooms.push_back(room); });
  return rooms;
}

void CountUse(CommandContext& context, std::uint32_t rule, Amount given) {
  const EarnRule& ruled = context.program.rules[rule];
  if (!ruled.keeps_use() || given == Amount()) return;
  RuleUses& uses = context.shard.rule_uses.Of(context.slot);
  ForEachPeriod(ruled.cap, context.occurred_at(), context.program.zone,
                [&](Period per, std::int64_t period) {
                  uses.CountOf(ruled.number, per).Add(period, given.count());
                });
  if (ruled.cooldown) uses.NoteGiven(ruled.number, context.occurred_at());
}

void UncountUse(const Program& program, Shard& shard, Slot member,
                std::uint32_t rule, Instant given_at, Amount back) {
  const EarnRule& ruled = program.rules[rule];
  if (!ruled.cap.counts() || back == Amount()) return;
  RuleUses& uses = shard.rule_uses.Of(member);
  ForEachPeriod(ruled.cap, given_at, program.zone,
                [&](Period per, std::int64_t period) {
                  uses.CountOf(ruled.number, per).Add(period, -back.count());
                });
}

}  // namespace kumbara
