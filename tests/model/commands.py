"""What each kind of command does to its member: section 6 of the document.

A method raises Refused and whoever called it drops the account, or it returns and
the account is kept.
"""

from books import Account, Member, Purchase, take, total
from values import SLICES, Refused


class Execution(Account):
    """One command on a copy of its member."""

    def __init__(self, ledger, command):
        self.ledger, self.command = ledger, command
        is_open = command.member in ledger.members
        member = ledger.members[command.member] if is_open else Member(
            max(command.at, ledger.last_tick))
        super().__init__(ledger.program, member)
        self.is_open = is_open
        self.unit = command.unit
        if command.kind in ("purchase", "return"):
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
        if self.command.kind != "return":
            kind = self.command.kind
            self.redeem_automatically(
                before, "purchase" if kind == "purchase" else "credit")
        return self.net() - net

    def net(self):
        wallet = self.member.wallets.get(self.unit)
        return wallet.net if wallet else 0

    def refuse_member_and_unit(self):
        kind, unit = self.command.kind, self.command.unit
        opens = kind == "enroll" or (
            self.program.first_sight and kind in ("purchase", "return", "award"))
        if not self.is_open and not opens:
            raise Refused("member_unknown")
        if self.is_open and kind == "enroll":
            raise Refused("member_exists")
        if kind in ("award", "redeem", "adjust", "transfer"):
            if unit not in self.program.units:
                raise Refused("unit_unknown")
        if kind in ("redeem", "transfer"):
            if not self.program.units[unit].spendable:
                raise Refused("unit_not_spendable")
        if kind in ("purchase", "return"):
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

    # --- Returns ----------------------------------------------------------

    def do_return(self):
        command = self.command
        purchase = self.find_purchase()
        if purchase is None:
            own, demanded = None, self.program.points(command.amount)
        else:
            own = purchase.lot
            purchase, demanded = self.demand(purchase)
            self.member.purchases[command.reference] = purchase
        if self.unit is not None:
            self.claw_back(demanded, own)

    def find_purchase(self):
        """The purchase a return names, or None for a return of none."""
        command = self.command
        first = self.ledger.ids.get(command.reference)
        if command.reference is None or first is None:
            unknown = command.reference is not None
            if unknown and not self.program.as_none:
                raise Refused("reference_not_found")
            if command.amount is None or not self.program.rate_unmatched:
                raise Refused("reference_not_found")
            return None
        if first.command.kind != "purchase":
            raise Refused("reference_wrong_kind")
        if first.command.member != command.member:
            raise Refused("reference_of_other_member")
        if command.reference not in self.member.purchases:
            raise Refused("reference_not_found")
        return self.member.purchases[command.reference]

    def demand(self, purchase):
        """The purchase after this return, and what the return demands."""
        amount = self.command.amount
        left = purchase.amount - purchase.returned
        if purchase.returned > 0 and left == 0:
            raise Refused("already_reversed")
        if amount is None:
            amount = left
        if amount > left:
            raise Refused("exceeds_remaining")
        returned = purchase.returned + amount
        demanded = (self.program.points(purchase.amount)
                    - self.program.points(purchase.amount - returned)
                    - purchase.demanded)
        return purchase._replace(
            returned=returned,
            demanded=purchase.demanded + demanded), demanded

    def claw_back(self, demanded, own):
        wallet, unit = self.wallet(self.unit), self.program.units[self.unit]
        policy = self.program.deficit
        is_own = lambda lot: (lot.number != own,)  # False sorts first.
        by_activation = lambda lot: is_own(lot) + (lot.activation, lot.number)
        in_use = lambda lot: is_own(lot) + unit.order(lot)
        taken = 0
        if policy == "only_pending":
            taken += total(take(wallet.waiting, demanded, by_activation))
        else:
            mine = [lot for lot in wallet.waiting if lot.number == own]
            others = [lot for lot in wallet.waiting if lot.number != own]
            taken += total(take(mine, demanded, by_activation))
            self.events["clawback of the own pending lot"] += taken > 0
            wallet.waiting = mine + others
            taken += total(take(wallet.lots, demanded - taken, in_use))
        if policy == "negative":
            wallet.deficit += demanded - taken
            taken = demanded
        self.note_clawback(demanded, taken)
        wallet.clawed_back += taken
        self.refuse_overflow()
        self.post(self.unit, "clawed_back", self.program.earn_class, taken)

    def note_clawback(self, demanded, taken):
        policy = self.program.deficit
        if demanded:
            self.events[f"clawback {policy}"] += 1
            self.events[f"clawback {policy} forgoes"] += taken < demanded
        if policy == "only_pending":
            self.events["clawback only_pending takes"] += taken > 0


# --- Messages -------------------------------------------------------------


def receive(ledger, command, slices):
    """The receiver's account with a transfer in it, or a refusal's code."""
    receiver = ledger.members.get(command.receiver)
    if receiver is None:
        return None, "receiver_unknown"
    account = Account(ledger.program, receiver)
    if not account.wallet(command.unit).has_room(command.amount):
        return None, "receiver_refused"
    account.member.clock = max(account.member.clock, command.at)
    account.settle()
    before = account.availables()
    for piece in slices:
        account.place(command.unit, piece._replace(number=None), command.at)
        late = piece.activation > account.member.clock
        account.events["received lot is pending"] += late
    account.post(command.unit, "in_transit", None, -command.amount)
    account.settle()
    account.redeem_automatically(before, "credit")
    return account, None


def finish(ledger, command, refusal):
    """The giver's account after the receiver's answer."""
    account = Account(ledger.program, ledger.members[command.member])
    wallet = account.wallet(command.unit)
    slices = wallet.slices.pop(command.id)
    if not refusal:
        account.post(command.unit, "in_transit", None, command.amount)
        return account
    for piece in reversed(slices):
        gone = all(lot.number != piece.number for lot in wallet.lots)
        account.events["slice returns to a lot that is gone"] += gone
        account.place(command.unit, piece)
    account.settle()
    account.events["slice returns and expires"] += (
        account.events["due: expiry"] > 0)
    return account
