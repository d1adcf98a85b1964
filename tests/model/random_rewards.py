"""Random redemptions of rewards."""

import random_grants
from random_times import DAY


def name_of(draw):
    """Of a reward of the program, if there is one."""
    names = [rule["name"] for rule in draw.program.get("reward", [])]
    return draw.choice(names) if names and draw.random() < 0.97 else "nothing"


def redeem(draw):
    if "reward" not in draw.program and draw.random() < 0.9:
        return []
    if random_grants.of(draw.program) and draw.random() < 0.5:
        return random_grants.enjoy(draw)
    name = name_of(draw)
    return draw.command("redeem", draw.member(), reward=name, reason=draw.reason(),
                        quantity=draw.choice((None, None, 1, 2, 3, 10**9)))


def rush(draw):
    """Several want the same, and some give it back."""
    if "reward" not in draw.program:
        return []
    if random_grants.of(draw.program) and draw.random() < 0.8:
        return random_grants.enjoy(draw)
    at, name, given = draw.times.now, name_of(draw), []
    members = draw.rng.sample(draw.members, draw.choice((1, 2)))
    for member in members:
        given += [draw.command("award", member, unit=unit, at=at,
                               amount=draw.whole(40, unit))
                  for unit in ("points", "miles")]
    for _ in range(draw.choice((1, 2, 3))):
        given.append(draw.command(
            "redeem", draw.choice(members), reward=name, at=at,
            quantity=draw.choice((None, None, 2))))
        at += draw.choice((0, 0, DAY))
    taken = draw.choice(given)
    if draw.random() < 0.9:
        taken = next(command for command in given if command.reward)
    return given + [draw.command("reverse", taken.member, reference=taken.id, at=at,
                                 amount=amount)
                    for amount in draw.choice(((), (None,), (None,), (7, 3, None)))]


def spree(draw):
    """Purchases that want more than a small budget has, and returns of them."""
    if "budget" not in draw.program and draw.random() < 0.7:
        return []
    at, given = draw.times.now, []
    for _ in range(draw.choice((1, 2, 3))):
        given.append(draw.command(
            "purchase", draw.choice(draw.members), unit="GBP", at=at,
            amount=draw.choice((100, 1500, 6000))))
        at += draw.choice((0, 0, DAY))
    draw.baskets += given
    return given + [
        draw.command("return", bought.member, reference=bought.id, unit="GBP", at=at,
                     amount=draw.choice((None, bought.amount // 3)))
        for bought in given if draw.random() < 0.5]
