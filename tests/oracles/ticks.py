#!/usr/bin/env python3
"""Invariant 12: ticks may stand anywhere, as long as they make nobody late.

    ticks.py KUMBARA [--only NAME...] [--seed N] [--work DIR]

Each history is loaded as it is, and then with ticks where the invariant allows
them: before every row, at instants drawn from the seed, at every midnight that
passes, and by cutting the file into several loads, each of which ends with a
tick. Balances with all columns, sums at past instants, members with their lots
and the state digest must be the same, under both rules. Rows that are out of
order are loaded in the order of the file as well: there some are late, and ticks
stand where these find the clocks they would find without. A tick that does make
commands late must show: else nothing was compared. Exit code 1 if anything differs.
"""

import argparse
import csv
import pathlib
import random
import sys
import tempfile
import time
from collections import namedtuple

import datasets
import matrix
from values import micros, text_of

DAY = 86_400 * 10**6
PIECES = 7
RANDOM_TICKS = 1_000
PAST_INSTANTS = 2
MEMBERS = 2
COLUMNS = ("member_id,net,pending,available,held,deficit,earned,clawed_back,"
           "redeemed,restored,expired")

# `at` in microseconds; nobody's member is "".
Row = namedtuple("Row", "at member fields")


def read_rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        rows = [Row(micros(fields["occurred_at"]), fields["member_id"], fields)
                for fields in reader]
        return reader.fieldnames, rows


def latest_instants(rows):
    """For the place before each row the latest tick that no row notices: one
    that is late finds its member's clock where it was, the others move it."""
    clocks, noticed = {}, []
    for row in rows:
        if row.member != "":
            clocks[row.member] = max(clocks.get(row.member, row.at), row.at)
        noticed.append(clocks.get(row.member))
    latest, bounds = None, []
    for clock in reversed(noticed):
        if clock is not None:
            latest = clock if latest is None else min(latest, clock)
        bounds.append(latest)
    return bounds[::-1]


# --- Where ticks stand: before a row, at none, one or more instants -----------


def before_every_row(rows, bounds, _):
    return [[] if bound is None else [bound] for bound in bounds]


def at_random(rows, bounds, draw):
    """At the greatest instant allowed, or somewhat before."""
    share = min(1, RANDOM_TICKS / len(rows))
    return [[bound - draw.choice((0, 0, 1, draw.randrange(1, 3 * DAY)))]
            if bound is not None and draw.random() < share else []
            for bound in bounds]


