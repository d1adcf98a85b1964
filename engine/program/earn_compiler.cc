#include "engine/program/earn_compiler.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/program/compiled_names.h"
#include "engine/program/condition_compiler.h"
#include "engine/program/earn_check.h"
#include "engine/program/earn_rate.h"
#include "engine/program/earn_tiers.h"
#include "engine/program/fraction.h"
#include "engine/program/lot_compiler.h"
#include "engine/program/program_keys.h"
#include "engine/program/reward_compiler.h"
#include "engine/program/strategy.h"
#include "engine/program/unit_amount.h"

namespace kumbara {
namespace {

EarnCap CompileCap(const CapSection& source, std::uint8_t decimals) {
  EarnCap cap;
  const auto most = [&](const std::string& text) -> std::optional<Amount> {
    if (text.empty()) return std::nullopt;
    return *UnitAmount("cap", text, decimals);
  };
  cap.transaction = most(source.transaction);
  cap.per = {most(source.lifetime), most(source.day), most(source.week),
             most(source.month), most(source.year)};
  cap.rejects = source.on_exceed == "reject";
  return cap;
}

void CompileMultiplier(const EarnSection& source,
                       const std::vector<EarnRule>& before, EarnRule* rule) {
  const auto base = std::find_if(
      before.begin(), before.end(),
      [&](const EarnRule& one) { return one.name == source.multiply; });
  KUMBARA_CHECK(base != before.end());
  rule->kind = EarnRule::Kind::kMultiplier;
  rule->base = static_cast<std::uint32_t>(base - before.begin());
  rule->unit = base->unit;
  if (source.by_tier.empty()) rule->rate = *ParseFraction(source.by);
}

// What a rule gives by itself, all amounts being exact.
void CompileGift(const EarnSection& source, std::uint8_t decimals,
                 EarnRule* rule) {
  const TableSection table = source.table.value_or(TableSection());
  if (!source.strategy.empty()) {
    rule->kind = EarnRule::Kind::kStrategy;
    rule->strategy = FindStrategy(source.strategy);
    rule->parameters = ParametersOf(source);
  } else if (!table.at.empty()) {
    rule->kind = EarnRule::Kind::kTable;
    for (std::size_t i = 0; i < table.at.size(); ++i) {
      rule->steps.push_back({Money(NumberOf(table.at[i])),
                             *UnitAmount("table", table.give[i], decimals)});
    }
  } else if (source.per == 0) {
    rule->kind = EarnRule::Kind::kFixed;
    rule->fixed = *UnitAmount("give", source.give, decimals);
  } else {
    rule->rate = *EarnRate(source.give, decimals, source.per);
    rule->rounds_lines = source.round_per == "line";
  }
}

absl::Status CompileGiver(const EarnSection& source, CodeTable& codes,
                          const Program& program, EarnRule* rule) {
  const absl::StatusOr<const Unit*> unit =
      UnitNamed("earn " + source.name, source.unit, codes, program);
  if (!unit.ok()) return unit.status();
  rule->unit = (*unit)->code;
  rule->combine = FromWord<Combine>(kCombineWords, source.combine);
  rule->exclude_tender = source.exclude_tender;
  const BasisSection basis = source.basis.value_or(BasisSection());
  for (const std::string& kind : basis.lines) {
    rule->basis_lines |= SetOf(*LineKindByName(kind));
  }
  const absl::Status status = CompileFilter(basis, codes, &rule->filter);
  rule->filters_basis = !rule->filter.empty();
  if (rule->filters_basis && rule->basis_lines == 0) {
    rule->basis_lines = kAllLines;
  }
  return status;
}

// What every rule may say besides.
absl::Status CompileRest(const EarnSection& source, CodeTable& codes,
                         const Program& program, EarnRule* rule) {
  const Unit& unit = *program.FindUnit(rule->unit);
  if (const auto wrong = InexactAmount(source, unit.decimals)) {
    return absl::InvalidArgumentError(wrong->text);
  }
  if (rule->kind != EarnRule::Kind::kMultiplier) {
    CompileGift(source, unit.decimals, rule);
  }
  CompileTiersOf(source, program.tier_sets, rule);
  rule->name = source.name;
  rule->on = FromWord<EarnOn>(kEarnOnWords, source.on);
  rule->rounding = FromWord<Rounding>(kRoundingWords, source.round);
  rule->lots =
      CompileRuleLots(source.expiry, source.pending, unit.lots, program.zone);
  rule->cap = CompileCap(source.cap.value_or(CapSection()), unit.decimals);
  rule->cooldown = ParseDuration(source.cooldown);
  const EarnWhenSection when = source.when.value_or(EarnWhenSection());
  absl::Status status = CompileCondition(when, source.name, codes, &rule->when);
  if (!rule->filters_basis) {
    status.Update(CompileFilter(when, codes, &rule->filter));
  }
  status.Update(InternInto(codes, CodeSpace::kFundingClass,
                           source.funding_class, &rule->funding_class));
  status.Update(
      InternAll(codes, CodeSpace::kEvent, source.event, &rule->events));
  rule->is_plain = rule->on == EarnOn::kPurchase &&
                   rule->kind == EarnRule::Kind::kRate && !rule->rounds_lines &&
                   IsForAll(source) && unit.retire_at == Instant::Greatest();
  return status;
}

absl::Status CompileBudgetOf(const EarnSection& section, const Program& program,
                             EarnRule* rule) {
  const auto budget = BudgetNamed(section.budget, rule->unit, program);
  if (!budget.ok()) return budget.status();
  rule->budget = *budget;
  rule->partial = section.partial;
  rule->is_plain = false;
  return absl::OkStatus();
}

void AddUnit(std::uint8_t unit, std::vector<std::uint8_t>* units) {
  if (std::find(units->begin(), units->end(), unit) == units->end()) {
    units->push_back(unit);
  }
}

// Groups are numbered in the order of their first rules.
void NumberGroups(std::span<const EarnSection> sources,
                  std::vector<EarnRule>* rules) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const std::string& name = sources[i].group;
    if (name.empty()) continue;
    const auto known = std::find(names.begin(), names.end(), name);
    (*rules)[i].group = static_cast<std::uint32_t>(known - names.begin()) + 1;
    (*rules)[i].stacking =
        FromWord<Stacking>(kStackingWords, sources[i].stacking);
    if (known == names.end()) names.push_back(name);
  }
}

}  // namespace

