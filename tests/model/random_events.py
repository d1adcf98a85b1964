"""Random events of members that rules give something for or points wait for, and of
whom that is taken back."""

from random_tiers import pass_days
from random_times import DAY

WORDS = ("survey", "survey", "visit", "review")


def speak(draw):
    """Again and again, now and then late; perhaps for a pool, or as two cards."""
    if not is_heard(draw.program):
        return []
    member, other = draw.rng.sample(draw.members, 2)
    do = lambda kind, ago=0, member=member, **fields: draw.command(
        kind, member, at=draw.times.now - ago * DAY, **fields)
    given = []
    if "pool" in draw.program and draw.random() < 0.45:
        given.append(do("join", receiver=other))
    said = []
    for _ in range(draw.choice((1, 2, 3, 5))):
        said.append(do("event", draw.choice((0, 0, 0, 0, 1, 35)),
                       name=draw.choice(WORDS)))
        given += [said[-1], *between(draw, do)]
        pass_days(draw, draw.choice((0, 0, 0, 1, 7, 31)))
    if draw.random() < 0.1:
        given.append(do("merge", receiver=other))
    return given + back(draw, do, said)


def is_heard(program):
    """Whether rules give something for events, or points wait for them."""
    pendings = [unit.get("pending", "none") for unit in program["unit"].values()]
    return (any(rule["on"] == "event" for rule in program.get("earn", []))
            or any("event" in pending for pending in pendings))


def between(draw, do):
    """It spends some of that, or owes more."""
    unit = draw.unit()
    return draw.choice((
        lambda: [], lambda: [], lambda: [], lambda: [], lambda: [],
        lambda: [do("redeem", unit=unit, amount=draw.choice((1, 7)))],
        lambda: [do("adjust", unit=unit, amount=-draw.choice((3, 30)), reason="count",
                    operator="ann", approver="bea")]))()


def back(draw, do, said):
    """Some of it is taken back, some of that twice, at once or later."""
    given = []
    for event in said:
        if draw.random() < 0.5:
            for _ in range(draw.choice((1, 1, 1, 2))):
                given.append(do("reverse", reference=event.id, amount=draw.choice(
                    (None,) * 8 + (1, 2))))
            pass_days(draw, draw.choice((0, 0, 1, 31)))
    return given
