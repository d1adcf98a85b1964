"""What is kept of members: wallets, lots, records.

Balances are not kept: pending, available and held are sums over lots and slices.
"""

from collections import namedtuple
from dataclasses import dataclass, field, replace

import dates
import lines
from values import LIMIT, NEVER

Lot = namedtuple(
    "Lot",
    "number remaining activation expiry funding_class version vintage")

# What a command leaves that a later one may name. `amount` is its size, `lots` the
# numbers of the own lots, each or None, of a purchase one for each earn rule, `slices`
# what it took, `owed` what it took beyond them, `taken_back` how much of the amount is
# undone, `demanded` how much of each rule's points, `acts` whether each applied,
# `giver` which multiplier gave what several gave together, `most` what each rule was
# kept to by its cap or budget, or None. `state` is that of a hold.
# `arrived` has, for each slice of a transfer, the number of the lot that it made,
# or None if a deficit absorbed a part, at its `receiver`. `gone` has, for each group of
# lines of a purchase, the amount and quantity returned, `restored` how much of its
# tender came back. `given`
# the lot that a reward gave, or None if a deficit absorbed a part, `pool` who got what
# was earned instead of the member, `tiers` what a purchase was rated with in each tier
# set, `visits` the places of those that count it, `counted` the names of the
# achievements that do, `version` by which it was accepted.
Record = namedtuple(
    "Record", "command unit amount lots slices owed taken_back demanded state "
    "arrived gone restored given pool receiver tiers visits acts giver most counted "
    "version",
    defaults=((), (), 0, 0, (), None, (), {}, 0, None, None, None, (), (), (), {}, (),
              (), 1))


class Record(Record):
    def slices_unit(self):
        """That of the slices it took: of a purchase, of its points tender."""
        if self.command.kind == "purchase":
            return lines.tendered(self.command.lines)[0]
        return self.unit


def total(lots):
    return sum(lot.remaining for lot in lots)


def earn_overflows(wallet, amount):
    return (not wallet.has_room(amount)
            or wallet.earned + wallet.coming_back + amount > LIMIT)


@dataclass
class Wallet:
    waiting: list = field(default_factory=list)  # Pending lots.
    lots: list = field(default_factory=list)  # Available ones.
    slices: dict = field(default_factory=dict)  # Transfer or hold -> slices.
    ends: dict = field(default_factory=dict)  # Open hold -> its end and number.
    coming_back: int = 0  # What is under way and may be credited.
    claims: dict = field(default_factory=dict)  # Command, part -> what it claims.
    remembered: list = field(default_factory=list)  # Expired at their expiry.
    deficit: int = 0
    lots_made: int = 0
    holds_made: int = 0
    last_activity: int = None
    earned: int = 0
    clawed_back: int = 0
    redeemed: int = 0
    restored: int = 0
    expired: int = 0

    def copy(self):
        return replace(self, waiting=list(self.waiting), lots=list(self.lots),
                       slices=dict(self.slices), ends=dict(self.ends),
                       claims=dict(self.claims),
                       remembered=list(self.remembered))

    @property
    def pending(self):
        return total(self.waiting) + sum(self.claims.values())

    @property
    def available(self):
        return total(self.lots)

    @property
    def held(self):
        return sum(total(slices) for slices in self.slices.values())

    @property
    def net(self):
        return self.pending + self.available + self.held - self.deficit

    def has_room(self, amount):
        """For a credit: all that is held may come to expire."""
        return (self.expired + self.pending + self.available + self.held
                + self.coming_back + amount) <= LIMIT

    def in_range(self):
        return max(self.deficit, self.earned, self.clawed_back,
                   self.redeemed, self.restored, self.expired) <= LIMIT


@dataclass
class Member:
    clock: int
    opened: int = None  # The business time of the command that opened it.
    name: str = None
    wallets: dict = field(default_factory=dict)  # unit -> Wallet
    records: dict = field(default_factory=dict)  # id -> Record
    attributes: dict = field(default_factory=dict)  # Only what is set.
    past: tuple = ()  # (until, attributes) of those it had before, ascending.
    counts: dict = field(default_factory=dict)  # Of what is limited in a period.
    given_last: dict = field(default_factory=dict)  # Earn rule -> business time.
    pool: str = None  # Where it is joined to.
    is_joining: bool = False  # Until the pool has answered.
    members: list = field(default_factory=list)  # Who is joined to it; not changed.
    link: tuple = None  # A referrals.Link to who brought it.
    past_links: tuple = ()  # Of members merged into it, whose event has come.
    brought: dict = field(default_factory=dict)  # Event -> what it was paid, and when.
    tiers: dict = field(default_factory=dict)  # Place of a tier set -> tiers.Standing.
    facts: tuple = ()  # What was told: (fact, of what, which or how often, instant).
    rows: dict = field(default_factory=dict)  # Streak -> achievements.Row.
    last_gifts: dict = field(default_factory=dict)  # Achievement -> achievements.Gift.
    benefits: tuple = ()  # Names.
    grants: tuple = ()  # benefits.Grant of those that are not over.
    paid_through: int = NEVER  # Its plan, if that has an end.
    lapses_at: int = NEVER
    is_in_grace: bool = False
    enrolled: tuple = None  # Year, month and day; None of who is closed or merged.
    given_in: dict = field(default_factory=dict)  # One of days.KINDS -> last year.
    # Unit, sequence, business time and clock of events that came behind claims.
    ended_waiting: tuple = ()
    closed: int = None  # Since this business time, for ever.
    stood: int = None  # Up to when it is known which versions started and days began.

    def attributes_at(self, instant):
        """Those it had then, as far as that is known."""
        return next((attributes for until, attributes in self.past
                     if instant < until), self.attributes)

    def change_attributes(self, attributes, zone, since=None):
        """From its clock on, or from when a plan has lapsed."""
        since = self.clock if since is None else since
        looked_at = lambda given: (given.get("segments"), given.get("plan"))
        known = self.past and self.past[-1][0] == since
        if looked_at(attributes) != looked_at(self.attributes) and not known:
            self.past = (*self.past, (since, self.attributes))
        self.attributes = attributes
        year = lambda instant: dates.period(instant, "year", zone)
        self.past = tuple(one for one in self.past
                          if year(one[0]) >= year(since) - 1)

    def __post_init__(self):
        if self.stood is None:
            self.stood = self.clock

    def tier(self):
        """The number of that in force in the first tier set, as it was told last."""
        return self.tiers[0].told if 0 in self.tiers else 0

    def copy(self):
        return replace(
            self, wallets={unit: wallet.copy() for unit, wallet
                           in self.wallets.items()},
            records=dict(self.records), attributes=dict(self.attributes),
            counts=dict(self.counts),
            tiers={place: standing.copy()
                   for place, standing in self.tiers.items()})


def put(lots, lot):
    """Adds a lot, or to the lot of its number."""
    for place, present in enumerate(lots):
        if present.number == lot.number:
            lots[place] = present._replace(
                remaining=present.remaining + lot.remaining)
            return
    lots.append(lot)


def take(lots, amount, order):
    """Takes up to an amount in an order; returns the slices."""
    slices = []
    for lot in sorted(lots, key=order):
        part = min(lot.remaining, amount)
        if part == 0:
            break
        amount -= part
        slices.append(lot._replace(remaining=part))
        place = lots.index(lot)
        if part == lot.remaining:
            del lots[place]
        else:
            lots[place] = lot._replace(remaining=lot.remaining - part)
    return slices
