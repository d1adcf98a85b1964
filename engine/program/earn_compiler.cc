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

// The greatest numerator and denominator that a multiplier may have.
Rational GreatestPartsOf(const EarnSection& rule) {
  Rational greatest{1, 1};
  const auto look_at = [&](const std::string& text) {
    const std::optional<Rational> by = ParseFraction(text);
    if (!by) return;
    greatest.numerator = std::max(greatest.numerator, by->numerator);
    greatest.denominator = std::max(greatest.denominator, by->denominator);
  };
  look_at(rule.by);
  for (const NamedText& one : rule.by_tier) look_at(one.text);
  return greatest;
}

// The product of all multipliers of a base that compounds, this one included.
bool ProductFits(std::span<const EarnSection> before, const EarnSection& rule) {
  std::uint64_t above = 1;
  std::uint64_t below = 1;
  const auto multiply = [&](const EarnSection& one) {
    if (one.multiply != rule.multiply) return;
    const Rational by = GreatestPartsOf(one);
    above = std::min<std::uint64_t>(above * by.numerator, UINT32_MAX + 1ULL);
    below = std::min<std::uint64_t>(below * by.denominator, UINT32_MAX + 1ULL);
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
  const bool is_told = !rule.by.empty() || !rule.by_tier.empty();
  if (is_told && base->combine == "compound" && !ProductFits(before, rule)) {
    return EarnConflict{
        rule.by_tier.empty() ? "by" : "by_tier",
        absl::StrCat(rule.by_tier.empty() ? "by = \"" + rule.by + "\""
                                          : std::string("by_tier"),
                     " times those above does not fit 32 bits over 32 bits; "
                     "valid: a lesser one")};
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
  if (!rule.tier.empty()) {
    return "budget stands beside tier; valid: budget of a rule for all";
  }
  return {};
}

namespace {

// A tier by its name: the places of its set and itself, from 1 on.
struct TierPlace {
  std::size_t set = 0;
  std::size_t number = 0;
};

template <class Sets>
std::optional<TierPlace> FindTier(const Sets& sets, std::string_view name) {
  for (std::size_t set = 0; set < sets.size(); ++set) {
    for (std::size_t i = 0; i < sets[set].tiers.size(); ++i) {
      if (sets[set].tiers[i].name == name) return TierPlace{set, i + 1};
    }
  }
  return std::nullopt;
}

std::string TiersAmong(std::span<const TierSetSection> sets) {
  std::string names;
  for (const TierSetSection& set : sets) {
    for (const TierSection& tier : set.tiers) {
      absl::StrAppend(&names, names.empty() ? "" : ", ", "\"", tier.name, "\"");
    }
  }
  return names.empty() ? "a tier of a [[tier_set]]" : names;
}

}  // namespace

std::optional<EarnConflict> TierConflictWith(
    std::span<const TierSetSection> sets, const EarnSection& rule) {
  const auto unknown = [&](const char* key, const std::string& name) {
    return EarnConflict{
        key, absl::StrCat(key, " names \"", name,
                          "\", which is no tier; valid: ", TiersAmong(sets))};
  };
  for (const std::string& name : rule.tier) {
    if (!FindTier(sets, name)) return unknown("tier", name);
  }
  std::optional<std::size_t> set;
  for (const NamedText& one : rule.by_tier) {
    const std::optional<TierPlace> tier = FindTier(sets, one.name);
    if (!tier) return unknown("by_tier", one.name);
    if (set && *set != tier->set) {
      return EarnConflict{"by_tier",
                          "by_tier names tiers of several sets; valid: those "
                          "of one"};
    }
    set = tier->set;
  }
  return std::nullopt;
}

namespace {

void CompileTiers(const EarnSection& source, const std::vector<TierSet>& sets,
                  EarnRule* rule) {
  for (const std::string& name : source.tier) {
    const std::optional<TierPlace> tier = FindTier(sets, name);
    KUMBARA_CHECK(tier);
    rule->asks_for_tiers = true;
    rule->tiers[tier->set] |= static_cast<std::uint16_t>(1U << tier->number);
  }
  for (const NamedText& one : source.by_tier) {
    const std::optional<TierPlace> tier = FindTier(sets, one.name);
    KUMBARA_CHECK(tier);
    rule->tier_set = tier->set;
    rule->by_tier.resize(sets[tier->set].tiers.size() + 1, Rational{1, 1});
    rule->by_tier[tier->number] = *ParseFraction(one.text);
  }
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
  CompileTiers(source, program.tier_sets, rule);
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
