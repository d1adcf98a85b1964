"""What each kind of command does to its member: section 6 of the document.

A method raises Refused and whoever called it drops the account, or it returns and
the account is kept.
"""

import caps
import dates
import giving
import lines
from books import Member, earn_overflows
from claims import Claims, asks
from closing import Closing
from comebacks import Comebacks
from earning import Basket, Gain, Rated
from holds import Holds
from imports import Imports
from kinds import KINDS
from pools import credit_all, sums
from referrals import has_bought
from returns import Returns
from reversals import Reversals
from rewards import Rewards
from plans import Plans
from tiers import Tiers
from values import ATTRIBUTES, CLEARED, LIMIT, NEVER, Refused, named_as


class Execution(Returns, Holds, Reversals, Rewards, Claims, Comebacks,
                Imports, Closing):
    """One command on a copy of its member."""

    def __init__(self, ledger, command, name, granted=None):
        self.ledger, self.command = ledger, command
        self.granted = granted  # What a budget has said to an award.
        self.name = name  # Of its member, which that of the command may be merged into.
        self.kind = KINDS[command.kind]
        self.record = None  # Of the command that it names.
        member, program = ledger.members.get(name), ledger.program_of(command, name)
        self.is_known = member is not None
        if not self.is_known:
            member = Member(max(command.at, ledger.last_tick), command.at, name,
                            enrolled=dates.civil(program.zone.day(command.at)))
        super().__init__(program, member)
        self.is_open = self.is_known and member.closed is None
        self.unit = self.program.unit_of(command)

    def run(self):
        """Steps 2 to 6; returns the change of net."""
        self.refuse_member_and_unit()
        if self.kind.names == "reference":
            self.record = self.find_record()
            self.unit = self.record.unit
        before = self.availables()
        net = self.net_of(self.unit)
        # If the command is refused after all, this is dropped with it.
        self.note_activity(self.command, self.activity_units())
        getattr(self, "do_" + self.command.kind)()
        expired = self.events["due: expiry"]
        self.settle_again()
        self.events["expires as it comes"] += (
            self.events["due: expiry"] > expired)
        if self.kind.redeems:
            self.redeem_automatically(
                before, "credit" if self.asks else self.kind.redeems)
        return self.net_of(self.unit) - net

    def refuse_member_and_unit(self):
        kind, unit = self.kind, self.command.unit
        opens = kind.opens == "always" or (
            self.program.first_sight and kind.opens == "first_sight")
        if not self.is_known and not opens:
            raise Refused("member_unknown")
        if self.is_known and not self.is_open:
            raise Refused("member_closed")
        if self.is_open and self.command.kind == "enroll":
            raise Refused("member_exists")
        named = [unit] if kind.names == "unit" else self.tender_units()
        if self.command.reward is not None:
            named = []  # Its unit is spendable.
        if self.command.kind == "import" and unit is None:
            named = []
        known = self.program.units
        if self.command.kind == "award":
            known = self.program.named_units
        if any(name not in known for name in named) or self.command.kind != "return" and (
                any(self.has_retired(name) for name in named)):
            raise Refused("unit_unknown")
        if kind.spends and any(not self.program.units[name].spendable
                               for name in named):
            raise Refused("unit_not_spendable")
        if kind.names == "currency":
            if unit is not None and unit != self.ledger.currency:
                raise Refused("wrong_currency")

    def has_retired(self, unit):
        return self.versions.has_retired(unit, self.command.at)

    def tender_units(self):
        """Of a purchase, that of its points tender, and of a return, of the purchase
        that it names."""
        named = self.command
        if named.kind == "return" and named.reference in self.member.records:
            named = self.member.records[named.reference].command
        unit, _, _ = lines.tendered(named.lines)
        return [] if unit is None else [unit]

    def activity_units(self):
        if self.command.kind == "event":
            return self.versions.units
        own = (self.program.earn_units if self.kind.names == "currency"
               else [self.unit])
        named = self.member.records.get(self.command.reference)
        if named is not None and named.command.kind == "import":
            own = {*own, named.unit}
        return {*own, *self.tender_units()} - {None}

    def refuse_overflow(self, credit=0, unit=None):
        wallet = self.wallet(unit or self.unit)
        if not wallet.has_room(credit) or not wallet.in_range():
            raise Refused("overflow")

    def counts_at(self):
        """When tiers count what it does: a return or reversal of what is earned or
        adjusted at the time of that, an import never."""
        if self.command.kind == "import":
            return None
        named = self.member.records.get(self.command.reference)
        if self.command.kind in ("return", "reverse") and named is not None:
            if named_as(named.command) in ("purchase", "award", "event", "adjust"):
                return named.command.at
        return self.command.at

    # --- The kinds --------------------------------------------------------

    def do_enroll(self):
        Plans(self).refuse(self.command.plan)
        self.member.attributes = self.attributes_told()
        Plans(self).give(None, self.command.plan, self.command.at)
        self.give_for_enrolment(self.program.enrol_rules)
        if self.command.referrer is not None:
            self.enroll_by(self.command.referrer)

    def give_for_enrolment(self, rules):
        all_gains = [Gain(rule.unit, rule.give, rule.lots, rule.funding_class, rule)
                     for rule in rules]
        if max(sums(all_gains).values(), default=0) > LIMIT:
            raise Refused("overflow")
        gains = [gain for gain, applies in zip(all_gains, self.applying(rules))
                 if applies]
        self.count_earned(gains)
        self.earn(gains)
        self.events["enrolment gives"] += bool(gains)

    def do_set(self):
        plans, had = Plans(self), self.member.attributes.get("plan")
        plans.refuse(self.command.plan)
        self.member.change_attributes(self.attributes_told(), self.program.zone)
        plans.give(had, self.command.plan, self.command.at)

    def attributes_told(self):
        attributes = dict(self.member.attributes)
        for name in ATTRIBUTES:
            value = getattr(self.command, name)
            if value == CLEARED:
                attributes.pop(name, None)
            elif value is not None:
                attributes[name] = value
        return attributes

    def do_event(self):
        if self.program.event_rules:
            self.do_event_of_rules()
        else:
            self.end_waiting(self.command.name)
            self.complete_achievements(self.count_toward_achievements())

    def do_event_of_rules(self):
        """Like a purchase that has no lines."""
        in_force = Tiers(self).rated_with(self.command.at)
        rated, gains, most = self.rate(Basket(1, tiers=in_force))
        self.count_earned(gains)
        self.end_waiting(self.command.name)
        counted = self.count_toward_achievements()
        self.leave_rated(1, rated, lots=self.earn(gains), most=most, tiers=in_force,
                         counted=counted)
        self.complete_achievements(counted)
        self.events["event gives"] += any(gain.amount for gain in gains)
        self.events["event gives nothing"] += not any(gain.amount for gain in gains)

    def do_purchase(self):
        command, (unit, tender, paid) = self.command, lines.tendered(
            self.command.lines)
        tiers = Tiers(self)
        in_force = tiers.rated_with(command.at, command.amount)
        rated, gains, most = self.rate(
            Basket(command.amount, command.lines, {}, paid, in_force))
        self.count_earned(gains)
        slices, counted = self.pay(unit, tender), self.count_toward_achievements()
        self.leave_rated(
            command.amount, rated, slices=slices, lots=self.earn(gains), most=most,
            tiers=in_force, counted=counted,
            visits=tiers.count_visit(command.at) if command.amount else ())
        tiers.count_spend(command.at, command.amount)
        self.complete_achievements(counted)
        self.note_purchase(command.amount)

    def leave_rated(self, amount, rated, **fields):
        self.leave(amount, demanded=[0] * len(rated.rules),
                   acts=list(rated.acts.values()), giver=rated.giver, **fields)

    def rate(self, basket):
        """How it is rated, what each rule gives of that, and to what its cap kept it."""
        rules, at = self.program.rules_for(self.command), self.command.at
        applies = self.applying(rules, basket.tiers)
        rated = Rated(rules, basket, applies)
        given, most = caps.cap(self, rules, rated.points.values(), at)
        rated.refuse_too_much(given)
        caps.count(self, rules, given, at)
        self.events["a rule does not apply"] += not all(applies)
        self.events["a rule gives way"] += rated.gives_way
        return rated, self.program.gains(rules, given), most

    def applying(self, rules, tiers=()):
        """Of each whether it does, as far as that is looked at once."""
        member = self.member
        self.events["what is late has other attributes"] += any(
            rule.when.source for rule in rules) and (
                member.attributes_at(self.command.at) != member.attributes)
        bought = (any(rule.when.source.get("first_purchase") for rule in rules)
                  and has_bought(self.member))
        return [not self.has_retired(rule.unit) and rule.is_for(tiers)
                and rule.hears(self.command) and rule.when.holds(
                    self.command, self.name, self.member, bought,
                    self.member.given_last.get(rule.name))
                for rule in rules]

    def pay(self, unit, tender):
        """Takes what is paid with points; returns the slices."""
        if unit is None:
            return ()
        wallet = self.wallet(unit)
        wallet.redeemed += tender
        self.refuse_overflow(unit=unit)
        if wallet.available < tender:
            raise Refused("insufficient")
        self.post(unit, "redeemed", "tender", tender)
        self.events["paid with points"] += tender > 0
        self.events["paid with points that it earns"] += (
            unit in self.program.earn_units)
        return tuple(self.use(unit, tender))

    def do_award(self):
        funding_class = self.command.funding_class or "goodwill"
        gains = [Gain(self.unit, self.command.amount,
                      self.program.units[self.unit].lots, funding_class)]
        self.wait_for_budget(funding_class)
        self.count_earned(gains)
        self.leave(self.command.amount, lots=self.earn(gains))

    def count_earned(self, gains):
        """Refuses what would overflow, before anything is taken or credited."""
        for unit, amount in sums(gains).items():
            wallet = self.wallet(unit)
            if earn_overflows(wallet, amount):
                raise Refused("overflow")
            if self.pool_of_earns() is None:
                wallet.earned += amount

    def earn(self, gains):
        """Credits what was counted; returns the numbers of the lots."""
        if any(map(asks, gains)):
            return self.claim(gains)
        if self.pool_of_earns() is not None:
            self.earn_for_pool(gains)
            return ()
        return credit_all(self, gains, self.command.at)

    def do_redeem(self):
        self.refuse_strange_actor()
        if self.command.reward is None:
            self.spend()
        else:
            self.redeem_reward()

    def spend(self):
        amount, wallet = self.command.amount, self.wallet(self.unit)
        wallet.redeemed += amount
        self.refuse_overflow()
        if wallet.available < amount:
            raise Refused("insufficient")
        slices = self.use(self.unit, amount)
        self.post(self.unit, "redeemed", self.command.cause, amount)
        self.leave(amount, slices=tuple(slices))

    def do_donate(self):
        self.refuse_strange_actor()
        giving.refuse_to_give(self, self.command)
        self.spend()

    def do_extend(self):
        command, wallet = self.command, self.wallet(self.unit)
        live = wallet.waiting + wallet.lots
        if command.lot is not None and all(lot.number != command.lot
                                           for lot in live):
            raise Refused("reference_not_found")
        for lots in (wallet.waiting, wallet.lots):
            for place, lot in enumerate(lots):
                is_named = command.lot in (None, lot.number)
                if (is_named and lot.expiry < command.until
                        and lot.expiry < (command.before or NEVER)):
                    lots[place] = lot._replace(expiry=command.until)
                    self.events["extended while pending"] += (
                        lots is wallet.waiting)
                    self.events["extended when available"] += (
                        lots is wallet.lots)

    def refuse_without_two_persons(self):
        persons = {self.command.operator, self.command.approver}
        if self.program.approver and (None in persons or len(persons) < 2):
            raise Refused("not_permitted")

    def do_adjust(self):
        self.refuse_without_two_persons()
        amount = self.command.amount
        if amount >= 0:
            self.refuse_overflow(credit=amount)
            lot = self.credit(
                self.unit, amount, self.program.units[self.unit].lots,
                self.command.at, False, "")
            self.leave(amount, lots=(lot,))
        else:
            slices, owed = self.use_into_deficit(self.unit, -amount)
            self.refuse_overflow()
            self.leave(-amount, slices=tuple(slices), owed=owed)
        self.post(self.unit, "adjusted", self.command.reason, -amount)

    def do_merge(self):
        if self.name in self.ledger.merged:
            raise Refused("not_permitted")
        self.ask("merge", self.command.receiver)

    def do_transfer(self):
        giving.refuse_to_give(self, self.command)
        self.set_aside()
        self.ask("transfer", self.command.receiver)
