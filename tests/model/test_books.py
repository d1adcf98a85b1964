"""A ledger for tests: short names for commands, and it checks itself."""

from collections import Counter

import kumbara_model as model
from account import Account
from values import LIMIT, Command, micros

DAY = 86400 * 10**6


def program(give=1, per=100, rounding="floor", currency="*",
            enrol="first_sight", zone="UTC", auto_redeem=(), earn=None,
            points=None, sections=None, rules=(), oldest="never", **returns):
    """`points` are keys of the unit, `earn` further keys of the rule, `sections` are
    further ones, `rules` further earn rules."""
    return model.Program({
        **(sections or {}),
        "program": {"currency": currency, "enrol": enrol, "zone": zone,
                    "oldest": oldest},
        "unit": {"points": points or {}, "status": {"spendable": False}},
        "returns": returns,
        "earn": [{"name": "base", "give": give, "per": per, "round": rounding,
                  **(earn or {})}, *rules],
        "auto_redeem": [{"unit": "points", **rule} for rule in auto_redeem]})


def lasting(expiry, **unit):
    """Keys of a unit whose points expire."""
    return {"expiry": expiry, **unit}


def at(text):
    """An instant from a date, or a date and a time."""
    return micros(text if "T" in text else text + "T00:00:00Z")


class Books(model.Ledger):
    def __init__(self, rules=None, **settings):
        super().__init__(rules or program(), **settings)
        self.next = 0

    def do(self, kind, member, amount=None, **fields):
        """One command; `at` is an instant or a text."""
        self.next += 1
        fields.setdefault("id", f"c{self.next}")
        fields.setdefault("at", self.next)
        if isinstance(fields["at"], str):
            fields["at"] = at(fields["at"])
        money = kind in ("purchase", "return")
        fields.setdefault("unit", "GBP" if money else
                          None if kind == "enroll" else "points")
        return self.apply(Command(kind, member=member, amount=amount, **fields))

    def tick(self, instant):
        instant = at(instant) if isinstance(instant, str) else instant
        return self.apply(Command("tick", None, None, instant))

    def wallet(self, member, instant=0):
        """A wallet of points, read at the ledger's clock or later."""
        instant = at(instant) if isinstance(instant, str) else instant
        return self.read(instant)[member].wallets["points"]

    def lots(self, member, instant=0):
        """number -> remaining, pending and available."""
        wallet = self.wallet(member, instant)
        return {lot.number: lot.remaining
                for lot in sorted(wallet.waiting + wallet.lots)}

    def execute(self, answer, batch_time):
        before, expected = dict(self.members), self.settled(answer.command)
        super().execute(answer, batch_time)
        if answer.code not in ("ok", None):
            for name, member in self.members.items():
                if name == answer.command.member and answer.code != "too_late":
                    assert repr(member.wallets) == expected, "invariant 11"
                else:
                    assert member is before.get(name), "invariant 11"
        self.check()

    def settled(self, command):
        """The wallets of the command's member, were it refused."""
        if command.member not in self.members:
            return None
        account = Account(self.program, self.members[command.member])
        if not self.in_future(command, None):
            account.member.clock = max(account.member.clock, self.last_tick,
                                       command.at)
            account.settle()
        return repr(account.member.wallets)

    def end_round(self):
        super().end_round()
        self.check()
        assert not any(balance for (_, account, _), balance
                       in self.system.items() if account == "in_transit")
        for member in self.members.values():
            for wallet in member.wallets.values():
                assert wallet.slices.keys() == wallet.ends.keys()
                assert wallet.coming_back == 0 and not wallet.claims

    def check(self):
        sums = dict.fromkeys(self.program.units, 0)
        for member in self.members.values():
            for unit, wallet in member.wallets.items():
                sums[unit] += wallet.net
                self.check_wallet(member.clock, unit, wallet)
        for (unit, _, _), balance in self.system.items():
            sums[unit] += balance
        assert not any(sums.values()), f"invariant 1: {sums}"
        accounts = {"earned": -self.system_sum("issued"),
                    "clawed_back": self.system_sum("clawed_back")}
        for name in ("redeemed", "expired"):
            accounts[name] = self.system_sum(name)
        accounts["redeemed"] += self.claimed()
        accounts["restored"] = -self.system_sum("restored")
        imported = self.imported()
        for name, balance in accounts.items():
            assert self.running(name) == balance + imported[name], name

    def imported(self):
        """Running totals from elsewhere."""
        sums = Counter()
        for answer in self.answers:
            if answer.code == "ok" and answer.command.kind == "import":
                sums[answer.command.what] += answer.command.amount or 0
        return sums

    def claimed(self):
        """What redemptions hold that a stock has not granted yet."""
        return sum(lot.remaining for member in self.members.values()
                   for wallet in member.wallets.values()
                   for name, slices in wallet.slices.items() for lot in slices
                   if self.ids[name].command.kind == "redeem")

    def check_wallet(self, clock, unit, wallet):
        lots = wallet.waiting + wallet.lots
        assert all(lot.remaining > 0 for lot in lots)
        assert len({lot.number for lot in lots}) == len(lots)
        assert max([lot.number for lot in lots], default=0) <= wallet.lots_made
        assert wallet.deficit >= 0, "invariant 3"
        assert not (wallet.available and wallet.deficit), "invariant 3"
        assert wallet.in_range() and wallet.has_room(0)
        end = self.versions.inactivity_end(unit, wallet.last_activity)
        for lot in lots:
            assert clock < min(lot.expiry, end), "invariant 10"
        assert all(lot.activation > clock for lot in wallet.waiting)
        assert all(lot.activation <= clock for lot in wallet.lots)

    def running(self, name):
        return sum(getattr(wallet, name) for member in self.members.values()
                   for wallet in member.wallets.values())

    def system_sum(self, account):
        """Without what rewards gave, which moves no running total."""
        given = {reward.funding_class for reward in self.program.rewards.values()}
        return sum(balance for (_, name, label), balance in self.system.items()
                   if name == account and label not in given)
