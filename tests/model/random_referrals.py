"""Random commands about referrals."""

from random_times import DAY


def refer(draw):
    member = draw.member()
    return draw.command("refer", member, receiver=draw.receiver(member))


def friends(draw):
    """Newcomers who were brought by a member, and what they buy and bring back."""
    if "referral" not in draw.program:
        return [refer(draw)] if draw.random() < 0.1 else []
    times, given = draw.times, []
    referrer = draw.choice(draw.members)
    do = lambda kind, member, **fields: draw.command(
        kind, member, at=times.now, **fields)
    for _ in range(draw.choice((1, 2, 3))):
        name = f"friend{draw.made}"
        given += asked(draw, do, name, referrer)
        times.now += draw.choice((0, 0, DAY))
        if draw.random() < 0.2:
            times.now += 40 * DAY
        given += shopping(draw, do, name)
    return given


def asked(draw, do, name, referrer):
    """By the enrolment or later; now and then each says so of the other."""
    if draw.random() < 0.1:
        referrer = draw.choice(("nobody", referrer, draw.choice(draw.members)))
    if draw.random() < 0.45:
        return [do("enroll", name, referrer=referrer)]
    asks = [do("refer", name, receiver=referrer)]
    if draw.random() < 0.4:
        asks.append(do("refer", referrer, receiver=name))
        asks = asks[::draw.choice((1, -1))]
    if draw.random() < 0.2:
        asks.append(do("refer", name, receiver=draw.choice((referrer, "nobody"))))
    return [do("enroll", name)] + asks


def shopping(draw, do, name):
    amounts = draw.choice(((100,), (1000,), (100, 1500), (0, 1500), (2000, 300)))
    bought = [do("purchase", name, unit="GBP", amount=amount) for amount in amounts]
    draw.baskets += bought
    given = list(bought)
    if draw.random() < 0.2:
        given.insert(0, do("return", name, unit="GBP", amount=50))
    if draw.random() < 0.5:
        back = draw.choice(bought)
        kind = draw.choice(("return", "reverse"))
        given.append(do(kind, name, reference=back.id,
                        unit="GBP" if kind == "return" else None))
    return given + ([do("purchase", name, unit="GBP", amount=700)]
                    if draw.random() < 0.3 else [])
