"""Long histories, as files of rows: `kumbara replay`, `load`, `balances` and
`member` against the model.

Every outcome, every balance with its running totals, every fact about tiers, lots and
attributes of some members and the balances as of two past instants must agree. Replay
derives everything from the journal once more and compares the digests of the state.
"""

import collections
import csv
import io
import itertools
import json
import random
import subprocess

import kumbara_model as model
import random_commands
import random_program
from scenario_text import COLUMNS, Writer

ROWS = 400
ROUNDS = (1, 3, 16, 4096)
ROWS_REJECTED = 3  # The exit code of a run with refused rows.
# What a fact is about, and what it says of that.
FACTS = (("tier_set", "tier"), ("achievement", "times"), ("benefit", None),
         ("plan", "until"))
SHOWN = 4  # Members per seed whose lots are compared.


class Differs(Exception):
    pass


class History:
    """One seed: its files, its options, and what the model says."""

    def __init__(self, seed, rows, work):
        self.seed = seed
        self.order = ("time", "file")[seed % 2]
        self.round = ROUNDS[seed // 2 % len(ROUNDS)]
        self.csv = work / f"{seed}.csv"
        self.toml = work / f"{seed}.toml"
        self.source = random_program.random_program(seed)
        for unit in self.source["unit"].values():
            unit["decimals"] = 0  # Rows count whole units.
        self.toml.write_text(random_program.toml(self.source))
        with open(self.csv, "w", newline="", encoding="utf-8") as file:
            random_commands.write_rows(random_commands.history(
                seed, self.source, rows), file)
        self.ledger = model.Ledger(model.read_program(self.toml), self.round)
        model.load(self.ledger, model.read_rows(self.csv, self.order))
        self.rng = random.Random(f"case {seed}")

    def outcomes(self):
        """Of all rows, ticks included; the last tick is the load's own."""
        return [(answer.command.id or "", *map(str, answer.line()[1:]))
                for answer in self.ledger.answers[:-1]]

    def balances(self, ledger, unit):
        return Writer(self.ledger).balances(ledger, unit)[1:]

    def net_lines(self):
        unit = next(iter(self.ledger.program.units))
        return model.balance_lines(self.ledger.balances(unit)).splitlines()

    def past_instants(self):
        """An instant of a row and another within the history."""
        instants = [answer.command.at for answer in self.ledger.answers]
        return (self.rng.choice(instants),
                self.rng.randrange(min(instants), max(instants) + 1))

    def shown_members(self):
        names = sorted(self.ledger.members)
        return self.rng.sample(names, min(SHOWN, len(names)))

    def options(self):
        return ["--order", self.order]


class Kumbara:
    """The program under test, run on one case."""

    def __init__(self, program, case, work):
        self.program, self.case, self.work = program, case, work
        self.directory = work / f"{case.seed}.ledger"

    def run(self, *words):
        done = subprocess.run([self.program, *map(str, words)],
                              capture_output=True, text=True, encoding="utf-8")
        if done.returncode not in (0, ROWS_REJECTED):
            raise Differs(f"kumbara {' '.join(map(str, words))}: ended with "
                          f"{done.returncode}: {done.stderr[-500:]}")
        return done.stdout

    def replay(self):
        """The outcomes and balance lines of a run without a ledger."""
        case = self.case
        outcomes = self.work / f"{case.seed}.outcomes.csv"
        balances = self.work / f"{case.seed}.balances.csv"
        self.run("replay", case.csv, "--program", case.toml, *case.options(),
                 "--round", case.round, "--outcomes", outcomes, "--balances",
                 balances)
        with open(outcomes, newline="", encoding="utf-8") as file:
            rows = [(row["transaction_id"], row["code"], row["delta"],
                     row["net"]) for row in csv.DictReader(file)]
        return rows, balances.read_text(encoding="utf-8").splitlines()[1:]

    def load(self):
        self.run("init", self.directory, "--program", self.case.toml,
                 "--max-ahead", "off", "--pseudonym", "stable", "--round",
                 self.case.round)
        self.run("load", self.directory, self.case.csv, *self.case.options())

    def balances(self, unit, *words):
        text = self.run("balances", self.directory, "--unit", unit,
                        "--no-header", "--columns",
                        ",".join(("member_id",) + COLUMNS), *words)
        return [",".join(row) for row in csv.reader(io.StringIO(text))]

    def facts(self):
        """Those that the model tells, each member's in their order."""
        found = collections.defaultdict(list)
        for event in map(json.loads, self.run("events", self.directory).splitlines()):
            for what, which in FACTS:
                if what in event:
                    found[event["member"]].append((
                        event["event"], event[what], event.get(which), event["at"]))
        return found

    def member(self, name):
        return json.loads(self.run("member", self.directory, name, "--format",
                                   "json"))


def agree(what, expected, actual):
    """Raises with the first line in which two lists differ."""
    pairs = itertools.zip_longest(expected, actual)
    for line, (want, have) in enumerate(pairs, start=1):
        if want != have:
            raise Differs(f"{what}, line {line}: the model says {want}, "
                          f"kumbara {have}")


def compare_balances(case, kumbara):
    kumbara.load()
    units = list(case.ledger.program.units)
    for unit in units:
        agree(f"{unit} balances", case.balances(case.ledger, unit),
              kumbara.balances(unit))
    for instant in case.past_instants():
        past, text = case.ledger.as_of(instant), model.text_of(instant)
        for unit in units:
            agree(f"{unit} balances as of {text}", case.balances(past, unit),
                  kumbara.balances(unit, "--at", text))


def compare_members(case, kumbara):
    """Attributes, lots, and what is remembered."""
    read = case.ledger.read()
    for name in case.shown_members():
        found, attributes = kumbara.member(name), model.attributes_of(read[name])
        agree(f"attributes of {name}", attributes.items(),
              [(key, found[key]) for key in attributes])
        wallets = {wallet["unit"]: wallet for wallet in found["wallets"]}
        for unit, rules in case.ledger.program.units.items():
            shown = wallets.get(unit, {"lots": [], "remembered": []})
            wallet = read[name].wallets.get(unit, model.Wallet())
            agree(f"{unit} lots of {name}", model.lot_lines(wallet),
                  shown["lots"])
            agree(f"{unit} remembered of {name}",
                  model.remembered_lines(wallet, rules), shown["remembered"])


def fact_fields(fact, what, which, at):
    """As the program tells it."""
    if fact.startswith("plan"):
        which = model.text_of(which)
    return fact, what, None if which == "none" else which, model.text_of(at)


def compare_facts(case, kumbara):
    found = kumbara.facts()
    for name, member in case.ledger.read().items():
        agree(f"facts of {name}", [fact_fields(*fact) for fact in member.facts],
              found[name])


def compare(program, case, work):
    """Raises Differs."""
    kumbara = Kumbara(program, case, work)
    outcomes, balances = kumbara.replay()
    agree("outcomes", case.outcomes(), outcomes)
    agree("net", case.net_lines(), sorted(
        balances, key=lambda line: line.rsplit(",", 1)[0].encode()))
    compare_balances(case, kumbara)
    compare_members(case, kumbara)
    compare_facts(case, kumbara)
