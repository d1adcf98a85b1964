"""Random commands of members that reach tiers, and lose them."""

from random_times import DAY, LAST


def climb(draw):
    """Some of what a member does to its tiers, and perhaps the end of a window."""
    if "tier_set" not in draw.program:
        return []
    member = draw.choice(draw.members)
    do = lambda kind, ago=0, member=member, **fields: draw.command(
        kind, member, at=draw.times.now - ago * DAY, **fields)
    bases = {rule["basis"] for rule in draw.program["tier_set"]}
    parts = [shop, shop, late_merge, late_merge, bring, bring, bring] + (
        [come_by] * 3 * ("visits" in bases))
    return draw.choice(parts + [decline] * 6 * ("spend" in bases))(draw, do) + [
        draw.tick()] * draw.choice((0, 1))


def pass_days(draw, days):
    draw.times.now = min(draw.times.now + days * DAY, LAST)


def buy(draw, do, amount, ago=0):
    bought = do("purchase", ago, unit="GBP", amount=amount)
    draw.baskets.append(bought)
    return bought


def shop(draw, do):
    """Purchases and gifts for a while, some of them taken back, some late."""
    given = []
    for _ in range(draw.choice((2, 3, 5))):
        given.append(buy(draw, do, draw.choice((100, 150, 1500, 6000))))
        if draw.random() < 0.3:
            given.append(do("award", unit=draw.choice(("status", "points", "miles")),
                            amount=draw.whole(draw.choice((2, 10, 40)), "status")))
        if draw.random() < 0.4:
            given.append(do("return", reference=draw.choice(draw.baskets[-3:]).id,
                            unit="GBP", amount=draw.choice((None, None, 50))))
        if draw.random() < 0.2:
            given.append(buy(draw, do, 1500, ago=draw.choice((1, 20, 200))))
        pass_days(draw, draw.choice((0, 0, 1, 35, 200, 370)))
    return given


def come_by(draw, do):
    """Visits of a few days, not in their order, and perhaps one that is none."""
    given = [buy(draw, do, 100, ago=draw.choice((0, 0, 1, 2, 3, 4)))
             for _ in range(draw.choice((3, 5)))]
    back = draw.choice(given)
    if draw.random() < 0.4:
        given.append(do("return", reference=back.id, unit="GBP"))
    given += [buy(draw, do, 100, ago=draw.choice((0, 1)))] * draw.choice((0, 1))
    return given


def bring(draw, do):
    """What was counted elsewhere, in this window or earlier, and some tiers."""
    given = []
    for rule in draw.program["tier_set"]:
        fields = {"spend": {"what": "spend", "amount": draw.choice((100, 1500, 6000))},
                  "visits": {"what": "visits", "quantity": draw.choice((1, 2, 4))},
                  "unit": {"what": "counted", "unit": rule.get("unit"),
                           "amount": draw.whole(draw.choice((2, 10, 40)), "status")}}
        ago = draw.choice((0, 0, 20, 200, 400, 900))
        if rule["basis"] in fields:
            given.append(do("import", ago, **fields[rule["basis"]]))
        for _ in range(draw.choice((0, 1, 1, 2))):
            ago, days = draw.choice(((0, None), (0, 1), (0, 40), (0, 400), (20, 1),
                                     (20, 1), (20, 40)))
            given.append(do(
                "import", ago, what="tier", tier=draw.choice(rule["tiers"])["name"],
                expiry=None if days is None else draw.times.now + (days - ago) * DAY))
    given.append(do("import", what="tier", tier="copper"))
    pass_days(draw, draw.choice((0, 1, 35, 370)))
    return given + shop(draw, do)


def decline(draw, do):
    """Less in every window."""
    rule = max((rule for rule in draw.program["tier_set"] if rule["basis"] == "spend"),
               key=lambda rule: len(rule["tiers"]))
    months = 12 if isinstance(rule["window"], str) else rule["window"]["months"]
    given = []
    for tier in reversed(rule["tiers"]):
        given += [buy(draw, do, tier["at"])] + [buy(draw, do, 1)] * draw.choice((0, 1))
        pass_days(draw, 31 * months)
        given.append(draw.tick())
    return given


def late_merge(draw, do):
    """Of who has been away for longer than the other one."""
    other, amount = draw.choice(draw.members), draw.choice((100, 1500, 6000))
    given = [buy(draw, do, amount), do("award", unit=draw.choice(("status", "points")),
                                       amount=draw.whole(40, "status"))]
    ago = draw.choice((1, 40, 370))
    pass_days(draw, ago)
    given.append(do("purchase", member=other, unit="GBP", amount=amount))
    if other != given[0].member:
        given.append(do("merge", ago, receiver=other))
        given.append(do("purchase", member=other, unit="GBP", amount=amount))
    return given
