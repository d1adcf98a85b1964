"""How points that have expired come back while they are remembered."""

from account import Account
from books import total
from values import Refused


class Comebacks(Account):
    """The part of an Execution that is about reinstating."""

    def do_reinstate(self):
        command, wallet = self.command, self.wallet(self.unit)
        is_named = lambda lot: command.lot in (None, lot.number)
        named = [lot for lot in wallet.remembered if is_named(lot)]
        if command.lot is not None and not named:
            raise Refused("reference_not_found")
        if self.program.units[self.unit].reinstate_within is None:
            raise Refused("not_permitted")
        wallet.remembered = [lot for lot in wallet.remembered
                             if not is_named(lot)]
        wallet.expired -= total(named)
        self.note_comeback(named)
        for lot in named:
            self.come_back(lot._replace(expiry=command.until))
        self.post(self.unit, "expired", None, -total(named))

    def come_back(self, lot):
        """Another part of it may be there: then both have the later expiry."""
        wallet = self.wallet(self.unit)
        for lots in (wallet.waiting, wallet.lots):
            for place, part in enumerate(lots):
                if part.number == lot.number:
                    self.events["reinstated beside a part"] += 1
                    lots[place] = part._replace(
                        expiry=max(part.expiry, lot.expiry))
        self.place(self.unit, lot)

    def note_comeback(self, lots):
        clock = self.member.clock
        self.events["reinstated"] += len(lots)
        self.events["reinstated beside a deficit"] += (
            bool(lots) and self.wallet(self.unit).deficit > 0)
        self.events["reinstated while pending"] += any(
            lot.activation > clock for lot in lots)
        self.events["reinstated and expires"] += (
            bool(lots) and self.command.until <= clock)
