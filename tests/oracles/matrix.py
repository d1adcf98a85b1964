#!/usr/bin/env python3
"""Loads every history in every way; the answer must be one and the right one.

    matrix.py KUMBARA [--full] [--only NAME...] [--batches N...] [--work DIR]

Ways are rules x workers x batch size x (at once; again; after kill -9 in the
middle). Balances are held against the oracle of the history, month by month on both
paths that lead to a past instant, and the state digest must be the same in all ways.
The history "transfers" is made of online_retail: the reference model says what is
expected of it. Without --full the smallest batches are tried on the smallest history
alone, and rule B with one size of batches. Exit code 1 if anything differs.
"""

import argparse
import csv
import functools
import io
import itertools
import pathlib
import re
import subprocess
import sys
import tempfile
import time
from collections import namedtuple

import datasets
import kumbara_model as model

UNIT = "points"
WORKERS = (1, 2, 4)
BATCHES = (1, 7, 256, 4096, 65536)
BATCH = 4096  # Where one size is enough.
SMALLEST = "boundary"
OUTSIDE = "cdnow"  # Not in the repository.
TRANSFER_EVERY = 100

# Digests are compared across ways, balances with `lines`, other columns by their
# hashes, past instants by (instant, sums of columns).
# `reached` is how often each tier was, for rules that have tiers.
History = namedtuple("History",
                     "name program path lines rows hashes instants exit_code "
                     "reached", defaults=({},))

# What a month's row of each rule says of the columns of balances.
MONTH_COLUMNS = {
    "A": {"net": "A_net"},
    "B": {"available": "B_live", "deficit": "B_debt", "earned": "B_earned",
          "clawed_back": "B_clawed_back", "redeemed": "B_redeemed",
          "expired": "B_expired"},
    "C": {"net": "C_net", "tier silver": "C_silver", "tier gold": "C_gold"}}
HASHED = {"redeemed": "sha256_redeemed", "expired": "sha256_expired",
          "tier": "sha256_tiers"}
# Oracles number the tiers.
TIERS = {"": "0", "silver": "1", "gold": "2"}
LATER = {"available": "outstanding_live", "deficit": "outstanding_debt",
         "expired": "points_expired"}


class Differs(Exception):
    pass


class Kumbara:
    def __init__(self, program):
        self.program = program

    def start(self, *words, stdin=None):
        return subprocess.Popen(
            [self.program, *map(str, words)], stdin=stdin,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            encoding="utf-8")

    def run(self, *words, exit_code=0):
        process = self.start(*words)
        out, err = process.communicate()
        if process.returncode != exit_code:
            raise Differs(f"kumbara {' '.join(map(str, words))}: ended with "
                          f"{process.returncode}, not {exit_code}\n{out}{err}")
        return out

    def init(self, directory, program):
        # Stable pseudonyms: member ids are part of the state.
        self.run("init", directory, "--program", program,
                 "--max-ahead", "off", "--pseudonym", "stable")

    def digest(self, directory):
        return self.run("digest", directory).strip()

    def balance_lines(self, directory, *words):
        text = self.run("balances", directory, "--no-header", *words)
        rows = csv.reader(io.StringIO(text))
        return "".join(f"{member},{net}\n" for member, net in rows)

    def sums(self, directory, columns, *words):
        """Sums of columns, and of "tier NAME" how many members have it."""
        asked = list(dict.fromkeys(column.split()[0] for column in columns))
        text = self.run("balances", directory, "--no-header", "--columns",
                        ",".join(["member_id", *asked]), *words)
        rows = [dict(zip(asked, row[1:])) for row in csv.reader(io.StringIO(text))]
        return {column: self.sum_of(rows, *column.split()) for column in columns}

    @staticmethod
    def sum_of(rows, column, tier=None):
        if tier is not None:
            return sum(row[column] == tier for row in rows)
        return sum(int(row[column]) for row in rows)

    def hash_of(self, directory, column):
        """Of a column by members, as oracles take it."""
        text = self.run("balances", directory, "--no-header", "--columns",
                        f"member_id,{column}")
        return datasets.sha256("".join(
            f"{member},{TIERS.get(value, value)}\n"
            for member, value in csv.reader(io.StringIO(text))).encode())

    def times_reached(self, directory, tier):
        """How often any member has qualified for a tier."""
        return sum('"tier_qualified"' in line and f'"tier": "{tier}"' in line
                   for line in self.run("events", directory).splitlines())

    def sequence(self, directory):
        text = self.run("info", directory)
        return int(re.search(r"^sequence +([\d,]+)$", text, re.M)[1]
                   .replace(",", ""))


# --- Histories ------------------------------------------------------------


