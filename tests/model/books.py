"""Members, wallets and lots, and how points move between them.

Balances are not kept: pending, available and held are sums over lots and slices.
"""

from collections import Counter, namedtuple
from dataclasses import dataclass, field, replace

import dates
from values import LIMIT

Lot = namedtuple(
    "Lot",
    "number remaining activation expiry funding_class version vintage")

# Of a purchase; `lot` is the number of the lot it made, or None.
Purchase = namedtuple("Purchase", "amount lot returned demanded",
                      defaults=(0, 0))


def total(lots):
    return sum(lot.remaining for lot in lots)


@dataclass
class Wallet:
    waiting: list = field(default_factory=list)  # Pending lots.
    lots: list = field(default_factory=list)  # Available ones.
    slices: dict = field(default_factory=dict)  # Transfer id -> slices.
    remembered: list = field(default_factory=list)  # Expired at their expiry.
    deficit: int = 0
    lots_made: int = 0
    last_activity: int = None
    earned: int = 0
    clawed_back: int = 0
    redeemed: int = 0
    restored: int = 0
    expired: int = 0

    def copy(self):
        return replace(self, waiting=list(self.waiting), lots=list(self.lots),
                       slices=dict(self.slices),
                       remembered=list(self.remembered))

    @property
    def pending(self):
        return total(self.waiting)

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
                + amount) <= LIMIT

    def in_range(self):
        return max(self.deficit, self.earned, self.clawed_back,
                   self.redeemed, self.restored, self.expired) <= LIMIT


@dataclass
class Member:
    clock: int
    wallets: dict = field(default_factory=dict)  # unit -> Wallet
    purchases: dict = field(default_factory=dict)  # id -> Purchase
    attributes: dict = field(default_factory=dict)  # Only what is set.
    closed: int = None  # Since this business time, for ever.

    def copy(self):
        return Member(self.clock, {unit: wallet.copy() for unit, wallet
                                   in self.wallets.items()},
                      dict(self.purchases), dict(self.attributes), self.closed)


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


