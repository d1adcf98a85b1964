"""The next version of a random program: what may be another one is so now and then,
what is counted by its name goes on."""

import copy

import dates
import random_achievements
import random_dates
import random_earning
import random_grants
import random_plans
import random_program
import random_sections
from random_dates import ELAPSED, random_expiry, random_unit_pending
from random_sections import maybe
from random_times import DAY
from values import NEVER

CHANCE, OFTEN = 0.13, 0.2  # Of a case; of one with what random_changes.py does.
INACTIVITY = ("inactive", "activities", "round")
NEW_TIERS = ("amber", "opal")


def are_drawn(rng, program):
    return rng.random() < (OFTEN if {"achievement", "plan"} & program.keys() else CHANCE)


def next_program(rng, versions, has_days):
    """As read from TOML; `versions` are all before it. Rules on birthdays are left out
    where some live for thousands of years."""
    sections = {
        "program": {**versions[-1]["program"],
                    "name": f"{versions[0]['program']['name']}_{len(versions) + 1}",
                    "enrol": rng.choice(("first_sight", "explicit")),
                    **maybe(rng, 0.4, "leap_day", random_program.LEAP_DAYS)},
        "returns": random_program.returns(rng), **tier_sets(rng, versions)}
    sections["unit"] = units(rng, versions, sections)
    sections |= earn(rng, versions, sections, has_days) | rewards(rng, versions)
    sections |= referral(rng, versions) | pool(rng, versions)
    sections |= achievements(rng, versions, sections) | plans(rng, versions)
    sections |= random_sections.giving(rng) | random_program.auto_redeem(rng)
    sections |= maybe(rng, 0.25, "adjust", ({"approver": True}, {"approver": False}))
    return random_grants.added(of_units(sections))


def of_units(sections):
    """Without tables of a unit that is not there any more."""
    known, found = sections["unit"], {}
    for name, part in sections.items():
        if isinstance(part, list):
            part = [rule for rule in part
                    if rule.get("unit", "points") in known
                    and rule.get("gives", {}).get("unit", "points") in known]
        if part and (name != "referral" or part["unit"] in known):
            found[name] = part
    return found


def known(versions, section):
    """What tables of each name said last."""
    return {rule["name"]: rule for version in versions
            for rule in version.get(section, [])}


def units(rng, versions, sections):
    """What was left out may come back."""
    before = {name: unit for version in versions
              for name, unit in version["unit"].items()}
    counted = [rule["unit"] for rule in sections.get("tier_set", []) if "unit" in rule]
    found = {}
    for name, unit in before.items():
        if name in counted + ["points"] or rng.random() < 0.9:
            found[name] = later_unit(rng, unit, name in counted)
    if "ghost" not in before and rng.random() < 0.2:
        found["ghost"] = random_program.random_unit(rng, True)
    return found


def later_unit(rng, before, is_counted):
    """Points expire by inactivity as they did, or begin to."""
    unit = copy.deepcopy(before)
    old = unit.get("expiry", "never")
    if "inactive" in old:
        kept = {key: old[key] for key in INACTIVITY if key in old}
        unit["expiry"] = kept | maybe(rng, 0.5, "after", ELAPSED)
    elif not is_counted and rng.random() < 0.6:
        unit["expiry"] = random_expiry(rng, inactive=rng.random() < 0.5)
    if "pending" in unit and rng.random() < 0.6:
        unit["pending"] = random_unit_pending(rng)
    return unit


def retire(rng, versions, start, zone):
    """Units of the last version end on another day than before, where neither day is
    before that version starts."""
    begin = lambda day: NEVER if day is None else dates.start_of_date(day, zone)
    days = random_dates.ends(versions[-1])
    for name, unit in versions[-1]["unit"].items():
        said = [version["unit"][name].get("retire_at") for version in versions[:-1]
                if name in version["unit"]]
        unit.pop("retire_at", None)
        new = rng.choice((None, None, None, *rng.sample(days, 2), *said[-1:]))
        if min(map(begin, (new, *said))) < start:
            new = said[-1] if said else None
        if new is not None:
            unit["retire_at"] = new


# --- Earn rules -------------------------------------------------------------