def instants_of(dataset, rule, oracle):
    """Each month's start, and what the oracle says of the time after the end."""
    months = [(at, {column: row[name]
                    for column, name in MONTH_COLUMNS[rule].items()})
              for at, row in datasets.read_month_rows(dataset)]
    return months + [(row["as_of"], {column: row[name]
                                     for column, name in LATER.items()})
                     for row in oracle.get("as_of_after_T", [])]


def of_dataset(dataset, rule):
    """The lines themselves come from the model, their hash from the oracle."""
    all_rules = datasets.read_oracle(dataset)
    oracle = all_rules[f"rule_{rule}"]
    ledger = model.Ledger(model.read_program(datasets.RULES[rule]))
    model.load(ledger, model.read_rows(dataset.purchases, "time"))
    lines = model.balance_lines(ledger.balances(UNIT))
    if datasets.sha256(lines.encode()) != oracle["sha256"]:
        raise Differs(f"{dataset.name}: the model and the oracle disagree")
    reached = {tier: oracle[f"times_{tier}_reached"] for tier in TIERS
               if f"times_{tier}_reached" in oracle}
    hashes = {column: oracle[name] for column, name in HASHED.items()
              if name in oracle}
    return History(f"{dataset.name} {rule}", datasets.RULES[rule],
                   dataset.purchases, lines, all_rules["all_rows"]["rows"],
                   hashes, instants_of(dataset, rule, oracle), 0, reached)


