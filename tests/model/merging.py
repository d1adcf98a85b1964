"""How a member becomes another one: all that it has goes there, under new numbers of
lots, and so does what comes to it from then on."""

from collections import namedtuple

import achievements
import benefits
import days
import plans
import tiers
from account import Account
from books import Member, Wallet
from referrals import has_bought
from values import LIMIT

# Of a member that is merged: into whom, and for each unit what its numbers of lots
# have become more.
Merged = namedtuple("Merged", "into shifts")
LOTS_MADE = 2**32 - 1
TOTALS = ("earned", "clawed_back", "redeemed", "restored", "expired")


def taking(ledger, program, name, into):
    """The account of who takes a member over, at the later of both clocks."""
    account = Account(program, ledger.members[into])
    account.member.clock = max(account.member.clock, ledger.members[name].clock)
    account.settle()
    return account


def refuses(ledger, program, name, into):
    """Whether another member cannot take what one has."""
    merged, other = ledger.members[name], taking(ledger, program, name, into).member
    for unit in ledger.versions.units:
        a, b = (member.wallets.get(unit, Wallet()) for member in (merged, other))
        sums = [getattr(a, name) + getattr(b, name) for name in (*TOTALS, "deficit")]
        held = lambda wallet: (wallet.expired + wallet.pending + wallet.available
                               + wallet.held)
        if (max(*sums, held(a) + held(b)) > LIMIT
                or a.lots_made + b.lots_made > LOTS_MADE):
            return True
    if merged.members and other.pool or other.members and merged.pool:
        return True
    together = len(merged.members) + len(other.members)
    return together > (program.members_max or 0)


def merge(ledger, program, name, into):
    """All that one has comes to another; returns the account of that."""
    gone = Account(program, ledger.members[name])
    account = taking(ledger, program, name, into)
    tiers.take(account, gone)
    shifts = {unit: take_wallet(account, unit, gone.wallet(unit))
              for unit in ledger.versions.units}
    member = account.member
    take_links(ledger, program, member, gone.member, {name, into}, shifts)
    for key, record in gone.member.records.items():
        member.records[key] = shifted(
            record, shifts, ledger.versions.numbered(record.version))
    had = member.attributes.get("plan")
    member.change_attributes({**gone.member.attributes, **member.attributes},
                             account.program.zone)
    plans.take(account, had, gone.member)
    achievements.take_rows(account, gone.member)
    take_counts(member.counts, gone.member.counts)
    achievements.take_completed(account, gone.member, shifts)
    days.take(account, gone.member)
    benefits.take(account, gone.member)
    for rule, at in gone.member.given_last.items():
        last = max(at, member.given_last.get(rule, at))
        member.given_last = {**member.given_last, rule: last}
    take_pool(account, gone.member, name, into)
    account.settle_again()
    account.events["merged"] += 1
    account.events["merged: into a debtor"] += any(
        wallet.deficit for wallet in ledger.members[into].wallets.values())
    ledger.members[name] = Member(gone.member.clock, gone.member.opened,
                                  facts=ledger.members[name].facts)
    ledger.merged[name] = Merged(into, shifts)
    for other, (target, own) in ledger.merged.items():
        if target == name:
            account.events["merged: what was merged into it follows"] += 1
            ledger.merged[other] = Merged(into, {
                unit: shift + shifts[unit] for unit, shift in own.items()})
    return account


def take_wallet(account, unit, gone):
    """Returns the shift."""
    wallet = account.wallet(unit)
    shift = wallet.lots_made
    wallet.lots_made += gone.lots_made
    moved = lambda lot: lot._replace(number=lot.number + shift)
    lots = sorted(gone.waiting, key=lambda lot: (lot.activation, lot.number))
    lots += sorted(gone.lots, key=account.versions.units[unit].order)
    for lot in lots:
        account.place(unit, moved(lot))
    for hold, slices in gone.slices.items():
        wallet.slices[hold] = [moved(piece) for piece in slices]
    for hold, (end, number) in gone.ends.items():
        wallet.ends[hold] = (end, number + wallet.holds_made)
    wallet.holds_made += gone.holds_made
    account.use_into_deficit(unit, gone.deficit)
    for name in TOTALS:
        setattr(wallet, name, getattr(wallet, name) + getattr(gone, name))
    wallet.remembered = sorted(wallet.remembered + list(map(moved, gone.remembered)),
                               key=lambda lot: (lot.number, lot.expiry))
    activities = [at for at in (wallet.last_activity, gone.last_activity)
                  if at is not None]
    wallet.last_activity = max(activities, default=None)
    return shift


def shifted(record, shifts, program):
    """A record with the new numbers of its lots; those of others stay. The program is
    the one that it goes by."""
    units, given = [record.unit], record.given
    if record.command.kind in ("purchase", "event"):
        units = [rule.unit for rule in program.rules_for(record.command)]
    lots = record.lots if record.pool is not None else [
        number and number + shifts[unit] for unit, number in zip(units, record.lots)]
    if given is not None:
        given += shifts[program.rewards[record.command.reward].gives]
    return record._replace(lots=lots, given=given, slices=tuple(
        piece._replace(number=piece.number + shifts[record.slices_unit()])
        for piece in record.slices))


def take_links(ledger, program, member, gone, names, shifts):
    """One link stays; of others whose event has come is known what is to be taken
    back."""
    moved = lambda paid: paid and paid._replace(
        number=paid.number and paid.number + shifts[paid.unit])
    theirs = [link._replace(paid=moved(link.paid))
              for link in (gone.link, *gone.past_links) if link is not None]
    link = theirs.pop(0) if gone.link is not None else None
    other = still(ledger, program, link, names, member)
    own = still(ledger, program, member.link, names, gone)
    ledger.events["merged: both are referred"] += bool(own and other)
    if own is None or other is not None and other.event and not own.event:
        own, other = other, None
    if other is not None and other.event:
        theirs.append(other)
    member.link, member.past_links = own, (*member.past_links, *theirs)
    member.brought = {**member.brought, **{
        event: (moved(paid), at) for event, (paid, at) in gone.brought.items()}}


def still(ledger, program, link, names, other):
    """The link, if it is not forgotten when its member and another become one."""
    if link is None or link.event is not None:
        return link
    bought = (program.referral is not None and has_bought(other)
              and program.referral.when == "first_purchase")
    return None if bought or ledger.final(link.referrer) in names else link


def take_counts(counts, gone):
    """Of rewards, in every period; of allowances and caps, in the later period and
    the one before it."""
    for key, known in gone.items():
        if isinstance(known, int):
            counts[key] = counts.get(key, 0) + known
            continue
        mine = counts.get(key, (known[0], 0, 0))
        newest = max(known[0], mine[0])
        of = lambda period, known: {known[0]: known[1], known[0] - 1: known[2]}.get(
            period, 0)
        counts[key] = (newest, *(of(period, mine) + of(period, known)
                                 for period in (newest, newest - 1)))


def take_pool(account, gone, name, into):
    """Who is joined to it is joined to the other, and the other takes its place."""
    if gone.pool is not None:
        account.tell("leave", gone.pool, name=name)
        if account.member.pool is None:
            account.member.pool = gone.pool
            account.tell("take a place", gone.pool, name=into)
    account.member.members = account.member.members + gone.members
    for joined in gone.members:
        account.tell("pool is another", joined, pool=into)
