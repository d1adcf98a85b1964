"""Random commands of members that grow older: birthdays come near, are moved, and pass."""

import dates
from days import KINDS
from random_times import DAY, LAST
from random_tiers import pass_days
from values import CLEARED, LIMIT


def grow_older(draw):
    """One who lives through some birthdays, and the days on which it was enrolled."""
    rules = [rule for rule in draw.program.get("earn", []) if rule["on"] in KINDS]
    if not rules:
        return []
    member, other = draw.rng.sample(draw.members, 2)
    if draw.random() < 0.3:
        member = f"new{draw.made}"
    do = lambda kind, ago=0, member=member, **fields: draw.command(
        kind, member, at=draw.times.now - ago * DAY, **fields)
    fields = draw.choice(({}, {}, {"segments": "3;63"}, {"plan": "gold"}))
    begin = "set" if member in draw.members else "enroll"
    ago = draw.choice((0, 0, 0, 0, 1, 400)) if begin == "enroll" else 0
    given = [do(begin, ago, birthday=near(draw), **fields)]
    for _ in range(draw.choice((1, 2, 3))):
        pool = [share] * 3 * ("pool" in draw.program)
        given += draw.choice((live, live, move, move, again, again, owe, owe, leap,
                              leap, unite, die, *pool))(draw, do, rules, other)
        given += wait(draw, do)
    return given


def near(draw, *days):
    """A birthday that is soon, or just over; or in so many days."""
    zone = dates.zone(draw.program["program"]["zone"])
    day = zone.day(draw.times.now) + draw.choice(days or (-1, 0, 1, 1, 2, 2, 9))
    if draw.random() < 0.05:
        return draw.choice(("12-30", "12-31"))
    _, month, of_month = dates.civil(day)
    return f"{month:02}-{of_month:02}"


def wait(draw, do):
    """Some days or a year, or up to the very beginning of a day."""
    pass_days(draw, draw.choice((1, 2, 2, 3, 10, 364, 366)))
    if draw.random() < 0.3:
        zone = dates.zone(draw.program["program"]["zone"])
        begin = zone.start_of(zone.day(draw.times.now) + 1)
        draw.times.now = min(begin + draw.choice((-1, 0, 0, 1)), LAST)
    return draw.choice((
        lambda: [], lambda: [draw.tick()], lambda: [do("event", name="visit")],
        lambda: [do("purchase", unit="GBP", amount=150)],
        lambda: [do("purchase", 20, unit="GBP", amount=150)]))()


def live(draw, do, rules, other):
    """It buys something, and reaches tiers by that."""
    return [do("purchase", unit="GBP", amount=draw.choice((150, 1500)))]


def move(draw, do, rules, other):
    return [do("set", birthday=draw.choice((near(draw), near(draw), CLEARED)))]


def owe(draw, do, rules, other):
    """Or it has all there may be."""
    unit = draw.choice(rules)["unit"]
    if draw.random() < 0.7:
        return [do("import", unit=unit, what="lot", amount=LIMIT - draw.choice((0, 30))),
                do("set", birthday=near(draw))]
    return [do("adjust", unit=unit, amount=-draw.choice((1, 40)), reason="count",
               operator="ann", approver="bea")]


def again(draw, do, rules, other):
    """Its day was today, and is tomorrow once more."""
    given = [do("set", birthday=near(draw, 1))]
    pass_days(draw, 2)
    return given + [do("event", name="visit"), do("set", birthday=near(draw, 1))]


def leap(draw, do, rules, other):
    """Of 29 February, up to March."""
    given, zone = [do("set", birthday="02-29")], dates.zone(
        draw.program["program"]["zone"])
    year = dates.period(draw.times.now, "year", zone)
    for year in (year, year + 1):
        begin = zone.start_of(dates.day_of(year, 3, 1))
        if begin > draw.times.now:
            draw.times.now = min(begin + draw.choice((-DAY, -1, 0, DAY)), LAST)
            break
    return given


def share(draw, do, rules, other):
    """What a day gives is its own."""
    return [do("join", receiver=other)]


def die(draw, do, rules, other):
    return [do("close", force="yes")] * (draw.random() < 0.3)


def unite(draw, do, rules, other):
    """With one who had its day, or has it still; which is moved to the next day then."""
    given = [do("set", member=other, birthday=near(draw)), *wait(draw, do),
             do("merge", receiver=other)]
    if draw.random() < 0.6:
        given.append(do("set", member=other, birthday=near(draw, 1)))
        pass_days(draw, 2)
        given.append(do("event", member=other, name="visit"))
    return given
