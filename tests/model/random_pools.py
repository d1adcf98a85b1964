"""Random commands about pools."""

from random_events import WORDS
from random_times import DAY


def join(draw):
    member = draw.member()
    return draw.command("join", member, receiver=draw.receiver(member))


def leave(draw):
    return draw.command("leave", draw.member())


def actor(draw):
    """Of a command that may use what a pool has."""
    if "pool" not in draw.program or draw.random() < 0.85:
        return None
    return draw.choice(draw.receivers)


def household(draw):
    """Members join one of them, earn, take back, spend, and leave again."""
    if "pool" not in draw.program:
        return [join(draw)] if draw.random() < 0.1 else []
    pool, *others = draw.rng.sample(draw.members, 3)
    times, unit = draw.times, draw.unit()
    do = lambda kind, member, **fields: draw.command(
        kind, member, at=times.now, **fields)
    given = [do("join", member, receiver=pool) for member in others]
    parts = (earn, earn, earn, spend, depart, back, back, doom)
    for part in draw.rng.choices(parts, k=draw.choice((2, 4, 6))):
        given += part(draw, do, pool, draw.choice(others), unit, given)
        times.now += draw.choice((0, 0, 0, DAY))
    return given


def earn(draw, do, pool, member, unit, given):
    if draw.random() < 0.4:
        return [do("award", member, unit=unit, amount=draw.choice((0, 5, 70)))]
    if draw.random() < 0.3:
        return [do("event", member, name=draw.choice(WORDS))]
    bought = do("purchase", member, unit="GBP", amount=draw.choice((0, 1000, 3000)))
    draw.baskets.append(bought)
    return [bought]


def spend(draw, do, pool, member, unit, given):
    if draw.random() < 0.3:
        return [do("hold", pool, unit=unit, amount=3, actor=member,
                   until=draw.times.now + draw.choice((1, 30)) * DAY)]
    kind = draw.choice(("redeem", "redeem", "donate"))
    fields = {"cause": "trees"} if kind == "donate" else {}
    return [do(kind, pool, unit=unit, amount=draw.choice((3, 9)),
               actor=draw.choice((member, None, pool)), **fields)]


def depart(draw, do, pool, member, unit, given):
    return draw.choice((
        [do("leave", member)], [do("leave", member)],
        [do("close", pool, force=draw.yes(0.8))],
        [do("close", member)], [do("leave", member),
                                do("join", member, receiver=pool)],
        [do("join", pool, receiver=member)]))


def back(draw, do, pool, member, unit, given):
    earned = [command for command in given
              if command.kind in ("purchase", "award", "event")]
    if not earned or draw.random() < 0.15:
        return [do("return", member, amount=500, unit="GBP")]
    named = draw.choice(earned)
    if named.kind != "purchase" or draw.random() < 0.3:
        return [do("reverse", named.member, reference=named.id)]
    return [do("return", named.member, reference=named.id, unit="GBP",
               amount=draw.choice((None, 300)))]


def doom(draw, do, pool, member, unit, given):
    """The pool is closed before it is told of what was earned."""
    return [do("award", member, unit=unit, amount=6),
            do("close", pool, force="yes", pay_out=draw.yes(0.5))]
