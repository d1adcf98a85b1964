"""Who may give and receive points, and how much in a while: section 5, Who may give
and receive, Allowances."""

import dates
from values import Refused


def is_among(who, attributes):
    """Whether a member of such attributes is one of those that a program names."""
    if who in ("anyone", "nobody"):
        return who == "anyone"
    listed = lambda name: who[name] if isinstance(who[name], list) else [who[name]]
    segments = attributes.get("segments", "")
    has = {int(number) for number in segments.split(";") if number}
    if "segments" in who and not has & set(listed("segments")):
        return False
    return "plans" not in who or attributes.get("plan") in listed("plans")


def refuse_to_give(account, command):
    """Counts a transfer or donation, or refuses it."""
    if not is_among(account.program.may_give[command.kind],
                     account.member.attributes):
        raise Refused("not_permitted")
    count_gift(account, command)


def allowances(account, command):
    """(key of its counts, allowance) of those that a command is under."""
    keys = keys_of(account.program.allowances)
    return [(key, allowance)
            for key, allowance in zip(keys, account.program.allowances)
            if command.kind in allowance["on"] and command.amount
            and command.unit == allowance["unit"]]


def keys_of(allowances):
    """By what they say; of several that say the same each has its own."""
    said = [(frozenset(rule["on"]), rule["unit"], rule["per"]) for rule in allowances]
    return [("allowance", *what, said[:place].count(what))
            for place, what in enumerate(said)]


def count_gift(account, command):
    for key, allowance in allowances(account, command):
        given = 0
        if allowance["per"] != "command":
            given = add(account, key, allowance["per"], command.at, command.amount)
        if given is None or max(given, command.amount) > allowance["amount"]:
            raise Refused("limit_reached")


def give_back(account, command, amount):
    """Of a gift that was refused, or of what is reversed of it."""
    if command.kind in account.program.may_give:
        for key, allowance in allowances(account, command):
            if allowance["per"] != "command":
                subtract(account, key, allowance["per"], command.at, amount)
                account.events["given back to an allowance"] += count_of(
                    account, key, allowance["per"], command.at) is not None


# --- Counts of the latest period and the one before it ------------------------


def count_of(account, key, per, at):
    """Of the instant's period, or None if it is not known."""
    period = dates.period(at, per, account.program.zone)
    latest, count, before = account.member.counts.get(key, (period, 0, 0))
    if period < latest - 1:
        return None
    return {latest: count, latest - 1: before}.get(period, 0)


def add(account, key, per, at, amount):
    """Returns the count of the instant's period, or None if it is not known."""
    period = dates.period(at, per, account.program.zone)
    latest, count, before = account.member.counts.get(key, (period, 0, 0))
    if period < latest - 1:
        return None
    if period > latest:
        count, before = 0, count if period == latest + 1 else 0
        latest = period
    if period == latest:
        count += amount
    else:
        before += amount
    account.member.counts[key] = (latest, count, before)
    return count if period == latest else before


def subtract(account, key, per, at, amount):
    period = dates.period(at, per, account.program.zone)
    latest, count, before = account.member.counts.get(key, (period, 0, 0))
    if period == latest:
        account.member.counts[key] = (latest, count - amount, before)
    elif period == latest - 1:
        account.member.counts[key] = (latest, count, before - amount)
