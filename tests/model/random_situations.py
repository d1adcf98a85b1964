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


def late_receipt(draw):
    """Who buys has other attributes when the receipt comes."""
    member, times = draw.choice(draw.members), draw.times
    bought_at = times.now
    commands = [draw.command("enroll", member, at=bought_at)]
    times.now += draw.choice((1, 12, 35)) * DAY
    given = draw.choice(({"plan": "gold"}, {"plan": "basic"}, {"segments": "3;17"}))
    return commands + [
        draw.command("set", member, at=times.now, **given),
        draw.command("purchase", member, amount=draw.amount(),
                     unit=draw.currency(), at=bought_at)]


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


def regretted_gift(draw):
    """A transfer is reversed, at once or later, when the receiver may have lost it,
    or have used it for a debt; perhaps twice."""
    giver, receiver = draw.rng.sample(draw.members, 2)
    unit, times = draw.unit(), draw.times
    do = lambda kind, member, **fields: draw.command(
        kind, member, at=times.now, **fields)
    adjust = lambda member, amount: do(
        "adjust", member, unit=unit, amount=amount, reason="count", operator="ann",
        approver="bea")
    given = [adjust(giver, 4), adjust(giver, 5)]
    if draw.random() < 0.2:
        given.append(adjust(receiver, -3))
    gift = do("transfer", giver, unit=unit, amount=8, receiver=receiver)
    given += [do("enroll", receiver), gift]
    if draw.random() < 0.2:
        given.append(do("reverse", receiver, reference=gift.id))
    if draw.random() < 0.3:
        given.append(do("redeem", receiver, unit=unit, amount=draw.choice((1, 0))))
    if draw.random() < 0.3:
        times.now += draw.choice((1, 35, 95)) * DAY
    given += [do("reverse", giver, reference=gift.id)
              for _ in range(draw.choice((1, 1, 2, 3)))]
    if draw.random() < 0.2:
        given.append(do("close", giver))
    return given


def second_thoughts(draw):
    """Points of several lots are spent and come back, in parts or at once, before
    or after their time."""
    member, unit, times = draw.choice(draw.members), draw.unit(), draw.times
    do = lambda kind, **fields: draw.command(
        kind, member, unit=unit, at=times.now, **fields)
    given = [do("import", what="lot", amount=5, expiry=times.now + days * DAY)
             for days in draw.choice(((9, 20), (20, 9, 400)))]
    spent = draw.choice((
        lambda: do("redeem", amount=8), lambda: do("donate", amount=8, cause="trees"),
        lambda: do("adjust", amount=-8, reason="count", operator="ann",
                   approver="bea")))()
    given.append(spent)
    times.now += draw.choice((0, 1, 12, 25)) * DAY
    return given + [draw.command("reverse", member, reference=spent.id, amount=part,
                                 at=times.now)
                    for part in draw.choice(((None,), (2, 3, None), (9, 8, 0)))]


def set_aside(draw):
    """A hold of several lots, and what becomes of it."""
    member, unit, times = draw.choice(draw.members), draw.unit(), draw.times
    do = lambda kind, **fields: draw.command(kind, member, at=times.now, **fields)
    lot = lambda days, amount: do(
        "import", unit=unit, what="lot", amount=amount,
        expiry=times.now + days * DAY)
    given = [lot(*draw.choice(((9, 5), (20, 5), (2, 5)))), lot(9, 5), lot(400, 5)]
    held = do("hold", unit=unit, amount=draw.choice((7, 11, 15)),
              until=times.now + draw.choice((1, 10, 30)) * DAY)
    given.append(held)
    if draw.random() < 0.3:
        given.append(do("adjust", unit=unit, amount=-draw.choice((9, 50)),
                        reason="count", operator="ann", approver="bea"))
    times.now += draw.choice((0, 0, 1, 3, 10, 12, 40)) * DAY
    captured = do("capture", reference=held.id, amount=draw.choice((None, 6, 0)))
    given += draw.choice((
        [captured], [do("void", reference=held.id)], [draw.tick()],
        [do("close", force=draw.yes(0.7), pay_out=draw.yes(0.5))],
        [captured, *(do("reverse", reference=captured.id, amount=amount)
                     for amount in draw.choice(((None,), (2, 3, None))))]))
    return given + draw.choice(([], [do("capture", reference=held.id)],
                                [do("void", reference=held.id)]))


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
    given = [draw.command("award", member, unit=unit, amount=6, at=at)]
    given += [brought(**days) for days in draw.choice((
        ({"activation": 1500, "expiry": 1600},), ({"expiry": 1}, {"expiry": 2}),
        ({"expiry": 2}, {"activation": 1500, "expiry": 1600})))]
    draw.times.now += draw.choice((1, 2, 40, 95, 370)) * DAY
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


def generous(draw):
    """Gives more, and more often, than its allowances say."""
    giver, at = draw.choice(draw.members), draw.times.now
    rule = draw.choice(draw.program.get("allowance", [{"unit": "points",
                                                       "amount": 9}]))
    unit, much = rule["unit"], draw.whole(rule["amount"], rule["unit"])
    given = [draw.command("import", giver, unit=unit, what="lot", amount=3 * much,
                          at=at)]
    for _ in range(draw.choice((1, 2, 3))):
        part = draw.choice((much, much // 2, much + 1))
        given.append(draw.choice((
            lambda: draw.command("donate", giver, unit=unit, amount=part, at=at,
                                 cause="trees"),
            lambda: draw.command("transfer", giver, unit=unit, amount=part, at=at,
                                 receiver=draw.receiver(giver))))())
        at += draw.choice((0, 0, DAY, 31 * DAY))
    back = draw.choice(given[1:])
    return given + [draw.command("reverse", giver, reference=back.id, at=at)
                    for _ in range(draw.choice((0, 1)))]
