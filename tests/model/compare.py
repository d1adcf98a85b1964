#!/usr/bin/env python3
"""Runs random histories through the kumbara program and the model.

    compare.py KUMBARA --seeds 1:50 [--rows 400] [--work DIR] [--no-lots]
    compare.py --model-only --seeds 1:50

Every outcome, every balance with its running totals, the lots of some members and
the balances as of two past instants must agree; the first difference is printed
with its seed and the files to reproduce it. Then tables say how often each kind
and code occurred and how many seeds contained each policy, due item and kind of
instant: what is in less than one of a hundred seeds fails the run, for it was
hardly tested.
"""

import argparse
import csv
import io
import itertools
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import tomllib

import features
import kumbara_model as model
import random_commands
import random_program

KINDS = ("enroll", "purchase", "return", "award", "redeem", "adjust",
         "transfer")
ROUNDS = (1, 3, 16, 4096)
COLUMNS = ("net", "pending", "available", "held", "deficit", "earned",
           "clawed_back", "redeemed", "expired")
ROWS_REJECTED = 3  # The exit code of a run with refused rows.
SHOWN = 4  # Members per seed whose lots are compared.


class Differs(Exception):
    pass


class Case:
    """One seed: its files, its options, and what the model says."""

    def __init__(self, seed, rows, work):
        self.seed = seed
        self.order = ("time", "file")[seed % 2]
        self.round = ROUNDS[seed // 2 % len(ROUNDS)]
        self.csv = work / f"{seed}.csv"
        self.toml = work / f"{seed}.toml"
        self.toml.write_text(random_program.random_program(seed))
        with open(self.csv, "w", newline="", encoding="utf-8") as file:
            random_commands.write_rows(
                random_commands.generate(seed, rows, transfers=True), file)
        self.source = tomllib.loads(self.toml.read_text())
        self.ledger = model.Ledger(model.read_program(self.toml), self.round)
        model.load(self.ledger, model.read_rows(self.csv, self.order))
        self.rng = random.Random(f"case {seed}")

    def outcomes(self):
        """Of all rows, ticks included; the last tick is the load's own."""
        return [(answer.command.id or "", *map(str, answer.line()[1:]))
                for answer in self.ledger.answers[:-1]]

    def balances(self, ledger, unit):
        """One line per member, as `kumbara balances` prints them."""
        wallets = ledger.wallets(unit)
        return [",".join([name] + [str(getattr(wallets[name], column))
                                   for column in COLUMNS])
                for name in sorted(wallets, key=str.encode)]

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

    def wallets(self, member):
        """unit -> lots, of the units that have any."""
        text = self.run("member", self.directory, member, "--format", "json")
        return {wallet["unit"]: wallet["lots"]
                for wallet in json.loads(text)["wallets"] if wallet["lots"]}


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


def compare_lots(case, kumbara):
    read = case.ledger.read()
    for member in case.shown_members():
        found = kumbara.wallets(member)
        for unit in case.ledger.program.units:
            wallet = read[member].wallets.get(unit, model.Wallet())
            agree(f"{unit} lots of {member}", model.lot_lines(wallet),
                  found.get(unit, []))


def compare(program, case, work, lots):
    kumbara = Kumbara(program, case, work)
    outcomes, balances = kumbara.replay()
    agree("outcomes", case.outcomes(), outcomes)
    agree("net", case.net_lines(), sorted(
        balances, key=lambda line: line.rsplit(",", 1)[0].encode()))
    compare_balances(case, kumbara)
    if lots:
        compare_lots(case, kumbara)


def run(options, work):
    first, last = map(int, options.seeds.split(":"))
    found = features.Coverage()
    for seed in range(first, last + 1):
        case = Case(seed, options.rows, work)
        found.add(case)
        if options.model_only:
            continue
        try:
            compare(options.kumbara, case, work, options.lots)
        except Differs as difference:
            print(f"seed {seed}: {difference}\n  {case.csv} --program "
                  f"{case.toml} {' '.join(case.options())} --round "
                  f"{case.round}")
            return 1
    print(f"seeds {options.seeds}: {sum(found.outcomes.values())} outcomes")
    found.print(KINDS)
    rare = found.rare()
    if rare:
        print("in less than 1% of the seeds: " + "; ".join(rare))
    # Of fewer seeds one per cent is less than one.
    return 1 if rare and last - first + 1 >= 100 else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("kumbara", nargs="?", help="the program to compare")
    parser.add_argument("--seeds", default="1:100", metavar="FIRST:LAST")
    parser.add_argument("--rows", type=int, default=400)
    parser.add_argument("--work", help="where the files go and stay")
    parser.add_argument("--model-only", action="store_true")
    parser.add_argument("--no-lots", dest="lots", action="store_false",
                        help="balances and outcomes only")
    options = parser.parse_args()
    if (options.kumbara is None) != options.model_only:
        parser.error("give the kumbara program, or --model-only")
    if options.work:
        work = pathlib.Path(options.work)
        work.mkdir(parents=True, exist_ok=True)
        return run(options, work)
    with tempfile.TemporaryDirectory() as directory:
        return run(options, pathlib.Path(directory))


if __name__ == "__main__":
    sys.exit(main())