class Account:
    """A copy of one member under change, and the legs of the other side.

    Whoever made it keeps both or drops both.
    """

    def __init__(self, program, member):
        self.program = program
        self.member = member.copy()
        self.legs = Counter()  # (unit, account, label) -> change
        self.events = Counter()  # What happened, for coverage.

    def wallet(self, unit):
        return self.member.wallets.setdefault(unit, Wallet())

    def post(self, unit, account, label, amount):
        if amount:
            self.legs[unit, account, label] += amount

    # --- Credits ----------------------------------------------------------

    def credit(self, unit, amount, policy, at, waits, funding_class):
        """One new lot; returns its number, or None if none was made."""
        activation = policy.activation(at) if waits else at
        lot = Lot(None, amount, activation, policy.expiry(activation, at),
                  funding_class, self.program.version,
                  dates.vintage(at, self.program.zone))
        return self.place(unit, lot, at)

    def place(self, unit, lot, at=None):
        """Pending, or what a deficit leaves of it available.

        A lot without number gets the next; `at` is when it was brought.
        """
        wallet = self.wallet(unit)
        pending = lot.activation > self.member.clock
        if not pending:
            absorbed = min(wallet.deficit, lot.remaining)
            wallet.deficit -= absorbed
            lot = lot._replace(remaining=lot.remaining - absorbed)
            self.events["deficit absorbs"] += absorbed > 0
        if lot.remaining == 0:
            return None
        if lot.number is None:
            wallet.lots_made += 1
            lot = lot._replace(number=wallet.lots_made)
            if (wallet.last_activity is None
                    and self.program.units[unit].lots.inactive):
                wallet.last_activity = max(lot.activation, at)
        put(wallet.waiting if pending else wallet.lots, lot)
        return lot.number

    # --- Debits -----------------------------------------------------------

    def use(self, unit, amount):
        """Takes what available lots have of an amount, in the order of use."""
        return take(self.wallet(unit).lots, amount,
                    self.program.units[unit].order)

    def use_into_deficit(self, unit, amount):
        rest = amount - total(self.use(unit, amount))
        self.wallet(unit).deficit += rest

    # --- What falls due ---------------------------------------------------

    def settle(self):
        """Applies all that is due at or before the clock, by instant."""
        while True:
            due = sorted(self.due_items())
            if not due:
                self.forget()
                return
            instant = due[0][0]
            before = self.availables()
            for at, kind, place, number in due:
                if at == instant:
                    unit = list(self.program.units)[place]
                    (self.activate, self.expire)[kind](unit, number, instant)
            self.redeem_automatically(before, "due")

    def due_items(self):
        """(instant, 0 activation or 1 expiry, unit's place, lot number)."""
        items, clock = [], self.member.clock
        for place, (unit, rules) in enumerate(self.program.units.items()):
            wallet = self.member.wallets.get(unit)
            if wallet is None:
                continue
            inactive = rules.lots.inactivity_end(wallet.last_activity)
            for lot in wallet.waiting:
                items.append((lot.activation, 0, place, lot.number))
            for lot in wallet.waiting + wallet.lots:
                expiry = lot.expiry if lot.expiry < inactive else inactive
                items.append((expiry, 1, place, lot.number))
        return [item for item in items if item[0] <= clock]

    def activate(self, unit, number, _):
        wallet = self.wallet(unit)
        for lot in wallet.waiting:
            if lot.number == number:
                self.events["due: activation"] += 1
                self.events["deficit absorbs at activation"] += (
                    wallet.deficit > 0)
                wallet.waiting.remove(lot)
                self.place(unit, lot)
                return

    def expire(self, unit, number, instant):
        """The lot may be gone: a deficit took it at its activation."""
        wallet = self.wallet(unit)
        for lots in (wallet.waiting, wallet.lots):
            for lot in lots:
                if lot.number == number:
                    lots.remove(lot)
                    wallet.expired += lot.remaining
                    self.post(unit, "expired", None, lot.remaining)
                    self.note_expiry(lot, lots is wallet.waiting, instant)
                    self.remember(unit, lot._replace(expiry=instant))
                    return

    def note_expiry(self, lot, pending, instant):
        self.events["due: expiry"] += 1
        self.events["due: expiry while pending"] += pending
        self.events["due: expiry by inactivity"] += instant < lot.expiry
        self.events["due: expiry at activation"] += instant == lot.activation

    def remember(self, unit, lot):
        """One that expired just now; what is of one lot and instant is one."""
        if self.program.units[unit].reinstate_within is None:
            return
        remembered = self.wallet(unit).remembered
        for place, known in enumerate(remembered):
            if (known.number, known.expiry) == (lot.number, lot.expiry):
                remembered[place] = lot._replace(
                    remaining=known.remaining + lot.remaining)
                return
        remembered.append(lot)

    def forget(self):
        """What cannot come back at the clock any more."""
        for unit, wallet in self.member.wallets.items():
            kept = [lot for lot in wallet.remembered if self.member.clock
                    < self.program.units[unit].last_chance(lot)]
            self.events["a lot is forgotten"] += (
                len(kept) < len(wallet.remembered))
            wallet.remembered = sorted(
                kept, key=lambda lot: (lot.number, lot.expiry))

    # --- Automatic redemption ---------------------------------------------

    def availables(self):
        return {unit: wallet.available
                for unit, wallet in self.member.wallets.items()}

    def redeem_automatically(self, before, cause):
        """After a purchase, another credit or due items, as `cause` says."""
        after = self.availables()
        for rule in self.program.auto_redeem:
            unit = rule["unit"]
            raised = after.get(unit, 0) > before.get(unit, 0)
            if rule["when"] == "purchase" and cause == "purchase":
                self.redeem_by_rule(rule, cause)
            if rule["when"] == "credit" and raised:
                self.redeem_by_rule(rule, cause)

    def redeem_by_rule(self, rule, cause):
        unit, at, take_each = rule["unit"], rule["at"], rule["take"]
        wallet = self.wallet(unit)
        if wallet.available < at:
            return
        how = rule["times"]
        wanted = 1
        if how == "while":
            wanted += (wallet.available - at) // take_each
        times = min(wanted, (LIMIT - wallet.redeemed) // take_each)
        self.events["auto_redeem cut by overflow"] += times < wanted
        if times:
            self.use(unit, times * take_each)
            wallet.redeemed += times * take_each
            self.post(unit, "redeemed", "auto", times * take_each)
            self.events[f"auto_redeem {rule['when']} {how}"] += 1
            self.events[f"auto_redeem after {cause}"] += 1