def earn(rng, versions, sections, has_days):
    """With the budgets that they claim of."""
    if rng.random() < 0.06:
        return {}
    found = budgets(rng, versions)
    names = [budget["name"] for budget in found.get("budget", [])]
    tiers = [[tier["name"] for tier in tier_set["tiers"]]
             for tier_set in sections.get("tier_set", [])]
    rules = changed(rng, versions[-1].get("earn", []))
    if not rules or rng.random() < 0.4:
        rules = random_earning.rules(rng, found.get("budget", []), tiers)
    rules = renamed(rules, [version.get("earn", []) for version in versions])
    bought = all(map(asks_who_has_bought, versions))
    units_of = {rule["name"]: rule["unit"] for rule in rules if "unit" in rule}
    gone = ["birthday"] * (not has_days) + ["anniversary"] * (
        not has_days or not has_rule_on(versions[0], "anniversary"))
    left = [rule for rule in rules if rule["on"] not in gone
            and units_of[rule.get("multiply", rule["name"])] in sections["unit"]]
    for rule in left:
        if rule.get("budget") not in names:
            rule.pop("budget", None), rule.pop("partial", None)
        only_tiers(rule, sum(tiers, []))
        if not bought and "first_purchase" in rule.get("when", ()):
            del rule["when"]
    return found | {"earn": left}


def changed(rng, rules):
    """Some are gone, and what multiplied them; others give something else."""
    gone = {rule["name"] for rule in rules if rng.random() < 0.2}
    left = [copy.deepcopy(rule) for rule in rules
            if not {rule["name"], rule.get("multiply")} & gone]
    for rule in left:
        if "per" in rule and rng.random() < 0.7:
            rule["give"], rule["per"] = rng.choice(random_earning.RATES)
        if "by" in rule:
            rule["by"] = rng.choice(random_earning.FACTORS)
        if rng.random() < 0.4:
            rule["expiry"] = random_expiry(rng, inactive=False)
        counts = rule["on"] in ("purchase", "event")
        if "cap" in rule or counts and rng.random() < 0.2:
            rule["cap"] = random_earning.cap(rng)
    if rng.random() < 0.5:
        rng.shuffle(left)
        left.sort(key=lambda rule: "multiply" in rule)
    return left


def renamed(rules, before):
    """A rule of another unit has another name than any before."""
    old, new = {}, units_of_rules(rules)
    for some in before:
        old |= units_of_rules(some)
    names = {name: name if old.get(name, unit) == unit else f"{name}_of_{unit}"
             for name, unit in new.items()}
    for rule in rules:
        rule["name"] = names[rule["name"]]
        if "multiply" in rule:
            rule["multiply"] = names[rule["multiply"]]
    return rules


def units_of_rules(rules):
    found = {rule["name"]: rule.get("unit") for rule in rules}
    return found | {rule["name"]: found[rule["multiply"]] for rule in rules
                    if "multiply" in rule}


def only_tiers(rule, names):
    """Without those that are gone."""
    if "by_tier" in rule:
        left = {tier: by for tier, by in rule.pop("by_tier").items() if tier in names}
        rule |= {"by_tier": left} if left else {"by": 2}
    if "tier" in rule:
        asked = rule["tier"] if isinstance(rule["tier"], list) else [rule["tier"]]
        rule["tier"] = [tier for tier in asked if tier in names]
        if not rule["tier"]:
            del rule["tier"]


def has_rule_on(program, on):
    return any(rule["on"] == on for rule in program.get("earn", []))


def asks_who_has_bought(program):
    return program.get("referral", {}).get("when") == "first_purchase" or any(
        isinstance(rule.get("when"), dict) and rule["when"].get("first_purchase")
        for rule in program.get("earn", []))


def budgets(rng, versions):
    old = known(versions, "budget")
    if not old:
        return random_sections.budgets(rng) if rng.random() < 0.3 else {}
    return {"budget": [{**budget, "amount": rng.choice((1, 10, 30, 100, 10000))}
                       for budget in old.values()]}


# --- Tiers --------------------------------------------------------------------


def tier_sets(rng, versions):
    """One that was left out does not come back."""
    old, number = versions[-1].get("tier_set", []), len(versions) + 1
    found = [later_set(rng, rule) for rule in old if rng.random() < 0.85]
    if rng.random() < (0.3 if old else 0.1):
        rule = random_sections.tier_set(rng, f"set_of_{number}", [
            f"low_{number}", f"high_{number}"], {
                "status": versions[-1]["unit"].get("status", {"expiry": "never"})})
        if rule["window"] == "membership_year" and not all(
                map(has_membership_years, versions)):
            rule["window"] = "calendar_year"
        found.append(rule)
    return {"tier_set": found} if found else {}


def has_membership_years(program):
    return any(rule["window"] == "membership_year"
               for rule in program.get("tier_set", []))


