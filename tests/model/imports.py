"""What a member had elsewhere: lots, debts, running totals."""

import dates
from account import Account
from books import Lot
from values import NEVER


class Imports(Account):
    """The part of an Execution that is about imports."""

    def do_import(self):
        what, amount = self.command.what, self.command.amount
        self.events[f"import {what}"] += 1
        if what == "lot":
            self.import_lot(amount)
        elif what == "deficit":
            self.use_into_deficit(self.unit, amount)
            self.post(self.unit, "imported", None, amount)
        else:
            wallet = self.wallet(self.unit)
            setattr(wallet, what, getattr(wallet, what) + amount)
        self.refuse_overflow()

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
        self.place(self.unit, lot, command.at)
        self.post(self.unit, "imported", None, -amount)

    def vintage(self):
        if self.command.vintage is None:
            return dates.vintage(self.command.at, self.program.zone)
        year, month = map(int, self.command.vintage.split("-"))
        return year * 12 + month - 1
