"""From which lots it is taken what is demanded: section 6, clawback."""

from books import take, total


def claw_back(account, demands):
    """First each from its own lot, then what is not there from other ones; returns
    how much of each was taken or is owed."""
    taken = [take_own(account, demand) for demand in demands]
    account.events["several parts are taken back"] += sum(
        demand.amount > 0 for demand in demands) > 1
    return [take_others(account, demand, own)
            for demand, own in zip(demands, taken)]


def take_own(account, demand):
    wallet = account.wallet(demand.unit)
    waits = any(lot.number == demand.own for lot in wallet.waiting)
    if demand.own is None or (
            account.program.deficit == "only_pending" and not waits):
        return 0
    taken = account.take_of(demand.unit, demand.own, demand.amount)
    account.events["clawback of the own pending lot"] += waits and taken > 0
    return taken


def take_others(account, demand, taken):
    """What the own lot did not have; returns how much was taken in all."""
    policy, unit = account.program.deficit, demand.unit
    wallet, rest = account.wallet(unit), demand.amount - taken
    if policy == "only_pending":
        taken += total(take(wallet.waiting, rest,
                            lambda lot: (lot.activation, lot.number)))
    else:
        taken += total(account.use(unit, rest))
    if policy == "negative":
        wallet.deficit += demand.amount - taken
        taken = demand.amount
    note(account, demand.amount, taken)
    wallet.clawed_back += taken
    account.post(unit, "clawed_back", demand.funding_class, taken)
    return taken


def note(account, demanded, taken):
    policy = account.program.deficit
    if demanded:
        account.events[f"clawback {policy}"] += 1
        account.events[f"clawback {policy} forgoes"] += taken < demanded
    if policy == "only_pending":
        account.events["clawback only_pending takes"] += taken > 0
