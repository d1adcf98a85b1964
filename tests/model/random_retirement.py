"""Random commands of members that have something of a unit when it ends."""

import dates
from random_times import DAY

SOON = 800 * DAY


def outlive(draw):
    """Points that are held, pending or owed, up to the end of their unit; and what comes
    behind that."""
    zone = dates.zone(draw.program["program"]["zone"])
    ends = {unit: dates.start_of_date(rules["retire_at"], zone)
            for unit, rules in draw.program["unit"].items() if "retire_at" in rules}
    if not ends:
        return []
    unit, member, times = draw.choice(list(ends)), draw.choice(draw.members), draw.times
    do = lambda kind, ago=0, **fields: draw.command(
        kind, member, at=times.now - ago * DAY, **fields)
    given = []
    if times.now < ends[unit] < times.now + SOON:
        times.now = max(times.now, ends[unit] - 3 * DAY)
        given += have(draw, do, unit)
        times.now = ends[unit] + draw.choice((-1, 0, 1, DAY))
    ago = draw.choice((0, (times.now - ends[unit]) // DAY + 2))
    return given + draw.choice((
        lambda: [], lambda: [draw.tick()],
        lambda: [do("award", max(ago, 0), unit=unit, amount=5)],
        lambda: [do("adjust", max(ago, 0), unit=unit, amount=-5, reason="count",
                    operator="ann", approver="bea")],
        lambda: [do("purchase", max(ago, 0), unit="GBP", amount=1500)],
        lambda: [do("reverse", reference=command.id) for command in given
                 if command.kind in ("redeem", "award")]))()


def have(draw, do, unit):
    """Some of it is held, or spent; or there is a debt."""
    lot = do("import", unit=unit, what="lot", amount=draw.choice((9, 20)))
    held = lambda days: do("hold", unit=unit, amount=draw.choice((2, 9)),
                           until=draw.times.now + days * DAY)
    return draw.choice((
        lambda: [lot, held(30)], lambda: [lot, held(30)],
        lambda: [lot, held(2), held(30)],
        lambda: [lot, do("redeem", unit=unit, amount=7)],
        lambda: [do("award", unit=unit, amount=9)],
        lambda: [do("adjust", unit=unit, amount=-40, reason="count", operator="ann",
                    approver="bea")]))()
