"""Returns: what they refer to, what they demand, and from which lots it is taken."""

from books import take, total
from records import Records
from values import Refused


class Returns(Records):
    """The part of an Execution that is about returns."""

    def do_return(self):
        command = self.command
        purchase = self.find_purchase()
        if purchase is None:
            own, demanded = None, self.program.points(command.amount)
        else:
            self.refuse_if_too_old(purchase)
            own = purchase.lot
            demanded = self.demand(purchase, command.amount)
        if self.unit is not None:
            self.claw_back(demanded, own, self.program.earn_class)

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
        if command.reference not in self.member.records:
            raise Refused("reference_not_found")
        return self.member.records[command.reference]

    def demand(self, purchase, amount):
        """Takes an amount of a purchase back; returns how many points that is."""
        returned = purchase.taken_back + self.left(purchase, amount)
        demanded = (self.program.points(purchase.amount)
                    - self.program.points(purchase.amount - returned)
                    - purchase.demanded)
        self.change_record(taken_back=returned,
                           demanded=purchase.demanded + demanded)
        return demanded

    def claw_back(self, demanded, own, funding_class):
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
        self.post(self.unit, "clawed_back", funding_class, taken)

    def note_clawback(self, demanded, taken):
        policy = self.program.deficit
        if demanded:
            self.events[f"clawback {policy}"] += 1
            self.events[f"clawback {policy} forgoes"] += taken < demanded
        if policy == "only_pending":
            self.events["clawback only_pending takes"] += taken > 0