def later_set(rng, before):
    """Counts the same, in the same windows."""
    names = [tier["name"] for tier in before["tiers"]]
    if len(names) > 1 and rng.random() < 0.4:
        names.remove(rng.choice(names))
    new = f"{rng.choice(NEW_TIERS)}_{before['name']}"
    if new not in names and rng.random() < 0.4:
        names.insert(rng.randrange(len(names) + 1), new)
    fresh = random_sections.tier_set(rng, before["name"], names, {"status": {}})
    keys = ("qualify", "keep", "downgrade", "grace") + (
        ("tier_applies",) if before["basis"] in ("spend", "visits") else ()) + (
        ("per_day",) if before["basis"] == "visits" else ())
    rule = {key: value for key, value in before.items() if key not in keys}
    rule |= {key: fresh[key] for key in keys if key in fresh}
    step = rng.choice([tier["at"] for tier in before["tiers"]])
    return rule | {"tiers": [{"name": name, "at": step * (place + 1)}
                             for place, name in enumerate(names)]}


# --- Achievements and plans ---------------------------------------------------


def achievements(rng, versions, sections):
    """With the benefits of that version."""
    old = [later_achievement(rng, rule, sections["unit"])
           for rule in known(versions, "achievement").values() if rng.random() < 0.7]
    if len(old) < 4 and rng.random() < 0.35:
        name = f"late_{len(versions) + 1}"
        old.append(random_achievements.achievement(rng, name))
        old[-1] |= in_unit(rng, old[-1], sections["unit"])
    rng.shuffle(old)
    tiers = [[tier["name"] for tier in tier_set["tiers"]]
             for tier_set in sections.get("tier_set", [])]
    if not old:
        return {}
    return {"achievement": old} | random_achievements.benefits(rng, old, tiers)


def later_achievement(rng, before, units):
    """Counts the same, in the same periods."""
    rule = {key: before[key] for key in (
        "name", "basis", "at", "window", "streak") if key in before}
    if rng.random() < 0.6:
        rule["at"] = random_achievements.enough(rng, rule["basis"])
    if "streak" in rule:
        rule["streak"] = {**rule["streak"], "periods": rng.choice((2, 2, 3))}
    rule |= random_achievements.of_a_day(rng, rule["basis"])
    rule |= random_achievements.terms(rng, rule["basis"])
    if rng.random() < 0.85:
        rule |= random_achievements.gift(rng)
    return rule | in_unit(rng, rule, units)


def in_unit(rng, rule, units):
    """One that the version has."""
    if "unit" not in rule or rule["unit"] in units:
        return {}
    return {"unit": "points"}


def plans(rng, versions):
    """All that others name, or none at all."""
    if rng.random() < (0.35 if "plan" in versions[-1] else 0.6):
        return {}
    found = random_plans.declared(rng)
    rng.shuffle(found)
    return {"plan": found}


# --- Others -------------------------------------------------------------------


def rewards(rng, versions):
    found = random_sections.rewards(rng)
    old = {rule["name"]: rule for version in versions
           for rule in version.get("reward", []) if "limit" in rule}
    for rule in found.get("reward", []):
        if "limit" in rule and rule["name"] in old:
            rule["per"] = old[rule["name"]].get("per", "lifetime")
    return found


def referral(rng, versions):
    """Of the same unit, and of the same periods."""
    before = [version["referral"] for version in versions if "referral" in version]
    if not before and rng.random() < 0.7:
        return {}
    found, old = random_sections.referral(rng), before[-1] if before else None
    if not found:
        return {}
    rule = found["referral"]
    if old is not None:
        rule["unit"], rule["per"] = old["unit"], old.get("per", "lifetime")
        rule.setdefault("cap", 2)
    if rule["when"] == "first_purchase" and not all(map(asks_who_has_bought, versions)):
        rule["when"] = "enrolment"
    return found


def pool(rng, versions):
    if "pool" not in versions[-1] and rng.random() < 0.8:
        return {}
    return {"pool": {"members_max": rng.choice((1, 2, 2, 6))}}


def effective(rng, commands, place, zone):
    """Of a version that is made before the command of a place: before, at or between
    the business times of the commands, where windows end, or behind them all."""
    at = rng.choice((commands[rng.randrange(place, len(commands))],
                     commands[rng.randrange(place, len(commands))],
                     commands[rng.randrange(len(commands))])).at
    if rng.random() < 0.25:
        year, month, _ = dates.civil(zone.day(at))
        month = rng.choice((month, month, 1))
        return zone.start_of(dates.day_of(year + month // 12, month % 12 + 1, 1))
    return at + rng.choice((0, 0, 1, -1, DAY, -30 * DAY, 30 * DAY, -2000 * DAY,
                            400 * DAY))
