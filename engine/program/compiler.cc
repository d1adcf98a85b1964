#include "engine/program/compiler.h"

#include <string_view>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/limits.h"
#include "engine/program/achievement_compiler.h"
#include "engine/program/benefit_compiler.h"
#include "engine/program/budget_check.h"
#include "engine/program/compiled_names.h"
#include "engine/program/counted_numbers.h"
#include "engine/program/earn_compiler.h"
#include "engine/program/earn_tiers.h"
#include "engine/program/gift_compiler.h"
#include "engine/program/lot_compiler.h"
#include "engine/program/plan_compiler.h"
#include "engine/program/program_keys.h"
#include "engine/program/referral_compiler.h"
#include "engine/program/reward_compiler.h"
#include "engine/program/tier_compiler.h"
#include "engine/program/unit_amount.h"

namespace kumbara {
namespace {

// Who pays for an award that does not say so.
constexpr std::string_view kAwardClass = "goodwill";

// Whom a redemption of the ledger's own goes to.
constexpr std::string_view kAutoLabel = "auto";

// What points go to that a purchase is paid with.
constexpr std::string_view kTenderLabel = "tender";

template <class Section>
absl::Status CheckValue(const std::string& section,
                        const KeyRule<Section>& rule, const Value& value) {
  if (Judge(rule.allowed, value) == Verdict::kFits) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(section, ": ", std::string(rule.key),
                   " is not allowed; valid: ", ValidText(rule)));
}

template <class Section>
absl::Status CheckSection(const SectionRule<Section>& rules,
                          const Section& section);

template <class Section, class Inner>
absl::Status CheckTables(const KeyRule<Section>& rule,
                         const InnerTables<Section, Inner>& inside,
                         const std::vector<Inner>& tables) {
  if (tables.empty() || tables.size() > inside.greatest) {
    return absl::InvalidArgumentError(
        absl::StrCat(std::string(rule.key), " is an array of ", tables.size(),
                     "; valid: ", ValidText(rule)));
  }
  absl::Status status;
  for (const Inner& table : tables) {
    status.Update(CheckSection(*inside.rules, table));
  }
  return status;
}

// Whether a section says only what the language allows. A source may come from
// elsewhere than the reader.
template <class Section>
absl::Status CheckSection(const SectionRule<Section>& rules,
                          const Section& section) {
  const std::string name(rules.name);
  for (const KeyRule<Section>& rule : rules.keys) {
    if (!rule.required && !IsGiven(rule, section)) continue;
    const absl::Status status = VisitField(rule, [&](auto field,
                                                     const auto&... inner) {
      if constexpr ((kIsArrayOfTables<std::decay_t<decltype(inner)>> || ...)) {
        return CheckTables(rule, (inner, ...), section.*field);
      } else if constexpr (sizeof...(inner) == 1) {
        // The empty table is what its word stands for.
        const auto& table = section.*field;
        const auto& inside = (inner, ...);
        using Inner = typename std::decay_t<decltype(table)>::value_type;
        if (!table || *table == Inner()) return absl::OkStatus();
        if (inside.word == nullptr ||
            *table.*inside.word == Inner().*inside.word) {
          return CheckSection(*inside.rules, *table);
        }
        return CheckValue(name, rule, *table.*inside.word);
      } else {
        return CheckValue(name, rule, section.*field);
      }
    });
    if (!status.ok()) return status;
  }
  for (const KeyConflict& conflict : ConflictsIn(rules, section)) {
    return absl::InvalidArgumentError(absl::StrCat(name, ": ", conflict.text));
  }
  return absl::OkStatus();
}

absl::Status CheckCount(const char* section, std::size_t count,
                        std::size_t greatest) {
  if (count <= greatest) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      count, " ", section, " sections; valid: at most ", greatest));
}

