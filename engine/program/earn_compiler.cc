#include "engine/program/earn_compiler.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/limits.h"
#include "engine/program/compiled_names.h"
#include "engine/program/earn_rate.h"
#include "engine/program/fraction.h"
#include "engine/program/lot_compiler.h"
#include "engine/program/program_keys.h"
#include "engine/program/reward_compiler.h"
#include "engine/program/unit_amount.h"

namespace kumbara {
namespace {

const EarnSection* RuleNamed(std::span<const EarnSection> rules,
                             const std::string& name) {
  for (const EarnSection& rule : rules) {
    if (rule.name == name) return &rule;
  }
  return nullptr;
}

// What a multiplier may name.
std::string BasesAmong(std::span<const EarnSection> rules) {
  std::string names;
  for (const EarnSection& rule : rules) {
    if (!rule.multiply.empty() || rule.name.empty()) continue;
    absl::StrAppend(&names, names.empty() ? "" : ", ", "\"", rule.name, "\"");
  }
  return names.empty() ? "the name of a rule above that gives" : names;
}

// The product of all multipliers of a base that compounds, this one included.
bool ProductFits(std::span<const EarnSection> before, const EarnSection& rule) {
  std::uint64_t above = 1;
  std::uint64_t below = 1;
  const auto multiply = [&](const EarnSection& one) {
    const std::optional<Rational> by = ParseFraction(one.by);
    if (one.multiply != rule.multiply || !by) return;
    above = std::min<std::uint64_t>(above * by->numerator, UINT32_MAX + 1ULL);
    below = std::min<std::uint64_t>(below * by->denominator, UINT32_MAX + 1ULL);
  };
  for (const EarnSection& one : before) multiply(one);
  multiply(rule);
  return above <= UINT32_MAX && below <= UINT32_MAX;
}

}  // namespace

std::optional<EarnConflict> ConflictWith(std::span<const EarnSection> before,
                                         const EarnSection& rule) {
  if (!rule.name.empty() && RuleNamed(before, rule.name) != nullptr) {
    return EarnConflict{"name",
                        absl::StrCat("name = \"", rule.name,
                                     "\" is taken; valid: another name")};
  }
  if (rule.multiply.empty()) return std::nullopt;
  const EarnSection* base = RuleNamed(before, rule.multiply);
  if (base == nullptr || !base->multiply.empty()) {
    return EarnConflict{
        "multiply",
        absl::StrCat("multiply = \"", rule.multiply, "\" is no rule above ",
                     "that gives; valid: ", BasesAmong(before))};
  }
  if (base->combine == "compound" && !ProductFits(before, rule)) {
    return EarnConflict{
        "by", absl::StrCat("by = \"", rule.by, "\" times those above does not ",
                           "fit 32 bits over 32 bits; valid: a lesser one")};
  }
  return std::nullopt;
}

// What a claim waits for is what one rule gives to the member itself.
std::string BudgetError(const ProgramSource& source, const EarnSection& rule) {
  if (source.pool) {
    return "budget stands beside pool; valid: budget in a program without pool";
  }
  if (source.earn.size() > 1 || rule.per == 0) {
    return "budget stands beside other rules or without per; valid: budget of "
           "a rate that is the only rule";
  }
  return {};
}

namespace {

void CompileMultiplier(const EarnSection& source,
                       const std::vector<EarnRule>& before, EarnRule* rule) {
  const auto base = std::find_if(
      before.begin(), before.end(),
      [&](const EarnRule& one) { return one.name == source.multiply; });
  KUMBARA_CHECK(base != before.end());
  rule->kind = EarnRule::Kind::kMultiplier;
  rule->base = static_cast<std::uint32_t>(base - before.begin());
  rule->unit = base->unit;
  rule->rate = *ParseFraction(source.by);
}

absl::Status CompileGiver(const EarnSection& source, const CodeTable& codes,
                          const Program& program, EarnRule* rule) {
  const absl::StatusOr<const Unit*> unit =
      UnitNamed("earn " + source.name, source.unit, codes, program);
  if (!unit.ok()) return unit.status();
  rule->unit = (*unit)->code;
  rule->combine = FromWord<Combine>(kCombineWords, source.combine);
  const BasisSection basis = source.basis.value_or(BasisSection());
  for (const std::string& kind : basis.lines) {
    rule->basis_lines |= SetOf(*LineKindByName(kind));
  }
  rule->exclude_tender = source.exclude_tender;
  if (source.per == 0) {
    rule->kind = EarnRule::Kind::kFixed;
    const auto fixed = UnitAmount("give", source.give, (*unit)->decimals);
    if (!fixed.ok()) return fixed.status();
    rule->fixed = *fixed;
    return absl::OkStatus();
  }
  const absl::StatusOr<Rational> rate =
      EarnRate(source.give, (*unit)->decimals, source.per);
  if (!rate.ok()) return rate.status();
  rule->rate = *rate;
  return absl::OkStatus();
}

absl::Status CompileRule(const EarnSection& source, CodeTable& codes,
                         const Program& program,
                         const std::vector<EarnRule>& before, EarnRule* rule) {
  if (source.multiply.empty()) {
    const absl::Status status = CompileGiver(source, codes, program, rule);
    if (!status.ok()) return status;
  } else {
    CompileMultiplier(source, before, rule);
  }
  rule->name = source.name;
  rule->rounding = FromWord<Rounding>(kRoundingWords, source.round);
  rule->lots =
      CompileEarnLots(source, program.FindUnit(rule->unit)->lots, program.zone);
  return InternInto(codes, CodeSpace::kFundingClass, source.funding_class,
                    &rule->funding_class);
}

absl::Status CompileBudgetOf(const ProgramSource& source,
                             const EarnSection& section, const Program& program,
                             EarnRule* rule) {
  if (const std::string error = BudgetError(source, section); !error.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("earn ", section.name, ": ", error));
  }
  const auto budget = BudgetNamed(section.budget, rule->unit, program);
  if (!budget.ok()) return budget.status();
  rule->budget = *budget;
  rule->partial = section.partial;
  return absl::OkStatus();
}

void AddUnit(std::uint8_t unit, std::vector<std::uint8_t>* units) {
  if (std::find(units->begin(), units->end(), unit) == units->end()) {
    units->push_back(unit);
  }
}

}  // namespace

absl::Status CompileEarnRules(const ProgramSource& source, CodeTable& codes,
                              Program* program) {
  const std::span<const EarnSection> sources = source.earn;
  std::vector<EarnRule> rules;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (const auto conflict = ConflictWith(sources.first(i), sources[i])) {
      return absl::InvalidArgumentError(
          absl::StrCat("earn ", sources[i].name, ": ", conflict->text));
    }
    EarnRule rule;
    absl::Status status =
        CompileRule(sources[i], codes, *program, rules, &rule);
    if (status.ok() && !sources[i].budget.empty()) {
      status = CompileBudgetOf(source, sources[i], *program, &rule);
    }
    if (!status.ok()) return status;
    AddUnit(rule.unit, &program->earn_units);
    rules.push_back(std::move(rule));
  }
  if (rules.size() == 1 && rules[0].is_plain()) {
    program->earn = std::move(rules[0]);
  } else {
    program->rules = std::move(rules);
  }
  return absl::OkStatus();
}

}  // namespace kumbara
