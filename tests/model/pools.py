"""Pools: members whose points others collect and use together."""

from account import Account
from clawback import claw_back
from records import Records
from values import LIMIT, Refused


class Pools(Records):
    """The part of an Execution that is about pools."""

    def do_join(self):
        member = self.member
        if (self.program.members_max is None or member.pool is not None
                or member.is_joining or member.members):
            raise Refused("not_permitted")
        member.is_joining = True
        self.ask("join", self.command.receiver)

    def do_leave(self):
        if self.program.members_max is None or self.member.pool is None:
            raise Refused("not_permitted")
        self.tell("leave", self.member.pool, name=self.name)
        self.member.pool = None

    def part(self):
        """Of a member that is closed: it leaves its pool, and its members leave it."""
        member = self.member
        if member.pool is not None:
            self.tell("leave", member.pool, name=self.name)
        for name in member.members:
            self.tell("pool closed", name)
        self.events["closed: a pool is left"] += member.pool is not None
        self.events["closed: a pool with members"] += len(member.members) > 0
        member.pool, member.members = None, []

    def refuse_strange_actor(self):
        actor = self.command.actor
        if actor is not None and actor not in self.member.members:
            raise Refused("not_permitted")

    def earn_for_pool(self, amount, funding_class):
        """What a joined member earns goes to its pool."""
        if self.unit is not None:
            self.wallet(self.unit).coming_back += amount
        self.ask("earn", self.member.pool, amount=amount, unit=self.unit,
                 funding_class=funding_class)

    def claw_back_of_pool(self, pool, demanded, own, funding_class):
        self.ask("take back", pool, amount=demanded, own=own, unit=self.unit,
                 funding_class=funding_class)


def earn_overflows(wallet, amount):
    return (not wallet.has_room(amount)
            or wallet.earned + wallet.coming_back + amount > LIMIT)


def policy_of(program, command):
    """Of the lots of a purchase or award."""
    if command.kind == "purchase":
        return program.earn_lots
    return program.units[command.unit].lots


def cause_of(command):
    return "purchase" if command.kind == "purchase" else "credit"


def credit_earn(account, command, amount, unit, funding_class):
    """At the pool, or back at the member; returns the number of the lot."""
    before, number = account.availables(), None
    if unit is not None:
        account.wallet(unit).earned += amount
        account.post(unit, "issued", funding_class, -amount)
        number = account.credit(unit, amount, policy_of(account.program, command),
                                command.at, True, funding_class)
    account.settle()
    account.redeem_automatically(before, cause_of(command))
    return number


# --- Messages -----------------------------------------------------------------


def join(ledger, message):
    """At the pool; returns the code of a refusal, or None."""
    command, pool = message.answer.command, ledger.members[message.to]
    if (pool.pool is not None or pool.is_joining
            or len(pool.members) >= ledger.program.members_max):
        return "receiver_refused"
    account = Account(ledger.program, pool)
    account.member.members = pool.members + [message.sender]
    account.member.clock = max(pool.clock, command.at)
    account.settle()
    account.events["joined"] += 1
    ledger.keep(message.to, account)
    return None


def join_answered(account, pool, refusal):
    account.member.is_joining = False
    if not refusal:
        account.member.pool = pool


def leave(ledger, message):
    """The member's place is free."""
    account = Account(ledger.program, ledger.members[message.to])
    account.member.members = [name for name in account.member.members
                              if name != message.data["name"]]
    ledger.keep(message.to, account)


def pool_closed(ledger, message):
    account = Account(ledger.program, ledger.members[message.to])
    if account.member.pool == message.sender:
        account.member.pool = None
    ledger.keep(message.to, account)


def earn(ledger, message):
    """At the pool; returns what the answer tells, if it took the points."""
    command, data = message.answer.command, message.data
    unit, amount = data["unit"], data["amount"]
    pool = ledger.members[message.to]
    if pool.closed is not None:
        return None
    ledger.settle(message.to)
    account = Account(ledger.program, ledger.members[message.to])
    if unit is not None and earn_overflows(account.wallet(unit), amount):
        ledger.events["a pool has no room"] += 1
        return None
    account.member.clock = max(account.member.clock, command.at)
    account.settle()
    account.note_activity(command, {unit} - {None})
    net = account.net_of(unit)
    number = credit_earn(account, command, amount, unit, data["funding_class"])
    account.events["earned for a pool"] += 1
    ledger.keep(message.to, account)
    return {"lot": number, "delta": account.net_of(unit) - net,
            "net": account.net_of(unit)}


def earn_answered(ledger, message, took):
    """At the member."""
    command, data = message.answer.command, message.data
    account = Account(ledger.program, ledger.members[message.to])
    if data["unit"] is not None:
        account.wallet(data["unit"]).coming_back -= data["amount"]
    records = account.member.records
    if took is None:
        account.events["earned for a pool that does not take it"] += 1
        number = credit_earn(account, command, data["amount"], data["unit"],
                             data["funding_class"])
        records[command.id] = records[command.id]._replace(lot=number)
        ledger.finish(message, account)
        return
    records[command.id] = records[command.id]._replace(
        lot=took["lot"], pool=message.data["pool"])
    ledger.keep(message.to, account)
    message.answer.code = "ok"
    message.answer.delta = took["delta"]
    message.answer.net = took["net"]


def take_back(ledger, message):
    """At the pool, and nobody is told but who asked."""
    answer, data, unit = message.answer, message.data, message.data["unit"]
    answer.code, answer.delta = "ok", 0
    if ledger.members[message.to].closed is not None:
        return
    ledger.settle(message.to)
    ledger.settle(message.to, answer.command.at)
    if unit is None:
        return
    account = Account(ledger.program, ledger.members[message.to])
    net = account.net_of(unit)
    claw_back(account, unit, data["amount"], data["own"], data["funding_class"])
    if account.wallet(unit).in_range():
        account.settle()
        account.events["taken back of a pool"] += data["amount"] > 0
        ledger.keep(message.to, account)
    answer.net = ledger.net(message.to, unit)
    answer.delta = answer.net - net
