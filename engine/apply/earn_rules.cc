#include "engine/apply/earn_rules.h"

#include <algorithm>
#include <optional>

#include "engine/base/check.h"

namespace kumbara {
namespace {

void FindAll(std::span<const EarnRule> rules, Money total, const LineSums& sums,
             Money tendered, Bases* bases) {
  for (std::size_t i = 0; i < rules.size(); ++i) {
    (*bases)[i] = BasisOf(rules[i], total, sums, tendered);
  }
}

}  // namespace

void FindBases(const CommandContext& context, std::span<const Detail> lines,
               const PointsTender& tender, Bases* bases) {
  FindAll(context.program.rules, Money(context.command().amount), SumsOf(lines),
          tender.amount, bases);
}

void FindBasesAround(const CommandContext& context, const CommandRecord& record,
                     const Returning& returning, Bases* all, Bases* kept) {
  const BasketRecord* basket = context.shard.records.FindBasket(record);
  KUMBARA_CHECK(basket != nullptr);
  LineSums sums;
  LineSums sums_kept;
  for (const KeptLine& line : context.shard.basket) {
    sums.Add(line.kind, line.amount);
    sums_kept.Add(line.kind, line.amount_left());
  }
  const Money total(record.amount);
  const Money left = Money(record.left()) - returning.total;
  FindAll(context.program.rules, total, sums, Money(basket->tender_amount),
          all);
  FindAll(context.program.rules, left, sums_kept,
          TenderedOf(record, *basket, left), kept);
}

namespace {

Amount Within(std::optional<Amount> points, Rated* rated) {
  if (!points) rated->overflows = true;
  return points.value_or(Amount(Amount::kMax));
}

// What a basket gives by a rule that multiplies none.
Amount Give(const EarnRule& rule, Money basis, Rated* rated) {
  if (rule.kind == EarnRule::Kind::kFixed) {
    return basis > Money() ? rule.fixed : Amount();
  }
  if (basis < Money()) return Amount();
  return Within(Apply(rule.rate, basis.count(), rule.rounding), rated);
}

Amount Multiply(const EarnRule& rule, Rational by, Amount points,
                Rated* rated) {
  return Within(Apply(by, points.count(), rule.rounding), rated) - points;
}

// Which multipliers of a rule act.
struct Multipliers {
  std::span<const EarnRule> rules;
  const BasketTiers& tiers;
  RuleSet acting = 0;
  std::uint32_t base = 0;

  bool Acts(std::size_t place) const {
    return (acting & SetOfRule(place)) != 0 &&
           rules[place].kind == EarnRule::Kind::kMultiplier &&
           rules[place].base == base;
  }
};

bool IsGreater(Rational a, Rational b) {
  return std::uint64_t{a.numerator} * b.denominator >
         std::uint64_t{b.numerator} * a.denominator;
}

// Multipliers that give one thing together: it is the first's of a product, and
// the greatest's otherwise.
void MultiplyTogether(const Multipliers& multipliers, Combine combine,
                      Rated* rated) {
  std::optional<std::size_t> giver;
  Rational by{1, 1};
  for (std::size_t i = multipliers.base + 1; i < multipliers.rules.size();
       ++i) {
    if (!multipliers.Acts(i)) continue;
    const Rational one = multipliers.rules[i].RateFor(multipliers.tiers);
    if (combine == Combine::kCompound) {
      if (!giver) giver = i;
      by.numerator *= one.numerator;
      by.denominator *= one.denominator;
    } else if (!giver || IsGreater(one, by)) {
      giver = i;
      by = one;
    }
  }
  if (!giver) return;
  rated->points[*giver] = Multiply(multipliers.rules[*giver], by,
                                   rated->points[multipliers.base], rated);
}

void MultiplyEach(const Multipliers& multipliers, Rated* rated) {
  const Amount points = rated->points[multipliers.base];
  for (std::size_t i = multipliers.base + 1; i < multipliers.rules.size();
       ++i) {
    if (!multipliers.Acts(i)) continue;
    const EarnRule& rule = multipliers.rules[i];
    rated->points[i] =
        Multiply(rule, rule.RateFor(multipliers.tiers), points, rated);
  }
}

}  // namespace

RuleSet ApplyingTo(const BasketTiers& tiers, std::span<const EarnRule> rules) {
  RuleSet applying = 0;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (rules[i].AppliesTo(tiers)) applying |= SetOfRule(i);
  }
  return applying;
}

void RateByRules(std::span<const EarnRule> rules, RuleSet applying,
                 const BasketTiers& tiers, const Bases& bases, Rated* rated) {
  *rated = Rated{};
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    const EarnRule& rule = rules[i];
    const bool gives = rule.kind != EarnRule::Kind::kMultiplier &&
                       (applying & SetOfRule(i)) != 0;
    if (!gives) continue;
    rated->points[i] = Give(rule, bases[i], rated);
    if (rated->points[i] == Amount()) continue;
    const Multipliers multipliers{rules, tiers, applying, i};
    if (rule.combine == Combine::kAdd) {
      MultiplyEach(multipliers, rated);
    } else {
      MultiplyTogether(multipliers, rule.combine, rated);
    }
  }
}

}  // namespace kumbara
