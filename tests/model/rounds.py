"""The ledger: sequence, identity, clocks, rounds and their messages, reading."""

import sys
from collections import Counter, namedtuple
from dataclasses import dataclass

import messages
from account import Account
from books import Wallet
from commands import Execution
from kinds import KINDS
from linked_runs import LinkedRuns
from program import Program
from versions import Version, Versions
from values import (ATTRIBUTES, BEGINNING, DETAILS, REFUSALS, ROUND_BYTES,
                    Command, Refused, Waits, named_as)


class Message(namedtuple("Message", "kind answer to index data sender")):
    def account(self, ledger):
        """Of the addressee, by the version of the command."""
        program = self.answer.program
        ledger.events["versions: a message by an older one"] += (
            program is not ledger.versions.all[-1].program)
        return Account(program, ledger.members[self.to])


def content(command):
    """Beside an amount a quantity of 0 is the same as none."""
    return command._replace(lines=command.lines and tuple(
        line if line.quantity or line.amount is None else line._replace(quantity=None)
        for line in command.lines))


@dataclass(eq=False)
class Answer:
    command: Command
    sequence: int
    code: str = None  # None until it is final.
    delta: int = 0
    net: int = 0
    first: object = None  # Of a repeat: the first Answer.
    of_nobody: bool = True  # Refused, and not for what an open member has.
    unit: str = None  # If it is one of the program.
    tier: int = 0  # Its number in the first tier set.
    program: object = None  # The version that it goes by.

    def line(self):
        # A repeat answers the first delta, which may have come after it.
        return (self.command.id, self.code,
                self.first.delta if self.first else self.delta, self.net)


