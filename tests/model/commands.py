"""What each kind of command does to its member: section 6 of the document.

A method raises Refused and whoever called it drops the account, or it returns and
the account is kept.
"""

from books import Member, Purchase
from kinds import KINDS
from returns import Returns
from values import SLICES, Refused


class Execution(Returns):
    """One command on a copy of its member."""

    def __init__(self, ledger, command):
        self.ledger, self.command = ledger, command
        self.kind = KINDS[command.kind]
        is_open = command.member in ledger.members
        member = ledger.members[command.member] if is_open else Member(
            max(command.at, ledger.last_tick))
        super().__init__(ledger.program, member)
        self.is_open = is_open
        self.unit = command.unit
        if self.kind.names == "currency":
            self.unit = self.program.earn_unit

    def run(self):
        """Steps 2 to 6; returns the change of net."""
        self.refuse_member_and_unit()
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
        if not self.is_open and not opens:
            raise Refused("member_unknown")
        if self.is_open and kind.opens == "always":
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
        if self.unit is None:
            return
        if self.program.units[self.unit].lots.watches(self.command.kind):
            wallet, at = self.wallet(self.unit), self.command.at
            wallet.last_activity = max(at, wallet.last_activity or at)

    def refuse_overflow(self, credit=0):
        if not self.wallet(self.unit).has_room(credit):
            raise Refused("overflow")
        if not self.wallet(self.unit).in_range():
            raise Refused("overflow")

    # --- The kinds --------------------------------------------------------

    def do_enroll(self):
        pass

    def do_purchase(self):
        command = self.command
        earned = self.program.points(command.amount)
        lot = None
        if self.unit is not None:
            lot = self.earn(earned, self.program.earn_lots,
                            self.program.earn_class)
        self.member.purchases[command.id] = Purchase(command.amount, lot)

    def do_award(self):
        self.earn(self.command.amount, self.program.units[self.unit].lots,
                  self.command.funding_class or "goodwill")

    def earn(self, amount, policy, funding_class):
        self.wallet(self.unit).earned += amount
        self.refuse_overflow(credit=amount)
        self.post(self.unit, "issued", funding_class, -amount)
        return self.credit(self.unit, amount, policy, self.command.at, True,
                           funding_class)

    def do_redeem(self):
        amount, wallet = self.command.amount, self.wallet(self.unit)
        wallet.redeemed += amount
        self.refuse_overflow()
        if wallet.available < amount:
            raise Refused("insufficient")
        self.use(self.unit, amount)
        self.post(self.unit, "redeemed", None, amount)

    def do_adjust(self):
        amount = self.command.amount
        if amount >= 0:
            self.refuse_overflow(credit=amount)
            self.credit(self.unit, amount, self.program.units[self.unit].lots,
                        self.command.at, False, "")
        else:
            self.use_into_deficit(self.unit, -amount)
            self.refuse_overflow()
        self.post(self.unit, "adjusted", self.command.reason, -amount)

    def do_transfer(self):
        amount, wallet = self.command.amount, self.wallet(self.unit)
        if wallet.available < amount:
            raise Refused("insufficient")
        slices = self.use(self.unit, amount)
        if len(slices) > SLICES:
            raise Refused("limit_reached")
        wallet.slices[self.command.id] = slices
