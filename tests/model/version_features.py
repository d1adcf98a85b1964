"""What a random case contained of later versions of a program: the events that must
occur, and what is another one than before."""

from days import KINDS

EVENTS = tuple(f"versions: {what}" for what in (
    "effective before they were made", "effective later", "a command by an older one",
    "by that of what it names", "a message by an older one", "due by an older one",
    "a start", "inactivity is brought")) + (
    "achievements: un-counted by another version", "plans: lapses by another version")
SECTIONS = ("unit", "returns", "earn", "reward", "budget", "tier_set", "transfer",
            "allowance", "auto_redeem", "referral", "pool", "achievement", "benefit",
            "plan")
NAMED = ("unit", "earn", "reward", "tier_set", "achievement")
POLICIES = (tuple(f"version with another {name}" for name in SECTIONS)
            + ("version with another retire_at", "version with another leap_day",
               "version with another rule on days")
            + tuple(f"version with {what} {name}" for name in NAMED
                    for what in ("a new", "the same", "less of")))


def names(source, section):
    return {rule if isinstance(rule, str) else rule["name"]
            for rule in source.get(section, ())}


def later(old, new):
    """What there is of units that end, and of birthdays, in the next version."""
    ends = lambda source: {name: unit.get("retire_at")
                           for name, unit in source["unit"].items()}
    both = ends(old).keys() & ends(new)
    on_days = lambda source: [
        rule for rule in source.get("earn", []) if rule["on"] in KINDS]
    leap_day = lambda source: source["program"].get("leap_day", "feb_28")
    changes = {"retire_at": any(ends(old)[name] != ends(new)[name] for name in both),
               "rule on days": on_days(old) != on_days(new),
               "leap_day": leap_day(old) != leap_day(new)}
    return {f"version with another {what}" for what, is_so in changes.items() if is_so}


def policies(versions):
    found = set()
    for before, after in zip(versions.all, versions.all[1:]):
        old, new = before.program.source, after.program.source
        found |= {f"version with another {name}" for name in SECTIONS
                  if old.get(name) != new.get(name)}
        found |= later(old, new)
        for name in NAMED:
            had, has = names(old, name), names(new, name)
            for what, some in (("a new", has - had), ("the same", has & had),
                               ("less of", had - has)):
                found |= {f"version with {what} {name}"} if some else set()
    return found
