"""What a random case contained of later versions of a program: the events that must
occur, and what is another one than before."""

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
            + tuple(f"version with {what} {name}" for name in NAMED
                    for what in ("a new", "the same", "less of")))


def names(source, section):
    return {rule if isinstance(rule, str) else rule["name"]
            for rule in source.get(section, ())}


def policies(versions):
    found = set()
    for before, after in zip(versions.all, versions.all[1:]):
        old, new = before.program.source, after.program.source
        found |= {f"version with another {name}" for name in SECTIONS
                  if old.get(name) != new.get(name)}
        for name in NAMED:
            had, has = names(old, name), names(new, name)
            for what, some in (("a new", has - had), ("the same", has & had),
                               ("less of", had - has)):
                found |= {f"version with {what} {name}"} if some else set()
    return found
