"""Random plans of programs, and commands of members that pay for them."""

from random_sections import maybe
from random_tiers import pass_days
from random_times import DAY
from values import CLEARED

PERIODS = {"2d": 2, "1mo": 31, "3mo": 92, "1y": 366, "9000y": 1}  # About so many days.
GRACES = ("1d", "7d", "1mo", "9000y")


def sections(rng):
    """What programs name elsewhere is declared, and perhaps another one."""
    return {"plan": declared(rng)} if rng.random() >= 0.6 else {}


def declared(rng):
    endless = [name for name in ("basic", "trial") if rng.random() < 0.5]
    names = ("gold", "basic", "trial")[:rng.choice((2, 3))]
    return [{"name": name} if name in endless else plan(rng, name, endless)
            for name in names]


def plan(rng, name, endless):
    rule = {"name": name, "period": rng.choice(list(PERIODS)),
            **maybe(rng, 0.85, "grace", GRACES)}
    if endless[:1] == ["basic"]:
        rule |= maybe(rng, 0.7, "lapses_to", ("basic",))
    return rule


def subscribe(draw):
    """A member pays, early or late, for the same or for another; and buys something
    that is rated with its plan."""
    if "plan" not in draw.program:
        return []
    member = draw.choice(draw.members)
    do = lambda kind, ago=0, member=member, **fields: draw.command(
        kind, member, at=draw.times.now - ago * DAY, **fields)
    rule, given = draw.choice(draw.program["plan"]), []
    name, days = rule["name"], PERIODS[rule.get("period", "2d")]
    for _ in range(draw.choice((2, 3, 5))):
        some = draw.choice((name, name, name, name, CLEARED, "basic", "silver"))
        given.append(do("set", draw.choice((0, 0, 0, 1, 3, 35)), plan=some))
        pass_days(draw, draw.choice((0, 1, days, days, days, days + 1, 2 * days)))
        given.append(do("purchase", draw.choice((0, 0, 1, 40)), unit="GBP",
                        amount=draw.choice((100, 1500))))
        draw.baskets.append(given[-1])
    if draw.random() < 0.3:
        given += family(draw, do, name)
    return given + [draw.tick()] * draw.choice((0, 1))


def family(draw, do, name):
    """Two who have paid become one."""
    other = draw.choice(draw.members)
    given = [do("set", draw.choice((0, 5, 35)), member=other,
                plan=draw.choice((name, name, CLEARED))), do("set", plan=name)]
    if given[-1].member != other:
        given.append(do("merge", receiver=other))
    return given
