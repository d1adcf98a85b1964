"""What a member had elsewhere: lots, debts, running totals, and what tiers count."""

import dates
from account import Account
from books import Lot
from tiers import Tiers
from values import NEVER, Refused

BASES = {"spend": "spend", "visits": "visits", "counted": "unit"}


class Imports(Account):
    """The part of an Execution that is about imports."""

    def do_import(self):
        what, amount = self.command.what, self.command.amount
        self.events[f"import {what}"] += 1
        if what in BASES:
            return self.import_count(BASES[what], (
                self.command.quantity if what == "visits" else amount))
        if what == "tier":
            return self.import_tier()
        if what == "purchase":
            return self.import_purchase()
        if what == "id":
            return
        if what == "lot":
            self.import_lot(amount)
        elif what == "deficit":
            self.use_into_deficit(self.unit, amount)
            self.post(self.unit, "imported", None, amount)
        else:
            wallet = self.wallet(self.unit)
            setattr(wallet, what, getattr(wallet, what) + amount)
        self.refuse_overflow()

    def import_count(self, basis, amount):
        tiers = Tiers(self)
        sets = [rule for rule in tiers.of_basis(basis)
                if basis != "unit" or rule.unit == self.unit]
        if not sets:
            raise Refused("not_permitted")
        for rule in sets:
            tiers.count(rule, self.command.at, amount)

    def import_tier(self):
        tiers, name = Tiers(self), self.command.tier
        rule = next((rule for rule in tiers.sets if name in rule.names), None)
        if rule is None:
            raise Refused("not_permitted")
        until = NEVER if self.command.expiry is None else self.command.expiry
        tiers.bring(rule, rule.names.index(name) + 1, until)

    def import_purchase(self):
        """What is left of its points is its own lot."""
        command, number = self.command, None
        earned = command.points or 0
        left = earned if command.points_left is None else command.points_left
        if self.unit is not None:
            number = self.import_lot(left)
        self.leave(command.amount, lots=(number,), demanded=(0,))

    def import_lot(self, amount):
        command, given = self.command, lambda value, other: (
            other if value is None else value)
        self.refuse_overflow(credit=amount)
        lot = Lot(None, amount, given(command.activation, command.at),
                  given(command.expiry, NEVER), command.funding_class or "",
                  self.program.version, self.vintage())
        self.events["import of a pending lot"] += (
            lot.activation > self.member.clock)
        self.events["import of an expired lot"] += (
            lot.expiry <= self.member.clock)
        number = self.place(self.unit, lot, command.at)
        self.post(self.unit, "imported", None, -amount)
        return number

    def vintage(self):
        if self.command.vintage is None:
            return dates.vintage(self.command.at, self.program.zone)
        year, month = map(int, self.command.vintage.split("-"))
        return year * 12 + month - 1
