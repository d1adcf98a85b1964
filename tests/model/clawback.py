"""From which lots it is taken what is demanded: section 6, clawback."""

from books import take, total


def claw_back(account, unit, demanded, own, funding_class):
    """`own` is the number of the own lot."""
    wallet, order = account.wallet(unit), account.program.units[unit].order
    policy = account.program.deficit
    is_own = lambda lot: (lot.number != own,)  # False sorts first.
    by_activation = lambda lot: is_own(lot) + (lot.activation, lot.number)
    in_use = lambda lot: is_own(lot) + order(lot)
    taken = 0
    if policy == "only_pending":
        taken += total(take(wallet.waiting, demanded, by_activation))
    else:
        mine = [lot for lot in wallet.waiting if lot.number == own]
        others = [lot for lot in wallet.waiting if lot.number != own]
        taken += total(take(mine, demanded, by_activation))
        account.events["clawback of the own pending lot"] += taken > 0
        wallet.waiting = mine + others
        taken += total(take(wallet.lots, demanded - taken, in_use))
    if policy == "negative":
        wallet.deficit += demanded - taken
        taken = demanded
    note(account, demanded, taken)
    wallet.clawed_back += taken
    account.post(unit, "clawed_back", funding_class, taken)


def note(account, demanded, taken):
    policy = account.program.deficit
    if demanded:
        account.events[f"clawback {policy}"] += 1
        account.events[f"clawback {policy} forgoes"] += taken < demanded
    if policy == "only_pending":
        account.events["clawback only_pending takes"] += taken > 0
