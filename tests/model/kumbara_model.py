#!/usr/bin/env python3
"""The reference model: what docs/semantics.md says, as plainly as possible.

One thread, dicts, whole numbers, no care for speed. It shares nothing with the
engine but the document, so where the two differ one of the three is wrong.

    kumbara_model.py FILE.csv --program P.toml [--order file|time] [--round R]
                     [--until T] [--outcomes | --totals] [--unit NAME]

prints `member_id,net` sorted by bytes, or one line `transaction_id,code,delta,net`
per command, or the totals as JSON.
"""

import argparse
import copy
import csv
import datetime
import json
import sys
import tomllib
from collections import Counter, namedtuple
from dataclasses import dataclass, field

LIMIT = 10**18
ROUND_BYTES = 4 << 20
BEGINNING = -(10**18)  # Before every business time.

# In order of precedence, as in the document.
REFUSALS = (
    "exists", "exists_with_different_content", "time_in_future",
    "member_unknown", "member_exists", "unit_unknown", "unit_not_spendable",
    "wrong_currency", "reference_not_found", "reference_wrong_kind",
    "reference_of_other_member", "already_reversed", "exceeds_remaining",
    "overflow", "insufficient", "receiver_unknown", "receiver_refused")

# All fields are the content; None is "not given". `unit` is the currency of a
# purchase or return. Instants are microseconds.
Command = namedtuple(
    "Command",
    "kind id member at amount unit store reason reference receiver "
    "funding_class category", defaults=(None,) * 11)

