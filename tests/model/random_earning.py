"""Random earn rules of programs."""

from lines import FILTERS
from random_dates import random_expiry, random_pending
from random_sections import maybe

ROUNDINGS = ("floor", "half_up", "half_even", "ceil")
RATES = ((1, 100), (1, 1000), (3, 10), (5, 4), (7, 3), (1, 7))
FACTORS = (1, 2, "3/2", "4/3", "11/10", "3/1")
COMBINES = ("add", "compound", "max")
STACKINGS = ("sum", "max", "max", "first")
SKUS = ("A1", ["A1", "C3"])
FOOD = ("food", ["food", "drinks"])
PERIODS = ("transaction", "day", "week", "month", "year", "lifetime")
WORDS = ("survey", "visit", ["visit", "survey"], ["review", "survey"])
# Conditions of what is no purchase, and of those what a day looks at.
OF_EVENTS = ("store", "channel", "weekday", "from", "until", "segments", "plans", "bucket")
OF_DAYS = ("weekday", "segments", "plans", "bucket")


def rules(rng, budgets, tiers):
    """One that rates, and perhaps others: of any form, in any unit, some with a budget.
    `tiers` are the names of each set."""
    made = [rated(rng, "base", "points")]
    made[0] |= limits(rng, made[0], 0.15)
    for place in range(rng.choice((0, 0, 1, 2, 3, 5))):
        name = f"rule_{place}"
        unit = rng.choice(("points", "points", "miles", "status"))
        rule = rng.choice((
            lambda: rated(rng, name, unit), lambda: fixed(rng, name, unit),
            lambda: table(rng, name, unit),
            lambda: multiplier(rng, name, made), lambda: multiplier(rng, name, made)))()
        rule = of_tiers(rng, rule, tiers) if tiers else rule
        made.append(rule | limits(rng, rule, 0.3))
    heard = events(rng, tiers)
    for on, some in rng.choice((
            ((("better", "best"), made), (("louder", "loudest"), heard)),
            ((("better", "best"), made + heard),))):
        group(rng, some, [rule for rule in some if "multiply" not in rule], on[0])
        group(rng, some, [rule for rule in some if "multiply" in rule], on[1])
    made = heard + made if rng.random() < 0.2 else made + heard
    made += enrolments(rng)
    claim(rng, made, budgets)
    return made + days(rng, tiers)


def claim(rng, made, budgets):
    """The first rule mostly, others sometimes, of a budget of their unit."""
    units = {rule["name"]: rule["unit"] for rule in made if "unit" in rule}
    for place, rule in enumerate(made):
        unit = units[rule.get("multiply", rule["name"])]
        some = [budget for budget in budgets if budget["unit"] == unit]
        if some and rng.random() < (0.4 if place else 0.8):
            budget = rng.choice(some)
            rule |= {"budget": budget["name"],
                     **maybe(rng, 0.6, "partial", (True, True, False))}
            if "funding_class" in budget:
                rule["funding_class"] = budget["funding_class"]


def rated(rng, name, unit):
    give, per = rng.choice(RATES)
    rule = {"name": name, "on": "purchase", "basis": basis(rng), "unit": unit,
            "give": give, "per": per, "round": rng.choice(ROUNDINGS),
            **maybe(rng, 0.6, "combine", COMBINES), **tender(rng), **credit(rng)}
    if rule["basis"] != "total" and not rule.get("exclude_tender"):
        rule |= maybe(rng, 0.6, "round_per", ("line", "line", "basket"))
    return rule


def fixed(rng, name, unit):
    return {"name": name, "on": "purchase", "unit": unit,
            "give": rng.choice((1, 5, 20)), **maybe(rng, 0.6, "combine", COMBINES),
            **tender(rng), **credit(rng)}


def table(rng, name, unit):
    at, give = rng.choice(((1000, 20), ([100, 1500], [1, 30]), ([1, 149, 600], [5, 2, 9])))
    rule = rated(rng, name, unit)
    for key in ("give", "per", "round", "round_per"):
        rule.pop(key, None)
    return rule | {"table": {"at": at, "give": give}}


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
    filters = {**maybe(rng, 0.15, "sku", SKUS), **maybe(rng, 0.15, "category", FOOD),
               **maybe(rng, 0.15, "brand", ("acme", ["acme", "other"]))}
    of_lines = {"lines": rng.choice(kinds)} if rng.random() < 0.4 else {
        "lines": rng.sample(kinds, rng.choice((2, 2, 3)))}
    if filters and rng.random() < 0.3:
        of_lines = {}
    return rng.choice(("total", filters | of_lines)) or "total"


