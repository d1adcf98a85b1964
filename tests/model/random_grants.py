"""Random benefits for a time of programs, and commands of members that redeem them."""

import random

from random_tiers import pass_days
from random_times import DAY
from values import listed

NAMES = ("lounge", "table", "pass")
TIMES = ("1s", "36h", "3d", "3d", "10d", "1mo", "1mo", "1y", "9000y")


def added(program):
    """A program with some, if it has rewards. Drawn apart: all else that its seed draws
    is what it was."""
    rng = random.Random(f"grants {program['program']['name']}")
    names = [rule["name"] for rule in program.get("reward", [])]
    if not names or rng.random() < 0.3:
        return program
    found = {rule["name"]: rule for rule in program.get("benefit", [])}
    for name in rng.sample(NAMES, rng.choice((1, 1, 2))):
        found[name] = {"name": name, **found.get(name, {}),
                       "reward": rng.choice((rng.choice(names), names)),
                       "for": rng.choice(TIMES)}
    return program | {"benefit": list(found.values())}


# --- Commands -----------------------------------------------------------------


def of(program):
    """The benefits for a time that a program has."""
    return [rule for rule in program.get("benefit", []) if "reward" in rule]


def enjoy(draw):
    """Some is redeemed for one, on time or late, and perhaps comes back or goes to
    another member, before or behind its end."""
    member, benefit = draw.choice(draw.members), draw.choice(of(draw.program))
    reward = draw.choice([rule for rule in draw.program["reward"]
                          if rule["name"] in listed(benefit["reward"])])
    do = lambda kind, ago=0, **fields: draw.command(
        kind, member, at=draw.times.now - ago * DAY, **fields)
    given = [do("enroll"), do("adjust", unit=reward["unit"], reason="count",
                              amount=draw.whole(8 * reward["cost"], reward["unit"]),
                              operator="ann", approver="bea")]
    redeemed = []
    for _ in range(draw.choice((1, 2, 3))):
        redeemed.append(do("redeem", draw.choice((0, 0, 0, 3, 31)),
                           reward=reward["name"],
                           quantity=draw.choice((None, None, 2))))
        pass_days(draw, draw.choice((0, 1, 2)))
    given += redeemed
    if draw.random() < 0.4:
        other = draw.choice([name for name in draw.members if name != member])
        given += [draw.command("enroll", other, at=draw.times.now),
                  do("merge", receiver=other)]
    for taken in redeemed:
        if draw.random() < 0.3:
            given.append(do("reverse", reference=taken.id,
                            amount=draw.choice((None, None, 1))))
    pass_days(draw, draw.choice((0, 1, 3, 10, 31, 366)))
    return given + [draw.tick()]