ROUNDINGS = {
    "floor": lambda n, d: n // d,
    "half_up": lambda n, d: (2 * n + d) // (2 * d),
    "half_even": lambda n, d: n // d + (2 * (n % d) + (n // d) % 2 > d),
    "ceil": lambda n, d: -(-n // d),
}


class Refused(Exception):
    """Raised with a code; whoever catches it has changed nothing yet."""


class Program:
    def __init__(self, source):
        head = source.get("program", {})
        returns = source.get("returns", {})
        self.units = {name: unit.get("spendable", True)
                      for name, unit in source["unit"].items()}
        self.currency = head.get("currency", "*")
        self.first_sight = head.get("enrol", "explicit") == "first_sight"
        self.rate_unmatched = returns.get("unmatched", "rate") == "rate"
        self.as_none = returns.get("unknown_reference", "refuse") == "as_none"
        self.deficit = returns.get("deficit", "negative")
        rules = source.get("earn", [])
        self.earn = rules[0] if rules else None
        self.earn_unit = None
        if self.earn:
            self.earn_unit = self.earn.get("unit", next(iter(self.units)))

    def points(self, amount):
        if self.earn is None:
            return 0
        rounding = ROUNDINGS[self.earn.get("round", "floor")]
        points = rounding(amount * self.earn["give"], self.earn["per"])
        if points > LIMIT:
            raise Refused("overflow")
        return points


@dataclass
class Wallet:
    pending: int = 0
    available: int = 0
    held: int = 0
    deficit: int = 0
    earned: int = 0
    clawed_back: int = 0
    redeemed: int = 0

    @property
    def net(self):
        return self.pending + self.available + self.held - self.deficit

    def in_range(self):
        values = list(vars(self).values()) + [self.available + self.held]
        return all(abs(value) <= LIMIT for value in values)

    def credit(self, amount):
        absorbed = min(self.deficit, amount)
        self.deficit -= absorbed
        self.available += amount - absorbed

    def debit(self, amount):
        taken = min(self.available, amount)
        self.available -= taken
        self.deficit += amount - taken


@dataclass
class Purchase:
    amount: int
    returned: int = 0
    demanded: int = 0


@dataclass
class Member:
    clock: int
    wallets: dict = field(default_factory=dict)  # unit -> Wallet
    purchases: dict = field(default_factory=dict)  # id -> Purchase


@dataclass
class Answer:
    command: Command
    sequence: int
    code: str = None  # None until it is final.
    delta: int = 0
    net: int = 0
    first: object = None  # Of a repeat: the first Answer.

    def line(self):
        # A repeat answers the first delta, which may have come after it.
        return (self.command.id, self.code,
                self.first.delta if self.first else self.delta, self.net)


class Ledger:
    def __init__(self, program, round_commands=4096, max_ahead=None):
        self.program = program
        self.round_commands = round_commands
        self.max_ahead = max_ahead  # None is off.
        self.members = {}
        self.ids = {}  # id -> first Answer
        self.currency = None if program.currency == "*" else program.currency
        self.clock = self.last_tick = BEGINNING
        self.sequence = self.late = self.anonymous = 0
        self.system = Counter()  # (unit, account, label) -> balance
        self.open_transfers = []
        self.round_transfers = set()  # Ids of this round's, refused or not.
        self.carried = []  # (answer, batch time), for the round's end.
        self.round_count = self.round_bytes = 0
        self.journal = []  # (command, batch time), or None at a round's end.
        self.answers = []

    # --- One command ------------------------------------------------------

    def apply(self, command, batch_time=None):
        """Sequences one well-formed command and returns its Answer."""
        self.sequence += 1
        answer = Answer(command, self.sequence)
        self.answers.append(answer)
        first = self.ids.get(command.id) if command.kind != "tick" else None
        if first is not None:
            self.answer_again(answer, first)
            return answer
        self.journal.append((command, batch_time))
        if command.kind != "tick":
            self.ids[command.id] = answer
        if command.kind == "transfer":
            self.round_transfers.add(command.id)
        if command.reference in self.round_transfers:
            self.carry(answer, batch_time)
        else:
            self.execute(answer, batch_time)
        if command.kind != "tick":
            self.count(command)
        return answer

    def carry(self, answer, batch_time):
        """It names a command whose answer is open: its turn comes later."""
        self.carried.append((answer, batch_time))
        if not self.in_future(answer.command, batch_time):
            self.set_currency(answer.command)

    def in_future(self, command, batch_time):
        return (self.max_ahead is not None and batch_time is not None
                and command.at > batch_time + self.max_ahead)

    def set_currency(self, command):
        if command.kind in ("purchase", "return") and self.currency is None:
            self.currency = command.unit

    def answer_again(self, answer, first):
        if answer.command == first.command:
            answer.code, answer.first = "exists", first
            answer.sequence = first.sequence
        else:
            answer.code = "exists_with_different_content"

    def execute(self, answer, batch_time):
        command = answer.command
        if self.in_future(command, batch_time):
            answer.code = "time_in_future"
            return
        self.clock = max(self.clock, command.at)
        if command.kind == "tick":
            self.last_tick = max(self.last_tick, command.at)
            answer.code = "ok"
            return
        self.move_member_clock(command)
        self.set_currency(command)
        unit = self.unit_of(command)
        before = self.net(command.member, unit)
        try:
            self.refuse_member_and_unit(command)
            getattr(self, "apply_" + command.kind)(answer)
        except Refused as refusal:
            answer.code = str(refusal)
        answer.net = self.net(command.member, unit)
        if self.open_transfers and self.open_transfers[-1] is answer:
            return  # Answered at the round's end.
        answer.code = answer.code or "ok"
        answer.delta = answer.net - before

    def move_member_clock(self, command):
        member = self.members.get(command.member)
        if member is not None:
            member.clock = max(member.clock, self.last_tick)
            self.late += command.at < member.clock
            member.clock = max(member.clock, command.at)

    def unit_of(self, command):
        if command.kind in ("purchase", "return"):
            return self.program.earn_unit
        return command.unit

    def refuse_member_and_unit(self, command):
        is_open = command.member in self.members
        opens = command.kind == "enroll" or (
            self.program.first_sight
            and command.kind in ("purchase", "return", "award"))
        if not is_open and not opens:
            raise Refused("member_unknown")
        if is_open and command.kind == "enroll":
            raise Refused("member_exists")
        if command.kind in ("award", "redeem", "adjust", "transfer"):
            if command.unit not in self.program.units:
                raise Refused("unit_unknown")
        if command.kind in ("redeem", "transfer"):
            if not self.program.units[command.unit]:
                raise Refused("unit_not_spendable")
        if command.kind in ("purchase", "return"):
            if command.unit != self.currency:
                raise Refused("wrong_currency")

    # --- The kinds --------------------------------------------------------

    def apply_enroll(self, answer):
        self.open(answer.command)

    def apply_purchase(self, answer):
        command = answer.command
        earned = self.program.points(command.amount)
        wallet = self.trial(command.member, self.program.earn_unit)
        wallet.earned += earned
        wallet.credit(earned)
        self.commit(command, wallet, "issued", self.rule_class())
        self.members[command.member].purchases[command.id] = Purchase(
            command.amount)

    def apply_return(self, answer):
        command = answer.command
        purchase = self.find_purchase(command)
        if purchase is None:
            demanded = self.program.points(command.amount)
        else:
            purchase = copy.copy(purchase)
            demanded = self.demand(purchase, command.amount)
        wallet = self.trial(command.member, self.program.earn_unit)
        collected = {"negative": demanded,
                     "clamp": min(wallet.available, demanded),
                     "only_pending": 0}[self.program.deficit]
        wallet.debit(collected)
        wallet.clawed_back += collected
        self.commit(command, wallet, "clawed_back", self.rule_class())
        if purchase is not None:
            member = self.members[command.member]
            member.purchases[command.reference] = purchase

    def find_purchase(self, command):
        """The purchase a return names, or None for a return of none."""
        first = self.ids.get(command.reference)
        if command.reference is None or first is None:
            unknown = command.reference is not None
            if unknown and not self.program.as_none:
                raise Refused("reference_not_found")
            if command.amount is None or not self.program.rate_unmatched:
                raise Refused("reference_not_found")
            return None
        if first.command.kind != "purchase":
            raise Refused("reference_wrong_kind")
        if first.command.member != command.member:
            raise Refused("reference_of_other_member")
        member = self.members.get(command.member)
        if member is None or command.reference not in member.purchases:
            raise Refused("reference_not_found")
        return member.purchases[command.reference]

    def demand(self, purchase, amount):
        left = purchase.amount - purchase.returned
        if purchase.returned > 0 and left == 0:
            raise Refused("already_reversed")
        if amount is None:
            amount = left
        if amount > left:
            raise Refused("exceeds_remaining")
        purchase.returned += amount
        demanded = (self.program.points(purchase.amount)
                    - self.program.points(purchase.amount - purchase.returned)
                    - purchase.demanded)
        purchase.demanded += demanded
        return demanded

    def apply_award(self, answer):
        command = answer.command
        wallet = self.trial(command.member, command.unit)
        wallet.earned += command.amount
        wallet.credit(command.amount)
        self.commit(command, wallet, "issued",
                    command.funding_class or "goodwill")

    def apply_redeem(self, answer):
        command = answer.command
        wallet = self.trial(command.member, command.unit)
        wallet.redeemed += command.amount
        wallet.available -= command.amount
        if not wallet.in_range():
            raise Refused("overflow")
        if wallet.available < 0:
            raise Refused("insufficient")
        self.commit(command, wallet, "redeemed", None)

    def apply_adjust(self, answer):
        command = answer.command
        wallet = self.trial(command.member, command.unit)
        if command.amount >= 0:
            wallet.credit(command.amount)
        else:
            wallet.debit(-command.amount)
        self.commit(command, wallet, "adjusted", command.reason)

    def apply_transfer(self, answer):
        command = answer.command
        wallet = self.trial(command.member, command.unit)
        if wallet.available < command.amount:
            raise Refused("insufficient")
        wallet.available -= command.amount
        wallet.held += command.amount
        self.commit(command, wallet, None, None)
        self.open_transfers.append(answer)

    # --- Rounds -----------------------------------------------------------

    def count(self, command):
        details = (command.reference, command.receiver, command.funding_class,
                   command.category)
        self.round_count += 1
        self.round_bytes += 64 + 32 * sum(d is not None for d in details)
        if (self.round_count >= self.round_commands
                or self.round_bytes >= ROUND_BYTES):
            self.end_round()

    def end_round(self):
        self.journal.append(None)
        self.round_count = self.round_bytes = 0
        transfers, self.open_transfers = self.open_transfers, []
        refusals = [self.deliver(answer.command) for answer in transfers]
        for answer, refusal in zip(transfers, refusals):
            self.settle(answer, refusal)
        self.round_transfers.clear()
        carried, self.carried = self.carried, []
        for answer, batch_time in carried:
            self.execute(answer, batch_time)

    def deliver(self, command):
        """Credits the receiver; returns why not, or None."""
        receiver = self.members.get(command.receiver)
        if receiver is None:
            return "receiver_unknown"
        wallet = self.trial(command.receiver, command.unit)
        wallet.credit(command.amount)
        if not wallet.in_range():
            return "receiver_refused"
        receiver.clock = max(receiver.clock, command.at)
        self.store(command.receiver, command.unit, wallet, "in_transit", None)
        return None

    def settle(self, answer, refusal):
        command = answer.command
        wallet = self.trial(command.member, command.unit)
        wallet.held -= command.amount
        if refusal:
            wallet.credit(command.amount)
        self.store(command.member, command.unit, wallet, "in_transit", None)
        answer.code = refusal or "ok"
        answer.delta = 0 if refusal else -command.amount
        answer.net = wallet.net

    # --- Books ------------------------------------------------------------

    def open(self, command):
        if command.member not in self.members:
            self.members[command.member] = Member(
                max(command.at, self.last_tick))

    def trial(self, member_id, unit):
        """A copy of a wallet, to be changed and then stored or dropped."""
        member = self.members.get(member_id)
        wallet = member.wallets.get(unit) if member else None
        return copy.copy(wallet) if wallet else Wallet()

    def commit(self, command, wallet, account, label):
        if not wallet.in_range():
            raise Refused("overflow")
        self.open(command)
        self.store(command.member, self.unit_of(command), wallet, account,
                   label)

    def store(self, member_id, unit, wallet, account, label):
        """Keeps a wallet; what its net changed by comes from `account`."""
        change = wallet.net - self.net(member_id, unit)
        if change:
            self.system[unit, account, label] -= change
        if unit is not None:
            self.members[member_id].wallets[unit] = wallet

    def rule_class(self):
        rule = self.program.earn or {}
        return rule.get("funding_class", "sale")

    def net(self, member_id, unit):
        if unit not in self.program.units:
            return 0
        return self.trial(member_id, unit).net

    # --- Reading ----------------------------------------------------------

    def as_of(self, instant):
        """The opening position of an instant, as a ledger of its own."""
        past = Ledger(self.program, sys.maxsize, self.max_ahead)
        past.count = lambda command: None  # Rounds end where they ended here.
        for step in self.journal:
            if step is None:
                past.end_round()
            elif step[0].at < instant:
                past.apply(*step)
            elif step[0].kind != "tick":
                past.ids[step[0].id] = Answer(step[0], 0)
        return past

    def balances(self, unit):
        return {member: self.net(member, unit) for member in self.members}

    def row_answers(self):
        return [a for a in self.answers if a.command.kind != "tick"]

    def totals(self, unit):
        wallets = [member.wallets.get(unit, Wallet())
                   for member in self.members.values()]
        codes = Counter(answer.code for answer in self.row_answers())
        return {
            "rows": sum(codes.values()) + self.anonymous,
            "anonymous": self.anonymous,
            "members": len(self.members),
            "late": self.late,
            "earned": sum(wallet.earned for wallet in wallets),
            "clawed_back": sum(wallet.clawed_back for wallet in wallets),
            "redeemed": sum(wallet.redeemed for wallet in wallets),
            "net": sum(wallet.net for wallet in wallets),
            "deficits": sum(wallet.deficit for wallet in wallets),
            "members_negative": sum(wallet.net < 0 for wallet in wallets),
            "ok": codes["ok"],
            "refused": {code: codes[code] for code in REFUSALS if codes[code]},
        }


# --- Files ----------------------------------------------------------------


def micros(text):
    instant = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return (instant - epoch) // datetime.timedelta(microseconds=1)


def read_command(row):
    """One CSV row as a Command; an empty or absent column is not given."""
    kind = row["kind"]
    is_basket = kind in ("purchase", "return")
    get = lambda name: row.get(name) or None
    amount = get("amount_minor" if is_basket else "points")
    amount = None if amount is None else int(amount)
    if kind == "return" and amount is not None:
        amount = abs(amount)
    return Command(
        kind=kind, id=row["transaction_id"], member=row["member_id"],
        at=micros(row["occurred_at"]), amount=amount,
        unit=get("currency" if is_basket else "unit"), store=get("store_id"),
        reason=get("reason"), reference=get("reference"),
        receiver=get("to_member_id"), funding_class=get("funding_class"),
        category=get("category"))


def read_program(path):
    with open(path, "rb") as file:
        return Program(tomllib.load(file))


def read_rows(path, order):
    with open(path, newline="", encoding="utf-8") as file:
        commands = [read_command(row) for row in csv.DictReader(file)]
    if order == "time":
        commands.sort(key=lambda command: command.at)  # Stable.
    return commands


def load(ledger, commands):
    """Loads a history: the round ends and a tick comes after the last row."""
    for command in commands:
        if command.member:
            ledger.apply(command)
        else:
            ledger.anonymous += 1
    last = max((command.at for command in commands), default=BEGINNING)
    ledger.apply(Command("tick", None, None, last))
    ledger.end_round()


def balance_lines(balances):
    return "".join(f"{member},{net}\n" for member, net in sorted(
        balances.items(), key=lambda item: item[0].encode()))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file")
    parser.add_argument("--program", required=True)
    parser.add_argument("--order", choices=("time", "file"), default="time")
    parser.add_argument("--round", type=int, default=4096)
    parser.add_argument("--until", metavar="T", help="the opening position of T")
    parser.add_argument("--unit", help="of balances and totals; else the first")
    parser.add_argument("--outcomes", action="store_true")
    parser.add_argument("--totals", action="store_true")
    options = parser.parse_args()
    ledger = Ledger(read_program(options.program), options.round)
    load(ledger, read_rows(options.file, options.order))
    if options.until:
        ledger = ledger.as_of(micros(options.until))
    unit = options.unit or next(iter(ledger.program.units))
    if options.outcomes:
        for answer in ledger.row_answers():
            print(*answer.line(), sep=",")
    elif options.totals:
        print(json.dumps(ledger.totals(unit), indent=1))
    else:
        sys.stdout.write(balance_lines(ledger.balances(unit)))


if __name__ == "__main__":
    main()
