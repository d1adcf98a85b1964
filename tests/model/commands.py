"""What each kind of command does to its member: section 6 of the document.

A method raises Refused and whoever called it drops the account, or it returns and
the account is kept.
"""

import giving
from books import Member
from closing import Closing
from comebacks import Comebacks
from holds import Holds
from imports import Imports
from kinds import KINDS
from returns import Returns
from reversals import Reversals
from values import ATTRIBUTES, CLEARED, NEVER, Refused


class Execution(Returns, Holds, Reversals, Comebacks, Imports, Closing):
    """One command on a copy of its member."""

    def __init__(self, ledger, command):
        self.ledger, self.command = ledger, command
        self.kind = KINDS[command.kind]
        self.record = None  # Of the command that it names.
        member = ledger.members.get(command.member)
        self.is_known = member is not None
        if not self.is_known:
            member = Member(max(command.at, ledger.last_tick))
        super().__init__(ledger.program, member)
        self.is_open = self.is_known and member.closed is None
        self.unit = command.unit
        if self.kind.names == "currency":
            self.unit = self.program.earn_unit

    def run(self):
        """Steps 2 to 6; returns the change of net."""
        self.refuse_member_and_unit()
        if self.kind.names == "reference":
            self.record = self.find_record()
            self.unit = self.record.unit
        before = self.availables()
        net = self.net()
        self.note_activity()
        getattr(self, "do_" + self.command.kind)()
        expired = self.events["due: expiry"]
        self.settle()
        self.events["expires as it comes"] += (
            self.events["due: expiry"] > expired)
        if self.kind.redeems:
            self.redeem_automatically(before, self.kind.redeems)
        return self.net() - net

    def net(self):
        wallet = self.member.wallets.get(self.unit)
        return wallet.net if wallet else 0

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
        if kind.names == "unit" and unit not in self.program.units:
            raise Refused("unit_unknown")
        if kind.spends and not self.program.units[unit].spendable:
            raise Refused("unit_not_spendable")
        if kind.names == "currency":
            if unit is not None and unit != self.ledger.currency:
                raise Refused("wrong_currency")

    def note_activity(self):
        """If the command is refused after all, this is dropped with it."""
        units = [] if self.unit is None else [self.unit]
        if self.command.kind == "event":
            units = self.program.units
        for unit in units:
            if self.program.units[unit].lots.watches(self.command.kind):
                wallet, at = self.wallet(unit), self.command.at
                wallet.last_activity = max(at, wallet.last_activity or at)

    def refuse_overflow(self, credit=0):
        if not self.wallet(self.unit).has_room(credit):
            raise Refused("overflow")
        if not self.wallet(self.unit).in_range():
            raise Refused("overflow")

    # --- The kinds --------------------------------------------------------

    def do_enroll(self):
        self.do_set()

    def do_set(self):
        for name in ATTRIBUTES:
            value = getattr(self.command, name)
            if value == CLEARED:
                self.member.attributes.pop(name, None)
            elif value is not None:
                self.member.attributes[name] = value

    def do_event(self):
        pass

    def do_purchase(self):
        command = self.command
        earned = self.program.points(command.amount)
        lot = None
        if self.unit is not None:
            lot = self.earn(earned, self.program.earn_lots,
                            self.program.earn_class)
        self.leave(command.amount, lot=lot)

    def do_award(self):
        lot = self.earn(self.command.amount, self.program.units[self.unit].lots,
                        self.command.funding_class or "goodwill")
        self.leave(self.command.amount, lot=lot)

    def earn(self, amount, policy, funding_class):
        self.wallet(self.unit).earned += amount
        self.refuse_overflow(credit=amount)
        self.post(self.unit, "issued", funding_class, -amount)
        return self.credit(self.unit, amount, policy, self.command.at, True,
                           funding_class)

    def do_redeem(self):
        self.spend()

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
            self.leave(amount, lot=lot)
        else:
            slices, owed = self.use_into_deficit(self.unit, -amount)
            self.refuse_overflow()
            self.leave(-amount, slices=tuple(slices), owed=owed)
        self.post(self.unit, "adjusted", self.command.reason, -amount)

    def do_transfer(self):
        giving.refuse_to_give(self, self.command)
        self.set_aside()
        self.send("transfer", self.command.receiver)