void FindAlwaysApplying(Program* program) {
  program->always_applying = 0;
  for (std::size_t i = 0; i < program->rules.size(); ++i) {
    const EarnRule& rule = program->rules[i];
    const Unit* unit = program->FindUnit(rule.unit);
    const bool retires =
        unit != nullptr && unit->retires != Instant::Greatest();
    if (rule.applies_always() && !retires) {
      program->always_applying |= SetOfRule(i);
    }
  }
}

absl::Status CompileEarnRules(const ProgramSource& source, CodeTable& codes,
                              Program* program) {
  const std::span<const EarnSection> sources = source.earn;
  std::vector<EarnRule> rules;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const EarnSection& section = sources[i];
    if (const auto conflict = ConflictWith(sources.first(i), section)) {
      return absl::InvalidArgumentError(
          absl::StrCat("earn ", section.name, ": ", conflict->text));
    }
    EarnRule rule;
    absl::Status status;
    if (section.multiply.empty()) {
      status = CompileGiver(section, codes, *program, &rule);
    } else {
      CompileMultiplier(section, rules, &rule);
    }
    if (status.ok()) status = CompileRest(section, codes, *program, &rule);
    if (status.ok() && !section.budget.empty()) {
      status = CompileBudgetOf(section, *program, &rule);
    }
    if (!status.ok()) return status;
    AddUnit(rule.unit, &program->earn_units);
    if (rule.strategy != nullptr) program->has_strategy = true;
    program->rounds_lines |= rule.rounds_lines;
    program->has_birthdays |= rule.on == EarnOn::kBirthday;
    program->has_anniversaries |= rule.on == EarnOn::kAnniversary;
    program->has_tier_entries |= rule.on == EarnOn::kTierEntry;
    if (!rule.filter.empty()) {
      program->line_rules.push_back(static_cast<std::uint32_t>(i));
    }
    if (rule.cap.empty()) program->uncapped |= SetOfRule(i);
    rules.push_back(std::move(rule));
  }
  NumberGroups(sources, &rules);
  if (rules.size() == 1 && rules[0].is_plain) {
    program->earn = std::move(rules[0]);
  } else {
    program->rules = std::move(rules);
    FindAlwaysApplying(program);
  }
  return absl::OkStatus();
}

}  // namespace kumbara