class Ledger(LinkedRuns):
    def __init__(self, program, round_commands=4096, max_ahead=None):
        self.program = program  # The first version.
        self.versions = Versions(program)
        self.round_commands = round_commands
        self.max_ahead = max_ahead  # None is off.
        self.members = {}
        self.ids = {}  # id -> first Answer
        self.currency = None if program.currency == "*" else program.currency
        self.clock = self.last_tick = BEGINNING
        self.sequence = self.late = self.anonymous = 0
        self.system = Counter()  # (unit, account, label) -> balance
        self.events = Counter()  # What happened, for coverage.
        self.messages = []  # Made and not delivered yet.
        self.counters = Counter()  # What is taken of stocks and budgets.
        # This round's, refused or not: kinds by ids, ids that may be open whatever they
        # are of, and members who gave or took back.
        self.round_kinds, self.round_forwarded, self.round_givers = {}, set(), set()
        self.round_senders = set()  # Of transfers and reverses.
        self.merging = set()  # Members of merges, whatever became of these.
        self.merged = {}  # Name -> merging.Merged.
        self.carried = []  # (answer, batch time), for the round's end.
        self.round_count = self.round_bytes = 0
        # (commands, is open, batch time), a versions.Version, or None: a round's end.
        self.journal = []
        self.answers = []

    def activate(self, program, effective, clock=None):
        """Another version follows; `clock` is what it was when that was made."""
        clock = self.clock if clock is None else clock
        self.events["versions: effective before they were made"] += effective < clock
        self.events["versions: effective later"] += effective > clock
        known = set(self.versions.inactivity)
        self.versions.add(program, effective, self.sequence, clock)
        self.journal.append(self.versions.all[-1])
        for unit in set(self.versions.inactivity) - known:
            self.begin_inactivity(unit, self.versions.inactivity[unit][1])

    def begin_inactivity(self, unit, begins):
        """Of a unit that a version brings it to, or that is new."""
        for member in self.members.values():
            wallet = member.wallets.get(unit)
            if wallet and wallet.lots_made:
                self.events["versions: inactivity is brought"] += 1
                wallet.last_activity = max(begins, wallet.last_activity or begins)

    # --- One command ------------------------------------------------------

    def program_of(self, command, name):
        """The version that a command of a member goes by."""
        member = self.members.get(name)
        if command.kind in ("return", "capture", "void", "reverse") and member:
            record = member.records.get(command.reference)
            if record and self.named(command):
                return self.versions.numbered(record.version)
        own = self.ids[command.id].sequence
        return self.versions.at(command.at, own)

    def apply(self, command, batch_time=None):
        """Sequences one well-formed command and returns its Answer."""
        answer = self.sequenced(command)
        if answer.code is not None:
            return answer
        self.journal.append(([command], False, batch_time))
        must_be_carried = self.must_be_carried(command)
        self.note_round(command)
        if must_be_carried:
            self.carry(answer, batch_time)
        else:
            self.execute(answer, batch_time)
        if command.kind != "tick":
            self.count(command)
            self.end_full_round()
        return answer

    def sequenced(self, command):
        """Its Answer, with a code if it is a repeat or a conflict."""
        self.sequence += 1
        answer = Answer(command, self.sequence)
        self.answers.append(answer)
        if command.kind == "tick":
            return answer
        first = self.ids.setdefault(command.id, answer)
        if first is not answer:
            self.answer_again(answer, first)
        return answer

    def note_round(self, command, is_linked=False):
        """What later commands of the round must know of it, refused or not."""
        goes_on = command.member in self.merging and not is_linked
        self.round_kinds[command.id] = named_as(command)
        if goes_on:
            self.round_forwarded.add(command.id)
        if command.kind == "merge" and not is_linked:
            self.merging.add(command.member)
        if self.may_send(command) or goes_on:
            self.round_givers.add(command.member)
            self.round_senders.add(command.id)

    def may_send(self, command):
        """Whether it is of a kind that may make messages."""
        return command.kind in self.versions.senders

    def final(self, name):
        """Who a member is now."""
        return self.merged[name].into if name in self.merged else name

    def must_be_carried(self, command, is_linked=False):
        """It needs the outcome of what is open in this round."""
        if command.kind == "merge":
            return not is_linked
        if command.kind == "close" and not is_linked:
            return command.member in self.round_givers | self.merging
        if command.kind == "close":
            return command.member in self.round_givers
        return (command.reference in self.round_forwarded
                or self.round_kinds.get(command.reference) in self.versions.open_kinds)

    def carry(self, answer, batch_time):
        """Its turn comes at the round's end; the ledger's clock does not wait."""
        self.events[f"{answer.command.kind} is carried"] += 1
        self.carried.append((answer, batch_time))
        if not self.in_future(answer.command, batch_time):
            self.clock = max(self.clock, answer.command.at)
            self.set_currency(answer.command)

    def in_future(self, command, batch_time):
        return (self.max_ahead is not None and batch_time is not None
                and command.at > batch_time + self.max_ahead)

    def is_too_late(self, command, name):
        """For its member, or for the one that this is merged into."""
        if name in self.merged:
            return False  # It has no clock any more.
        member = self.members.get(name)
        clock = max(member.clock if member else BEGINNING, self.last_tick)
        return self.versions.due(clock).is_too_late(command.at, clock)

    def set_currency(self, command):
        if KINDS[command.kind].names == "currency" and self.currency is None:
            self.currency = command.unit  # None in a return without one.

    def answer_again(self, answer, first):
        if content(answer.command) == content(first.command):
            answer.code, answer.first = "exists", first
            answer.sequence = first.sequence
        else:
            answer.code = "exists_with_different_content"

    def named(self, command):
        """The first answer to what a command refers to, if that came before it."""
        first = self.ids.get(command.reference)
        own = self.ids[command.id].sequence
        return first if first and first.sequence < own else None

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
        self.set_currency(command)
        if command.member in self.merged and command.kind != "merge":
            into = self.final(command.member)
            self.messages.append(Message("command", answer, into, 0, {}, into))
        else:
            self.perform(answer, command.member)

    def perform(self, answer, name, granted=None):
        """A command at its member, or the one that this is merged into; perhaps an
        award once more, which its budget has answered."""
        command = answer.command
        if granted is None and self.is_too_late(command, name):
            answer.code = "too_late"
            return
        if name in self.members:
            self.move_clock(command, name, granted is not None)
        execution = Execution(self, command, name, granted)
        answer.program = execution.program
        self.note_version(command, answer.program)
        try:
            answer.delta = execution.run()
        except Waits:
            self.send(answer, execution, name)
            return
        except Refused as refusal:
            answer.code = str(refusal)
            answer.of_nobody = not execution.is_open
            # A later version may have it.
            answer.unit = execution.unit if execution.unit in self.versions.units else None
        else:
            answer.unit = execution.unit
            answer.of_nobody = False
            self.keep(name, execution, execution.counts_at())
            self.send(answer, execution, name)
            answer.tier = self.tier(name)
            if execution.asks:
                return  # Answered at the round's end.
            answer.code = "ok"
        answer.net = self.net(name, execution.unit)
        answer.tier = self.tier(name)

    def note_version(self, command, program):
        own = self.versions.at(command.at, self.ids[command.id].sequence)
        self.events["versions: a command by an older one"] += (
            program is not self.versions.all[-1].program)
        self.events["versions: by that of what it names"] += program is not own

    def move_clock(self, command, name, is_again=False):
        clock = max(self.members[name].clock, self.last_tick)
        self.late += command.at < clock and not is_again
        self.settle(name, command.at)

    def settle(self, name, at=BEGINNING):
        """Moves a member's clock to an instant, and to the ticks so far."""
        account = Account(self.program, self.members[name])
        clock = max(account.member.clock, self.last_tick, at)
        account.member.clock = clock
        account.settle()
        self.keep(name, account)

    def keep(self, name, account, at=None):
        """With what was done to it; `at` is when tiers count that, if they do."""
        account.conclude(at)
        self.members[name] = account.member
        for key, change in account.legs.items():
            self.system[key] += change
        self.events.update(account.events)

    def tier(self, name):
        """Of a member, in the first tier set."""
        return self.members[name].tier() if name in self.members else 0

    def net(self, name, unit):
        member = self.members.get(name)
        wallet = member.wallets.get(unit) if member else None
        return wallet.net if wallet else 0

    # --- Rounds -----------------------------------------------------------

    def waits(self, answer):
        """For the round's end: a transfer or reverse of it, refused or not, and what
        was carried; so do their repeats."""
        waiting = self.round_senders | {a.command.id for a, _ in self.carried}
        return (answer.command.id in waiting
                and answer.code != "exists_with_different_content")

    def count(self, command):
        given = lambda names: sum(
            getattr(command, name) is not None for name in names)
        details = given(DETAILS) + (given(ATTRIBUTES) > 0)
        details += len(command.lines or ())
        self.round_count += 1
        self.round_bytes += 64 + 32 * details

    def end_full_round(self):
        if (self.round_count >= self.round_commands
                or self.round_bytes >= ROUND_BYTES):
            self.end_round()

    def end_round(self):
        self.journal.append(None)
        self.round_count = self.round_bytes = 0
        self.deliver_messages()
        self.round_kinds.clear()
        self.round_forwarded.clear()
        self.round_senders.clear()
        self.round_givers.clear()
        carried, self.carried = self.carried, []
        last = ("close", "merge")
        for kind in ("", *last):
            for answer, batch_time in carried:
                if answer.command.kind == kind or (
                        not kind and answer.command.kind not in last):
                    self.execute(answer, batch_time)
                    if kind == "merge":
                        self.deliver_messages()  # Of each before the next.
            self.deliver_messages()

    def send(self, answer, account, sender):
        """Takes the messages that a member's account made."""
        self.messages += [Message(kind, answer, to, index, data, sender) for index,
                          (kind, to, data) in enumerate(account.sent)]

    def deliver_messages(self):
        """In waves: what those of a wave send themselves is the next."""
        while self.messages:
            wave, self.messages = self.messages, []
            wave.sort(key=lambda message: (message.answer.sequence, message.index))
            for message in wave:
                if message.to in self.merged and message.kind != "merge":
                    messages.go_on(self, message)
                else:
                    messages.KINDS[message.kind](self, message)

    def finish(self, message, account, refusal=None):
        """The last word on a command that sent messages, with what that did to
        its member, who was settled before."""
        answer, name = message.answer, message.to
        net = self.net(name, answer.unit)
        self.keep(name, account, answer.command.at)
        answer.code = refusal or "ok"
        answer.tier = self.tier(name)
        answer.net = self.net(name, answer.unit)
        answer.delta = 0 if refusal else answer.delta + answer.net - net

    # --- Reading ----------------------------------------------------------

    def read(self, at=BEGINNING):
        """Copies of all members, settled to the ledger's clock or a later one."""
        members = {}
        for name, member in self.members.items():
            account = Account(self.program, member)
            account.member.clock = max(member.clock, self.clock, at)
            account.settle()
            members[name] = account.member
        return members

    def as_of(self, instant):
        """The opening position of an instant, as a ledger of its own."""
        several = len(self.versions.all) > 1
        again = lambda program: Program(program.source) if several else program
        past = Ledger(again(self.program), sys.maxsize, self.max_ahead)
        past.end_full_round = lambda: None  # Rounds end where they ended here.
        for step in self.journal:
            if step is None:
                past.end_round()
                continue
            if isinstance(step, Version):
                past.activate(again(step.program), step.effective, step.clock)
                continue
            commands, is_open, batch_time = step
            if any(command.at >= instant for command in commands):
                for command in commands:
                    if command.kind != "tick":
                        past.ids.setdefault(
                            command.id, Answer(command, past.sequence))
            elif len(commands) == 1 and not is_open:
                past.apply(commands[0], batch_time)
            else:
                past.apply_run(commands, is_open, batch_time)
        past.apply(Command("tick", None, None, instant))
        return past

    def wallets(self, unit, at=BEGINNING):
        return {name: member.wallets.get(unit, Wallet())
                for name, member in self.read(at).items()}

    def balances(self, unit, at=BEGINNING):
        return {name: wallet.net
                for name, wallet in self.wallets(unit, at).items()}

    def row_answers(self):
        return [a for a in self.answers if a.command.kind != "tick"]

    def totals(self, unit, at=BEGINNING):
        wallets = self.wallets(unit, at).values()
        codes = Counter(answer.code for answer in self.row_answers())
        total = lambda name: sum(getattr(wallet, name) for wallet in wallets)
        return {
            "rows": sum(codes.values()) + self.anonymous,
            "anonymous": self.anonymous,
            "members": len(self.members),
            "late": self.late,
            "earned": total("earned"),
            "clawed_back": total("clawed_back"),
            "redeemed": total("redeemed"),
            "expired": total("expired"),
            "net": total("net"),
            "pending": total("pending"),
            "available": total("available"),
            "deficits": total("deficit"),
            "members_negative": sum(wallet.net < 0 for wallet in wallets),
            "members_with_deficit": sum(wallet.deficit > 0
                                        for wallet in wallets),
            "ok": codes["ok"],
            "refused": {code: codes[code] for code in REFUSALS if codes[code]},
        }
