#!/usr/bin/env python3
"""Writes a random history and a random program, the same for the same seed.

    random_commands.py --seed N --rows K [--transfers] [--program P.toml] [OUT]

The rows are well-formed but meant to hurt: every kind and every refusal a load
can provoke, repeats, conflicts, references of all sorts, returns in parts,
amounts at the edge of the range, rows without a member. Their times run over
years, in steps that make ties, and stop at ticks, month ends, leap days, the hours
at which the program's zone changes its clocks and the instants at which lots made
earlier fall due; some come late.
"""

import argparse
import bisect
import csv
import datetime
import random
import sys
import tomllib

import dates
from random_program import random_program
from values import EPOCH, micros

COLUMNS = ("transaction_id member_id occurred_at amount_minor currency kind "
           "store_id category unit points to_member_id reference reason "
           "funding_class").split()
LIMIT = 10**18
MEMBERS = [f"m{number:02}" for number in range(12)]
WHALE = "whale"  # So rich that it can take no more.
EDGES = (0, 1, 49, 50, 51, 99, 100, 101, 149, 150, 151, 199, 200, 201, 1000)
WEIGHTS = {"enroll": 4, "purchase": 26, "return": 22, "award": 14,
           "redeem": 12, "adjust": 7, "transfer": 14, "repeat": 5,
           "conflict": 6, "anonymous": 3, "tick": 4, "late_gift": 1}
BURST = 260  # More lots than a transfer may have slices.
BURST_EVERY = 12  # Seeds.

SECOND, HOUR, DAY = dates.SECOND, 3600 * dates.SECOND, dates.DAY
STEPS = (0,) * 8 + (SECOND, 60 * SECOND, HOUR, DAY // 2, DAY, 2 * DAY, 5 * DAY,
                    9 * DAY, 30 * DAY)
LATER = (1, SECOND, DAY, 14 * DAY, 30 * DAY, 90 * DAY, 365 * DAY)
BACK = (0,) * 12 + (SECOND, 30 * 60 * SECOND, 10 * HOUR, 40 * DAY, 400 * DAY)


