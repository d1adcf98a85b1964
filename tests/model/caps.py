"""How much an earn rule gives to a member in a while, and when it gave last: section
2, Caps and cooldowns."""

import giving
from values import LIMIT, Refused

PERIODS = ("day", "week", "month", "year", "lifetime")


def left(account, rule, at):
    """What a rule may still give to a purchase."""
    rests = [rule.cap["transaction"]] if "transaction" in rule.cap else []
    for per in counted(rule):
        given = giving.count_of(account, key(rule, per), per, at)
        rests.append(0 if given is None else max(rule.cap[per] - given, 0))
    return min(rests, default=LIMIT)


def cap(account, rules, points, at):
    """What each rule gives within its cap, and what it was kept to, or None."""
    given, most = [], []
    for rule, part in zip(rules, points):
        rest = left(account, rule, at) if part else part
        if part > rest and rule.rejects:
            raise Refused("limit_reached")
        account.events["a cap reduces"] += part > rest > 0
        account.events["a cap leaves nothing"] += part > rest == 0
        given.append(min(part, rest))
        most.append(rest if part > rest else None)
    return given, most


def count(account, rules, points, at):
    """What was given to a purchase."""
    for rule, part in zip(rules, points):
        if part:
            for per in counted(rule):
                giving.add(account, key(rule, per), per, at, part)
        if part and rule.when.cooldown is not None:
            member, last = account.member, account.member.given_last.get(rule.name, at)
            member.given_last = {**member.given_last, rule.name: max(at, last)}


def give_back(account, rules, points, at):
    """What a return demands of a purchase of some time."""
    for rule, part in zip(rules, points):
        for per in counted(rule) if part else ():
            giving.subtract(account, key(rule, per), per, at, part)
            account.events["given back to a cap"] += 1


def counted(rule):
    return [per for per in PERIODS if per in rule.cap]


def key(rule, per):
    return "earn", rule.name, per
