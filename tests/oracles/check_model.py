#!/usr/bin/env python3
"""Holds the reference model against the oracles of rule A.

    check_model.py [FOLDER...]

Each folder has purchases/ and oracles/; without any, KUMBARA_DATASETS names one.
The histories of tests/data are always checked. Exit code 1 if anything differs.
"""

import sys

import datasets
import kumbara_model as model

UNIT = "points"


def month_nets(program, commands, months):
    """The sum of all nets at each month start, in one pass."""
    ledger = model.Ledger(program)
    nets, position = [], 0
    for instant, _ in months:
        while (position < len(commands)
               and commands[position].at < model.micros(instant)):
            if commands[position].member:
                ledger.apply(commands[position])
            position += 1
        nets.append((instant, sum(ledger.balances(UNIT).values())))
    return nets


def as_of_middle(ledger, months):
    """One month start read back from the full journal."""
    instant, _ = months[len(months) // 2]
    past = ledger.as_of(model.micros(instant))
    return instant, sum(past.balances(UNIT).values())


def facts(ledger):
    """What the model says, under the names the oracles use."""
    balances = ledger.balances(UNIT)
    totals = ledger.totals(UNIT)
    by_net = lambda sign: sorted(
        balances.items(), key=lambda item: (sign * item[1], item[0].encode()))
    lists = lambda pairs: [list(pair) for pair in pairs]
    return {
        "points_earned": totals["earned"],
        "points_clawed_back": totals["clawed_back"],
        "net": totals["net"],
        "members_negative": totals["members_negative"],
        "sha256": datasets.sha256(model.balance_lines(balances).encode()),
        "top20": lists(by_net(-1)[:20]),
        "bottom5": lists(by_net(1)[:5]),
    }


def check(dataset):
    """Returns a list of sentences, one per difference."""
    oracle, months = datasets.read_oracle(dataset), datasets.read_months(dataset)
    differences = []

    def compare(what, expected, actual):
        if expected != actual:
            differences.append(f"{what}: expected {expected}, got {actual}")

    compare("purchases_csv_sha256", oracle["purchases_csv_sha256"],
            datasets.sha256(dataset.purchases.read_bytes()))
    program = model.read_program(datasets.RULE_A)
    commands = model.read_rows(dataset.purchases, "time")
    ledger = model.Ledger(program)
    model.load(ledger, commands)
    compare("members", oracle["members"], len(ledger.members))
    compare("rows", oracle["all_rows"]["rows"], len(commands))
    compare("anonymous rows", oracle["anonymous_rows"]["rows"],
            ledger.anonymous)
    compare("last instant", model.micros(oracle["last_instant_T"]),
            ledger.clock)
    found = facts(ledger)
    for name, expected in oracle["rule_A"].items():
        compare("rule_A." + name, expected, found[name])
    for expected, actual in zip(months,
                                month_nets(program, commands, months)):
        compare("month", expected, actual)
    compare("as of", months[len(months) // 2], as_of_middle(ledger, months))
    return differences


def main():
    failed = False
    for dataset in datasets.all_datasets(sys.argv[1:]):
        differences = check(dataset)
        failed = failed or bool(differences)
        print(f"{dataset.name}: {'DIFFERS' if differences else 'agrees'}")
        for difference in differences:
            print("  " + difference)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