def special_instants(zone, begin, years):
    """Starts of months and of the days around leap days, changes of clocks."""
    instants = []
    first = zone.day(begin)
    for day in range(first, first + 366 * years):
        _, month, of_month = dates.civil(day)
        start, end = zone.start_of(day), zone.start_of(day + 1)
        if of_month == 1 or (month, of_month) in ((2, 28), (2, 29)):
            instants += [start, start - 1, start + 10 * HOUR]
        before, after = zone.offset(start), zone.offset(end)
        if before != after:
            change = next(at for at in range(start, end + 1, 60 * SECOND)
                          if zone.offset(at) == after)
            instants += [change - 1, change, change - HOUR, change + HOUR // 2]
    return sorted(instants)


class Generator:
    def __init__(self, seed, transfers):
        self.rng = random.Random(f"rows {seed}")
        self.rows = []
        self.baskets = []  # (id, member, amount) of purchases.
        self.past = []  # Instants of rows.
        self.bursts = transfers and seed % BURST_EVERY == 0
        source = tomllib.loads(random_program(seed))
        self.zone = dates.Zone(source["program"]["zone"])
        year = 2011 if source["program"]["zone"] == "Pacific/Apia" else 2019
        self.now = micros(f"{year}-11-{self.rng.randrange(1, 29):02}T22:00:00Z")
        self.special = special_instants(self.zone, self.now, 6)
        weights = dict(WEIGHTS)
        if not transfers:
            del weights["transfer"], weights["late_gift"]
        self.kinds, self.weights = zip(*weights.items())

    def generate(self, count):
        self.rows.append(self.row("enroll", WHALE))
        self.rows.append(self.row(
            "award", WHALE, unit="points",
            points=LIMIT - self.rng.choice((0, 1, 500))))
        if self.rng.random() < 0.5:  # What rules redeemed made room for.
            self.rows.append(self.row("adjust", WHALE, unit="points",
                                      points=LIMIT, reason="count"))
        for member in MEMBERS[:8]:
            self.rows.append(self.row("enroll", member))
        if self.bursts:
            self.make_burst()
        while len(self.rows) < count:
            kind = self.rng.choices(self.kinds, self.weights)[0]
            self.rows.append(getattr(self, "make_" + kind)())
        return self.rows

    # --- Parts ------------------------------------------------------------

    def row(self, kind, member, **fields):
        row = dict.fromkeys(COLUMNS, "")
        row.update(transaction_id=f"x{len(self.rows)}", member_id=member,
                   occurred_at=self.instant(), kind=kind)
        row.update(fields)
        if self.rng.random() < 0.3:
            row["store_id"] = self.rng.choice(("north", "south"))
        return row

    def instant(self):
        """Mostly forward, in steps that make ties; now and then back."""
        chance = self.rng.random()
        if chance < 0.12:
            place = bisect.bisect_right(self.special, self.now)
            if place < len(self.special):
                self.now = self.special[place]
        elif chance < 0.2 and self.past:
            later = self.rng.choice(self.past[-60:]) + self.rng.choice(LATER)
            if self.now < later < self.now + 100 * DAY:
                self.now = later
        else:
            self.now += self.rng.choice(STEPS)
        at = self.now - self.rng.choice(BACK)
        self.past.append(at)
        return self.text(at)

    def text(self, at):
        moment = EPOCH + datetime.timedelta(microseconds=at)
        return moment.replace(tzinfo=None).isoformat() + "Z"

    def member(self):
        if self.rng.random() < 0.04:
            return self.rng.choice((WHALE, f"stranger{len(self.rows)}"))
        return self.rng.choice(MEMBERS)

    def amount(self):
        chance = self.rng.random()
        if chance < 0.03:
            return self.rng.choice((LIMIT, LIMIT - 1, LIMIT // 2))
        if chance < 0.45:
            return self.rng.choice(EDGES)
        return self.rng.randrange(1, 5000)

    def debit(self):
        """Small enough to succeed now and then."""
        if self.rng.random() < 0.5:
            return self.rng.randrange(0, 40)
        return self.amount() // self.rng.choice((3, 20, 100))

    def currency(self):
        return "EUR" if self.rng.random() < 0.04 else "GBP"

    def unit(self):
        return self.rng.choices(("points", "miles", "status", "ghost"),
                                (70, 18, 8, 4))[0]

    def reason(self):
        return self.rng.choice(("", "", "goodwill", "count"))

    # --- Kinds ------------------------------------------------------------

    def make_enroll(self):
        return self.row("enroll", self.member())

    def make_purchase(self):
        amount = self.amount()
        row = self.row("purchase", self.member(), amount_minor=amount,
                       currency=self.currency(),
                       category=self.rng.choice(("", "food")))
        self.baskets.append((row["transaction_id"], row["member_id"], amount))
        return row

    def make_anonymous(self):
        return self.row("purchase", "", amount_minor=self.amount(),
                        currency=self.currency())

    def make_return(self):
        member, amount, reference = self.member(), self.amount(), ""
        chance = self.rng.random()
        if chance < 0.75 and self.baskets:
            reference, owner, total = self.rng.choice(self.baskets[-10:])
            amount = self.rng.choice(
                (None, None, total, total + 1, total - 1, total // 2,
                 total // 3, total // 10, 1))
            if self.rng.random() < 0.93:
                member = owner
        elif chance < 0.85:
            ahead = len(self.rows) + self.rng.randrange(1, 9)
            reference = self.rng.choice(("never", f"x{ahead}"))
            amount = self.rng.choice((None, amount))
        elif chance < 0.92:
            reference = self.any_row()["transaction_id"]
        if reference == "" and amount is None:
            amount = 100
        if amount is not None:
            amount = max(amount, 1)  # A return of 0 is no row of a file.
        named = amount is not None or self.rng.random() < 0.6
        return self.row("return", member, reference=reference,
                        amount_minor="" if amount is None
                        else -min(amount, LIMIT),
                        currency=self.currency() if named else "")

    def make_award(self):
        return self.row("award", self.member(), unit=self.unit(),
                        points=self.amount(), reason=self.reason(),
                        funding_class=self.rng.choice(("", "promotion")))

    def make_redeem(self):
        return self.row("redeem", self.member(), unit=self.unit(),
                        points=self.debit(), reason=self.reason())

    def make_adjust(self):
        return self.row("adjust", self.member(), unit=self.unit(),
                        points=self.amount() * self.rng.choice((1, -1)),
                        reason=self.reason() or "count")

    def make_transfer(self):
        giver = self.member()
        others = [m for m in MEMBERS + [WHALE] * 2 + ["nobody"] if m != giver]
        row = self.row("transfer", giver, unit=self.unit(), points=self.debit(),
                       to_member_id=self.rng.choice(others))
        return row

    def make_late_gift(self):
        """Loaded as it stands, the receiver lives before the lot's activation."""
        receiver = f"late{len(self.rows)}"
        past = self.text(self.now - 20 * DAY)
        self.rows.append(self.row("enroll", receiver, occurred_at=past))
        giver = self.rng.choice(MEMBERS[:8])
        self.rows.append(self.row("adjust", giver, unit="miles", points=7,
                                  occurred_at=self.text(self.now),
                                  reason="count"))
        return self.row("transfer", giver, unit="miles", points=5,
                        occurred_at=past, to_member_id=receiver)

    def make_tick(self):
        row = self.row("tick", "")
        row.update(transaction_id="", store_id="")
        return row

    def make_burst(self):
        """Lots of 1 point, and transfers of just as many as may be, and more."""
        at = self.text(self.now)
        for _ in range(BURST):
            self.rows.append(self.row("award", MEMBERS[0], unit="miles",
                                      points=1, occurred_at=at))
        for points in (BURST, 256, 255, 1):
            self.rows.append(self.row(
                "transfer", MEMBERS[0], unit="miles", points=points,
                to_member_id=MEMBERS[1], occurred_at=at))

    def any_row(self):
        return self.rng.choice([row for row in self.rows
                                if row["transaction_id"]])

    def make_repeat(self):
        return dict(self.any_row())

    def make_conflict(self):
        """A row again, with one field changed and still well-formed."""
        row = dict(self.any_row())
        changes = ["store_id", "occurred_at", "reason"]
        changes += [name for name in ("amount_minor", "category",
                                      "funding_class", "reference")
                    if row[name] != ""]
        change = self.rng.choice(changes)
        if change == "occurred_at":
            row[change] = self.text(micros(row[change]) + 1)
        elif change == "amount_minor":
            row[change] = int(row[change]) // 2
        elif change == "reference":
            row[change] = "never"
        else:
            row[change] += "_other"
        if self.rng.random() < 0.3 and row["member_id"] in MEMBERS:
            row["member_id"] = f"stranger{len(self.rows)}"
        return row


def generate(seed, count, transfers):
    return Generator(seed, transfers).generate(count)


def write_rows(rows, file):
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--rows", type=int, default=400)
    parser.add_argument("--transfers", action="store_true")
    parser.add_argument("--program", help="write the random program here")
    parser.add_argument("out", nargs="?", help="the CSV; else standard output")
    options = parser.parse_args()
    rows = generate(options.seed, options.rows, options.transfers)
    if options.program:
        with open(options.program, "w", encoding="utf-8") as file:
            file.write(random_program(options.seed))
    if options.out:
        with open(options.out, "w", newline="", encoding="utf-8") as file:
            write_rows(rows, file)
    else:
        write_rows(rows, sys.stdout)


if __name__ == "__main__":
    main()
