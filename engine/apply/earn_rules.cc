#include "engine/apply/earn_rules.h"

#include <algorithm>
#include <optional>

#include "engine/base/check.h"
#include "engine/program/strategy.h"

namespace kumbara {
namespace {

// A basket, whole or what remains of it.
struct Seen {
  Money total;
  Money tendered;  // With points.
  LineSums lines;
  Instant at;  // Business time of the purchase.
};

// Which part of a line a rule looks at: what matches the `which`th rule of
// Program::line_rules, or all of it.
constexpr std::size_t kAllOfIt = SIZE_MAX;

// parts(which, visit) calls visit(kind, amount) for such a part of each line.
template <class Parts>
LineSums SumOf(const Parts& parts, std::size_t which) {
  LineSums sums;
  parts(which,
        [&](LineKind kind, std::int64_t amount) { sums.Add(kind, amount); });
  return sums;
}

// What a rule gives that rounds each line, unless that is too much.
template <class Parts>
std::optional<Amount> RateLines(const EarnRule& rule, const Parts& parts,
                                std::size_t which) {
  Int128 sum = 0;
  bool fits = true;
  parts(which, [&](LineKind kind, std::int64_t amount) {
    if ((rule.basis_lines & SetOf(kind)) == 0) return;
    const std::optional<Amount> points =
        Apply(rule.rate, amount, rule.rounding);
    fits &= points.has_value();
    if (points) sum += points->count();
  });
  if (!fits || sum > Amount::kMax) return std::nullopt;
  return sum < 0 ? Amount() : Amount(static_cast<std::int64_t>(sum));
}

template <class Parts>
void RoundLines(const Program& program, const Parts& parts, Bases* bases) {
  bases->of_lines.Set(program.rules.size(), Amount());
  std::size_t which = 0;
  for (std::size_t i = 0; i < program.rules.size(); ++i) {
    const EarnRule& rule = program.rules[i];
    const std::size_t part = rule.filters_basis ? which : kAllOfIt;
    if (!rule.filter.empty()) ++which;
    if (!rule.rounds_lines) continue;
    bases->by_lines |= SetOfRule(i);
    const std::optional<Amount> points = RateLines(rule, parts, part);
    if (!points) bases->beyond |= SetOfRule(i);
    bases->of_lines[i] = points.value_or(Amount());
  }
}

template <class Parts>
void FindAll(const Program& program, const Seen& seen, const Parts& parts,
             Bases* bases) {
  bases->of.Set(program.rules.size(), seen.total);
  bases->holding = bases->by_lines = bases->beyond = 0;
  bases->total = seen.total;
  if (program.has_strategy) bases->local = program.zone.ToLocal(seen.at);
  const bool is_total =
      !seen.lines.any && seen.tendered == Money() && seen.total >= Money();
  for (std::size_t i = 0; i < program.rules.size(); ++i) {
    const EarnRule& rule = program.rules[i];
    if (!is_total) {
      bases->of[i] = BasisOf(rule, seen.total, seen.lines, seen.tendered);
    }
    if (seen.total >= rule.when.total_min) bases->holding |= SetOfRule(i);
  }
  for (std::size_t which = 0; which < program.line_rules.size(); ++which) {
    const std::size_t i = program.line_rules[which];
    const EarnRule& rule = program.rules[i];
    const LineSums sums = SumOf(parts, which);
    if (rule.filters_basis) {
      // What these sum up to, and never the total.
      bases->of[i] = BasisOf(rule, Money(), sums, seen.tendered);
    } else if (sums.Of(kAllLines) <= Money()) {
      bases->holding &= ~SetOfRule(i);
    }
  }
  if (program.rounds_lines && seen.lines.any) RoundLines(program, parts, bases);
}

// Of each line that was added up what each rule looks at that looks at some
// only, in the shard's scratch.
void FindMatches(const CommandContext& context, std::span<const Detail> lines) {
  const Program& program = context.program;
  const std::vector<KeptLine>& kept = context.shard.basket;
  std::vector<std::int64_t>& matches = context.shard.matches;
  const std::size_t count = program.line_rules.size();
  matches.assign(kept.size() * count, 0);
  for (const Detail& detail : lines) {
    const Line line = Line::Of(detail);
    if (line.kind == LineKind::kTender) continue;
    const std::size_t place = PlaceOf(line, kept) * count;
    for (std::size_t i = 0; i < count; ++i) {
      const EarnRule& rule = program.rules[program.line_rules[i]];
      if (rule.filter.Passes(line)) {
        matches[place + i] += line.amount.value_or(0);
      }
    }
  }
}

}  // namespace

void FindBases(const CommandContext& context, std::span<const Detail> lines,
               const PointsTender& tender, Bases* bases) {
  const Program& program = context.program;
  const std::vector<KeptLine>& kept = context.shard.basket;
  const std::vector<std::int64_t>& matches = context.shard.matches;
  AddUpLines(lines, &context.shard.basket);
  if (!program.line_rules.empty()) FindMatches(context, lines);
  const Seen seen{Money(context.command().amount), tender.amount, SumsOf(lines),
                  context.occurred_at()};
  const auto parts = [&](std::size_t which, const auto& visit) {
    for (std::size_t i = 0; i < kept.size(); ++i) {
      visit(kept[i].kind, which == kAllOfIt
                              ? kept[i].amount
                              : matches[i * program.line_rules.size() + which]);
    }
  };
  FindAll(program, seen, parts, bases);
}

void FindBasesOfEvent(const Program& program, Bases* bases) {
  bases->of.Set(program.rules.size(), kOneEvent);
  bases->holding = AllOf(program.rules);
  bases->by_lines = bases->beyond = 0;
  bases->total = kOneEvent;
}

void FindBasesAround(const CommandContext& context, const CommandRecord& record,
                     const Returning& returning, Bases* all, Bases* kept) {
  const CommandRecords& records = context.shard.records;
  const std::vector<KeptLine>& lines = context.shard.basket;
  const BasketRecord* basket = records.FindBasket(record);
  KUMBARA_CHECK(basket != nullptr);
  const Money left = Money(record.left()) - returning.total;
  Seen seen{Money(record.amount), Money(basket->tender_amount), {}, record.at};
  Seen seen_kept{left, TenderedOf(record, *basket, left), {}, record.at};
  for (const KeptLine& line : lines) {
    seen.lines.Add(line.kind, line.amount);
    seen_kept.lines.Add(line.kind, line.amount_left());
  }
  // Of each line a rule looks at a part, and a part of that has come back.
  const auto part_of = [&](std::uint32_t i, std::size_t which, bool less) {
    const KeptLine& line = lines[i];
    // Of a line that sums up to nothing no part tells how much has come back.
    if (less && returning.whole) return std::int64_t{0};
    if (which == kAllOfIt) return less ? line.amount_left() : line.amount;
    if (which >= basket->match_count) return std::int64_t{0};  // No lines.
    const std::int64_t match =
        records.MatchAt(*basket, i, static_cast<std::uint32_t>(which));
    return less ? match - Share(match, line.returned_amount, line.amount)
                : match;
  };
  const auto parts_of = [&](bool less) {
    return [&, less](std::size_t which, const auto& visit) {
      for (std::uint32_t i = 0; i < lines.size(); ++i) {
        visit(lines[i].kind, part_of(i, which, less));
      }
    };
  };
  FindAll(context.program, seen, parts_of(false), all);
  FindAll(context.program, seen_kept, parts_of(true), kept);
}

namespace {

// Which rules give something, and multipliers multiply.
struct Acting {
  std::span<const EarnRule> rules;
  const BasketTiers& tiers;
  RuleSet givers = 0;
  RuleSet multipliers = 0;

