"""How points move between the lots of a member, by commands and by time."""

from collections import Counter

import benefits
import dates
import retirement
from books import Lot, Record, Wallet, earn_overflows, put, take, total
from days import Days
from plans import Plans
from tiers import Tiers
from values import LIMIT

# What falls due, in the order of one instant.
ACTIVATION, TIME_OUT, EXPIRY = range(3)


class Account:
    """A copy of one member under change, and the legs of the other side.

    Whoever made it keeps both or drops both.
    """

    def __init__(self, program, member):
        self.program = program  # What is done goes by it, but not what falls due.
        self.versions = program.versions
        self.member = member.copy()
        self.legs = Counter()  # (unit, account, label) -> change
        self.events = Counter()  # What happened, for coverage.
        self.sent = []  # (kind, addressee, data) of messages, in their order.
        self.nets = self.counted_nets()  # What tiers have counted.
        self.asks = False  # Whether the command's answer waits for theirs.

    @property
    def standing(self):
        """The version by which its member has tiers and benefits."""
        return self.versions.due(self.member.stood)

    def wallet(self, unit):
        return self.member.wallets.setdefault(unit, Wallet())

    def net_of(self, unit):
        wallet = self.member.wallets.get(unit)
        return wallet.net if wallet else 0

    def counted_net(self, unit):
        """Of tiers: without what is only claimed."""
        claims = self.member.wallets[unit].claims if unit in self.member.wallets else {}
        return self.net_of(unit) - sum(claims.values())

    def note_activity(self, command, units):
        for unit in units:
            rules = self.program.units.get(unit) or self.versions.units[unit]
            if rules.lots.watches(command.kind):
                wallet = self.wallet(unit)
                at = max(command.at, self.versions.inactivity[unit][1])
                wallet.last_activity = max(at, wallet.last_activity or at)

    def post(self, unit, account, label, amount):
        if amount:
            self.legs[unit, account, label] += amount

    def leave_of(self, command, unit, amount, **fields):
        self.member.records[command.id] = Record(
            command, unit, amount, version=self.program.version, **fields)

    def tell(self, kind, to, **data):
        """Makes a message; what each kind does is in messages.py."""
        self.sent.append((kind, to, data))

    def ask(self, kind, to, **data):
        """Makes a message whose answer is waited for."""
        self.tell(kind, to, **data)
        self.asks = True

    # --- Credits ----------------------------------------------------------

    def credit(self, unit, amount, policy, at, waits, funding_class, claimed_by=None):
        """One new lot; returns its number, or None if none was made. `claimed_by` is
        the sequence of the command that claimed it of a budget."""
        activation = policy.activation(at) if waits else at
        lot = Lot(None, amount, activation, policy.expiry(activation, at),
                  funding_class, self.program.version,
                  dates.vintage(at, self.program.zone))
        return self.place(unit, lot, at, claimed_by)

    def give(self, unit, amount, policy, at, funding_class):
        """What no rule of a basket gives, as a lot of its own; returns a tuple of its
        number, or None if there is no room."""
        if earn_overflows(self.wallet(unit), amount):
            return None
        self.wallet(unit).earned += amount
        self.post(unit, "issued", funding_class, -amount)
        return (self.credit(unit, amount, policy, at, True, funding_class),)

    def place(self, unit, lot, at=None, claimed_by=None):
        """Pending, or what a deficit leaves of it available.

        A lot without number gets the next; `at` is when it was brought.
        """
        wallet = self.wallet(unit)
        if claimed_by is not None and lot.remaining and lot.activation == dates.NEVER:
            lot = self.end_waiting_of(unit, self.numbered(unit, lot, at), claimed_by)
        pending = lot.activation > self.member.clock
        if not pending:
            absorbed = min(wallet.deficit, lot.remaining)
            wallet.deficit -= absorbed
            lot = lot._replace(remaining=lot.remaining - absorbed)
            self.events["deficit absorbs"] += absorbed > 0
        if lot.remaining == 0:
            return None
        if lot.number is None:
            lot = self.numbered(unit, lot, at)
        put(wallet.waiting if pending else wallet.lots, lot)
        return lot.number

    def numbered(self, unit, lot, at):
        wallet = self.wallet(unit)
        wallet.lots_made += 1
        policy, begins = self.versions.inactivity.get(unit, (None, None))
        if policy and (
                wallet.last_activity is None
                or policy.inactivity_end(wallet.last_activity) <= at):
            self.events["inactivity begins anew"] += wallet.last_activity is not None
            active = at if lot.activation == dates.NEVER else lot.activation
            wallet.last_activity = begins if at < begins else max(active, at)
        return lot._replace(number=wallet.lots_made)

    def end_waiting_of(self, unit, lot, claimed_by):
        """By the first event behind the claim; one of a lot that was over by then did
        not."""
        wallet = self.wallet(unit)
        policy, _ = self.versions.inactivity.get(unit, (None, None))
        over = min(lot.expiry, policy.inactivity_end(wallet.last_activity)
                   if policy else dates.NEVER)
        behind = [event for event in self.member.ended_waiting
                  if event[0] == unit and event[1] > claimed_by]
        if not behind:
            return lot
        _, _, at, clock = min(behind)
        self.events["an event ends waiting of a claim"] += over > clock
        self.events["an event comes too late for a claim"] += over <= clock
        return lot if over <= clock else lot._replace(activation=at)

    # --- Debits -----------------------------------------------------------

    def use(self, unit, amount):
        """Takes what available lots have of an amount, in the order of use."""
        return take(self.wallet(unit).lots, amount,
                    self.versions.units[unit].order)

    def take_of(self, unit, number, amount):
        """Takes what one lot has of an amount, pending or available; returns how
        much that is."""
        wallet = self.wallet(unit)
        for lots in (wallet.waiting, wallet.lots):
            for place, lot in enumerate(lots):
                if lot.number == number:
                    part = min(lot.remaining, amount)
                    rest = lot._replace(remaining=lot.remaining - part)
                    lots[place:place + 1] = [rest] if rest.remaining else []
                    return part
        return 0

    def use_into_deficit(self, unit, amount):
        """Returns the slices, and what is owed."""
        slices = self.use(unit, amount)
        rest = amount - total(slices)
        self.wallet(unit).deficit += rest
        return slices, rest

    def put_back(self, unit, slices):
        """To the lots they are of, the last taken first."""
        for piece in reversed(slices):
            gone = all(lot.number != piece.number
                       for lot in self.wallet(unit).lots)
            self.events["slice returns to a lot that is gone"] += gone
            self.place(unit, piece)

    # --- What falls due ---------------------------------------------------

    def settle(self):
        """Applies all that is due at or before the clock, by instant. What changes is
        not counted for tiers."""
        nets = self.counted_nets()
        self.settle_instants(Tiers(self))
        for place, net in self.counted_nets().items():
            self.nets[place] += net - nets[place]

    def settle_again(self):
        """Behind what a command or message has done: tiers come last of all."""
        self.settle_instants(None)

    def settle_instants(self, tiers):
        while True:
            due = sorted(self.due_items(self.member.clock))
            instants = [item[0] for item in due]
            instants += retirement.instants(self, self.member.clock)
            days = []
            if tiers and self.member.closed is None:
                days = Days(self).begun(self.member.clock)
                instants += [day.begin for day in days]
                instants += self.versions.starts(self.member.stood, self.member.clock)
                instants += Plans(self).ends(self.member.clock)
                instants += [grant.end for grant in self.member.grants
                             if grant.end <= self.member.clock]
                tiers.skip(min(instants, default=self.member.clock))
                instants += tiers.ends(self.member.clock)
            if not instants:
                self.forget()
                self.member.stood = self.member.clock
                return
            instant, before = min(instants), self.availables()
            self.events["versions: due by an older one"] += (
                self.versions.due(instant) is not self.versions.due(self.member.clock))
            self.befall([item for item in due
                         if item[0] == instant and item[1] != EXPIRY])
            ended = retirement.retired(self, instant)
            retirement.void_holds(self, ended)
            # What a time-out gave back may have expired before.
            self.expire_up_to(instant)
            retirement.give_up(self, ended, "retired")
            self.redeem_automatically(before, "due", self.versions.due(instant))
            if tiers and self.member.closed is None:
                tiers.befall(instant)
                Plans(self).befall(instant)
                benefits.end(self, instant)
                benefits.conclude(self, instant)
                begun = [day for day in days if day.begin == instant]
                if begun:
                    Days(self).befall(begun, tiers)
                    tiers.conclude(instant)
                    benefits.conclude(self, instant)
                # What comes of a unit that has retired is due at its end, long ago.
                self.member.stood = max(self.member.stood, instant)

    def expire_up_to(self, instant):
        self.befall(sorted(item for item in self.due_items(instant)
                           if item[1] == EXPIRY))

    def befall(self, items):
        for instant, kind, place, number in items:
            unit = list(self.versions.units)[place]
            (self.activate, self.time_out, self.expire)[kind](
                unit, number, instant)

    def due_items(self, until):
        """(instant, ACTIVATION, TIME_OUT or EXPIRY, unit's place, number of the lot
        or hold)."""
        items = []
        for place, unit in enumerate(self.versions.units):
            wallet = self.member.wallets.get(unit)
            if wallet is None:
                continue
            inactive = self.versions.inactivity_end(unit, wallet.last_activity)
            for lot in wallet.waiting:
                items.append((lot.activation, ACTIVATION, place, lot.number))
            for end, number in wallet.ends.values():
                items.append((end, TIME_OUT, place, number))
            for lot in wallet.waiting + wallet.lots:
                expiry = lot.expiry if lot.expiry < inactive else inactive
                items.append((expiry, EXPIRY, place, lot.number))
        return [item for item in items if item[0] <= until]

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

    def end_waiting(self, event):
        """What waits for an event of that name is active from now on."""
        for name, unit in self.program.units.items():
            wallet = self.member.wallets.get(name)
            if wallet is None or event not in unit.lots.awaited:
                continue
            if sum(wallet.claims.values()):
                sequence = self.ledger.ids[self.command.id].sequence
                self.member.ended_waiting += (
                    (name, sequence, self.command.at, self.member.clock),)
            for lot in [lot for lot in wallet.waiting if lot.activation == dates.NEVER]:
                self.events["an event ends waiting"] += 1
                wallet.waiting.remove(lot)
                self.place(name, lot._replace(activation=self.command.at))

    def time_out(self, unit, number, instant):
        wallet = self.wallet(unit)
        hold, = (name for name, end in wallet.ends.items()
                 if end == (instant, number))
        self.events["due: time-out"] += 1
        self.events["due: time-out beside a deficit"] += wallet.deficit > 0
        slices = self.end_hold(unit, hold, "timed_out")
        self.events["due: time-out of expired points"] += any(
            piece.expiry < instant for piece in slices)
        self.put_back(unit, slices)

    def end_hold(self, unit, hold, state):
        """Returns the slices that it held."""
        wallet, records = self.wallet(unit), self.member.records
        records[hold] = records[hold]._replace(state=state)
        del wallet.ends[hold]
        return wallet.slices.pop(hold)

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
        if self.versions.units[unit].reinstate_within is None:
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
                    < self.versions.units[unit].last_chance(lot)]
            self.events["a lot is forgotten"] += (
                len(kept) < len(wallet.remembered))
            wallet.remembered = sorted(
                kept, key=lambda lot: (lot.number, lot.expiry))

    # --- Automatic redemption ---------------------------------------------

    def availables(self):
        return {unit: wallet.available
                for unit, wallet in self.member.wallets.items()}

    def redeem_automatically(self, before, cause, program=None):
        """After a purchase, another credit or due items, as `cause` says."""
        after = self.availables()
        for rule in (program or self.program).auto_redeem:
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

    # --- Tiers --------------------------------------------------------------

    def counted_nets(self):
        """place of a tier set -> the member's net, of sets that count a unit."""
        return {rule.place: self.counted_net(rule.unit)
                for rule in self.versions.sets_by_unit()}

    def conclude(self, at):
        """Last of all, behind a command or message that is of some time, or None if it
        counts nothing."""
        if self.member.closed is not None:
            self.member.tiers, self.member.benefits = {}, ()
            return
        tiers = Tiers(self)
        for rule in tiers.of_basis("unit"):
            change = self.counted_net(rule.unit) - self.nets[rule.place]
            if change and at is not None:
                tiers.count(rule, at, change)
        self.nets = self.counted_nets()
        tiers.conclude(self.member.clock)
        benefits.conclude(self, self.member.clock)
