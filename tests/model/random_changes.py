"""Random commands of members around a change of their program: what was done under one
version comes back, or falls due, under the next."""

import itertools

import random_plans
from random_times import DAY, LAST
from values import Command

MOST = 4  # Purchases that come back.
SOON = 60 * DAY


def around(rng, versions, done, now, effective):
    """Commands right before a version is made, and right behind that. `versions` end
    with it, `done` are the commands before, and `now` is the time of the next one."""
    before, behind = [], []
    at = max(now, effective) if effective < now + SOON else now
    numbers = itertools.count()
    made = lambda kind, **fields: Command(
        kind, f"v{len(versions)}_{next(numbers)}", **fields)
    bought = [command for command in done if command.kind == "purchase"]
    if "achievement" in versions[-2] and bought:
        for purchase in rng.sample(bought[-12:], min(rng.choice((2, MOST, MOST)),
                                                     len(bought[-12:]))):
            behind += again_and_back(rng, made, purchase, min(at, LAST))
    members = sorted({command.member for command in done if command.member})
    paid = [rule for rule in versions[-2].get("plan", []) if "period" in rule]
    if paid and members:
        rule, member = rng.choice(paid), rng.choice(members)
        before.append(made("set", member=member, at=min(now, LAST), plan=rule["name"]))
        end = now + random_plans.PERIODS[rule["period"]] * DAY
        behind.append(Command("tick", None, None, min(end, LAST)))
    return before, behind


def again_and_back(rng, made, purchase, at):
    """The same is bought once more, perhaps, and one of both is returned."""
    given = []
    of = {"member": purchase.member, "at": at}
    if rng.random() < 0.85:
        given.append(made("purchase", **of, amount=purchase.amount, unit=purchase.unit,
                          store=purchase.store, channel=purchase.channel))
    named = rng.choice((purchase, purchase, purchase, *given))
    return given + [made("reverse", **of, reference=named.id)]
