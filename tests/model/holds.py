"""Holds: points set aside until they are captured, voided or time out."""

from books import take, total
from pools import Pools
from values import SLICES, Refused


class Holds(Pools):
    """The part of an Execution that is about holds."""

    def set_aside(self):
        """The amount as slices, from available to held."""
        amount, wallet = self.command.amount, self.wallet(self.unit)
        if wallet.available < amount:
            raise Refused("insufficient")
        slices = self.use(self.unit, amount)
        if len(slices) > SLICES:
            raise Refused("limit_reached")
        wallet.slices[self.command.id] = slices

    def do_hold(self):
        command, wallet = self.command, self.wallet(self.unit)
        self.refuse_strange_actor()
        self.set_aside()
        wallet.holds_made += 1
        wallet.ends[command.id] = (command.until, wallet.holds_made)
        self.leave(command.amount, state="open")
        self.events["hold comes after its end"] += (
            command.until <= self.member.clock)

    def do_capture(self):
        command, wallet = self.command, self.wallet(self.unit)
        self.refuse_ended_hold()
        amount = self.left(self.record, command.amount)
        wallet.redeemed += amount
        self.refuse_overflow()
        rest = self.end_hold(self.unit, command.reference, "captured")
        captured = take(rest, amount, lambda piece: (
            piece.expiry, piece.activation, piece.number))
        self.events["capture of expired points"] += any(
            piece.expiry <= self.member.clock for piece in captured)
        self.events["capture of a part"] += 0 < amount < self.record.amount
        self.post(self.unit, "redeemed", None, total(captured))
        self.put_back(self.unit, rest)
        self.leave(amount, slices=tuple(captured))

    def do_void(self):
        self.refuse_ended_hold()
        self.put_back(self.unit, self.end_hold(
            self.unit, self.command.reference, "voided"))

    def refuse_ended_hold(self):
        if self.record.state != "open":
            raise Refused(f"already_{self.record.state}")
