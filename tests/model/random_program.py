"""Programs drawn at random: every form of every policy occurs over some seeds.

A program is what tomllib would read; `toml` writes it down.
"""

import random

import random_achievements
import random_dates
import random_earning
import random_grants
import random_plans
import random_sections
from days import KINDS
from random_dates import random_expiry, random_unit_pending
from random_sections import maybe

ZONES = ("UTC", "Europe/Istanbul", "Europe/Prague", "America/New_York",
         "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia",
         "America/St_Johns", "America/Sao_Paulo", "Asia/Kathmandu")
WITHIN = ("0s", "36h", "30d", "1mo", "3mo", "365d", "18mo", "9000y", "9000y")
HORIZONS = ("never", "0s", "36h", "30d", "3mo", "18mo", "9000y")
RESTORES = ("original", "new", {"grace": "0s"}, {"grace": "30d"}, {"grace": "18mo"})
AMOUNTS = (1, 2, 5, 10, 25, 50, 100, 500)
LEAP_DAYS = ("feb_28", "mar_1")


def random_unit(rng, spendable):
    unit = {"decimals": rng.choice((0, 0, 0, 1, 2, 6)), "spendable": spendable,
            "consume": rng.choice(("earliest_expiry", "fifo"))}
    if spendable or rng.random() < 0.3:
        unit["expiry"] = random_expiry(rng, inactive=True)
    if spendable and rng.random() < 0.7:
        unit["pending"] = random_unit_pending(rng)
    return unit | maybe(rng, 0.6, "reinstate_within", WITHIN)


def random_auto_redeem(rng):
    at = rng.choice(AMOUNTS)
    return {"unit": rng.choice(("points", "points", "points", "miles")),
            "when": rng.choice(("purchase", "credit")), "at": at,
            "take": rng.choice([amount for amount in AMOUNTS if amount <= at]),
            "times": rng.choice(("once", "while"))}


def auto_redeem(rng):
    rules = rng.choice((0, 0, 0, 1, 1, 2, 3))
    return {"auto_redeem": [random_auto_redeem(rng)
                            for _ in range(rules)]} if rules else {}


def returns(rng):
    choose = lambda *values: rng.choice(values)
    return {"unmatched": choose("rate", "rate", "refuse"),
            "unknown_reference": choose("refuse", "as_none"),
            "deficit": choose("negative", "clamp", "only_pending"),
            **maybe(rng, 0.6, "reversal_horizon", HORIZONS),
            **maybe(rng, 0.75, "restore", RESTORES)}


def random_program(seed):
    """A program as read from TOML."""
    rng = random.Random(f"program {seed}")
    choose = lambda *values: rng.choice(values)
    program = {
        "program": {"name": f"random_{seed}", "zone": rng.choice(ZONES),
                    "currency": choose("*", "GBP"),
                    "enrol": choose("first_sight", "first_sight", "explicit"),
                    **maybe(rng, 0.4, "leap_day", LEAP_DAYS)},
        "unit": {"points": random_unit(rng, True),
                 "miles": random_unit(rng, True),
                 "status": random_unit(rng, False)},
        "returns": returns(rng)}
    # Drawn apart: the rest of a seed's program is what it was.
    late = random.Random(f"oldest {seed}")
    program["program"] |= maybe(late, 0.1, "oldest", HORIZONS)
    program |= maybe(rng, 0.25, "adjust", ({"approver": True}, {"approver": False}))
    tiers = []
    for unit in program["unit"].values():
        unit |= maybe(rng, 0.07, "retire_at", random_dates.ends(program))
    if rng.random() < 0.92:
        budgets = random_sections.budgets(rng)
        sets = random_sections.tier_sets(rng, program["unit"])
        tiers = [[tier["name"] for tier in tier_set["tiers"]]
                 for tier_set in sets.get("tier_set", [])]
        program |= budgets | sets | {"earn": random_earning.rules(
            rng, budgets.get("budget", []), tiers)}
    count_days(rng, program)
    program |= random_achievements.sections(rng, tiers)
    program |= random_plans.sections(rng)
    program |= random_sections.rewards(rng)
    program |= random_sections.pool(rng)
    program |= random_sections.referral(rng)
    program |= random_sections.giving(rng)
    return random_grants.added(program | auto_redeem(rng))


def count_days(rng, program):
    """A unit that tiers count is often given on birthdays."""
    if any(rule["basis"] == "unit" for rule in program.get("tier_set", [])):
        for rule in program["earn"]:
            if rule["on"] in KINDS and rng.random() < 0.9:
                rule["unit"] = "status"


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
