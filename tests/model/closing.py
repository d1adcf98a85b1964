"""How a member is closed for ever."""

import retirement
from pools import Pools
from values import NEVER, Refused


class Closing(Pools):
    """The part of an Execution that is about closing."""

    def do_close(self):
        holds = any(wallet.ends for wallet in self.member.wallets.values())
        if (holds or self.member.members) and not self.command.force:
            raise Refused("not_permitted")
        self.part()
        self.events["closed: a hold is voided"] += holds
        for unit in self.versions.units:
            if unit in self.member.wallets:
                wallet = self.wallet(unit)
                for hold in sorted(wallet.ends, key=wallet.ends.get):
                    self.put_back(unit, self.end_hold(unit, hold, "voided"))
                self.settle_again()
                self.give_up(unit)
        self.member.attributes, self.member.past = {}, ()
        self.member.counts.clear()
        self.member.given_last, self.member.last_gifts = {}, {}
        self.member.rows, self.member.paid_through = {}, NEVER
        self.member.enrolled, self.member.given_in = None, {}
        self.member.link, self.member.past_links = None, ()
        self.member.brought, self.member.grants = {}, ()
        self.member.closed = self.command.at

    def give_up(self, unit):
        pays = self.command.pay_out and self.versions.units[unit].spendable
        retirement.give_up(self, [unit], "closed", pays)
        self.wallet(unit).remembered = []
