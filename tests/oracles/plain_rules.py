#!/usr/bin/env python3
"""Rules A, B and C worked out row by row, without ledger, clock or due items.

    plain_rules.py NAME PURCHASES.csv --json OUT.json --months OUT.csv

writes the expected results of a history in the form of tests/data/README.md. It
shares nothing with the model; a history made for the tests gets its results here
and is then held against the model by check_model.py.
"""

import argparse
import csv
import datetime
import hashlib
import json
import re
from collections import Counter, defaultdict

YEAR = 365 * 86400
PAIR = re.compile(r'\[\n +("[^"\n]*"),\n +(-?\d+)\n +\]')
AFTER_T = (1, 30, 90, 180, 364, 365)  # Days.


def seconds(text):
    return int(datetime.datetime.strptime(
        text + "+0000", "%Y-%m-%dT%H:%M:%SZ%z").timestamp())


def text(second):
    return datetime.datetime.fromtimestamp(
        second, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def base(row):
    return abs(int(row["amount_minor"])) // 100


def year_of(at):
    return datetime.datetime.fromtimestamp(at, datetime.timezone.utc).year


class Status:
    """One member under rule C: spend by year, the best tier that each year saw."""

    def __init__(self):
        self.spend = defaultdict(int)
        self.best = defaultdict(int)
        self.net = self.single_floor = self.earned = self.clawed = 0
        self.reached = Counter()

    def tier(self, at):
        year = year_of(at)
        return max(self.best[year], self.best[year - 1])

    def row(self, row):
        at = row["t"]
        self.earn(row, 4 + self.tier(at))
        self.count(at, int(row["amount_minor"]))

    def earn(self, row, quarters):
        """With so many quarters of a point for each."""
        points = base(row) * quarters // 4
        once = abs(int(row["amount_minor"])) * quarters // 400
        if row["kind"] == "return":
            self.clawed += points
            self.net -= points
            self.single_floor -= once
        else:
            self.earned += points
            self.net += points
            self.single_floor += once

    def count(self, at, amount):
        year = year_of(at)
        self.spend[year] += amount
        spent = self.spend[year]
        reached = (spent >= 50000) + (spent >= 200000)
        if reached > self.best[year]:
            self.best[year] = reached
            self.reached[reached] += 1


class Books:
    """One member under all rules."""

    def __init__(self):
        self.status = Status()
        self.rows = self.net_a = self.debt = 0
        self.lots = []  # [earned at, remaining], in order of earning.
        self.earned = self.clawed = self.redeemed = self.expired = 0
        self.redemptions = 0

    def expire(self, at):
        self.expired += sum(left for begin, left in self.lots
                            if begin + YEAR <= at)
        self.lots = [lot for lot in self.lots if lot[0] + YEAR > at]

    def take(self, amount):
        for lot in self.lots:
            part = min(lot[1], amount)
            lot[1] -= part
            amount -= part
        self.lots = [lot for lot in self.lots if lot[1]]
        return amount

    def live(self):
        return sum(left for _, left in self.lots)

    def row(self, row):
        at, points = row["t"], base(row)
        self.status.row(row)
        self.expire(at)
        if row["kind"] == "return":
            self.net_a -= points
            self.clawed += points
            self.debt += self.take(points)
            return
        self.net_a += points
        self.earned += points
        paid = min(self.debt, points)
        self.debt -= paid
        if points > paid:
            self.lots.append([at, points - paid])
        if self.live() >= 500:
            self.take(500)
            self.redeemed += 500
            self.redemptions += 1


def digest(values):
    lines = "".join(f"{name},{value}\n" for name, value in
                    sorted(values.items(), key=lambda item: item[0].encode()))
    return hashlib.sha256(lines.encode()).hexdigest()


def extremes(values):
    by = lambda sign: sorted(
        values.items(), key=lambda item: (sign * item[1], item[0].encode()))
    return {"top20": list(map(list, by(-1)[:20])),
            "bottom5": list(map(list, by(1)[:5]))}


def replay(rows, until):
    """All members' books before an instant, nothing expired at its end."""
    members = defaultdict(Books)
    for row in rows:
        if row["t"] < until and row["member_id"]:
            members[row["member_id"]].row(row)
    return members


def sums(members, at):
    for member in members.values():
        member.expire(at)
    total = lambda name: sum(getattr(m, name) for m in members.values())
    in_tier = Counter(m.status.tier(at) for m in members.values())
    return {"A_net": total("net_a"), "B_earned": total("earned"),
            "B_clawed_back": total("clawed"), "B_redeemed": total("redeemed"),
            "B_expired": total("expired"),
            "B_live": sum(m.live() for m in members.values()),
            "B_debt": total("debt"),
            "C_net": sum(m.status.net for m in members.values()),
            "C_silver": in_tier[1], "C_gold": in_tier[2]}


def month_starts(first, last):
    """From the month after the first row to the first month after the last."""
    date = datetime.datetime.fromtimestamp(first, datetime.timezone.utc)
    year, month = date.year, date.month
    while True:
        year, month = year + month // 12, month % 12 + 1
        start = seconds(f"{year}-{month:02}-01T00:00:00Z")
        yield start
        if start > last:
            return


def read_rows(path):
    """The rows of a history as they stand in the file."""
    with open(path, "rb") as file:
        rows = list(csv.DictReader(file.read().decode().splitlines()))
    for row in rows:
        row["t"] = seconds(row["occurred_at"])
    return rows


def by_time(rows):
    return sorted(rows, key=lambda row: row["t"])  # Stable.


def counts(rows):
    amounts = [int(row["amount_minor"]) for row in rows]
    return {"rows": len(rows),
            "purchases": sum(row["kind"] == "purchase" for row in rows),
            "returns": sum(row["kind"] == "return" for row in rows),
            "zero_amount": amounts.count(0),
            "purchase_minor": sum(a for a in amounts if a > 0),
            "return_minor": sum(a for a in amounts if a < 0),
            "net_minor": sum(amounts)}


def oracle(name, data, rows, in_order):
    last = in_order[-1]["t"]
    members = replay(in_order, last + 1)
    totals = sums(members, last)
    of = lambda read: {name: read(m) for name, m in members.items()}
    nets_a = of(lambda m: m.net_a)
    nets_b = of(lambda m: m.live() - m.debt)
    instants = Counter((row["member_id"], row["t"]) for row in rows
                       if row["member_id"])
    ties = sum(count > 1 for count in instants.values())
    rule_b = {
        "points_earned": totals["B_earned"],
        "points_clawed_back": totals["B_clawed_back"],
        "redemptions": sum(m.redemptions for m in members.values()),
        "points_redeemed": totals["B_redeemed"],
        "points_expired_as_of_T": totals["B_expired"],
        "outstanding_live": totals["B_live"],
        "outstanding_debt": totals["B_debt"],
        "net": totals["B_live"] - totals["B_debt"],
        "members_with_debt": sum(m.debt > 0 for m in members.values()),
        "sha256": digest(nets_b), **extremes(nets_b),
        "sha256_redeemed": digest(of(lambda m: m.redeemed)),
        "sha256_expired": digest(of(lambda m: m.expired)),
        "as_of_after_T": []}
    for days in AFTER_T:
        later = sums(members, last + days * 86400)
        rule_b["as_of_after_T"].append({
            "as_of": text(last + days * 86400),
            "points_expired": later["B_expired"],
            "outstanding_live": later["B_live"],
            "outstanding_debt": later["B_debt"]})
    nets_c = of(lambda m: m.status.net)
    tiers = of(lambda m: m.status.tier(last))
    summed = lambda read: sum(read(m.status) for m in members.values())
    rule_c = {
        "points_earned": summed(lambda s: s.earned),
        "points_clawed_back": summed(lambda s: s.clawed),
        "net": sum(nets_c.values()),
        "members_negative": sum(n < 0 for n in nets_c.values()),
        "members_per_tier_at_T": {
            name: list(tiers.values()).count(tier)
            for tier, name in enumerate(("base", "silver", "gold"))},
        "times_silver_reached": summed(lambda s: s.reached[1]),
        "times_gold_reached": summed(lambda s: s.reached[2]),
        "sha256": digest(nets_c), **extremes(nets_c),
        "sha256_tiers": digest(tiers),
        "variant_single_floor": {
            "net": summed(lambda s: s.single_floor),
            "sha256": digest(of(lambda m: m.status.single_floor))}}
    return {
        "dataset": name,
        "purchases_csv_sha256": hashlib.sha256(data).hexdigest(),
        "first_instant": text(in_order[0]["t"]),
        "last_instant_T": text(last),
        "members": len(members),
        "all_rows": counts(rows),
        "member_rows": counts([r for r in rows if r["member_id"]]),
        "anonymous_rows": counts([r for r in rows if not r["member_id"]]),
        "rows_earlier_than_their_predecessor": sum(
            b["t"] < a["t"] for a, b in zip(rows, rows[1:])),
        "members_with_two_rows_at_one_instant": ties,
        "rule_A": {"points_earned": totals["B_earned"],
                   "points_clawed_back": totals["B_clawed_back"],
                   "net": totals["A_net"],
                   "members_negative": sum(n < 0 for n in nets_a.values()),
                   "sha256": digest(nets_a), **extremes(nets_a)},
        "rule_B": rule_b,
        "rule_C": rule_c}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("name")
    parser.add_argument("purchases")
    parser.add_argument("--json", required=True)
    parser.add_argument("--months", required=True)
    options = parser.parse_args()
    with open(options.purchases, "rb") as file:
        data = file.read()
    rows = read_rows(options.purchases)
    in_order = by_time(rows)
    with open(options.json, "w", encoding="utf-8") as file:
        found = json.dumps(oracle(options.name, data, rows, in_order), indent=1,
                           ensure_ascii=False)
        file.write(PAIR.sub(r"[\1, \2]", found) + "\n")
    with open(options.months, "w", encoding="utf-8", newline="") as file:
        writer = None
        for start in month_starts(in_order[0]["t"], in_order[-1]["t"]):
            row = {"as_of": text(start),
                   **sums(replay(in_order, start), start)}
            if writer is None:
                writer = csv.DictWriter(file, row, lineterminator="\n")
                writer.writeheader()
            writer.writerow(row)


if __name__ == "__main__":
    main()
