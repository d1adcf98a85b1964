"""What baskets earn: the rules of a program, and what each of them gives."""

from collections import namedtuple
from fractions import Fraction

from dates import LotPolicy
from values import LIMIT, ROUNDINGS, Refused

# What is rated: `sums` are those of its lines by kind, of items, taxes and discounts,
# `tendered` is the money that was paid with points, `tiers` the tier of each set.
Basket = namedtuple("Basket", "amount sums tendered tiers", defaults=((),))
# What is taken back, from a lot of its own first, by its number.
Demand = namedtuple("Demand", "unit amount own funding_class")
# What is credited as a lot of its own, with the dates of a policy.
Gain = namedtuple("Gain", "unit amount policy funding_class")


def listed(words):
    """One, or several as they are."""
    return words if isinstance(words, list) else [words]


class Rule:
    def __init__(self, source, program, before):
        """`before` are the rules that stand before it, by their names."""
        self.base = before[source["multiply"]] if "multiply" in source else None
        self.unit = self.base.unit if self.base else source.get(
            "unit", next(iter(program.units)))
        self.basis_of = source.get("basis", "total")
        self.exclude_tender = source.get("exclude_tender", False)
        self.give = None if self.base else program.least(source["give"], self.unit)
        self.per = source.get("per")
        self.by = Fraction(source.get("by", 1))
        self.by_tier = {program.place_of_tier(name): Fraction(by)
                        for name, by in source.get("by_tier", {}).items()}
        self.tiers = set(map(program.place_of_tier, listed(source.get("tier", []))))
        self.combine = source.get("combine", "add")
        self.rounding = ROUNDINGS[source.get("round", "floor")]
        self.funding_class = source.get("funding_class", "sale")
        unit = program.units[self.unit].lots
        self.lots = LotPolicy(source.get("expiry", unit.expiry_of or "never"),
                              source.get("pending", unit.pending or "none"),
                              program.zone)

    @property
    def is_fixed(self):
        return self.base is None and self.per is None

    def basis(self, basket):
        amount, basis = basket.amount, self.basis_of
        if basis != "total" and basket.sums:
            amount = sum(basket.sums.get(kind, 0) for kind in listed(basis["lines"]))
        return amount - (basket.tendered if self.exclude_tender else 0)

    def points(self, basket):
        """Of one that multiplies no other."""
        basis = max(self.basis(basket), 0)
        if self.is_fixed:
            return self.give if basis else 0
        return self.rounding(basis * self.give, self.per)

    def is_for(self, basket):
        """Whether it is rated with one of the rule's tiers, if that names any."""
        return not self.tiers or not self.tiers.isdisjoint(enumerate(basket.tiers))

    def factor(self, basket):
        for place in enumerate(basket.tiers):
            if place in self.by_tier:
                return self.by_tier[place]
        return self.by  # 1 beside by_tier.

    def times(self, points, by):
        return self.rounding(points * by.numerator, by.denominator)


def rate(rules, basket, with_fixed):
    """How many points each rule gives, in their order."""
    points = dict.fromkeys(rules, 0)
    rated = [rule for rule in rules if rule.is_for(basket)]
    for rule in rated:
        if rule.base is None and (with_fixed or not rule.is_fixed):
            points[rule] = rule.points(basket)
            points |= multiplied(rule, points[rule], {
                other: other.factor(basket) for other in rated if other.base is rule})
    sums = {}
    for rule, part in points.items():
        sums[rule.unit] = sums.get(rule.unit, 0) + part
    if any(part > LIMIT for part in [*points.values(), *sums.values()]):
        raise Refused("overflow")
    return list(points.values())


def multiplied(rule, points, factors):
    """multiplier -> what it gives to the points of a rule."""
    if not factors or rule.combine == "add":
        return {other: other.times(points, by) - points
                for other, by in factors.items()}
    if rule.combine == "max":
        one = max(factors, key=factors.get)  # The first of equals.
        return {one: one.times(points, factors[one]) - points}
    first, by = next(iter(factors)), Fraction(1)
    for factor in factors.values():
        by *= factor
    return {first: first.times(points, by) - points}