absl::Status CheckSource(const ProgramSource& source) {
  absl::Status status = CheckSection(kProgramRules, source.program);
  status.Update(CheckSection(kReturnsRules, source.returns));
  status.Update(CheckSection(kAdjustRules, source.adjust));
  status.Update(CheckSection(kTransferRules, source.transfer));
  status.Update(CheckSection(kDonateRules, source.donate));
  if (source.pool) status.Update(CheckSection(kPoolRules, *source.pool));
  if (source.referral) {
    status.Update(CheckSection(kReferralRules, *source.referral));
  }
  for (const BudgetSection& budget : source.budgets) {
    status.Update(CheckSection(kBudgetRules, budget));
  }
  for (const EarnSection& earn : source.earn) {
    status.Update(CheckSection(kEarnRules, earn));
  }
  for (const RewardSection& reward : source.rewards) {
    status.Update(CheckSection(kRewardRules, reward));
  }
  for (const AutoRedeemSection& redeem : source.auto_redeem) {
    status.Update(CheckSection(kAutoRedeemRules, redeem));
  }
  for (const AllowanceSection& allowance : source.allowances) {
    status.Update(CheckSection(kAllowanceRules, allowance));
  }
  status.Update(
      CheckCount("allowance", source.allowances.size(), kAllowancesMax));
  status.Update(
      CheckCount("auto_redeem", source.auto_redeem.size(), kAutoRedeemMax));
  status.Update(CheckCount("earn", source.earn.size(), kEarnRulesMax));
  status.Update(CheckCount("budget", source.budgets.size(), kBudgetsMax));
  status.Update(CheckCount("reward", source.rewards.size(), kRewardsMax));
  status.Update(CheckCount("tier_set", source.tier_sets.size(), kTierSetsMax));
  for (const TierSetSection& set : source.tier_sets) {
    status.Update(CheckSection(kTierSetRules, set));
  }
  status.Update(
      CheckCount("achievement", source.achievements.size(), kAchievementsMax));
  for (const AchievementSection& achievement : source.achievements) {
    status.Update(CheckSection(kAchievementRules, achievement));
  }
  status.Update(CheckCount("benefit", source.benefits.size(), kBenefitsMax));
  for (const BenefitSection& benefit : source.benefits) {
    status.Update(CheckSection(kBenefitRules, benefit));
  }
  status.Update(CheckCount("plan", source.plans.size(), kPlansMax));
  for (const PlanSection& plan : source.plans) {
    status.Update(CheckSection(kPlanRules, plan));
  }
  if (source.units.empty() || source.units.size() > kUnitsMax) {
    status.Update(absl::InvalidArgumentError(
        absl::StrCat(source.units.size(), " units; valid: 1 to ", kUnitsMax)));
  }
  for (const UnitSection& unit : source.units) {
    status.Update(CheckSection(kUnitRules, unit));
    if (Judge(kNameAllowed, unit.name) != Verdict::kFits) {
      status.Update(absl::InvalidArgumentError(absl::StrCat(
          "unit ", unit.name,
          ": name is not allowed; valid: ", ValidText(kNameAllowed))));
    }
  }
  return status;
}

// In millionths of the currency's minor unit.
absl::StatusOr<std::int64_t> CompileValue(const UnitSection& unit) {
  if (unit.value.empty()) return 0;
  const absl::StatusOr<std::int64_t> value = Millionths("value", unit.value);
  if (value.ok()) return value;
  return absl::InvalidArgumentError(
      absl::StrCat("unit ", unit.name, ": ", value.status().message()));
}

absl::Status CompileUnits(const ProgramSource& source, CodeTable& codes,
                          Program* program) {
  program->unit_index.fill(Program::kNoUnit);
  for (const UnitSection& unit : source.units) {
    Code code = 0;
    const absl::Status interned =
        InternInto(codes, CodeSpace::kUnit, unit.name, &code);
    if (!interned.ok()) return interned;
    if (program->unit_index[code] != Program::kNoUnit) {
      return absl::InvalidArgumentError(
          absl::StrCat("unit ", unit.name, " is defined twice"));
    }
    const absl::StatusOr<std::int64_t> value = CompileValue(unit);
    if (!value.ok()) return value.status();
    const absl::StatusOr<LotPolicy> lots =
        CompileUnitLots(unit, codes, program->zone);
    if (!lots.ok()) return lots.status();
    program->unit_index[code] =
        static_cast<std::uint8_t>(program->units.size());
    program->units.push_back(
        {unit.name, static_cast<std::uint8_t>(code),
         static_cast<std::uint8_t>(unit.decimals), unit.spendable,
         FromWord<ConsumeOrder>(kConsumeWords, unit.consume), *lots,
         CompileReinstateWithin(unit), *value});
    if (unit.retire_at.empty()) continue;
    Unit& compiled = program->units.back();
    compiled.retire_at = StartOfDay(unit.retire_at, program->zone);
    compiled.retires = compiled.retire_at;
  }
  return absl::OkStatus();
}

ReturnsPolicy CompileReturns(const ReturnsSection& source) {
  ReturnsPolicy policy;
  policy.unmatched =
      FromWord<UnmatchedReturn>(kUnmatchedWords, source.unmatched);
  policy.unknown_reference = FromWord<UnknownReference>(
      kUnknownReferenceWords, source.unknown_reference);
  policy.deficit = FromWord<DeficitPolicy>(kDeficitWords, source.deficit);
  // "never" is no duration.
  policy.reversal_horizon = ParseDuration(source.reversal_horizon);
  const RestoreSection restore = source.restore.value_or(RestoreSection());
  if (const auto grace = ParseDuration(restore.grace)) {
    policy.restore = RestorePolicy::kGrace;
    policy.grace = *grace;
  } else {
    policy.restore = FromWord<RestorePolicy>(kRestoreWords, restore.word);
  }
  return policy;
}

