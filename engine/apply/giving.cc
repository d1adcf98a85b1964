#include "engine/apply/giving.h"

namespace kumbara {
namespace {

bool IsUnder(const Allowance& allowance, CommandKind kind, std::uint8_t unit) {
  return allowance.unit == unit && (allowance.kinds & SetOf(kind)) != 0;
}

// Calls visit(period, allowance) for every allowance with a period that is for
// a gift of this kind and unit.
template <class Visit>
void ForEachCount(const Program& program, CommandKind kind, std::uint8_t unit,
                  Instant at, const Visit& visit) {
  for (const Allowance& allowance : program.allowances) {
    if (!allowance.per || !IsUnder(allowance, kind, unit)) continue;
    visit(PeriodNumber(*allowance.per, at, program.zone), allowance);
  }
}

bool IsBeyondAllowance(const CommandContext& context) {
  const Program& program = context.program;
  const Command& command = context.command();
  const std::uint8_t unit = command.unit_or_currency;
  if (command.amount == 0) return false;
  bool beyond = false;
  for (const Allowance& allowance : program.allowances) {
    beyond |= !allowance.per && IsUnder(allowance, command.kind, unit) &&
              context.amount() > allowance.amount;
  }
  const MemberDealings dealings = context.shard.DealingsOf(context.slot);
  ForEachCount(program, command.kind, unit, context.occurred_at(),
               [&](std::int64_t period, const Allowance& allowance) {
                 const auto count = dealings.given[allowance.number].In(period);
                 const std::int64_t most = allowance.amount.count();
                 beyond |= !count || command.amount > most - *count;
               });
  return beyond;
}

}  // namespace

ResultCode RefuseGiving(const CommandContext& context) {
  const Program& program = context.program;
  const WhoMay& may = context.command().kind == CommandKind::kDonate
                          ? program.donate.give
                          : program.transfer.give;
  if (may.who != WhoMay::Who::kAnyone &&
      !may.Permits(context.shard.ProfileOf(context.slot).attributes)) {
    return ResultCode::kNotPermitted;
  }
  if (program.allowances.empty()) return ResultCode::kOk;
  return IsBeyondAllowance(context) ? ResultCode::kLimitReached
                                    : ResultCode::kOk;
}

void CountGiving(const CommandContext& context) {
  const Command& command = context.command();
  if (context.program.allowances.empty() || command.amount == 0) return;
  MemberDealings dealings = context.shard.DealingsOf(context.slot);
  ForEachCount(context.program, command.kind, command.unit_or_currency,
               context.occurred_at(),
               [&](std::int64_t period, const Allowance& allowance) {
                 dealings.given[allowance.number].Add(period, command.amount);
               });
  context.shard.KeepDealings(context.slot, dealings);
}

void UncountGiving(const GiftBack& gift, const Program& program, Slot giver,
                   Shard& shard) {
  if (program.allowances.empty() || gift.amount == Amount()) return;
  MemberDealings dealings = shard.DealingsOf(giver);
  ForEachCount(program, gift.kind, gift.unit, gift.given_at,
               [&](std::int64_t period, const Allowance& allowance) {
                 dealings.given[allowance.number].Add(period,
                                                      -gift.amount.count());
               });
  shard.KeepDealings(giver, dealings);
}

}  // namespace kumbara