def without_filters(some):
    return some if isinstance(some, str) else {
        key: words for key, words in some.items() if key not in FILTERS}


def limits(rng, limited, chance):
    """When a rule applies, how often and how much it gives. It looks at a part of the
    lines in one place at most."""
    rule = {}
    if rng.random() < chance:
        rule["when"] = when(rng)
        if any(key in limited.get("basis", ()) for key in FILTERS):
            rule["when"] = without_filters(rule["when"]) or "always"
    if rng.random() < chance:
        rule["cap"] = cap(rng)
    return rule | maybe(rng, chance / 3, "cooldown", ("0s", "1d", "36h", "1mo"))


def when(rng, keys=None):
    """One to three conditions."""
    some = {"total_min": (100, 1500), "store": ("north", ["north", "south"]),
            "channel": ("till", ["till", "web"]),
            "tender": ("card", ["card", "cash"]), "sku": SKUS, "category": FOOD,
            "brand": ("acme",), "weekday": ("monday", ["friday", "saturday", "sunday"]),
            "from": ("06:00", "12:30"), "until": ("03:15", "18:00", "24:00"),
            "segments": (0, [3, 63]), "plans": ("gold", ["basic", "gold"]),
            "bucket": ([0, 49], [50, 99], [10, 10]),
            "first_purchase": (True, True, False)}
    found = {key: rng.choice(some[key])
             for key in rng.sample(list(keys or some), rng.choice((1, 1, 1, 2, 3)))}
    if "bucket" in found:
        found |= maybe(rng, 0.5, "salt", ("autumn", "spring"))
    return found


def cap(rng):
    found = {per: rng.choice((1, 5, 20, 60)) for per in rng.sample(
        PERIODS, rng.choice((1, 1, 2)))}
    return found | maybe(rng, 0.5, "on_exceed", ("reduce", "reject"))


def group(rng, made, rules, name):
    """Some of one unit, if there are several."""
    units = {rule["name"]: rule["unit"] for rule in made if "unit" in rule}
    unit = rng.choice(("points", "points", "miles", "status"))
    some = [rule for rule in rules
            if units[rule.get("multiply", rule["name"])] == unit]
    if len(some) < 2 or rng.random() < 0.15:
        return
    stacking = maybe(rng, 0.9, "stacking", STACKINGS)
    for rule in rng.sample(some, rng.randrange(2, len(some) + 1)):
        rule |= {"group": name, **stacking}


def enrolments(rng):
    if rng.random() < 0.8:
        return []
    rules = [{"name": "welcome", "on": "enrolment", "give": rng.choice((7, 100)),
              "unit": rng.choice(("points", "points", "miles", "status")),
              **credit(rng)}]
    if rng.random() < 0.5:
        rules[0]["when"] = rng.choice((
            {"plans": "gold"}, {"segments": [0, 3]}, {"weekday": ["monday", "sunday"]},
            {"store": "north"}, {"bucket": [0, 49]}))
    return rules


def events(rng, tiers):
    """Rules for events, and what multiplies them."""
    made = []
    for place in range(rng.choice((0, 0, 0, 0, 1, 2, 3))):
        rule = {"name": f"word_{place}", "on": "event", **maybe(rng, 0.5, "event", WORDS)}
        if made and rng.random() < 0.4:
            rule |= multiplier(rng, rule["name"], made) | {"on": "event"}
        else:
            rule |= {"unit": rng.choice(("points", "points", "miles", "status")),
                     "give": rng.choice((1, 7, 30)), **maybe(rng, 0.4, "combine", COMBINES),
                     **credit(rng)}
        rule = of_tiers(rng, rule, tiers) if tiers else rule
        if rng.random() < 0.3:
            rule["when"] = when(rng, OF_EVENTS)
        if rng.random() < 0.45:
            rule["cap"] = cap(rng)
        made.append(rule | maybe(rng, 0.1, "cooldown", ("0s", "1d", "36h", "1mo")))
    return made


def days(rng, tiers):
    """Rules for birthdays and anniversaries."""
    made = []
    for place in range(rng.choice((0, 0, 0, 0, 1, 1, 2, 3))):
        rule = {"name": f"day_{place}",
                "on": rng.choice(("birthday", "birthday", "anniversary")),
                "unit": rng.choice(("points", "points", "miles", "status")),
                "give": rng.choice((2, 25, 60)), **credit(rng)}
        if tiers and rng.random() < 0.25:
            rule["tier"] = rng.choice(tiers)
        if rng.random() < 0.35:
            rule["when"] = when(rng, OF_DAYS)
        made.append(rule)
    return made


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