def write_transfers(source, path):
    """Each hundredth row of a member is followed by a transfer of its own."""
    with open(source, newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        columns = reader.fieldnames + ["unit", "points", "to_member_id"]
        rows = list(reader)
    members = sorted({row["member_id"] for row in rows} - {""})
    count = 0
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        of_members = 0
        for row in rows:
            writer.writerow(row)
            of_members += row["member_id"] != ""
            if row["member_id"] == "" or of_members % TRANSFER_EVERY != 0:
                continue
            others = [member for member in members[count * 37 % 4000:][:2]
                      if member != row["member_id"]]
            writer.writerow({
                "transaction_id": f"gift{count}", "kind": "transfer",
                "member_id": row["member_id"],
                "occurred_at": row["occurred_at"], "unit": UNIT,
                "points": 1 + count * 13 % 60, "to_member_id": others[0]})
            count += 1


def of_transfers(source, work):
    path = work / "transfers.csv"
    write_transfers(source, path)
    ledger = model.Ledger(model.read_program(datasets.RULE_A), 4096)
    model.load(ledger, model.read_rows(path, "time"))
    totals = ledger.totals(UNIT)
    print(f"transfers: refused {totals['refused']}")
    return History("transfers A", datasets.RULE_A, path,
                   model.balance_lines(ledger.balances(UNIT)), totals["rows"],
                   {}, [], 3 if totals["refused"] else 0)


@functools.cache
def sorted_rows(path):
    """The header and the rows as a load takes them, as lines."""
    with open(path, newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        rows = sorted(reader, key=lambda row: model.read_command(row).at)
    out = io.StringIO()
    writer = csv.DictWriter(out, reader.fieldnames, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().splitlines(keepends=True)


# --- Ways -----------------------------------------------------------------


class Matrix:
    def __init__(self, kumbara, work):
        self.kumbara = kumbara
        self.work = work
        self.numbers = itertools.count()
        self.digests = {}

    def fresh(self, history):
        directory = self.work / f"ledger{next(self.numbers)}"
        self.kumbara.init(directory, history.program)
        return directory

    def load_words(self, history, directory, workers, batch):
        return ("load", directory, history.path, "--workers", workers,
                "--batch", batch)

    def agree(self, history, directory, workers, batch, how, seconds):
        lines = self.kumbara.balance_lines(directory)
        digest = self.kumbara.digest(directory)
        right = lines == history.lines and all(
            self.kumbara.hash_of(directory, column) == hashed
            for column, hashed in history.hashes.items())
        first = self.digests.setdefault(history.name, digest)
        print(f"{history.name:24} workers {workers} batch {batch:5} {how:26} "
              f"{seconds:6.2f} s  sha256 {'ok' if right else 'DIFFERS'}  "
              f"digest {digest}", flush=True)
        if not right:
            raise Differs(f"{history.name}: balances differ")
        if digest != first:
            raise Differs(f"{history.name}: another way gave digest {first}")

    def at_once_and_again(self, history, workers, batch):
        directory = self.fresh(history)
        words = self.load_words(history, directory, workers, batch)
        begun = time.monotonic()
        self.kumbara.run(*words, exit_code=history.exit_code)
        once = time.monotonic()
        self.agree(history, directory, workers, batch, "at once", once - begun)
        again_begun = time.monotonic()
        text = self.kumbara.run(*words, exit_code=history.exit_code)
        again = time.monotonic() - again_begun
        if "nothing changed" not in text:
            raise Differs(f"{history.name}: a second load does not say that "
                          f"nothing changed:\n{text}")
        self.agree(history, directory, workers, batch, "again", again)

    def killed(self, history, workers, batch):
        """kill -9 while rows are awaited, then a load of them all."""
        directory = self.fresh(history)
        rows = sorted_rows(history.path)
        process = self.kumbara.start(
            "load", directory, "-", "--order", "file", "--workers", workers,
            "--batch", min(batch, len(rows) // 4), stdin=subprocess.PIPE)
        process.stdin.writelines(rows[:len(rows) // 2])
        process.stdin.flush()
        while self.kumbara.sequence(directory) == 0:
            if process.poll() is not None:
                raise Differs(f"{history.name}: the load ended by itself\n"
                              + process.communicate()[1])
        process.kill()
        process.communicate()
        at = self.kumbara.sequence(directory)
        if not 0 < at < history.rows:
            raise Differs(f"{history.name}: killed at sequence {at}, which is "
                          "not in the middle")
        begun = time.monotonic()
        self.kumbara.run(*self.load_words(history, directory, workers, batch),
                         exit_code=history.exit_code)
        self.agree(history, directory, workers, batch,
                   f"killed at sequence {at}", time.monotonic() - begun)

    def months(self, history):
        """As of each month, from one ledger and by loading no more rows."""
        directory = self.fresh(history)
        self.kumbara.run(*self.load_words(history, directory, 2, 4096))
        for instant, expected in history.instants:
            path = self.work / "balances.csv"
            at = self.kumbara.balance_lines(directory, "--at", instant)
            self.kumbara.run("replay", history.path, "--program",
                             history.program, "--until", instant, "--balances",
                             path)
            until = "".join(path.read_text(encoding="utf-8")
                            .splitlines(keepends=True)[1:])
            sums = self.kumbara.sums(directory, list(expected), "--at", instant)
            if at != until:
                raise Differs(f"{history.name} at {instant}: --at and --until "
                              "differ")
            if sums != expected:
                raise Differs(f"{history.name} at {instant}: expected "
                              f"{expected}, got {sums}")
        for tier, times in history.reached.items():
            found = self.kumbara.times_reached(directory, tier)
            if found != times:
                raise Differs(f"{history.name}: {tier} was reached {times} "
                              f"times, not {found}")
        print(f"{history.name:24} {len(history.instants)} past instants agree on "
              "both paths", flush=True)

    def replay(self, history):
        """The short way, with expected balances and the hash it prints."""
        path = self.work / "expected.csv"
        path.write_text("member_id,net\n" + history.lines, encoding="utf-8")
        text = self.kumbara.run("replay", history.path, "--program",
                                history.program, "--workers", 2, "--expect",
                                path, exit_code=history.exit_code)
        for what in (datasets.sha256(history.lines.encode()),
                     self.digests[history.name], "balances equal"):
            if what not in text:
                raise Differs(f"{history.name}: replay does not say {what}:\n"
                              + text)
        print(f"{history.name:24} replay agrees", flush=True)

    def run(self, history, batches):
        for batch, workers in itertools.product(batches, WORKERS):
            self.at_once_and_again(history, workers, batch)
            self.killed(history, workers, batch)
        if history.instants:
            self.months(history)
        self.replay(history)


def batches_of(history, rule, options):
    if options.batches:
        return options.batches
    if options.full:
        return BATCHES
    if rule != "A":
        return (BATCH,)
    return BATCHES if history == SMALLEST else BATCHES[2:]


def run(options, work):
    found = datasets.all_datasets()
    if not any(dataset.name == OUTSIDE for dataset in found):
        print(f"{OUTSIDE} is not there: skipped (set KUMBARA_DATASETS)")
    matrix = Matrix(Kumbara(options.kumbara), work)
    for dataset, rule in itertools.product(found, datasets.RULES):
        name = dataset.name
        batches = batches_of(name, rule, options)
        chosen = options.only or [name, "transfers"]
        if name in chosen:
            history = of_dataset(dataset, rule)
            matrix.run(history, batches)
        if (name, rule) == ("online_retail", "A") and "transfers" in chosen:
            matrix.run(of_transfers(dataset.purchases, work), batches)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("kumbara")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--only", nargs="+", help="these histories")
    parser.add_argument("--batches", nargs="+", type=int)
    parser.add_argument("--work", help="where the files go and stay")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kumbara_matrix_") as temporary:
        work = pathlib.Path(options.work or temporary)
        work.mkdir(parents=True, exist_ok=True)
        try:
            run(options, work)
        except Differs as difference:
            print(f"FAILED: {difference}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
