#include <algorithm>
#include <array>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "engine/program/earn_check.h"
#include "engine/program/program_warnings.h"

namespace kumbara {
namespace {

// Baskets up to it, in minor units, should earn what the rules say.
constexpr std::int64_t kLargestBasket = 1'000'000'000'000;

// More than any product of a basket and rates needs to be told apart.
constexpr Int128 kMuch = Int128{Amount::kMax} * 1'000'000'000;

bool IsOne(Rational rate) { return rate.numerator == rate.denominator; }

Rational GreatestOf(const EarnRule& rule) {
  Rational greatest = rule.by_tier.empty() ? rule.rate : Rational{1, 1};
  for (const Rational& one : rule.by_tier) {
    if (IsGreater(one, greatest)) greatest = one;
  }
  return greatest;
}

// The only set that a rule asks for tiers of; none if it asks for several.
std::size_t OnlySet(const EarnRule& rule) {
  std::size_t only = rule.when.tiers.size();
  for (std::size_t set = 0; set < rule.when.tiers.size(); ++set) {
    if (rule.when.tiers[set] == 0) continue;
    if (only != rule.when.tiers.size()) return rule.when.tiers.size();
    only = set;
  }
  return only;
}

// The tiers by which a multiplier gives more than nothing, 0 being among those
// that have none.
std::uint16_t TiersThatGive(const EarnRule& rule) {
  unsigned tiers = 0;
  for (std::size_t tier = 0; tier < rule.by_tier.size(); ++tier) {
    if (!IsOne(rule.by_tier[tier])) tiers |= 1U << tier;
  }
  return static_cast<std::uint16_t>(tiers);
}

// Whether nobody has a tier that a multiplier asks for and one that its base
// does, or one by which it gives.
bool IsForNobody(const EarnRule& rule, const EarnRule& base) {
  const std::size_t set = OnlySet(rule);
  if (!rule.when.asks_for_tiers || set == rule.when.tiers.size()) return false;
  const bool by_others = !rule.by_tier.empty() && rule.tier_set == set &&
                         (rule.when.tiers[set] & TiersThatGive(rule)) == 0;
  const bool base_for_others =
      base.when.asks_for_tiers && OnlySet(base) == set &&
      (rule.when.tiers[set] & base.when.tiers[set]) == 0;
  return by_others || base_for_others;
}

void AddMultiplierWarnings(const CheckedProgram& checked,
                           FileErrors* warnings) {
  const std::vector<EarnRule>& rules = checked.program.rules;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const EarnRule& rule = rules[i];
    if (rule.kind != EarnRule::Kind::kMultiplier) continue;
    if (IsOne(GreatestOf(rule))) {
      warnings->Add(
          PositionOf(checked.root,
                     {"earn", i, rule.by_tier.empty() ? "by" : "by_tier"}),
          "what is multiplied by 1 gives nothing more; valid: above 1");
    } else if (IsForNobody(rule, rules[rule.base])) {
      warnings->Add(PositionOf(checked.root, {"earn", i, "tier"}),
                    absl::StrCat("the rule gives nothing to who has ",
                                 "one of these; valid: tiers for which ",
                                 rule.by_tier.empty()
                                     ? Quoted(rules[rule.base].name) + " gives"
                                     : std::string("by_tier has more than 1")));
    }
  }
}

// What a rule gives for a basket of kLargestBasket at most. `given` has it for
// the rules before.
Int128 MostOf(const EarnRule& rule, const std::vector<EarnRule>& rules,
              const std::vector<Int128>& given) {
  if (rule.kind == EarnRule::Kind::kFixed) return rule.fixed.count();
  if (rule.kind == EarnRule::Kind::kTable) {
    return rule.steps.back().give.count();
  }
  if (rule.kind == EarnRule::Kind::kRate) {
    return Int128{kLargestBasket} * rule.rate.numerator / rule.rate.denominator;
  }
  if (rule.kind == EarnRule::Kind::kStrategy) return 0;  // Nobody knows.
  // Of a product each multiplies what those before have made of it.
  Int128 of = given[rule.base];
  if (rules[rule.base].combine == Combine::kCompound) {
    for (std::size_t i = 0; i < given.size(); ++i) {
      const bool is_factor = rules[i].kind == EarnRule::Kind::kMultiplier &&
                             rules[i].base == rule.base;
      if (is_factor) of = std::min(of + given[i], kMuch);
    }
  }
  const Rational by = GreatestOf(rule);
  return std::min(of * (by.numerator - by.denominator) / by.denominator, kMuch);
}

// Whether every basket of who has the right tiers earns all that a rule gives.
bool GivesAlways(const CheckedProgram& checked, const EarnRule& rule,
                 std::size_t place) {
  if (rule.on != EarnOn::kPurchase || rule.may_give_way() ||
      !IsForEveryBasket(checked.source.earn[place])) {
    return false;
  }
  return !rule.multiplies() ||
         GivesAlways(checked, checked.program.rules[rule.base], rule.base);
}

void AddOverflowWarnings(const CheckedProgram& checked, FileErrors* warnings) {
  const std::vector<EarnRule> rules = RulesOf(checked.program);
  std::vector<Int128> given;
  std::array<Int128, UINT8_MAX + 1> sums = {};  // By unit.
  for (std::size_t i = 0; i < rules.size(); ++i) {
    given.push_back(MostOf(rules[i], rules, given));
    if (!GivesAlways(checked, rules[i], i)) continue;
    Int128& before = sums[rules[i].unit];
    const Int128 with = before + given[i];
    const bool is_first_beyond = before <= Amount::kMax && with > Amount::kMax;
    before = with;
    if (!is_first_beyond) continue;
    warnings->Add(
        PositionOf(checked.root, {"earn", i, "name"}),
        absl::StrCat("a purchase of ", kLargestBasket,
                     " minor units earns more than 10^18 of the smallest "
                     "decimal and is refused (overflow); valid: to give less"));
  }
}

}  // namespace

void AddEarnWarnings(const CheckedProgram& checked, FileErrors* warnings) {
  AddMultiplierWarnings(checked, warnings);
  AddOverflowWarnings(checked, warnings);
}

}  // namespace kumbara
