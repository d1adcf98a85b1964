"""Several random commands at once, so that rare things occur: a function for each
situation, from a Generator to the commands."""

from random_times import DAY
from values import LIMIT

SLICES_AND_MORE = 260  # More lots than a transfer may have slices.


def late_gift(draw):
    """In the order made, the receiver lives before the lot's activation."""
    receiver, past = f"late{draw.made}", draw.times.now - 20 * DAY
    giver, unit = draw.choice(draw.members), draw.unit()
    return [draw.command("enroll", receiver, at=past),
            draw.command("adjust", giver, unit=unit, amount=7,
                         at=draw.times.now, reason="count"),
            draw.command("transfer", giver, unit=unit, amount=5, at=past,
                         receiver=receiver)]


def doomed_gift(draw):
    """Lots under way to nobody: time passes or a debt is made before they come
    back."""
    giver, unit, times = draw.choice(draw.members), draw.unit(), draw.times
    given = [draw.command("award", giver, unit=unit, amount=amount, at=times.now)
             for amount in (4, 5)]
    given.append(draw.command("transfer", giver, unit=unit, amount=8,
                              at=times.now, receiver="nobody"))
    if draw.random() < 0.5:
        given.append(draw.command("adjust", giver, unit=unit, at=times.now,
                                  amount=-draw.choice((3, 6)), reason="count"))
    times.now += draw.choice((0, 1, 35, 95, 400)) * DAY
    return given + [draw.tick()]


def whale(draw):
    """So rich that it can take no more; or rules redeemed, which made room."""
    draw.receivers += ["whale"] * 2
    richer = lambda kind, amount: draw.command(
        kind, "whale", unit="points", amount=amount, reason="count")
    commands = [draw.command("enroll", "whale"),
                richer(draw.choice(("award", "adjust")),
                       LIMIT - draw.choice((0, 1, 500)))]
    if draw.random() < 0.5:
        commands += [draw.command("purchase", "whale", amount=1, unit="GBP"),
                     richer("adjust", LIMIT // 2),
                     draw.command("purchase", "whale", amount=1, unit="GBP")]
    return commands


def burst(draw):
    """Lots of 1 point, and transfers of just as many as may be, and more."""
    giver, receiver = draw.members[:2]
    at, many = draw.times.now, SLICES_AND_MORE
    commands = [draw.command("enroll", name, at=at) for name in draw.members[:2]]
    commands += [draw.command("adjust", giver, unit="miles", amount=1, at=at,
                              reason="count") for _ in range(many)]
    return commands + [
        draw.command("transfer", giver, unit="miles", amount=amount, at=at,
                     receiver=receiver) for amount in (many, 256, 255, 1)]


def farewell(draw):
    """A member closes with a gift under way, and is still given something."""
    leaver, other = draw.rng.sample(draw.members, 2)
    unit, at = draw.unit(), draw.times.now
    commands = [draw.command("award", leaver, unit=unit, amount=9, at=at),
                draw.command("transfer", leaver, unit=unit, amount=4, at=at,
                             receiver=draw.choice((other, "nobody"))),
                draw.command("close", leaver, at=at, pay_out=draw.yes(0.4)),
                draw.command("award", other, unit=unit, amount=9, at=at),
                draw.command("transfer", other, unit=unit, amount=4, at=at,
                             receiver=leaver)]
    kept = draw.rng.randrange(2, 6)
    return commands[5 - kept:]


def prolonged(draw):
    """A lot gets another date while it waits, or soon."""
    member, unit, at = draw.choice(draw.members), draw.unit(), draw.times.now
    return [draw.command("award", member, unit=unit, amount=6, at=at),
            draw.command("extend", member, unit=unit, at=at,
                         until=at + draw.choice((40, 1500)) * DAY)]


def second_chance(draw):
    """Lots expire, perhaps while pending, and some come back: beside a debt, or
    late, so that they are gone at once."""
    member, unit, at = draw.choice(draw.members), draw.unit(), draw.times.now
    brought = lambda **days: draw.command(
        "import", member, unit=unit, what="lot", amount=draw.choice((3, 4)), at=at,
        **{name: at + day * DAY for name, day in days.items()})
    given = [draw.choice((
        lambda: draw.command("award", member, unit=unit, amount=6, at=at),
        lambda: brought(expiry=1), lambda: brought(expiry=2),
        lambda: brought(activation=700, expiry=800)))()
             for _ in range(draw.choice((1, 2, 3)))]
    draw.times.now += draw.choice((1, 2, 9, 40, 95, 400)) * DAY
    given.append(draw.tick())
    if draw.random() < 0.4:
        given.append(draw.command("adjust", member, unit=unit, reason="count",
                                  at=draw.times.now, operator="ann",
                                  approver="bea", amount=-draw.choice((2, 99))))
    for _ in range(draw.choice((1, 2))):
        late = draw.times.now - draw.choice((0, 0, 10)) * DAY
        given.append(draw.command(
            "reinstate", member, unit=unit, at=late,
            until=late + draw.choice((2, 3, 900)) * DAY,
            lot=draw.choice((None, None, 1, 2))))
    return given


def too_rich(draw):
    """A gift to somebody who has all there may be."""
    giver, at = draw.choice(draw.members), draw.times.now
    award = lambda member, amount: draw.command(
        "award", member, unit="points", amount=amount, at=at)
    return [award("whale", LIMIT), draw.command(
        "import", "whale", unit="points", amount=LIMIT, what="lot", at=at),
            draw.command("import", giver, unit="points", amount=9, what="lot", at=at),
            draw.command("transfer", giver, unit="points", amount=2, at=at,
                         receiver="whale")]


def ruin(draw):
    """A member closes with a debt."""
    member, unit, at = draw.choice(draw.members), draw.unit(), draw.times.now
    return [draw.command("adjust", member, unit=unit, amount=-5000, at=at,
                         reason="count"),
            draw.command("close", member, at=at)]
