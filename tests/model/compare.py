#!/usr/bin/env python3
"""Runs random histories through the kumbara program and the model.

    compare.py KUMBARA --seeds 1:50 [--rows 400] [--work DIR]
    compare.py --model-only --seeds 1:50

Every outcome and every balance must agree; the first difference is printed with
its seed and the files to reproduce it. Then a table says how often each kind and
each code occurred: one that never did fails the run, for it was not tested.
"""

import argparse
import csv
import itertools
import pathlib
import subprocess
import sys
import tempfile
from collections import Counter

import kumbara_model as model
import random_commands

KINDS = ("enroll", "purchase", "return", "award", "redeem", "adjust",
         "transfer")
# A load has no `max_ahead`, so nothing in it lies in the future.
REACHABLE = {"ok"} | set(model.REFUSALS) - {"time_in_future"}
ROUNDS = (1, 3, 16, 4096)


ROWS_REJECTED = 3  # The exit code of a run with refused rows.


class Case:
    """One seed: its files, its options, and what the model says."""

    def __init__(self, seed, rows, work):
        self.seed = seed
        self.order = ("time", "file")[seed % 2]
        self.round = ROUNDS[seed // 2 % len(ROUNDS)]
        self.csv = work / f"{seed}.csv"
        self.toml = work / f"{seed}.toml"
        self.toml.write_text(random_commands.random_program(seed))
        with open(self.csv, "w", newline="", encoding="utf-8") as file:
            random_commands.write_rows(
                random_commands.generate(seed, rows, transfers=True), file)
        self.ledger = model.Ledger(model.read_program(self.toml), self.round)
        model.load(self.ledger, model.read_rows(self.csv, self.order))

    def outcomes(self):
        return [tuple(map(str, answer.line()))
                for answer in self.ledger.row_answers()]

    def balances(self):
        unit = next(iter(self.ledger.program.units))
        return model.balance_lines(self.ledger.balances(unit)).splitlines()

    def options(self):
        return ["--program", str(self.toml), "--order", self.order,
                "--round", str(self.round)]


def run_kumbara(kumbara, case, work):
    """Returns the program's outcomes and balance lines, headers dropped."""
    outcomes = work / f"{case.seed}.outcomes.csv"
    balances = work / f"{case.seed}.balances.csv"
    done = subprocess.run(
        [kumbara, "replay", str(case.csv), *case.options(), "--outcomes",
         str(outcomes), "--balances", str(balances)],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode not in (0, ROWS_REJECTED):
        raise RuntimeError(f"seed {case.seed}: kumbara ended with "
                           f"{done.returncode}: {done.stderr[-500:]}")
    with open(outcomes, newline="", encoding="utf-8") as file:
        rows = [(row["transaction_id"], row["code"], row["delta"], row["net"])
                for row in csv.DictReader(file)]
    return rows, balances.read_text(encoding="utf-8").splitlines()[1:]


def first_difference(expected, actual):
    """A sentence, or None if both lists agree."""
    pairs = itertools.zip_longest(expected, actual)
    for line, (want, have) in enumerate(pairs, start=1):
        if want != have:
            return f"line {line}: the model says {want}, kumbara {have}"
    return None


def difference(kumbara, case, work):
    outcomes, balances = run_kumbara(kumbara, case, work)
    found = first_difference(case.outcomes(), outcomes)
    if found:
        return "outcome " + found
    found = first_difference(case.balances(), sorted(
        balances, key=lambda line: line.rsplit(",", 1)[0].encode()))
    return "balance " + found if found else None


def print_coverage(counts):
    """Prints kind by code; returns the kinds and codes that never occurred."""
    for code in ("ok", *model.REFUSALS):
        cells = [f"{kind} {counts[kind, code]}" for kind in KINDS
                 if counts[kind, code]]
        print(f"  {code:30} {', '.join(cells) or '-'}")
    kinds = {kind for kind, _ in counts}
    codes = {code for _, code in counts}
    return sorted(set(KINDS) - kinds) + sorted(REACHABLE - codes)


def run(options, work):
    first, last = map(int, options.seeds.split(":"))
    counts = Counter()
    for seed in range(first, last + 1):
        case = Case(seed, options.rows, work)
        counts.update((answer.command.kind, answer.code)
                      for answer in case.ledger.row_answers())
        found = None
        if not options.model_only:
            found = difference(options.kumbara, case, work)
        if found:
            print(f"seed {seed}: {found}\n  {case.csv} "
                  f"{' '.join(case.options())}")
            return 1
    print(f"seeds {options.seeds}: {sum(counts.values())} outcomes")
    missing = print_coverage(counts)
    if missing:
        print("never occurred: " + ", ".join(missing))
    return 1 if missing else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("kumbara", nargs="?", help="the program to compare")
    parser.add_argument("--seeds", default="1:40", metavar="FIRST:LAST")
    parser.add_argument("--rows", type=int, default=400)
    parser.add_argument("--work", help="where the files go and stay")
    parser.add_argument("--model-only", action="store_true")
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
