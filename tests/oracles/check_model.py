#!/usr/bin/env python3
"""Holds the reference model against the oracles of the rules A, B and C.

    check_model.py [FOLDER...]

Each folder has purchases/ and oracles/; without any, KUMBARA_DATASETS names one.
The histories of tests/data are always checked. Exit code 1 if anything differs.
"""

import sys
from collections import Counter

import datasets
import kumbara_model as model

UNIT = "points"
OF_NO_MODEL = ("variant_single_floor",)  # Another rule than C.


def month_sums(rule, members):
    """The columns of the month table that are about a rule."""
    total = lambda name: sum(getattr(member.wallets[UNIT], name)
                             for member in members if UNIT in member.wallets)
    if rule == "A":
        return {"A_net": total("net")}
    if rule == "C":
        in_tier = Counter(member.tier() for member in members)
        return {"C_net": total("net"), "C_silver": in_tier[1], "C_gold": in_tier[2]}
    return {"B_earned": total("earned"), "B_clawed_back": total("clawed_back"),
            "B_redeemed": total("redeemed"), "B_expired": total("expired"),
            "B_live": total("available"), "B_debt": total("deficit")}


def load_by_months(ledger, rule, commands, months):
    """Loads a history; the sums of each month's start."""
    sums, position = [], 0
    for instant, _ in months:
        at, begin = model.micros(instant), position
        while position < len(commands) and commands[position].at < at:
            position += 1
        model.apply_rows(ledger, commands[begin:position])
        sums.append(month_sums(rule, ledger.read(at).values()))
    model.apply_rows(ledger, commands[position:])
    model.end_load(ledger, commands)
    return sums


def extremes(balances):
    by_net = lambda sign: sorted(
        balances.items(), key=lambda item: (sign * item[1], item[0].encode()))
    return {"top20": [list(pair) for pair in by_net(-1)[:20]],
            "bottom5": [list(pair) for pair in by_net(1)[:5]]}


def digest_of(values):
    return datasets.sha256(model.balance_lines(values).encode())


def facts_a(ledger, oracle):
    """What the model says, under the names the oracle uses."""
    balances, totals = ledger.balances(UNIT), ledger.totals(UNIT)
    return {"points_earned": totals["earned"],
            "points_clawed_back": totals["clawed_back"],
            "net": totals["net"],
            "members_negative": totals["members_negative"],
            "sha256": digest_of(balances), **extremes(balances)}


def after_the_end(ledger, instant):
    """The same books at a later instant, with no further rows."""
    totals = ledger.totals(UNIT, model.micros(instant))
    return {"as_of": instant, "points_expired": totals["expired"],
            "outstanding_live": totals["available"],
            "outstanding_debt": totals["deficits"]}


def facts_b(ledger, oracle):
    wallets = ledger.wallets(UNIT)
    balances, totals = ledger.balances(UNIT), ledger.totals(UNIT)
    of = lambda name: {member: getattr(wallet, name)
                       for member, wallet in wallets.items()}
    return {"points_earned": totals["earned"],
            "points_clawed_back": totals["clawed_back"],
            "redemptions": ledger.events["auto_redeem after purchase"],
            "points_redeemed": totals["redeemed"],
            "points_expired_as_of_T": totals["expired"],
            "outstanding_live": totals["available"],
            "outstanding_debt": totals["deficits"],
            "net": totals["net"],
            "members_with_debt": totals["members_with_deficit"],
            "sha256": digest_of(balances), **extremes(balances),
            "sha256_redeemed": digest_of(of("redeemed")),
            "sha256_expired": digest_of(of("expired")),
            "as_of_after_T": [after_the_end(ledger, row["as_of"])
                              for row in oracle["as_of_after_T"]]}


def facts_c(ledger, oracle):
    members = ledger.read()
    tiers = {name: member.tier() for name, member in members.items()}
    in_tier = Counter(tiers.values())
    reached = Counter(tier for member in members.values()
                      for fact, _, tier, _ in member.facts if fact == "tier_qualified")
    return {**facts_a(ledger, oracle),
            "members_per_tier_at_T": {"base": in_tier[0], "silver": in_tier[1],
                                      "gold": in_tier[2]},
            "times_silver_reached": reached["silver"],
            "times_gold_reached": reached["gold"],
            "sha256_tiers": digest_of(tiers)}


def check_rule(rule, facts, oracle, commands, months, compare):
    ledger = model.Ledger(model.read_program(datasets.RULES[rule]))
    found_months = load_by_months(ledger, rule, commands, months)
    compare("members", oracle["members"], len(ledger.members))
    compare("anonymous rows", oracle["anonymous_rows"]["rows"],
            ledger.anonymous)
    compare("last instant", model.micros(oracle["last_instant_T"]),
            ledger.clock)
    stated = oracle[f"rule_{rule}"]
    found = facts(ledger, stated)
    for name, expected in stated.items():
        if name not in OF_NO_MODEL:
            compare(f"rule_{rule}.{name}", expected, found[name])
    for (instant, expected), sums in zip(months, found_months):
        for name in sums:
            compare(f"{name} at {instant}", expected[name], sums[name])
    instant, expected = months[len(months) // 4]
    past = ledger.as_of(model.micros(instant))
    sums = month_sums(rule, past.read().values())
    for name in sums:
        compare(f"{name} as of {instant}", expected[name], sums[name])


def check(dataset):
    """Returns a list of sentences, one per difference."""
    oracle = datasets.read_oracle(dataset)
    months = datasets.read_month_rows(dataset)
    differences = []

    def compare(what, expected, actual):
        if expected != actual:
            differences.append(f"{what}: expected {expected}, got {actual}")

    compare("purchases_csv_sha256", oracle["purchases_csv_sha256"],
            datasets.sha256(dataset.purchases.read_bytes()))
    commands = model.read_rows(dataset.purchases, "time")
    compare("rows", oracle["all_rows"]["rows"], len(commands))
    for rule, facts in (("A", facts_a), ("B", facts_b), ("C", facts_c)):
        check_rule(rule, facts, oracle, commands, months, compare)
    return differences


def main():
    failed = False
    for dataset in datasets.all_datasets(sys.argv[1:]):
        differences = check(dataset)
        failed = failed or bool(differences)
        print(f"{dataset.name}: {'DIFFERS' if differences else 'agrees'}",
              flush=True)
        for difference in differences[:20]:
            print("  " + difference)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