def at_midnights(rows, bounds, _):
    """The first and the last midnight since the latest row or tick."""
    places, reached = [], min(row.at for row in rows)
    for bound in bounds:
        place = []
        if bound is not None and bound > reached:
            first, last = (reached // DAY + 1) * DAY, bound // DAY * DAY
            place = sorted({first, last}) if first <= last else []
            reached = bound
        places.append(place)
    return places


class Loads:
    def __init__(self, kumbara, work, seed):
        self.kumbara = kumbara
        self.work = work
        self.draw = random.Random(seed)
        self.count = 0

    def write(self, columns, rows, places=None):
        self.count += 1
        path = self.work / f"rows{self.count}.csv"
        with open(path, "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns, restval="",
                                    lineterminator="\n")
            writer.writeheader()
            for row, ticks in zip(rows, places or [()] * len(rows)):
                for tick in ticks:
                    writer.writerow({"kind": "tick",
                                     "occurred_at": text_of(tick)})
                writer.writerow(row.fields)
        return path

    def load(self, program, paths, order, workers):
        self.count += 1
        directory = self.work / f"ledger{self.count}"
        # Rounds of one: no message waits while a tick passes.
        self.kumbara.init(directory, program, "--round", 1)
        for path in paths:
            process = self.kumbara.start("load", directory, path, "--order",
                                         order, "--workers", workers)
            out, err = process.communicate()
            if process.returncode not in (0, 3):
                raise matrix.Differs(f"load {path}:\n{out}{err}")
        return directory

    def pieces(self, columns, rows):
        cuts = sorted(self.draw.sample(range(1, len(rows)), PIECES - 1))
        return [self.write(columns, rows[begin:end])
                for begin, end in zip([0] + cuts, cuts + [len(rows)])]


def looks(kumbara, directory, instants, members):
    """What a ledger shows, by name."""
    shown = {"the state digest": kumbara.digest(directory),
             "balances": kumbara.run("balances", directory, "--no-header",
                                     "--columns", COLUMNS)}
    for instant in instants:
        shown[f"balances at {instant}"] = kumbara.run(
            "balances", directory, "--no-header", "--columns", COLUMNS, "--at",
            instant)
    for member in members:
        shown[f"member {member}"] = kumbara.run("member", directory, member,
                                                "--format", "json")
    return shown


class Check:
    """One history under one rule."""

    def __init__(self, loads, name, program, path):
        self.loads = loads
        self.name = name
        self.program = program
        self.path = path
        self.columns, self.rows = read_rows(path)
        times = sorted({row.at // DAY * DAY for row in self.rows})
        draw = loads.draw
        self.instants = [text_of(at) for at in
                         draw.sample(times, min(PAST_INSTANTS, len(times)))]
        names = sorted({row.member for row in self.rows} - {""})
        self.members = draw.sample(names, MEMBERS)

    def look(self, paths, order, instants=()):
        workers = self.loads.draw.choice((1, 2))
        directory = self.loads.load(self.program, paths, order, workers)
        return looks(self.loads.kumbara, directory, instants, self.members)

    def compare(self, way, expected, shown):
        for what, text in expected.items():
            if shown[what] != text:
                raise matrix.Differs(f"{self.name}, {way}: {what} differ")
        print(f"{self.name:28} {way:40} digest {shown['the state digest']}",
              flush=True)

    def with_ticks(self, rows, expected, instants):
        bounds = latest_instants(rows)
        for choose in (before_every_row, at_random, at_midnights):
            places = choose(rows, bounds, self.loads.draw)
            path = self.loads.write(self.columns, rows, places)
            count = sum(map(len, places))
            self.compare(f"{count} ticks {choose.__name__}", expected,
                         self.look([path], "file", instants))

    def in_order_of_time(self):
        expected = self.look([self.path], "time", self.instants)
        rows = sorted(self.rows, key=lambda row: row.at)
        self.compare("as it is", expected, expected)
        self.with_ticks(rows, expected, self.instants)
        paths = self.loads.pieces(self.columns, rows)
        self.compare(f"in {PIECES} loads", expected,
                     self.look(paths, "file", self.instants))
        # The end already half-way: all behind it come late.
        places = [[] for _ in rows]
        places[len(rows) // 2] = [rows[-1].at]
        path = self.loads.write(self.columns, rows, places)
        return self.look([path], "file", self.instants) != expected

    def in_order_of_file(self):
        """Past instants apart: without their last rows fewer would be late."""
        expected = self.look([self.path], "file")
        self.compare("order of the file", expected, expected)
        self.with_ticks(self.rows, expected, ())

    def run(self):
        shows_lateness = self.in_order_of_time()
        if any(a.at > b.at for a, b in zip(self.rows, self.rows[1:])):
            self.in_order_of_file()
        return shows_lateness


class Kumbara(matrix.Kumbara):
    def init(self, directory, program, *words):
        self.run("init", directory, "--program", program, "--max-ahead", "off",
                 "--pseudonym", "stable", *words)


def histories(only, work):
    for dataset in datasets.all_datasets():
        if dataset.name in (only or [dataset.name]):
            yield dataset.name, dataset.purchases
        if dataset.name == "online_retail" and "transfers" in (
                only or ["transfers"]):
            path = work / "transfers.csv"
            matrix.write_transfers(dataset.purchases, path)
            yield "transfers", path


def run(options, work):
    print(f"seed {options.seed}")
    loads = Loads(Kumbara(options.kumbara), work, options.seed)
    shows_lateness = {}
    for name, path in histories(options.only, work):
        for rule, program in datasets.RULES.items():
            begun = time.monotonic()
            shown = Check(loads, f"{name} {rule}", program, path).run()
            shows_lateness[rule] = shows_lateness.get(rule, False) or shown
            print(f"{name:28} rule {rule}: {time.monotonic() - begun:.1f} s",
                  flush=True)
    # Without dates no answer depends on being late.
    if not shows_lateness["B"]:
        raise matrix.Differs("a tick that makes commands late changes nothing")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("kumbara")
    parser.add_argument("--only", nargs="+", help="these histories")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", help="where the files go and stay")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kumbara_ticks_") as temporary:
        work = pathlib.Path(options.work or temporary)
        work.mkdir(parents=True, exist_ok=True)
        try:
            run(options, work)
        except matrix.Differs as difference:
            print(f"FAILED: {difference}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
