"""Units that end: section 5 of docs/semantics.md, Retirement."""

from books import total


def instants(account, until):
    """At which units have retired of which a member has anything."""
    retires = account.versions.retires
    return [retires[unit] for unit, wallet in account.member.wallets.items()
            if retires[unit] <= until and has_anything(wallet)]


def is_late(account, unit):
    """Whether it has retired before the member's clock was settled the last time."""
    return account.versions.has_retired(unit, account.member.stood)


def has_anything(wallet):
    return wallet.waiting or wallet.lots or wallet.ends or wallet.deficit


def retired(account, instant):
    """Units of which nothing stays at an instant, in the order of the program."""
    return [unit for unit in account.versions.units
            if unit in account.member.wallets
            and account.versions.has_retired(unit, instant)]


def void_holds(account, units):
    for unit in units:
        wallet = account.wallet(unit)
        for hold in sorted(wallet.ends, key=wallet.ends.get):
            account.events["retired: a hold is voided"] += 1
            account.put_back(unit, account.end_hold(unit, hold, "voided"))


def give_up(account, units, cause, pays=False):
    """All that is pending, but for claims, or available is forfeited, or of what is
    available paid out; what is owed is written off."""
    for unit in units:
        wallet = account.wallet(unit)
        paid = wallet.available if pays else 0
        forfeited = total(wallet.waiting) + wallet.available - paid
        account.post(unit, "paid_out", None, paid)
        account.post(unit, "forfeited", None, forfeited)
        account.post(unit, "written_off", None, -wallet.deficit)
        account.events[f"{cause}: points are forfeited"] += forfeited > 0
        account.events[f"{cause}: what comes later"] += forfeited > 0 and is_late(
            account, unit)
        account.events[f"{cause}: points are paid out"] += paid > 0
        account.events[f"{cause}: a deficit is written off"] += wallet.deficit > 0
        wallet.waiting, wallet.lots, wallet.deficit = [], [], 0
