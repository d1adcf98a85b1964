"""How a member is closed for ever."""

from books import total
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
                self.give_up(unit, wallet)
        self.member.attributes, self.member.past = {}, ()
        self.member.counts.clear()
        self.member.given_last, self.member.last_gifts = {}, {}
        self.member.rows, self.member.paid_through = {}, NEVER
        self.member.link, self.member.past_links = None, ()
        self.member.brought = {}
        self.member.closed = self.command.at

    def give_up(self, unit, wallet):
        pays = self.command.pay_out and self.versions.units[unit].spendable
        paid = wallet.available if pays else 0
        forfeited = total(wallet.waiting) + wallet.available - paid
        self.post(unit, "paid_out", None, paid)
        self.post(unit, "forfeited", None, forfeited)
        self.post(unit, "written_off", None, -wallet.deficit)
        self.events["closed: points are forfeited"] += forfeited > 0
        self.events["closed: points are paid out"] += paid > 0
        self.events["closed: a deficit is written off"] += wallet.deficit > 0
        wallet.waiting, wallet.lots, wallet.deficit = [], [], 0
        wallet.remembered = []