  Acting(std::span<const EarnRule> of, const BasketTiers& in_force,
         RuleSet acting)
      : rules(of), tiers(in_force) {
    ForEachRule(acting, [&](std::uint32_t place) {
      const bool multiplies = rules[place].multiplies();
      (multiplies ? multipliers : givers) |= SetOfRule(place);
    });
  }
  bool Has(std::size_t place) const {
    return ((givers | multipliers) & SetOfRule(place)) != 0;
  }
  // Those that multiply what a rule gives.
  template <class Visit>
  void ForEachMultiplier(std::size_t base, const Visit& visit) const {
    ForEachRule(multipliers, [&](std::uint32_t place) {
      if (rules[place].base == base) visit(place);
    });
  }
  Rational RateOf(std::size_t place) const {
    return rules[place].RateFor(tiers);
  }
  // Whether more than one multiplies what a rule gives by more than 1.
  bool SeveralMultiply(std::size_t base) const {
    std::size_t count = 0;
    ForEachMultiplier(base, [&](std::size_t place) {
      if (IsGreater(RateOf(place), {1, 1})) ++count;
    });
    return count > 1;
  }
};

Amount Within(std::optional<Amount> points, Rated* rated) {
  if (!points) rated->overflows = true;
  return points.value_or(Amount(Amount::kMax));
}

Amount Ask(const EarnRule& rule, const StrategyBasket& basket, Rated* rated) {
  const std::optional<Amount> points = rule.strategy->points(basket);
  KUMBARA_DCHECK(points == rule.strategy->points(basket));
  KUMBARA_CHECK(!points || *points >= Amount());
  const bool fits = points && *points <= Amount(Amount::kMax);
  return Within(fits ? points : std::nullopt, rated);
}

// What a basket gives by a rule that multiplies none.
Amount Give(const Acting& acting, std::size_t place, const Bases& bases,
            Rated* rated) {
  const EarnRule& rule = acting.rules[place];
  const Money basis = bases.of[place];
  if (rule.kind == EarnRule::Kind::kFixed) {
    return basis > Money() ? rule.fixed : Amount();
  }
  if (rule.kind == EarnRule::Kind::kTable) return rule.GiftAt(basis);
  if (basis < Money()) return Amount();
  if (rule.kind == EarnRule::Kind::kStrategy) {
    return Ask(rule,
               {basis, bases.total, bases.local, acting.tiers, rule.parameters},
               rated);
  }
  if ((bases.by_lines & SetOfRule(place)) != 0) {
    const bool fits = (bases.beyond & SetOfRule(place)) == 0;
    return Within(fits ? std::optional(bases.of_lines[place]) : std::nullopt,
                  rated);
  }
  return Within(Apply(rule.rate, basis.count(), rule.rounding), rated);
}

// Alone it is what the product comes to, less what is multiplied; what adds to
// what others give is rounded without that, which differs under half_even.
enum class Beside : std::uint8_t { kNone, kOthers };

Amount Multiply(const EarnRule& rule, Rational by, Amount points, Beside beside,
                Rated* rated) {
  const std::optional<Amount> product =
      Apply(by, points.count(), rule.rounding);
  if (!product || beside == Beside::kNone) {
    return Within(product, rated) - points;
  }
  const Rational more{by.numerator - by.denominator, by.denominator};
  return *Apply(more, points.count(), rule.rounding);
}

// Multipliers that give one thing together: it is the first's of a product, and
// the greatest's otherwise.
void MultiplyTogether(const Acting& acting, std::size_t base, Rated* rated) {
  const bool compounds = acting.rules[base].combine == Combine::kCompound;
  std::optional<std::size_t> giver;
  Rational by{1, 1};
  acting.ForEachMultiplier(base, [&](std::size_t i) {
    const Rational one = acting.RateOf(i);
    if (compounds) {
      if (!giver) giver = i;
      by.numerator *= one.numerator;
      by.denominator *= one.denominator;
    } else if (!giver || IsGreater(one, by)) {
      giver = i;
      by = one;
    }
  });
  if (!giver) return;
  rated->points[*giver] = Multiply(acting.rules[*giver], by,
                                   rated->points[base], Beside::kNone, rated);
}

void MultiplyEach(const Acting& acting, std::size_t base, Beside beside,
                  Rated* rated) {
  acting.ForEachMultiplier(base, [&](std::size_t i) {
    rated->points[i] = Multiply(acting.rules[i], acting.RateOf(i),
                                rated->points[base], beside, rated);
  });
}

void GiveAll(const Acting& acting, const Bases& bases, Rated* rated) {
  rated->points.Set(acting.rules.size(), Amount());
  rated->overflows = false;
  ForEachRule(acting.givers, [&](std::uint32_t i) {
    rated->points[i] = Give(acting, i, bases, rated);
  });
}

// Calls visit(place) for each rule that gives something to multiply.
template <class Visit>
void ForEachBase(const Acting& acting, const Rated& rated, const Visit& visit) {
  if (acting.multipliers == 0) return;
  ForEachRule(acting.givers, [&](std::uint32_t i) {
    if (rated.points[i] != Amount()) visit(i);
  });
}

// Whether a rule gives way to another one of its group, by what each gives
// alone. What gives nothing gives way to itself.
bool GivesWay(const EarnRule& rule, std::size_t place, std::size_t to,
              const Rated& alone) {
  const Amount own = alone.points[place];
  const Amount other = alone.points[to];
  if (rule.stacking == Stacking::kMax && own != other) return own < other;
  return own == Amount() || (other != Amount() && to < place);
}

// Those that give way in their groups, among rules that multiply or among those
// that do not.
RuleSet LosersAmong(const Acting& acting, bool multipliers,
                    const Rated& alone) {
  const std::span<const EarnRule> rules = acting.rules;
  RuleSet losers = 0;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (!rules[i].may_give_way() || rules[i].multiplies() != multipliers) {
      continue;
    }
    for (std::size_t j = 0; j < rules.size(); ++j) {
      const bool contend = rules[j].group == rules[i].group && acting.Has(j);
      if (contend && GivesWay(rules[i], i, j, alone)) losers |= SetOfRule(i);
    }
  }
  return losers;
}

// A multiplier stands in a group for what it gives alone, of what is left of
// the rules that give. So nothing hangs on what it would give with others that
// have to give way themselves.
// `told`, if given, gets what they stand for.
RuleSet LosersOf(Acting acting, const Bases& bases, Rated* told) {
  Rated alone;
  GiveAll(acting, bases, &alone);
  if (told != nullptr) *told = alone;
  RuleSet losers = LosersAmong(acting, false, alone);
  acting.givers &= ~losers;
  GiveAll(acting, bases, &alone);
  ForEachBase(acting, alone, [&](std::size_t base) {
    MultiplyEach(acting, base, Beside::kNone, &alone);
  });
  for (std::size_t i = 0; told != nullptr && i < acting.rules.size(); ++i) {
    if (acting.rules[i].multiplies()) told->points[i] = alone.points[i];
  }
  return losers | LosersAmong(acting, true, alone);
}

}  // namespace

