#!/usr/bin/env python3
"""Writes a random history and a random program, the same for the same seed.

    random_commands.py --seed N --rows K [--transfers] [--program P.toml] [OUT]

The rows are well-formed but meant to hurt: every kind and every refusal a load
can provoke, repeats, conflicts, references of all sorts, returns in parts,
amounts at the edge of the range, late rows, ties, rows without a member.
"""

import argparse
import csv
import datetime
import random
import sys

COLUMNS = ("transaction_id member_id occurred_at amount_minor currency kind "
           "store_id category unit points to_member_id reference reason "
           "funding_class").split()
LIMIT = 10**18
MEMBERS = [f"m{number:02}" for number in range(12)]
WHALE = "whale"  # So rich that it can take no more.
EDGES = (0, 1, 49, 50, 51, 99, 100, 101, 149, 150, 151, 199, 200, 201, 1000)
START = datetime.datetime(2023, 12, 31, 22)
WEIGHTS = {"enroll": 4, "purchase": 26, "return": 26, "award": 10,
           "redeem": 10, "adjust": 7, "transfer": 14, "repeat": 5,
           "conflict": 6, "anonymous": 3}


def random_program(seed):
    """The text of a program; every policy occurs over some seeds."""
    rng = random.Random(f"program {seed}")
    currency = rng.choice(("*", "GBP"))
    enrol = rng.choice(("first_sight", "first_sight", "explicit"))
    unmatched = rng.choice(("rate", "rate", "rate", "refuse"))
    reference = rng.choice(("refuse", "as_none"))
    deficit = rng.choice(("negative", "negative", "clamp", "only_pending"))
    give, per = rng.choice(
        ((1, 100), (1, 1000), (3, 10), (5, 4), (7, 3), (1, 7)))
    rounding = rng.choice(("floor", "half_up", "half_even", "ceil"))
    text = (
        f'program = {{ name = "random_{seed}", zone = "UTC", '
        f'currency = "{currency}", enrol = "{enrol}" }}\n'
        'unit.points = { decimals = 0, spendable = true }\n'
        'unit.status = { decimals = 0, spendable = false }\n'
        f'returns = {{ unmatched = "{unmatched}", '
        f'unknown_reference = "{reference}", deficit = "{deficit}" }}\n')
    if rng.random() < 0.9:
        text += ('\n[[earn]]\nname = "base"\non = "purchase"\n'
                 f'basis = "total"\nunit = "points"\ngive = {give}\n'
                 f'per = {per}\nround = "{rounding}"\n')
    return text


class Generator:
    def __init__(self, seed, transfers):
        self.rng = random.Random(f"rows {seed}")
        self.rows = []
        self.baskets = []  # (id, member, amount) of purchases.
        self.now = START
        weights = dict(WEIGHTS)
        if not transfers:
            del weights["transfer"]
        self.kinds, self.weights = zip(*weights.items())

    def generate(self, count):
        self.rows.append(self.row("enroll", WHALE))
        self.rows.append(self.row(
            "award", WHALE, unit="points",
            points=LIMIT - self.rng.choice((0, 1, 500))))
        for member in MEMBERS[:8]:
            self.rows.append(self.row("enroll", member))
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
        self.now += datetime.timedelta(minutes=self.rng.choice((0, 0, 1, 7)))
        back = self.rng.choice((0,) * 12 + (1, 30, 600))
        instant = self.now - datetime.timedelta(minutes=back)
        return instant.strftime("%Y-%m-%dT%H:%M:%SZ")

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

    def currency(self):
        return "EUR" if self.rng.random() < 0.04 else "GBP"

    def unit(self):
        return self.rng.choices(("points", "status", "ghost"), (86, 10, 4))[0]

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
            reference = self.rng.choice(self.rows)["transaction_id"]
        if reference == "" and amount is None:
            amount = 100
        if amount is not None:
            amount = max(amount, 1)  # A return of 0 is no row of a file.
        return self.row("return", member, reference=reference,
                        amount_minor="" if amount is None
                        else -min(amount, LIMIT), currency=self.currency())

    def make_award(self):
        return self.row("award", self.member(), unit=self.unit(),
                        points=self.amount(), reason=self.reason(),
                        funding_class=self.rng.choice(("", "promotion")))

    def make_redeem(self):
        return self.row("redeem", self.member(), unit=self.unit(),
                        points=self.amount() // 3, reason=self.reason())

    def make_adjust(self):
        return self.row("adjust", self.member(), unit=self.unit(),
                        points=self.amount() * self.rng.choice((1, -1)),
                        reason=self.reason() or "count")

    def make_transfer(self):
        giver = self.member()
        others = [m for m in MEMBERS + [WHALE] * 2 + ["nobody"] if m != giver]
        return self.row("transfer", giver, unit=self.unit(),
                        points=self.amount() // 4,
                        to_member_id=self.rng.choice(others))

    def make_repeat(self):
        return dict(self.rng.choice(self.rows))

    def make_conflict(self):
        """A row again, with one field changed and still well-formed."""
        row = dict(self.rng.choice(self.rows))
        changes = ["store_id", "occurred_at", "reason"]
        changes += [name for name in ("amount_minor", "category",
                                      "funding_class", "reference")
                    if row[name] != ""]
        change = self.rng.choice(changes)
        if change == "occurred_at":
            row[change] = row[change].replace(":00Z", ":01Z")
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
