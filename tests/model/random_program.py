"""Programs drawn at random: every form of every policy occurs over some seeds.

A program is what tomllib would read; `toml` writes it down.
"""

import random

import random_sections
from random_sections import maybe

ZONES = ("UTC", "Europe/Istanbul", "Europe/Prague", "America/New_York",
         "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia",
         "America/St_Johns", "America/Sao_Paulo", "Asia/Kathmandu")
ROUNDS = ("none", "end_of_day", "end_of_month", "end_of_year")
ELAPSED = ("0s", "90s", "45m", "36h", "1d", "30d", "90d", "365d", "2w")
CIVIL = ("0mo", "1mo", "3mo", "12mo", "18mo", "1y", "4y", "9000y")
WITHIN = ("0s", "36h", "30d", "1mo", "3mo", "365d", "18mo", "9000y", "9000y")
HORIZONS = ("never", "0s", "36h", "30d", "3mo", "18mo", "9000y")
RESTORES = ("original", "new", {"grace": "0s"}, {"grace": "30d"}, {"grace": "18mo"})
DAYS = ("12-31", "02-29", "01-01", ["06-30", "12-31"],
        ["02-28", "03-31", "10-31"])
ACTIVITIES = ("purchase", "return", "award", "redeem", "adjust", "transfer",
              "donate", "event", "reinstate", "hold", "capture")
AMOUNTS = (1, 2, 5, 10, 25, 50, 100, 500)
ROUNDINGS = ("floor", "half_up", "half_even", "ceil")


def random_expiry(rng, inactive):
    form = rng.choice(("never", "after", "after", "civil", "on")
                      + ("inactive", "inactive", "both") * inactive)
    if form == "never":
        return "never"
    if form == "on":
        return {"on": rng.choice(DAYS),
                **maybe(rng, 0.4, "from", ("activation", "earn"))}
    fields = {}
    if form in ("inactive", "both"):
        fields["inactive"] = rng.choice(ELAPSED[4:] + CIVIL[1:])
        if rng.random() < 0.6:
            fields["activities"] = rng.sample(ACTIVITIES, rng.randrange(1, 4))
    if form != "inactive":
        long = CIVIL if form in ("civil", "both") else ELAPSED
        fields["after"] = rng.choice(long)
        fields |= maybe(rng, 0.4, "from", ("activation", "earn"))
    return fields | maybe(rng, 0.5, "round", ROUNDS)


def random_pending(rng):
    form = rng.choice(("none", "none", "for", "for", "until"))
    if form == "none":
        return "none"
    if form == "until":
        year, month = rng.randrange(2018, 2025), rng.randrange(1, 13)
        return {"until": f"{year}-{month:02}-{rng.randrange(1, 29):02}"}
    return {"for": rng.choice(ELAPSED[:7] + ELAPSED[8:] + CIVIL[:3]),
            **maybe(rng, 0.7, "round", ROUNDS)}


def random_unit(rng, spendable):
    unit = {"decimals": rng.choice((0, 0, 0, 1, 2, 6)), "spendable": spendable,
            "consume": rng.choice(("earliest_expiry", "fifo"))}
    if spendable or rng.random() < 0.3:
        unit["expiry"] = random_expiry(rng, inactive=True)
    if spendable and rng.random() < 0.7:
        unit["pending"] = random_pending(rng)
    return unit | maybe(rng, 0.6, "reinstate_within", WITHIN)


def random_earn(rng):
    give, per = rng.choice(
        ((1, 100), (1, 1000), (3, 10), (5, 4), (7, 3), (1, 7)))
    rule = {"name": "base", "on": "purchase", "basis": random_basis(rng),
            "unit": "points", "give": give, "per": per,
            "round": rng.choice(ROUNDINGS),
            **maybe(rng, 0.3, "funding_class", ("promotion", "partner:fuel")),
            **maybe(rng, 0.4, "exclude_tender", (True, True, False))}
    if rng.random() < 0.3:
        rule["expiry"] = random_expiry(rng, inactive=False)
    if rng.random() < 0.3:
        rule["pending"] = random_pending(rng)
    return rule


def random_basis(rng):
    kinds = ("item", "tax", "discount")
    return rng.choice(("total", "total", {"lines": rng.choice(kinds)},
                       {"lines": rng.sample(kinds, rng.choice((2, 2, 3)))}))


def random_auto_redeem(rng):
    at = rng.choice(AMOUNTS)
    return {"unit": rng.choice(("points", "points", "points", "miles")),
            "when": rng.choice(("purchase", "credit")), "at": at,
            "take": rng.choice([amount for amount in AMOUNTS if amount <= at]),
            "times": rng.choice(("once", "while"))}


def random_program(seed):
    """A program as read from TOML."""
    rng = random.Random(f"program {seed}")
    choose = lambda *values: rng.choice(values)
    program = {
        "program": {"name": f"random_{seed}", "zone": rng.choice(ZONES),
                    "currency": choose("*", "GBP"),
                    "enrol": choose("first_sight", "first_sight", "explicit")},
        "unit": {"points": random_unit(rng, True),
                 "miles": random_unit(rng, True),
                 "status": random_unit(rng, False)},
        "returns": {"unmatched": choose("rate", "rate", "refuse"),
                    "unknown_reference": choose("refuse", "as_none"),
                    "deficit": choose("negative", "clamp", "only_pending"),
                    **maybe(rng, 0.6, "reversal_horizon", HORIZONS),
                    **maybe(rng, 0.75, "restore", RESTORES)}}
    program |= maybe(rng, 0.25, "adjust", ({"approver": True}, {"approver": False}))
    if rng.random() < 0.92:
        program["earn"] = [random_earn(rng)]
    program |= random_sections.pool(rng)
    program |= random_sections.referral(rng)
    program |= random_sections.giving(rng)
    rules = choose(0, 0, 0, 1, 1, 2, 3)
    if rules:
        program["auto_redeem"] = [random_auto_redeem(rng)
                                  for _ in range(rules)]
    return program


# --- As text -------------------------------------------------------------


def value(thing):
    if isinstance(thing, bool):
        return str(thing).lower()
    if isinstance(thing, str):
        return f'"{thing}"'
    if isinstance(thing, list):
        return "[" + ", ".join(map(value, thing)) + "]"
    if isinstance(thing, dict):
        return "{ " + ", ".join(f"{name} = {value(part)}"
                                for name, part in thing.items()) + " }"
    return str(thing)


def toml(program):
    """The text of a program; no line of it is empty."""
    lines = []
    for name, section in program.items():
        if name == "unit":
            lines += [f"unit.{unit} = {value(fields)}"
                      for unit, fields in section.items()]
        elif isinstance(section, dict):
            lines.append(f"{name} = {value(section)}")
    for name, section in program.items():
        for rule in section if isinstance(section, list) else []:
            lines.append(f"[[{name}]]")
            lines += [f"{key} = {value(part)}" for key, part in rule.items()]
    return "\n".join(lines) + "\n"