void RateByRules(std::span<const EarnRule> rules, RuleSet applying,
                 const BasketTiers& tiers, const Bases& bases, Rated* rated) {
  const Acting acting{rules, tiers, applying & bases.holding};
  GiveAll(acting, bases, rated);
  ForEachBase(acting, *rated, [&](std::size_t base) {
    if (rules[base].combine == Combine::kAdd) {
      MultiplyEach(
          acting, base,
          acting.SeveralMultiply(base) ? Beside::kOthers : Beside::kNone,
          rated);
    } else {
      MultiplyTogether(acting, base, rated);
    }
  });
}

RuleSet RateAndStack(std::span<const EarnRule> rules, RuleSet acting,
                     const BasketTiers& tiers, const Bases& bases, Rated* rated,
                     Rated* alone) {
  bool stacks = false;
  ForEachRule(acting, [&](std::uint32_t place) {
    stacks |= rules[place].may_give_way();
  });
  if (stacks || alone != nullptr) {
    acting &= ~LosersOf({rules, tiers, acting}, bases, alone);
  }
  RateByRules(rules, acting, tiers, bases, rated);
  return acting;
}

Amount PointsTogether(std::span<const EarnRule> rules, std::size_t place,
                      const Rated& rated) {
  const EarnRule& rule = rules[place];
  const bool is_alone =
      !rule.multiplies() || rules[rule.base].combine == Combine::kAdd;
  if (is_alone) return rated.points[place];
  Amount sum;
  for (std::size_t i = rule.base + 1; i < rules.size(); ++i) {
    const bool is_one = rules[i].multiplies() && rules[i].base == rule.base;
    if (is_one) sum += rated.points[i];
  }
  return sum;
}

}  // namespace kumbara
