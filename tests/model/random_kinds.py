"""Random commands, a function for each kind: from a Generator to one Command,
or to several.

A new kind is one function here and one entry in WEIGHTS.
"""

from random_times import DAY
from values import LIMIT

SLICES_AND_MORE = 260  # More lots than a transfer may have slices.


def enroll(draw):
    return draw.command("enroll", draw.member())


def purchase(draw):
    command = draw.command(
        "purchase", draw.member(), amount=draw.amount(), unit=draw.currency(),
        category=draw.choice((None, "food")))
    draw.baskets.append(command)
    return command


def anonymous(draw):
    """A row without a member: only files have them."""
    if not draw.for_file:
        return purchase(draw)
    return draw.command("purchase", None, amount=draw.amount(),
                        unit=draw.currency())


def return_(draw):
    member, amount, reference = draw.member(), draw.amount(), None
    chance = draw.random()
    if chance < 0.75 and draw.baskets:
        basket = draw.choice(draw.baskets[-10:])
        reference, of = basket.id, basket.amount
        amount = draw.choice((None, None, of, of + 1, of - 1, of // 2,
                              of // 3, of // 10, 1))
        if draw.random() < 0.93:
            member = basket.member
    elif chance < 0.85:
        ahead = draw.made + draw.rng.randrange(1, 9)
        reference = draw.choice(("never", f"x{ahead}"))
        amount = draw.choice((None, amount))
    elif chance < 0.92 and draw.ids():
        reference = draw.choice(draw.ids()).id
    if amount is not None:
        amount = min(max(amount, 1), LIMIT)  # A row cannot return 0.
    elif reference is None:
        amount = 100
    named = amount is not None or draw.random() < 0.6
    return draw.command("return", member, reference=reference, amount=amount,
                        unit=draw.currency() if named else None)


def award(draw):
    return draw.command("award", draw.member(), unit=draw.unit(),
                        amount=draw.amount(), reason=draw.reason(),
                        funding_class=draw.choice((None, "promotion")))


def redeem(draw):
    return draw.command("redeem", draw.member(), unit=draw.unit(),
                        amount=draw.debit(), reason=draw.reason())


def adjust(draw):
    return draw.command("adjust", draw.member(), unit=draw.unit(),
                        amount=draw.amount() * draw.choice((1, -1)),
                        reason=draw.reason() or "count")


def transfer(draw):
    giver = draw.member()
    return draw.command("transfer", giver, unit=draw.unit(),
                        amount=draw.debit(), receiver=draw.receiver(giver))


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
    return given + [tick(draw)]


def tick(draw):
    return draw.command("tick", None, id=None, store=None)


def repeat(draw):
    return draw.choice(draw.ids()) if draw.ids() else enroll(draw)


def conflict(draw):
    """A command again, with one field changed and still well-formed."""
    if not draw.ids():
        return enroll(draw)
    command = draw.choice(draw.ids())
    changes = ["store", "at", "reason"]
    if command.kind in ("purchase", "return") and (command.amount or 0) > 1:
        changes.append("amount")
    changes += [name for name in ("category", "funding_class", "reference")
                if getattr(command, name) is not None]
    change = draw.choice(changes)
    changed = {"at": command.at + 1, "amount": (command.amount or 0) // 2,
               "reference": "never"}
    command = command._replace(**{change: changed.get(
        change, f"{getattr(command, change) or ''}_other")})
    if draw.random() < 0.3 and command.member in draw.members:
        command = command._replace(member=f"stranger{draw.made}")
    return command


# --- What is done at once, so that rare things occur -----------------------


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


# How often each is drawn among the others.
WEIGHTS = {
    enroll: 4, purchase: 26, return_: 22, award: 14, redeem: 12, adjust: 7,
    transfer: 14, repeat: 5, conflict: 6, anonymous: 3, tick: 4, late_gift: 1,
    doomed_gift: 2,
}
