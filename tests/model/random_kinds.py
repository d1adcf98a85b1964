"""Random commands, a function for each kind: from a Generator to one Command,
or to several.

A new kind is one function here and one entry in WEIGHTS.
"""

import random_achievements
import random_days
import random_events
import random_lines
import random_linked
import random_merges
import random_plans
import random_pools
import random_referrals
import random_retirement
import random_rewards
import random_tiers
from random_situations import (doomed_gift, farewell, generous, late_gift,
                               late_receipt, prolonged, regretted_gift, ruin,
                               second_chance, second_thoughts, set_aside, too_rich)
from random_times import DAY, LATER
from values import ATTRIBUTES, CLEARED, LIMIT


def enroll(draw):
    fields, member = attributes(draw) if draw.random() < 0.3 else {}, draw.member()
    if draw.random() < 0.1:
        fields["referrer"] = draw.receiver(member)
    return draw.command("enroll", member, **fields)


def purchase(draw):
    amount, lines = random_lines.basket(draw)
    command = draw.command(
        "purchase", draw.member(), amount=amount, unit=draw.currency(),
        category=draw.choice((None, "food")), lines=lines)
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
    chance, lines = draw.random(), None
    if chance < 0.75 and draw.baskets:
        basket = draw.choice(draw.baskets[-10:])
        reference, of = basket.id, basket.amount
        amount = draw.choice((None, None, of, of + 1, of - 1, of // 2,
                              of // 3, of // 10, 1))
        if draw.random() < (0.6 if basket.lines else 0.05):
            lines = random_lines.returned(draw, basket)
            amount = draw.choice((None, None, amount))
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
    lines = lines or random_lines.alone(draw, amount)
    named = (amount is not None or random_lines.needs_currency(lines)
             or draw.random() < 0.6)
    return draw.command("return", member, reference=reference, amount=amount,
                        unit=draw.currency() if named else None, lines=lines)


def award(draw):
    return draw.command("award", draw.member(), unit=draw.unit(),
                        amount=draw.amount(), reason=draw.reason(),
                        funding_class=draw.choice((None, "promotion")),
                        **persons(draw, 0.1))


def persons(draw, chance):
    """Who gave a command and who approved it."""
    names = ("ann", "bea", "cyd")
    return {role: draw.choice(names) for role in ("operator", "approver")
            if draw.random() < chance}


def redeem(draw):
    return draw.command("redeem", draw.member(), unit=draw.unit(),
                        amount=draw.debit(), reason=draw.reason(),
                        actor=random_pools.actor(draw))


def donate(draw):
    return draw.command("donate", draw.member(), unit=draw.unit(),
                        amount=draw.debit(), reason=draw.reason(),
                        actor=random_pools.actor(draw),
                        cause=draw.choice(("trees", "school")))


def event(draw):
    return draw.command("event", draw.member(),
                        name=draw.choice(random_events.WORDS))


def adjust(draw):
    return draw.command("adjust", draw.member(), unit=draw.unit(),
                        amount=draw.amount() * draw.choice((1, -1)),
                        reason=draw.reason() or "count", **persons(draw, 0.8))


def transfer(draw):
    giver = draw.member()
    return draw.command("transfer", giver, unit=draw.unit(),
                        amount=draw.debit(), receiver=draw.receiver(giver))


def hold(draw):
    at = draw.times.next()
    return draw.command(
        "hold", draw.member(), unit=draw.unit(), amount=draw.debit(), at=at,
        actor=random_pools.actor(draw),
        until=at + draw.choice((2, *LATER[1:], 2 * DAY, 9 * DAY)))


def named(draw, kinds, chance):
    """A command to refer to, mostly of these kinds and recent; None is one that
    nobody made."""
    some = [command for command in draw.ids() if command.kind in kinds]
    if some and draw.random() < chance:
        return draw.choice(some[-8:])
    return draw.choice(draw.ids()) if draw.ids() and draw.random() < 0.6 else None


def refer(draw, kind, to, amount=None):
    """A command that refers to another, mostly of the same member."""
    member = to.member if to and draw.random() < 0.93 else draw.member()
    return draw.command(kind, member, amount=amount,
                        reference=to.id if to else f"x{draw.made + 5}")


def part(draw, command):
    """Of the amount of a command, or more than that, or none given."""
    of = abs(command.amount or 0) if command else 5
    return draw.choice((None, None, min(of + 1, LIMIT), of, of // 2, of // 3, 1, 0))


def capture(draw):
    to = named(draw, ("hold",), 0.9)
    return refer(draw, "capture", to, part(draw, to))


def void(draw):
    return refer(draw, "void", named(draw, ("hold",), 0.9))


def reverse(draw):
    restored = draw.random() < 0.5
    to = named(draw, ("redeem", "capture", "donate") if restored else (
        "purchase", "award", "adjust", "transfer", "event"), 0.9)
    return refer(draw, "reverse", to, part(draw, to) if restored or
                 draw.random() < 0.1 else None)


def extend(draw):
    """Mostly by long, now and then to the past."""
    later = draw.choice((*LATER, 365 * DAY, 1500 * DAY, -9 * DAY))
    before = draw.times.now + draw.choice(LATER)
    return draw.command(
        "extend", draw.member(), unit=draw.unit(), until=draw.times.now + later,
        lot=draw.choice((None, None, None, None, 1, 2)),
        before=draw.choice((None, None, before)))


def reinstate(draw):
    at = draw.times.next()
    return draw.command("reinstate", draw.member(), unit=draw.unit(), at=at,
                        until=at + draw.choice((2, *LATER[1:])),
                        lot=draw.choice((None, None, None, 1, 2, 3)))


TOTALS = ("earned", "clawed_back", "redeemed", "restored", "expired")


def import_(draw):
    """Lots of all times, debts, and what was counted elsewhere."""
    what = draw.choice(("lot", "lot", "lot", "deficit", draw.choice(TOTALS)))
    at, fields = draw.times.next(), {}
    if what == "lot":
        active = at + draw.choice((0, -1, -1, 1, 1)) * draw.choice(LATER)
        fields = {"activation": draw.choice((None, active)),
                  "expiry": draw.choice((None, max(at, active) + 2,
                                         max(at, active) + draw.choice(LATER[1:]))),
                  "vintage": draw.choice((None, "2017-05", "5461-04")),
                  "funding_class": draw.choice((None, "promotion"))}
    return draw.command("import", draw.member(), unit=draw.unit(), what=what, at=at,
                        amount=draw.amount(), reason=draw.reason(), **fields)


def open_purchase(draw):
    """A purchase made elsewhere, of whose points some are gone, and what becomes of
    it here."""
    member, times = draw.member(), draw.times
    do = lambda kind, ago=0, **fields: draw.command(
        kind, member, at=times.now - ago * DAY, **fields)
    amount, unit, fields = draw.choice((0, 1, 7, 100, 1000, LIMIT)), draw.unit(), {}
    if draw.random() < 0.9:
        points = draw.choice((0, 1, 3, 33, 1000, LIMIT if draw.random() < 0.2 else 50))
        fields = {"unit": unit, "points": points, "points_left": draw.choice(
            (None, None, points, points // 2, 0))}
        active = times.now + draw.choice((0, -30, 5, 30)) * DAY
        expiry = times.now + draw.choice((31, 40, 400)) * DAY
        fields |= {"activation": draw.choice((None, active)),
                   "expiry": draw.choice((None, expiry)),
                   "funding_class": draw.choice((None, "promotion", "partner")),
                   "vintage": draw.choice((None, "2017-05"))}
    bought = do("import", draw.choice((0, 0, 1, 20, 200)), what="purchase",
                amount=amount, **fields)
    draw.baskets.append(bought)
    given = [bought]
    if draw.random() < 0.3:
        given.append(do("redeem", unit=unit, amount=draw.debit()))
    times.now += draw.choice((0, 0, 6, 35)) * DAY
    parts = draw.choice(((None,), (amount // 3, amount // 3, None), (1, amount - 1),
                         (amount + 1, None, None), (amount,)))
    given += [do("return", reference=bought.id, unit="GBP", amount=min(part, LIMIT)
                 if part is not None else None)
              for part in parts if part is None or part > 0]
    if draw.random() < 0.3:
        given.append(do("reverse", reference=bought.id))
    return given


def used_id(draw):
    """An id that was used elsewhere, and a command that has it, or names it."""
    used = draw.command("import", draw.member(), what="id")
    again = draw.command("purchase", used.member, amount=100, unit="GBP", id=used.id)
    named = draw.command(draw.choice(("return", "reverse")), used.member,
                         reference=used.id)
    return [used, draw.choice((used, again, named))]


def attributes(draw):
    """One to three of them, some cleared."""
    some = {"birthday": ("01-31", "02-29", "12-24", "12-30", CLEARED),
            "segments": ("0", "3;17", "63", CLEARED),
            "plan": ("gold", "basic", CLEARED)}
    names = draw.rng.sample(ATTRIBUTES, draw.rng.randrange(1, 4))
    return {name: draw.choice(some[name]) for name in names}


def set_(draw):
    return draw.command("set", draw.member(), **attributes(draw))


def close(draw):
    return draw.command("close", draw.member(), force=draw.yes(0.3),
                        pay_out=draw.yes(0.4))


def tick(draw):
    return draw.tick()


def repeat(draw):
    return draw.choice(draw.ids()) if draw.ids() else enroll(draw)


# Fields which may have another value in every command that has one.
CHANGEABLE = ("category", "funding_class", "reference", "cause", "name", "operator",
              "approver", "until", "lot", "birthday", "segments", "plan", "force",
              "pay_out", "vintage", "activation", "expiry", "reward", "quantity",
              "actor", "referrer")


def conflict(draw):
    """A command again, with one field changed and still well-formed."""
    if not draw.ids():
        return enroll(draw)
    command = draw.choice(draw.ids())
    changes = ["store", "channel", "at", "reason"] + ["linked"] * (not draw.for_file)
    if (command.kind in ("purchase", "return") and (command.amount or 0) > 1
            and not command.lines):
        changes.append("amount")
    if command.lines and command.kind == "purchase":
        changes.append("lines")
    changes += [name for name in CHANGEABLE
                if getattr(command, name) is not None]
    change = draw.choice(changes)
    changed = {"at": command.at + 1, "amount": (command.amount or 0) // 2,
               "reference": "never", "until": (command.until or 0) + 1,
               "quantity": (command.quantity or 0) % 9 + 1,
               "lot": (command.lot or 0) + 1, "birthday": "03-01",
               "linked": None if command.linked else "yes", "segments": "1;2",
               "pay_out": None, "force": None,
               "vintage": "2016-12", "expiry": (command.expiry or 0) + 1,
               "activation": (command.activation or 0) - 1,
               "lines": (command.lines or ())[::-1] * draw.rng.randrange(2) or None}
    command = command._replace(**{change: changed.get(
        change, f"{getattr(command, change) or ''}_other")})
    if draw.random() < 0.3 and command.member in draw.members:
        command = command._replace(member=f"stranger{draw.made}")
    return command


# How often each is drawn among the others.
WEIGHTS = {
    enroll: 4, purchase: 26, return_: 22, award: 14, redeem: 12, adjust: 7,
    transfer: 14, repeat: 5, conflict: 6, anonymous: 3, tick: 4, donate: 3, event: 3,
    hold: 6, capture: 5, void: 3, reverse: 12, extend: 5, reinstate: 4, import_: 7,
    open_purchase: 8, used_id: 1.5,
    set_: 3, close: 1,
    random_achievements.strive: 11, random_days.grow_older: 16,
    random_events.speak: 12, random_lines.shopping: 4,
    random_linked.together: 7, random_merges.merge: 1, random_merges.two_cards: 7,
    random_pools.join: 2, random_pools.leave: 2,
    random_plans.subscribe: 6,
    random_pools.household: 11, random_referrals.refer: 2,
    random_referrals.friends: 9, random_rewards.redeem: 3,
    random_rewards.rush: 8, random_rewards.spree: 2,
    random_tiers.climb: 16,
    late_gift: 1.5, late_receipt: 2, doomed_gift: 5, regretted_gift: 2, too_rich: 0.5,
    random_retirement.outlive: 16, set_aside: 8, second_thoughts: 3,
    second_chance: 12, prolonged: 3, generous: 2, farewell: 1, ruin: 0.3,
}
