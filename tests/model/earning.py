"""What baskets earn: the rules of a program, and what each of them gives."""

from collections import namedtuple
from fractions import Fraction

import lines
from conditions import When
from dates import LotPolicy
from values import LIMIT, ROUNDINGS, Refused, listed

# What is taken back, from a lot of its own first, by its number.
Demand = namedtuple("Demand", "unit amount own funding_class rule", defaults=(None,))
# What is credited as a lot of its own, with the dates of a policy.
Gain = namedtuple("Gain", "unit amount policy funding_class rule", defaults=(None,))


class Basket(namedtuple("Basket", "amount lines gone tendered tiers",
                        defaults=((), {}, 0, ()))):
    """What is rated: `gone` is what has been returned of each group of its lines,
    `tendered` the money that was paid with points, `tiers` the tier of each set."""

    def sum_of(self, kinds, keys):
        return sum(self.parts_of(kinds, keys))

    def parts_of(self, kinds, keys):
        return lines.parts_of(self.lines, self.gone, kinds, keys)


class Rule:
    def __init__(self, source, program, before):
        """`before` are the rules that stand before it, by their names."""
        self.name, self.on = source["name"], source.get("on", "purchase")
        self.base = before[source["multiply"]] if "multiply" in source else None
        self.unit = self.base.unit if self.base else source.get(
            "unit", next(iter(program.units)))
        least = lambda amount: program.least(amount, self.unit)
        basis = source.get("basis", "total")
        self.basis_of = {} if basis == "total" else basis
        self.exclude_tender = source.get("exclude_tender", False)
        self.give = least(source["give"]) if "give" in source else None
        self.per = source.get("per")
        table = source.get("table", "none")
        self.table = [] if table == "none" else list(zip(
            listed(table["at"]), map(least, listed(table["give"]))))
        self.by = Fraction(source.get("by", 1))
        self.by_tier = {program.place_of_tier(name): Fraction(by)
                        for name, by in source.get("by_tier", {}).items()}
        self.tiers = set(map(program.place_of_tier, listed(source.get("tier", []))))
        self.combine = source.get("combine", "add")
        self.rounding = ROUNDINGS[source.get("round", "floor")]
        self.rounds_lines = source.get("round_per", "basket") == "line"
        self.words = listed(source["event"]) if "event" in source else None
        self.funding_class = source.get("funding_class", "sale")
        self.budget, self.partial = source.get("budget"), source.get("partial", False)
        self.when = When(source.get("when", "always"), source.get("cooldown"),
                         self.name, program.zone)
        cap = source.get("cap", "none")
        self.cap = {} if cap == "none" else {
            per: least(most) for per, most in cap.items() if per != "on_exceed"}
        self.rejects = cap != "none" and cap.get("on_exceed") == "reject"
        self.group, self.stacking = source.get("group"), source.get("stacking", "sum")
        unit = program.units[self.unit].lots
        self.lots = LotPolicy(source.get("expiry", unit.expiry_of or "never"),
                              source.get("pending", unit.pending or "none"),
                              program.zone)

    @property
    def is_of_amounts(self):
        """Whether a return that names no purchase is rated by it."""
        by_rate = self.base.is_of_amounts if self.base else self.per is not None
        return (by_rate and not self.when.source.get("first_purchase")
                and self.when.cooldown is None)

    def basis(self, basket):
        amount = basket.amount
        if self.looks_at_lines(basket):
            amount = basket.sum_of(*self.wanted)
        return max(amount - (basket.tendered if self.exclude_tender else 0), 0)

    @property
    def wanted(self):
        """The kinds of lines, and what they have to say."""
        basis = self.basis_of
        return (listed(basis.get("lines", list(lines.GOODS))),
                {key: listed(basis[key]) for key in lines.FILTERS if key in basis})

    def looks_at_lines(self, basket):
        return bool(self.wanted[1] or self.basis_of and lines.goods(basket.lines))

    def points(self, basket):
        """Of one that multiplies no other."""
        basis = self.basis(basket)
        if self.table:
            return ([0] + [give for at, give in self.table if at <= basis])[-1]
        if self.per is None:
            return self.give if basis else 0
        if (self.rounds_lines and lines.goods(basket.lines)
                and basket.sum_of(*self.wanted) >= 0):
            found = [self.of_line(part) for part in basket.parts_of(*self.wanted)]
            too_great = any(abs(points) > LIMIT for points in found)
            return LIMIT + 1 if too_great else max(sum(found), 0)
        return self.rounding(basis * self.give, self.per)

    def of_line(self, amount):
        size = self.rounding(abs(amount) * self.give, self.per)
        return size if amount > 0 else -size

    def hears(self, command):
        """Of an event: whether it is one of those that the rule names, if any."""
        return self.words is None or command.name in self.words

    def is_for(self, tiers):
        """Whether a basket is rated with one of the rule's tiers, if that names any."""
        return not self.tiers or not self.tiers.isdisjoint(enumerate(tiers))

    def factor(self, basket):
        for place in enumerate(basket.tiers):
            if place in self.by_tier:
                return self.by_tier[place]
        return self.by  # 1 beside by_tier.

    def times(self, points, by):
        return self.rounding(points * by.numerator, by.denominator)


