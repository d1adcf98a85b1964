"""Random earn rules of programs."""

from random_dates import random_expiry, random_pending
from random_sections import maybe

ROUNDINGS = ("floor", "half_up", "half_even", "ceil")
RATES = ((1, 100), (1, 1000), (3, 10), (5, 4), (7, 3), (1, 7))
FACTORS = (1, 2, "3/2", "4/3", "11/10", "3/1")
COMBINES = ("add", "compound", "max")


def rules(rng, claims, tiers):
    """One that rates, and perhaps others: of any form, in any unit. One that claims
    from a budget is alone. `tiers` are the names of each set."""
    made = [rated(rng, "base", "points") | claims]
    if claims:
        return made
    for place in range(rng.choice((0, 0, 0, 1, 2, 3, 5))):
        name = f"rule_{place}"
        unit = rng.choice(("points", "points", "miles", "status"))
        rule = rng.choice((
            lambda: rated(rng, name, unit), lambda: fixed(rng, name, unit),
            lambda: multiplier(rng, name, made), lambda: multiplier(rng, name, made)))()
        made.append(of_tiers(rng, rule, tiers) if tiers else rule)
    return made


def rated(rng, name, unit):
    give, per = rng.choice(RATES)
    return {"name": name, "on": "purchase", "basis": basis(rng), "unit": unit,
            "give": give, "per": per, "round": rng.choice(ROUNDINGS),
            **maybe(rng, 0.6, "combine", COMBINES), **tender(rng), **credit(rng)}


def fixed(rng, name, unit):
    return {"name": name, "on": "purchase", "unit": unit,
            "give": rng.choice((1, 5, 20)), **maybe(rng, 0.6, "combine", COMBINES),
            **tender(rng), **credit(rng)}


def multiplier(rng, name, before):
    base = rng.choice([rule for rule in before if "multiply" not in rule])
    return {"name": name, "on": "purchase", "multiply": base["name"],
            "by": rng.choice(FACTORS), **maybe(rng, 0.6, "round", ROUNDINGS),
            **credit(rng)}


def of_tiers(rng, rule, tiers):
    """Some rules look at the tiers of a member."""
    some = rng.choice(tiers)
    if rng.random() < 0.4:
        rule["tier"] = rng.choice((some, rng.choice(some), sum(tiers, [])))
    if "multiply" in rule and rng.random() < 0.6:
        del rule["by"]
        rule["by_tier"] = {name: rng.choice(FACTORS) for name in rng.sample(
            some, rng.randrange(1, len(some) + 1))}
    return rule


def basis(rng):
    kinds = ("item", "tax", "discount")
    return rng.choice(("total", "total", {"lines": rng.choice(kinds)},
                       {"lines": rng.sample(kinds, rng.choice((2, 2, 3)))}))


def tender(rng):
    return maybe(rng, 0.4, "exclude_tender", (True, True, False))


def credit(rng):
    """Class and dates of what a rule gives."""
    rule = maybe(rng, 0.3, "funding_class", ("promotion", "partner:fuel"))
    if rng.random() < 0.3:
        rule["expiry"] = random_expiry(rng, inactive=False)
    if rng.random() < 0.3:
        rule["pending"] = random_pending(rng)
    return rule
