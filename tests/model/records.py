"""Records: what a command leaves, and how a later one names it."""

from account import Account
from values import Refused, named_as

REVERSIBLE = ("purchase", "award", "redeem", "donate", "capture", "adjust",
              "transfer", "event")


class Records(Account):
    """The part of an Execution that is about records."""

    def leave(self, amount, **fields):
        self.leave_of(self.command, self.unit, amount, **fields)

    def find_record(self):
        """Of the command that a capture, void or reverse names."""
        command = self.command
        first = self.ledger.named(command)
        if first is None:
            raise Refused("reference_not_found")
        if command.kind != "reverse" and named_as(first.command) != "hold":
            raise Refused("reference_wrong_kind")
        is_own = command.reference in self.member.records
        if not is_own and first.command.member != command.member:
            raise Refused("reference_of_other_member")
        may_be = named_as(first.command) in REVERSIBLE and (
            is_own or first.command.kind != "event")
        if command.kind == "reverse" and not may_be:
            raise Refused("not_reversible")
        if not is_own:
            raise Refused("reference_not_found")
        return self.member.records[command.reference]

    def change_record(self, **fields):
        """Of the command that is named."""
        records, name = self.member.records, self.command.reference
        records[name] = records[name]._replace(**fields)

    def refuse_if_too_old(self, record):
        if self.program.too_late(self.command.at, record.command.at):
            raise Refused("reference_too_old")

    def left(self, record, amount):
        """What is asked of a record: all that is left if no amount is given."""
        left = record.amount - record.taken_back
        if record.taken_back > 0 and left == 0:
            raise Refused("already_reversed")
        if amount is not None and amount > left:
            raise Refused("exceeds_remaining")
        return left if amount is None else amount
