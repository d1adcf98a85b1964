"""Random achievements and benefits of programs, and commands of members that complete
them, and of whom that is taken back."""

from random_dates import random_expiry, random_pending
from random_sections import LIFETIME, maybe
from random_tiers import pass_days
from random_times import DAY
from values import LIMIT

NAMES = ("first", "second", "third", "fourth")
WINDOWS = ("lifetime", "lifetime", "day", "week", "month", "year")
WORDS = ("survey", "visit", ["visit", "survey"], "review")


def sections(rng, tiers):
    """`tiers` are the names of each set."""
    if rng.random() < 0.55:
        return {}
    made = [achievement(rng, name) for name in NAMES[:rng.choice((1, 2, 2, 3, 4))]]
    return {"achievement": made} | benefits(rng, made, tiers)


def achievement(rng, name):
    basis = rng.choice(("visits", "visits", "spend", "events"))
    rule = {"name": name, "basis": basis, "at": enough(rng, basis)}
    if rng.random() < 0.4:
        rule["streak"] = {"period": rng.choice(("day", "day", "week", "month")),
                          "periods": rng.choice((2, 2, 2, 3))}
    else:
        rule |= maybe(rng, 0.8, "window", WINDOWS)
    rule |= of_a_day(rng, basis) | terms(rng, basis)
    return rule | ({} if rng.random() < 0.12 else gift(rng))


def enough(rng, basis):
    return rng.choice((50, 100, 1500) if basis == "spend" else (1, 1, 2, 2, 3))


def of_a_day(rng, basis):
    return {} if basis == "spend" else maybe(rng, 0.3, "per_day", (1, 1, 2))


def terms(rng, basis):
    """What counts, and whether more of it counts again."""
    rule = maybe(rng, 0.6, "repeat", (True, True, False))
    if basis == "events":
        rule |= maybe(rng, 0.5, "event", WORDS)
    if rng.random() < 0.2:
        rule["when"] = when(rng, basis)
    return rule


def when(rng, basis):
    some = {"store": ("north", ["north", "south"]), "channel": ("till",),
            "weekday": ("monday", ["friday", "saturday", "sunday"]),
            "segments": (0, [3, 63]), "plans": ("gold", ["basic", "gold"])}
    if basis != "events":
        some |= {"total_min": (100, 1500), "sku": ("A1",), "category": ("food",),
                 "brand": ("acme",)}
    return {key: rng.choice(some[key]) for key in rng.sample(
        list(some), rng.choice((1, 1, 2)))}


def gift(rng):
    """What whoever completes it is given."""
    rule = {"unit": rng.choice(("points", "points", "miles", "status")),
            "give": rng.choice((2, 7, 30, 30, 900000)),
            **maybe(rng, 0.2, "funding_class", ("partner:bank",))}
    if rng.random() < 0.25:
        rule["expiry"] = random_expiry(rng, inactive=False)
    if rng.random() < 0.3:
        rule["pending"] = random_pending(rng)
    return rule


def benefits(rng, made, tiers):
    ever = [rule["name"] for rule in made
            if rule.get("window", "lifetime") == "lifetime"]
    found = []
    for name in ("lounge", "table", "news")[:rng.choice((1, 2, 3))]:
        some = {"plans": ("gold", ["basic", "gold"])}
        if ever:
            some["achievement"] = (ever[0], ever)
        if tiers:
            some["tier"] = (rng.choice(tiers), rng.choice(sum(tiers, [])))
        keys = rng.sample(list(some), min(rng.choice((1, 1, 2)), len(some)))
        found.append({"name": name, **{key: rng.choice(some[key]) for key in keys}})
    return {"benefit": found} if rng.random() < 0.8 else {}


# --- Commands -----------------------------------------------------------------


def strive(draw):
    """Some of what a member does toward an achievement, and takes back of it."""
    if "achievement" not in draw.program:
        return []
    member, rule = draw.choice(draw.members), draw.choice(draw.program["achievement"])
    is_rich = "give" in rule and draw.random() < 0.12
    if is_rich:
        member = f"rich{draw.made}"  # It can take no more.
    do = lambda kind, ago=0, member=member, **fields: draw.command(
        kind, member, at=draw.times.now - ago * DAY, **fields)
    step = {"day": 1, "week": 7, "month": 31, "year": 366, "lifetime": 3}[
        rule.get("streak", {}).get("period", rule.get("window", "lifetime"))]
    given = []
    if is_rich:
        given.append(do("import", unit=rule["unit"], what="lot",
                        amount=LIMIT - draw.choice((0, 1))))
    if "streak" in rule and rule["basis"] != "events" and draw.random() < 0.5:
        return given + row(draw, do, rule, step)
    for _ in range(draw.choice((2, 3, 4, 6))):
        given += once(draw, do, rule, step)
        pass_days(draw, step * draw.choice((0, 1, 1, 1, 2)))
    if draw.random() < 0.2:
        given += together(draw, do, rule, member)
    return given + regrets(draw, do, step)


def row(draw, do, rule, step):
    """Just enough in each of so many periods; perhaps the last of it comes back."""
    given, is_spend = [], rule["basis"] == "spend"
    for _ in range(rule["streak"]["periods"]):
        given += [do("purchase", unit="GBP", store="north", channel="till",
                     amount=rule["at"] if is_spend else 1500)
                  for _ in range(1 if is_spend else rule["at"])]
        pass_days(draw, step)
    if draw.random() < 0.7:
        given.append(do("reverse", reference=given[-1].id))
    return given


def once(draw, do, rule, step):
    """What counts, or is too late to count; and what comes between."""
    ago = draw.choice((0, 0, 0, 0, step, step, 2 * step))
    if rule["basis"] == "events":
        made = [do("event", ago, name=draw.choice(("survey", "visit", "review")))]
    else:
        made = [buy(draw, do, rule, ago)]
    unit = rule.get("unit", "points")
    if draw.random() < 0.15:
        made.append(do("redeem", unit=unit, amount=draw.choice((1, 7, 30))))
    if draw.random() < 0.08:
        made.append(do("adjust", unit=unit, amount=-draw.choice((9, 40)),
                       reason="count", operator="ann", approver="bea"))
    return made


def buy(draw, do, rule, ago):
    enough = rule["at"] if rule["basis"] == "spend" else 100
    bought = do("purchase", ago, unit="GBP", amount=draw.choice(
        (enough, enough, enough // 2, 3 * enough, 1500)), **draw.choice(
            ({}, {}, {"store": "north", "channel": "till"})))
    draw.baskets.append(bought)
    return bought


def regrets(draw, do, step):
    """Some of what was bought last comes back, at once or when it is too late."""
    given = []
    for bought in draw.baskets[-draw.choice((1, 2, 3)):]:
        if draw.random() < 0.6:
            given.append(draw.choice((
                lambda: do("return", member=bought.member, reference=bought.id,
                           unit="GBP", amount=draw.choice((None, None, 1, 50))),
                lambda: do("reverse", member=bought.member, reference=bought.id)))())
            pass_days(draw, step * draw.choice((0, 0, 0, 1, 2)))
    return given


def together(draw, do, rule, member):
    """With another member who does the same."""
    other = draw.choice(draw.members)
    theirs = lambda kind, ago=0, **fields: do(kind, ago, member=other, **fields)
    made = once(draw, theirs, rule, 1) + once(draw, theirs, rule, 1)
    if other != member:
        made.append(do("merge", receiver=other))
    return made + once(draw, theirs, rule, 1)
