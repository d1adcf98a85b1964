"""Random linked runs."""

from linked_runs import RUN_COMMANDS


def linked(commands, is_open=False):
    last = len(commands) - (0 if is_open else 1)
    return [command._replace(linked="yes") if place < last else command
            for place, command in enumerate(commands)]


def together(draw):
    """Commands of one member, most of which succeed if it has something."""
    member, at = draw.choice(draw.members), draw.times.next()
    do = lambda kind, **fields: draw.command(kind, member, at=at, **fields)
    unit = draw.unit()
    given = [part(do, draw, unit) for part in draw.rng.choices(
        (award, award, spend, basket, aside, plan, visit, greet), k=draw.choice((1, 2, 3)))]
    commands = [command for commands in given for command in commands]
    if draw.random() < 0.35:
        strangers = (odd, other) if draw.for_file else (odd, other, other, known, late)
        commands.insert(draw.rng.randrange(len(commands) + 1),
                        draw.choice(strangers)(do, draw, unit))
    run = linked(commands, is_open=not draw.for_file and draw.random() < 0.1)
    if draw.random() < 0.2:
        run += run
    return run


def award(do, draw, unit):
    return [do("award", unit=unit, amount=draw.choice((5, 50)))]


def spend(do, draw, unit):
    return [do("redeem", unit=unit, amount=draw.choice((0, 3, 3, 60)))]


def basket(do, draw, unit):
    bought = do("purchase", amount=1000, unit="GBP")
    draw.baskets.append(bought)
    if draw.random() < 0.5:
        return [bought]
    return [bought, do("return", reference=bought.id, amount=draw.choice((400, None)),
                       unit="GBP")]


def aside(do, draw, unit):
    held = do("hold", unit=unit, amount=3, until=draw.times.now + 10**6)
    named = do(draw.choice(("capture", "void")), reference=held.id)
    return [held, named]


def plan(do, draw, unit):
    return [do("set", plan="gold")]


def visit(do, draw, unit):
    return [do("event", name="visit")]


def greet(do, draw, unit):
    return [do(*draw.choice((("enroll",), ("close",))))]


# --- What does not belong there -----------------------------------------------


def odd(do, draw, unit):
    """A kind that may make messages."""
    if draw.ids() and draw.random() < 0.5:
        return do("reverse", reference=draw.choice(draw.ids()).id)
    return do("transfer", unit=unit, amount=1, receiver="nobody")


def other(do, draw, unit):
    return do("award", unit=unit, amount=1)._replace(member=draw.member())


def known(do, draw, unit):
    """A repeat."""
    return draw.choice(draw.ids()) if draw.ids() else odd(do, draw, unit)


def late(do, draw, unit):
    return do("award", unit=unit, amount=4)._replace(at=draw.times.now - 10**12)


def long_run(draw):
    """As long as it may be, or longer."""
    member = draw.choice(draw.members)
    many = draw.choice((RUN_COMMANDS - 1, RUN_COMMANDS, RUN_COMMANDS))
    return linked([draw.command("adjust", member, unit="miles", amount=1,
                                at=draw.times.now, reason="count")
                   for _ in range(many + 1)])
