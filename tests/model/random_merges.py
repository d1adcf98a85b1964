"""Random commands about merges."""

from random_events import WORDS
from random_linked import linked
from random_times import DAY


def merge(draw):
    member = draw.member()
    return draw.command("merge", member, receiver=draw.receiver(member))


def two_cards(draw):
    """Two members of one person, or three, and what is done with their cards."""
    times, unit = draw.times, draw.unit()
    cards = draw.rng.sample(draw.members, draw.choice((2, 2, 3)))
    do = lambda kind, member, **fields: draw.command(
        kind, member, at=times.now, **fields)
    given = []
    if "referral" in draw.program and draw.random() < 0.8:
        given += friends(draw, do, cards)
    for _ in range(draw.choice((1, 3, 5))):
        given += use(draw, do, draw.choice(cards), cards, unit, given)
    for old, new in zip(cards, cards[1:]):
        given.append(do("merge", old, receiver=new))
        times.now += draw.choice((0, 0, DAY))
    for _ in range(draw.choice((2, 4, 6))):
        given += use(draw, do, draw.choice(cards), cards, unit, given)
        times.now += draw.choice((0, 0, 0, 9 * DAY))
    return given


def friends(draw, do, cards):
    """Newcomers that were brought by others, or by each other, and buy something."""
    given = []
    for place in range(2):
        cards[place] = f"card{draw.made}"
        brings = draw.choice((draw.receiver(cards[place]), cards[0],
                              *draw.members))
        if brings == cards[place] or draw.random() < 0.2:
            given.append(do("enroll", cards[place]))
        elif draw.random() < 0.5:
            given.append(do("enroll", cards[place], referrer=brings))
        else:
            given += [do("enroll", cards[place]),
                      do("refer", cards[place], receiver=brings)]
    for _ in range(draw.choice((0, 1, 2))):
        bought = do("purchase", draw.choice(cards), unit="GBP", amount=1500)
        given.append(bought)
        draw.baskets.append(bought)
    return given


def run(draw, do, card, unit):
    return linked([do("award", card, unit=unit, amount=7), draw.choice((
        lambda: do("redeem", card, unit=unit, amount=4),
        lambda: do("close", card),
        lambda: do("merge", card, receiver=draw.receiver(card)),
        lambda: do("award", draw.choice(draw.members), unit=unit, amount=2)))()])


def use(draw, do, card, cards, unit, given):
    named = [command for command in given if command.kind != "merge"]
    if named and draw.random() < 0.35:
        return [name(draw, do, card, draw.choice(named))]
    return draw.choice((
        lambda: [do("award", card, unit=unit, amount=draw.choice((5, 30)))],
        lambda: [do("purchase", card, unit="GBP", amount=1000)],
        lambda: [do("event", card, name=draw.choice(WORDS))],
        lambda: [do("redeem", card, unit=unit, amount=4)],
        lambda: run(draw, do, card, unit),
        lambda: [do("adjust", card, unit=unit, amount=-draw.choice((3, 40)),
                    reason="count", operator="ann", approver="bea")],
        lambda: [do("hold", card, unit=unit, amount=3,
                    until=draw.times.now + draw.choice((1, 30)) * DAY)],
        lambda: [do("transfer", card, unit=unit, amount=2,
                    receiver=draw.receiver(card))],
        lambda: [do("transfer", draw.choice(draw.members), unit=unit, amount=2,
                    receiver="nobody")],
        lambda: [do("set", card, plan=draw.choice(("gold", "basic")))],
        lambda: [do("join", card, receiver=draw.receiver(card))],
        lambda: [do("close", card, force=draw.yes(0.5))],
    ))()


def name(draw, do, card, named):
    if named.kind == "hold":
        return do(draw.choice(("capture", "void")), card, reference=named.id)
    if named.kind == "purchase" and draw.random() < 0.5:
        return do("return", card, reference=named.id, unit="GBP",
                  amount=draw.choice((None, 300)))
    return do("reverse", card, reference=named.id)