class Rated:
    """What rules give for a basket, of those that apply to it: `applies` says of each
    whether it does, as far as that is looked at once. Of what remains of a purchase
    `giver` is that of the purchase, and none gives way any more."""

    def __init__(self, rules, basket, applies, giver=None):
        self.rules, self.basket = rules, basket
        self.acts = {rule: is_on and rule.when.looks_at(basket)
                     for rule, is_on in zip(rules, applies)}
        self.gives_way = self.overflows = False
        self.points = dict.fromkeys(rules, 0)
        bases = [rule for rule in rules if rule.base is None]
        found = {rule: rule.points(basket) for rule in bases if self.acts[rule]}
        self.points |= {rule: min(points, LIMIT) for rule, points in found.items()}
        if giver is None:
            self.stack(self.points, bases)
            alone = {rule: self.alone(rule) for rule in rules if rule.base is not None}
            self.stack(alone, list(alone))
        self.giver = dict(giver or {})  # Of what several give together: rule -> who.
        for rule in bases:
            if self.acts[rule]:
                self.overflows |= found[rule] > LIMIT
                self.multiply(rule)

    def alone(self, rule):
        """What a multiplier gives where there is no other."""
        points = self.points[rule.base] if self.acts[rule] else 0
        return min(rule.times(points, rule.factor(self.basket)), LIMIT) - points

    def stack(self, points, rules):
        """Of each group all but one give way."""
        for group in {rule.group: None for rule in rules if rule.stacking != "sum"}:
            of_group = [rule for rule in rules if rule.group == group]
            left = [rule for rule in of_group if points[rule] > 0][:1]
            if left and left[0].stacking == "max":
                left = [max(of_group, key=points.get)]  # The first of equals.
            for rule in of_group:
                if rule not in left:
                    self.gives_way |= points[rule] > 0
                    self.acts[rule], self.points[rule] = False, 0

    def multiply(self, rule):
        points = self.points[rule]
        tops = multiplied(rule, points, {
            other: other.factor(self.basket) for other in self.rules
            if other.base is rule and self.acts[other]})
        if rule.combine != "add" and tops:
            (first, top), = tops.items()
            tops = {self.giver.setdefault(rule, first): top}
        self.overflows |= any(top > LIMIT for top in tops.values())
        adds = rule.combine == "add" and sum(
            other.factor(self.basket) > 1 for other in tops) > 1
        for other, top in tops.items():
            more = other.factor(self.basket) - 1
            self.points[other] = (other.times(points, more) if adds and top <= LIMIT
                                  else min(top, LIMIT) - points)

    def refuse_too_much(self, given):
        """What does not fit; of what is given in a unit the sum."""
        sums = {}
        for rule, part in zip(self.rules, given):
            sums[rule.unit] = sums.get(rule.unit, 0) + part
        if self.overflows or max(sums.values(), default=0) > LIMIT:
            raise Refused("overflow")


def multiplied(rule, points, factors):
    """multiplier -> what the points of a rule come to by it, or several."""
    if not factors or rule.combine == "add":
        return {other: other.times(points, by) for other, by in factors.items()}
    if rule.combine == "max":
        one = max(factors, key=factors.get)  # The first of equals.
        return {one: one.times(points, factors[one])}
    first, by = next(iter(factors)), Fraction(1)
    for factor in factors.values():
        by *= factor
    return {first: first.times(points, by)}
