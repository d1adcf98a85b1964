"""Pools: members whose points others collect and use together."""

from books import earn_overflows
from clawback import claw_back
from records import Records
from values import Refused


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

    def pool_of_earns(self):
        """Where what a member earns goes, or None; of an award with a budget that is
        where it was joined when it asked."""
        return self.joined_pool if self.granted is None else self.granted["pool"]

    @property
    def joined_pool(self):
        """To a version without pools nobody is joined."""
        return None if self.program.members_max is None else self.member.pool

    def earn_for_pool(self, gains):
        """What a joined member earns goes to its pool."""
        for unit, amount in sums(gains).items():
            self.wallet(unit).coming_back += amount
        self.ask("earn", self.pool_of_earns(), gains=gains)

    def claw_back_of_pool(self, pool, demands, earned=None):
        """`earned` is when, of what is named."""
        self.ask("take back", pool, demands=demands, earned=earned)

    def give_back_to_budgets(self, demands, taken, earned):
        for budget, number in to_budgets(self.program, demands, taken, earned):
            self.tell("budget back", budget, number=number)
            self.events["given back to a budget"] += 1


def sums(parts):
    """unit -> amount, of gains or demands."""
    found = {}
    for part in parts:
        found[part.unit] = found.get(part.unit, 0) + part.amount
    return found


def cause_of(command):
    return "purchase" if command.kind == "purchase" else "credit"


def credit_all(account, gains, at):
    """Each as a lot of its own; returns their numbers, None where none was made."""
    numbers = []
    account.events["several parts are earned"] += sum(
        gain.amount > 0 for gain in gains) > 1
    for unit, amount, policy, funding_class, _ in gains:
        account.post(unit, "issued", funding_class, -amount)
        numbers.append(account.credit(unit, amount, policy, at, True, funding_class))
    return numbers


def credit_earn(account, command, gains):
    """At the pool, or back at the member; returns the numbers of the lots."""
    before = account.availables()
    for unit, amount in sums(gains).items():
        account.wallet(unit).earned += amount
    numbers = credit_all(account, gains, command.at)
    account.settle_again()
    account.redeem_automatically(before, cause_of(command))
    return numbers


def to_budgets(program, demands, taken, earned):
    """The counters that get back what was taken of claims, and how much each."""
    if earned is None:
        return []
    names = [program.budget_of_class(demand.unit, demand.funding_class)
             if demand.rule is None else demand.rule.budget for demand in demands]
    return [(program.budget_of(name, earned), amount)
            for name, amount in zip(names, taken) if amount and name is not None]


# --- Messages -----------------------------------------------------------------


def join(ledger, message):
    """At the pool; returns the code of a refusal, or None."""
    command, pool = message.answer.command, ledger.members[message.to]
    if (pool.pool is not None or pool.is_joining
            or len(pool.members) >= message.answer.program.members_max):
        return "receiver_refused"
    account = message.account(ledger)
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
    account = message.account(ledger)
    account.member.members = [name for name in account.member.members
                              if name != message.data["name"]]
    ledger.keep(message.to, account)


def pool_closed(ledger, message):
    account = message.account(ledger)
    if account.member.pool == message.sender:
        account.member.pool = None
    ledger.keep(message.to, account)


def take_a_place(ledger, message):
    account = message.account(ledger)
    account.member.members = account.member.members + [message.data["name"]]
    ledger.keep(message.to, account)


def another(ledger, message):
    """The pool of a member was merged."""
    account = message.account(ledger)
    account.member.pool = message.data["pool"]
    ledger.keep(message.to, account)


def earn(ledger, message):
    """At the pool; returns what the answer tells, if it took the points."""
    command, gains = message.answer.command, message.data["gains"]
    unit, pool = message.answer.unit, ledger.members[message.to]
    if pool.closed is not None:
        return None
    ledger.settle(message.to)
    account = message.account(ledger)
    account.member.clock = max(account.member.clock, command.at)
    account.settle()
    if any(earn_overflows(account.wallet(name), amount)
           for name, amount in sums(gains).items()):
        ledger.events["a pool has no room"] += 1
        return None
    units = account.versions.units if command.kind == "event" else set(sums(gains))
    if command.kind == "purchase":
        units |= set(account.program.earn_units)
    account.note_activity(command, units)
    net = account.net_of(unit)
    numbers = credit_earn(account, command, gains)
    account.events["earned for a pool"] += 1
    account.events["event for a pool"] += command.kind == "event" and any(
        gain.amount for gain in gains)
    ledger.keep(message.to, account, command.at)
    return {"lots": numbers, "delta": account.net_of(unit) - net,
            "net": account.net_of(unit)}


def earn_answered(ledger, message, took):
    """At the member."""
    command, gains = message.answer.command, message.data["gains"]
    account = message.account(ledger)
    for unit, amount in sums(gains).items():
        account.wallet(unit).coming_back -= amount
    records = account.member.records
    if took is None:
        account.events["earned for a pool that does not take it"] += 1
        numbers = credit_earn(account, command, gains)
        records[command.id] = records[command.id]._replace(lots=numbers)
        ledger.finish(message, account)
        return
    records[command.id] = records[command.id]._replace(
        lots=took["lots"], pool=message.data["pool"])
    ledger.keep(message.to, account)
    message.answer.code = "ok"
    message.answer.delta = took["delta"]
    message.answer.net = took["net"]
    message.answer.tier = ledger.tier(message.to)


def take_back(ledger, message):
    """At the pool, and nobody is told but who asked."""
    answer, demands = message.answer, message.data["demands"]
    unit = answer.unit
    answer.code, answer.delta = "ok", 0
    if ledger.members[message.to].closed is not None:
        return
    ledger.settle(message.to)
    ledger.settle(message.to, answer.command.at)
    net = ledger.net(message.to, unit)
    for name in sums(demands):
        account = message.account(ledger)
        shift = message.data.get("shifts", {}).get(name, 0)
        some = [part._replace(own=part.own and part.own + shift)
                for part in demands if part.unit == name]
        taken = claw_back(account, some)
        if account.wallet(name).in_range():
            account.settle_again()
            account.events["taken back of a pool"] += sums(demands)[name] > 0
            ledger.keep(message.to, account, answer.command.at)
            for budget, number in to_budgets(account.program, some, taken,
                                             message.data["earned"]):
                ledger.messages.append(message._replace(
                    kind="budget back", to=budget, data={"number": number}))
    answer.net = ledger.net(message.to, unit)
    answer.delta = answer.net - net