absl::Status CompileAutoRedeem(const AutoRedeemSection& source,
                               CodeTable& codes, Program* program) {
  const absl::StatusOr<const Unit*> unit =
      SpendableUnitNamed("auto_redeem", source.unit, codes, *program);
  if (!unit.ok()) return unit.status();
  const auto at = UnitAmount("at", source.at, (*unit)->decimals);
  if (!at.ok()) return at.status();
  const auto take = UnitAmount("take", source.take, (*unit)->decimals);
  if (!take.ok()) return take.status();
  if (*take > *at) {
    return absl::InvalidArgumentError(absl::StrCat(
        "auto_redeem: take = ", source.take, " is more than at = ", source.at));
  }
  AutoRedeem& redeem = program->auto_redeem.emplace_back();
  redeem.unit = (*unit)->code;
  redeem.on_credit = source.when == "credit";
  redeem.at = *at;
  redeem.take = *take;
  redeem.repeat = source.times == "while";
  redeem.voucher = CompileVoucher(source.voucher, source.voucher_expiry);
  return InternInto(codes, CodeSpace::kReward, kAutoLabel, &redeem.label);
}

}  // namespace

KindSet MessageKindsOf(const Program& program) {
  KindSet kinds = kMessageKinds;
  if (program.pool_members_max != 0) kinds |= kPoolMessageKinds;
  for (const Reward& reward : program.rewards) {
    if (reward.stock) kinds |= SetOf(CommandKind::kRedeem);
  }
  constexpr KindSet kOfPurchases =
      SetOf(CommandKind::kPurchase) | SetOf(CommandKind::kReturn);
  for (const EarnRule& rule : program.rules) {
    const bool is_pooled =
        rule.on == EarnOn::kEvent && program.pool_members_max != 0;
    if (!rule.budget && !is_pooled) continue;
    switch (rule.on) {
      case EarnOn::kPurchase:
        kinds |= kOfPurchases;
        break;
      case EarnOn::kEnrolment:
        kinds |= SetOf(CommandKind::kEnroll);
        break;
      case EarnOn::kEvent:
        kinds |= SetOf(CommandKind::kEvent);
        break;
      case EarnOn::kBirthday:  // No command asks for what falls due.
      case EarnOn::kAnniversary:
      case EarnOn::kTierEntry:
        break;
    }
  }
  for (const Budget& budget : program.budgets) {
    if (budget.funding_class != 0) kinds |= SetOf(CommandKind::kAward);
  }
  if (program.referral && program.referral->counts_purchases()) {
    kinds |= kOfPurchases;
  }
  if (program.referral) kinds |= SetOf(CommandKind::kEnroll);
  return kinds;
}

absl::StatusOr<Program> Compile(const ProgramSource& source,
                                const std::string& tzif_bytes,
                                CodeTable& codes) {
  absl::Status status = CheckSource(source);
  if (status.ok()) status = FirstOf(BudgetConflicts(source));
  if (!status.ok()) return status;

  Program program;
  program.name = source.program.name;
  absl::StatusOr<Zone> zone = Zone::FromBytes(source.program.zone, tzif_bytes);
  if (!zone.ok()) return zone.status();
  program.zone = *std::move(zone);
  program.enrol = FromWord<EnrolPolicy>(kEnrolWords, source.program.enrol);
  program.leap_day = FromWord<LeapDay>(kLeapDayWords, source.program.leap_day);
  program.oldest = ParseDuration(source.program.oldest);
  program.returns = CompileReturns(source.returns);
  program.adjust_approver = source.adjust.approver;
  if (source.pool) {
    program.pool_members_max =
        static_cast<std::uint32_t>(source.pool->members_max);
  }

  status = CompileUnits(source, codes, &program);
  for (const BudgetSection& budget : source.budgets) {
    if (status.ok()) status = CompileBudget(budget, codes, &program);
  }
  if (status.ok()) status = CompileTierSets(source, codes, &program);
  for (const EarnSection& rule : source.earn) {
    const auto conflict = TierConflictWith(source.tier_sets, rule);
    if (!status.ok() || !conflict) continue;
    status = absl::InvalidArgumentError(
        absl::StrCat("earn ", rule.name, ": ", conflict->text));
  }
  if (status.ok()) status = CompileEarnRules(source, codes, &program);
  Code currency = 0;
  if (status.ok() && source.program.currency != "*") {
    status = InternInto(codes, CodeSpace::kCurrency, source.program.currency,
                        &currency);
  }
  program.currency = static_cast<std::uint8_t>(currency);
  if (status.ok()) {
    status = InternInto(codes, CodeSpace::kFundingClass, kAwardClass,
                        &program.award_class);
  }
  if (status.ok()) {
    status = InternInto(codes, CodeSpace::kReward, kTenderLabel,
                        &program.tender_label);
  }
  for (const AutoRedeemSection& redeem : source.auto_redeem) {
    if (status.ok()) status = CompileAutoRedeem(redeem, codes, &program);
  }
  if (status.ok()) status = CompileGifts(source, codes, &program);
  if (status.ok() && source.referral) {
    status = CompileReferral(*source.referral, codes, &program);
  }
  for (const RewardSection& reward : source.rewards) {
    if (!status.ok()) break;
    status = CompileReward(reward, source.tier_sets, codes, &program);
  }
  if (status.ok()) status = CompilePlans(source, codes, &program);
  if (status.ok()) status = CompileAchievements(source, codes, &program);
  if (status.ok()) status = CompileBenefits(source, codes, &program);
  if (!status.ok()) return status;
  program.message_kinds = MessageKindsOf(program);
  NumberCounted(Program(), &program);
  return program;
}

}  // namespace kumbara
