#include "engine/apply/earn_given.h"

#include "engine/apply/earn.h"
#include "engine/apply/explain.h"

namespace kumbara {
namespace {

// Whether all that is given has room in its wallets.
bool CanEarnAll(const CommandContext& context, RuleSet giving,
                const Rated& rated) {
  const std::vector<EarnRule>& rules = context.program.rules;
  for (const std::uint8_t unit : context.program.earn_units) {
    Amount sum;
    bool fits = true;
    ForEachRule(giving, [&](std::uint32_t i) {
      if (rules[i].unit != unit || !fits) return;
      fits = Fits(sum, rated.points[i]);
      if (fits) sum += rated.points[i];
    });
    if (!fits || !Books::CanEarn(context.shard, context.Look(unit), sum)) {
      return false;
    }
  }
  return true;
}

// The most that a rule may give.
Amount MostOf(std::uint32_t rule, const CappedRules& capped) {
  for (const Capped& one : capped) {
    if (one.rule == rule) return one.left;
  }
  return Amount(Amount::kMax);
}

// What each rule would give without any cap.
PointsByRule WantedOf(const Given& given) {
  PointsByRule wanted = given.rated.points;
  for (const Capped& one : given.capped) wanted[one.rule] = one.wanted;
  return wanted;
}

// What each rule gives as a lot of its own, in the order of the program.
void EarnAll(CommandContext& context, CommandRecord& record,
             const Given& given) {
  const std::vector<EarnRule>& rules = context.program.rules;
  absl::InlinedVector<EarnPart, kEarnRulesMax> parts;
  absl::InlinedVector<EarnedLot, kEarnRulesMax> lots;
  TouchUnits(context);
  ForEachRule(given.applying, [&](std::uint32_t i) {
    const Amount points = given.rated.points[i];
    if (points == Amount()) return;
    const EarnRule& rule = rules[i];
    EarnPart& part = parts.emplace_back();
    part.rule = i;
    part.unit = rule.unit;
    part.most = MostOf(i, given.capped).count();
    EarnedLot& earned = lots.emplace_back();
    earned.unit = rule.unit;
    context.MakeLot(points, context.DatesBy(rule.lots), rule.funding_class,
                    &earned.lot);
    CountUse(context, i, points);
  });
  EarnLots(context, &record, lots, std::span(parts));
  if (context.explanation != nullptr) ExplainLots(context, lots, parts);
  if (parts.empty()) return;
  context.shard.records.SetParts(record, parts);
  BasketRecord& basket = *context.shard.records.FindBasket(record);
  basket.rules = given.applying;
  basket.tiers = given.tiers;
}

// What caps kept is told.
void NoteLimits(CommandContext& context, const CappedRules& capped) {
  for (const Capped& one : capped) {
    context.books().Note(FactKind::kLimitHit,
                         context.program.rules[one.rule].unit,
                         one.wanted - one.left);
  }
}

}  // namespace

void TouchUnits(CommandContext& context) {
  for (const std::uint8_t unit : context.program.earn_units) {
    const KindSet activities = context.program.FindUnit(unit)->lots.activities;
    if (unit == context.unit ||
        (activities & SetOf(context.command().kind)) != 0) {
      context.Touch(unit);
    }
  }
}

bool GivesAny(const Given& given) {
  RuleSet any = 0;
  ForEachRule(given.applying, [&](std::uint32_t i) {
    if (given.rated.points[i] != Amount()) any |= SetOfRule(i);
  });
  return any != 0;
}

ResultCode RateOccasion(const CommandContext& context, const Occasion& occasion,
                        const Bases& bases, Given* given) {
  given->tiers = occasion.tiers;
  const RuleSet applying = ApplyingRules(context, occasion, bases.holding);
  given->applying = RateAndStack(context.program.rules, applying, given->tiers,
                                 bases, &given->rated);
  const ResultCode code =
      CapPoints(context, given->applying, &given->rated, &given->capped);
  if (context.explanation != nullptr) {
    ExplainBasket(context, {.occasion = occasion,
                            .bases = bases,
                            .giving = given->applying,
                            .wanted = WantedOf(*given),
                            .given = given->rated.points});
  }
  if (code != ResultCode::kOk) return code;
  const bool fits = !given->rated.overflows &&
                    CanEarnAll(context, given->applying, given->rated);
  return fits ? ResultCode::kOk : ResultCode::kOverflow;
}

void EarnGiven(CommandContext& context, CommandRecord& record,
               const Given& given) {
  EarnAll(context, record, given);
  NoteLimits(context, given.capped);
}

}  // namespace kumbara
