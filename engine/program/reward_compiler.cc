#include "engine/program/reward_compiler.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "engine/program/compiled_names.h"
#include "engine/program/condition_compiler.h"
#include "engine/program/counter_id.h"
#include "engine/program/earn_tiers.h"
#include "engine/program/lot_compiler.h"
#include "engine/program/program_keys.h"
#include "engine/program/unit_amount.h"

namespace kumbara {
namespace {

absl::Status TakenTwice(const std::string& section) {
  return absl::InvalidArgumentError(absl::StrCat(section, " is defined twice"));
}

absl::Status CompileGives(const std::string& section,
                          const GivesSection& source, CodeTable& codes,
                          const Program& program, Reward* reward) {
  const absl::StatusOr<const Unit*> unit =
      UnitNamed(section, source.unit, codes, program);
  if (!unit.ok()) return unit.status();
  if ((*unit)->code == reward->unit) {
    return absl::InvalidArgumentError(
        absl::StrCat(section, ": gives the unit that it costs"));
  }
  const auto amount = UnitAmount("amount", source.amount, (*unit)->decimals);
  if (!amount.ok()) return amount.status();
  reward->gives = RewardGift{(*unit)->code, *amount};
  return InternInto(codes, CodeSpace::kFundingClass, source.funding_class,
                    &reward->gives->funding_class);
}

// Whom a reward is for, and when.
absl::Status CompileGates(const RewardSection& source, CodeTable& codes,
                          const Program& program, Reward* reward) {
  const Zone& zone = program.zone;
  if (source.stock != RewardSection::kNone) reward->stock = source.stock;
  if (source.limit != RewardSection::kNone) reward->limit = source.limit;
  reward->per = FromWord<Period>(kPeriodWords, source.per);
  if (!source.from.empty()) reward->from = StartOfDay(source.from, zone);
  if (!source.until.empty()) reward->until = StartOfDay(source.until, zone);
  if (source.segment != RewardSection::kNone) {
    reward->when.segments = std::uint64_t{1} << source.segment;
  }
  CompileTierCondition(source.tier, program.tier_sets, &reward->when);
  return InternAll(codes, CodeSpace::kPlan, source.plan, &reward->when.plans);
}

}  // namespace

absl::Status CompileBudget(const BudgetSection& source, CodeTable& codes,
                           Program* program) {
  const std::string section = absl::StrCat("budget ", source.name);
  const absl::StatusOr<const Unit*> unit =
      UnitNamed(section, source.unit, codes, *program);
  if (!unit.ok()) return unit.status();
  const auto amount = UnitAmount("amount", source.amount, (*unit)->decimals);
  if (!amount.ok()) return amount.status();
  for (const Budget& other : program->budgets) {
    if (other.name == source.name) return TakenTwice(section);
  }
  Budget& budget = program->budgets.emplace_back();
  budget.name = source.name;
  budget.unit = (*unit)->code;
  budget.amount = *amount;
  budget.per = FromWord<Period>(kPeriodWords, source.per);
  budget.counter = CounterIdOf(absl::StrCat("budget/", source.name));
  if (source.funding_class.empty()) return absl::OkStatus();
  return InternInto(codes, CodeSpace::kFundingClass, source.funding_class,
                    &budget.funding_class);
}

absl::Status CompileReward(const RewardSection& source,
                           std::span<const TierSetSection> sets,
                           CodeTable& codes, Program* program) {
  const std::string section = absl::StrCat("reward ", source.name);
  const absl::StatusOr<const Unit*> unit =
      UnitNamed(section, source.unit, codes, *program);
  if (!unit.ok()) return unit.status();
  if (!(*unit)->spendable) {
    return absl::InvalidArgumentError(
        absl::StrCat(section, ": unit ", source.unit, " is not spendable"));
  }
  const auto cost = UnitAmount("cost", source.cost, (*unit)->decimals);
  if (!cost.ok()) return cost.status();
  if (const auto unknown = UnknownTier(sets, source.tier)) {
    return absl::InvalidArgumentError(absl::StrCat(section, ": ", *unknown));
  }
  Reward reward;
  reward.name = source.name;
  reward.unit = (*unit)->code;
  reward.cost = *cost;
  reward.counter = CounterIdOf(absl::StrCat("reward/", source.name));
  reward.voucher = CompileVoucher(source.voucher, source.voucher_expiry);
  absl::Status status =
      InternInto(codes, CodeSpace::kReward, source.name, &reward.code);
  if (status.ok()) {
    status = CompileGates(source, codes, *program, &reward);
  }
  const GivesSection gives = source.gives.value_or(GivesSection());
  if (status.ok() && !gives.unit.empty()) {
    status = CompileGives(section, gives, codes, *program, &reward);
  }
  if (!status.ok()) return status;
  const auto place = static_cast<std::uint32_t>(program->rewards.size());
  if (!program->reward_index.emplace(reward.code, place).second) {
    return TakenTwice(section);
  }
  program->rewards.push_back(std::move(reward));
  return absl::OkStatus();
}

absl::StatusOr<std::uint32_t> BudgetNamed(const std::string& name,
                                          std::uint8_t unit,
                                          const Program& program) {
  const auto found = std::find_if(
      program.budgets.begin(), program.budgets.end(),
      [&](const Budget& one) { return one.name == name && one.unit == unit; });
  if (found != program.budgets.end()) {
    return static_cast<std::uint32_t>(found - program.budgets.begin());
  }
  return absl::InvalidArgumentError(
      absl::StrCat("budget ", name, " of this unit is not defined"));
}

}  // namespace kumbara
