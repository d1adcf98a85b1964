#!/usr/bin/env python3
"""Plants known mistakes into copies of the model and sees who catches them.

    mutants.py [--rule A|B|C] [--all]

Each mistake is a patch of the model's text or of the program, of rule C of the
text of plain_rules.py. Per mistake the number of members whose final balance it changes is printed for every history;
where the history's oracle states that number, it must agree. Without --all only
the histories that catch most are tried. Of case_mistakes.py the first seed is
printed whose random case tells it. Exit code 1 if a mistake survives on
boundary.csv alone, or in all cases, or a number disagrees.
"""

import argparse
import re
import sys
import types
from collections import namedtuple

import case_mistakes
import datasets  # By which what is in tests/model is found.
import cases
import kumbara_model as model

MODULES = ("lines", "values", "dates", "kinds", "giving", "tiers", "days", "versions",
           "conditions", "achievements", "benefits", "plans", "caps", "earning",
           "program", "books", "retirement", "account", "clawback", "records", "pools",
           "claims", "rewards", "referrals", "achieving", "returns", "holds", "reversals",
           "comebacks", "imports", "closing", "commands", "merging", "messages",
           "linked_runs", "rounds", "kumbara_model")

QUICK = ("boundary", "online_retail")

RETURN_OF_NONE = """\
            demanded = self.rate_alone(
                Basket(command.amount, command.lines, {}, 0, in_force))
"""
PURCHASE = """\
        self.count_earned(gains)
        slices, counted = self.pay(unit, tender), self.count_toward_achievements()
"""
OF_POINTS = "        gains = self.program.gains(self.program.earn_rules, points)\n"
CREDIT = "    for unit, amount, policy, funding_class, _ in gains:\n"
CLAW_BACK = "            taken = claw_back(self, demands)\n"
OF_SUM = """\
            sums = self.ledger.__dict__.setdefault("sums", {{}})
            before = sums.get(command.member, 0)
            after = before {sign} command.amount
            sums[command.member] = after
            {result} = [{sign}(truncated(after) - truncated(before))]
"""
TRUNCATED = """\
def truncated(x):
    return x // 100 if x >= 0 else -(-x // 100)


"""
SORT = "        commands.sort(key=lambda command: command.at)  # Stable.\n"
REDEEM_AFTER = """\
        if self.kind.redeems:
            self.redeem_automatically(
                before, "credit" if self.asks else self.kind.redeems)
"""
LAST = "    last = max((command.at for command in commands), default=BEGINNING)\n"

EARN = "        self.earn(row, 4 + self.tier(at))\n"
COUNT = '        self.count(at, int(row["amount_minor"]))\n'
KEPT = "        return max(self.best[year], self.best[year - 1])\n"
REACHED = "        reached = (spent >= 50000) + (spent >= 200000)\n"
ROLLING = """\
        spent = sum(amount for when, amount in getattr(self, "paid", ())
                    if when > at - YEAR)
        return (spent >= 50000) + (spent >= 200000)
"""

# A mistake's patches of the model and of the program: (old text, new text) each,
# every old text standing there once.
Mistake = namedtuple("Mistake", "model program", defaults=((), ()))

MISTAKES = {
    "A": {
        "returns floored toward minus infinity": Mistake([
            (RETURN_OF_NONE,
             "            demanded = [-(-command.amount // 100)]\n")]),
        "rounded instead of floored": Mistake([
            ('"floor": lambda n, d: n // d,',
             '"floor": lambda n, d: (2 * n + d) // (2 * d),')]),
        "floor of the member's sum, not per basket": Mistake([
            ("class Returns(Pools, ", TRUNCATED + "class Returns(Pools, "),
            ("class Execution(Returns, ", TRUNCATED + "class Execution(Returns, "),
            (PURCHASE, "        if True:\n"
             + OF_SUM.format(sign="+", result="points") + OF_POINTS + PURCHASE),
            (RETURN_OF_NONE, OF_SUM.format(sign="-", result="demanded")),
            # A sum may take back more than it gives, and give on a return.
            (CREDIT, CREDIT + "        if amount < 0:\n"
             "            account.use_into_deficit(unit, -amount)\n"
             "            return [None]\n"),
            (CLAW_BACK, "            if demanded[0] < 0:\n"
             "                taken = 0\n"
             "                self.earn(self.program.gains(\n"
             "                    self.program.earn_rules, [-demanded[0]]))\n"
             "            else:\n    " + CLAW_BACK)]),
        "returns ignored": Mistake([
            (RETURN_OF_NONE, "            demanded = [0]\n")]),
    },
    "B": {
        "replayed in file order, not time order": Mistake([(SORT, (
            "        pass\n"))]),
        "ties in reverse file order": Mistake([
            (SORT, "        commands.reverse()\n" + SORT)]),
        "expired only after (not at) t+365d": Mistake([
            ("                items.append((expiry, EXPIRY, place, lot.number))\n",
             "                items.append((expiry + 1, EXPIRY, place, "
             "lot.number))\n")]),
        "calendar year instead of 365 days": Mistake(
            program=[('after = "365d"', 'after = "1y"')]),
        "expiry at end of the day of t+365d": Mistake(
            program=[('after = "365d"', 'after = "365d", '
                                        'round = "end_of_day"')]),
        "last lot consumed first": Mistake([
            ("        return (lot.expiry, lot.activation, lot.number)\n",
             "        return (-lot.expiry, -lot.number)\n")]),
        "redeems until below 500": Mistake(
            program=[('times = "once"', 'times = "while"')]),
        "redeems only when > 500": Mistake([
            ("        if wallet.available < at:\n",
             "        if wallet.available <= at:\n")]),
        "redeems before the purchase earns": Mistake([
            (REDEEM_AFTER, ""),
            ('        getattr(self, "do_" + self.command.kind)()\n',
             '        if self.command.kind == "purchase":\n'
             '            self.redeem_automatically(before, "purchase")\n'
             '        getattr(self, "do_" + self.command.kind)()\n')]),
        "redeems after returns too": Mistake([
            (REDEEM_AFTER,
             '        self.redeem_automatically(before, "purchase")\n')]),
        "clawback clamped at zero, no debt": Mistake(
            program=[('deficit = "negative"', 'deficit = "clamp"')]),
        # The points stay beside the debt and count only as far as they exceed it.
        "debt not repaid by later earnings": Mistake([
            ("            absorbed = min(wallet.deficit, lot.remaining)\n",
             "            absorbed = 0\n"),
            ("        if wallet.available < at:\n",
             "        if wallet.available - wallet.deficit < at:\n")]),
        "T from member rows only": Mistake([
            (LAST, LAST.replace("in commands),", "in commands\n"
                                "                if command.member),"))]),
    },
    "C": {
        "replayed in file order, not time order": Mistake([
            ('    return sorted(rows, key=lambda row: row["t"])  # Stable.\n',
             "    return rows\n")]),
        "ties in reverse file order": Mistake([
            ('    return sorted(rows, key=lambda row: row["t"])  # Stable.\n',
             '    return sorted(rows[::-1], key=lambda row: row["t"])\n')]),
        "crossing basket earns at the new tier": Mistake([
            (EARN + COUNT, COUNT + EARN)]),
        "tier lost at year end": Mistake([
            (KEPT, "        return self.best[year]\n")]),
        "tier kept two further years": Mistake([
            (KEPT, KEPT.replace("])", "], self.best[year - 2])"))]),
        "gross spend (returns do not reduce it)": Mistake([
            ("        self.spend[year] += amount\n",
             "        self.spend[year] += max(amount, 0)\n")]),
        "returns can lower the tier": Mistake([
            ("        if reached > self.best[year]:\n",
             "        if reached != self.best[year]:\n")]),
        "threshold > instead of >=": Mistake([
            (REACHED, REACHED.replace(">=", ">"))]),
        "returns clawed back at 1.0": Mistake([
            (EARN, EARN.replace("self.tier(at)", '(row["kind"] == "purchase") '
                                                 "* self.tier(at)"))]),
        "rounded instead of floored": Mistake([
            ("        points = base(row) * quarters // 4\n",
             "        points = (base(row) * quarters + 2) // 4\n")]),
        "year taken in UTC-5": Mistake([
            ("    return datetime.datetime.fromtimestamp(at, ",
             "    return datetime.datetime.fromtimestamp(at - 5 * 3600, ")]),
        "rolling 365 days instead of calendar year": Mistake([
            (KEPT, ROLLING),
            ("        self.spend[year] += amount\n",
             "        self.paid = [*getattr(self, \"paid\", ()), (at, amount)]\n"
             "        self.spend[year] += amount\n")]),
    },
}


def patched(source, patches, counts):
    for old, new in patches:
        counts[old] = counts.get(old, 0) + source.count(old)
        source = source.replace(old, new)
    return source


def mutated(patches):
    """The model with patches: its last module, made of fresh copies of all."""
    own = {name: sys.modules[name] for name in MODULES}
    counts = {}
    try:
        for name in MODULES:
            source = (datasets.MODEL / f"{name}.py").read_text(encoding="utf-8")
            source = patched(source, patches, counts)
            # One that is not copied would bring the others without mistakes.
            for other in re.findall(r"^(?:from|import) (\w+)", source, re.M):
                if (datasets.MODEL / f"{other}.py").exists() and (
                        other not in MODULES[:MODULES.index(name)]):
                    raise SystemExit(f"{other} must stand before {name} in MODULES")
            module = types.ModuleType(name)
            sys.modules[name] = module  # The next ones import this one.
            exec(compile(source, f"mutant {name}", "exec"), module.__dict__)
    finally:
        sys.modules.update(own)
    for old, count in counts.items():
        if count != 1:
            raise SystemExit(f"stands {count} times, not once:\n{old}")
    return module


class Mutant:
    """Of one rule; without a mistake, the model itself."""

    def __init__(self, rule, mistake=Mistake()):
        self.module = mutated(mistake.model)
        source = datasets.RULES[rule].read_text(encoding="utf-8")
        counts = {}
        source = patched(source, mistake.program, counts)
        if any(count != 1 for count in counts.values()):
            raise SystemExit(f"not once in rule {rule}: {counts}")
        self.program = self.module.Program(self.module.tomllib.loads(source))

    def balances(self, dataset):
        ledger = self.module.Ledger(self.program)
        self.module.load(ledger,
                         self.module.read_rows(dataset.purchases, "time"))
        return ledger.balances("points")


class PlainMutant:
    """Of rule C, whose stated mistakes are made row by row; likewise."""

    def __init__(self, rule, mistake=Mistake()):
        counts = {}
        source = (datasets.HERE / "plain_rules.py").read_text(encoding="utf-8")
        source = patched(source, mistake.model, counts)
        if any(count != 1 for count in counts.values()):
            raise SystemExit(f"not once in rule {rule}: {counts}")
        self.module = types.ModuleType("plain_mutant")
        exec(compile(source, "plain mutant", "exec"), self.module.__dict__)

    def balances(self, dataset):
        rows = self.module.by_time(self.module.read_rows(dataset.purchases))
        members = self.module.replay(rows, float("inf"))
        return {name: member.status.net for name, member in members.items()}


def try_rule(rule, found):
    """Prints a line per mistake and history; returns whether all is well."""
    well = True
    kind = PlainMutant if rule == "C" else Mutant
    right = kind(rule)
    mutants = {mistake: kind(rule, patches)
               for mistake, patches in MISTAKES[rule].items()}
    for dataset in found:
        expected = right.balances(dataset)
        stated = datasets.read_mutants(dataset).get(rule, {})
        for mistake, mutant in mutants.items():
            wrong = mutant.balances(dataset)
            changed = sum(wrong[name] != expected[name] for name in expected)
            verdict = "caught" if changed else "survives"
            if not changed and dataset.name == "boundary":
                verdict, well = "SURVIVES", False
            if stated.get(mistake, changed) != changed:
                verdict, well = f"EXPECTED {stated[mistake]}", False
            print(f"{rule} {dataset.name:22} {mistake:42} {changed:6} {verdict}",
                  flush=True)
    return well


class Case:
    """What a model expects of the random case of a seed."""

    def __init__(self, module):
        self.module = module

    def text(self, seed):
        own = cases.Ledger, cases.Program
        cases.Ledger, cases.Program = self.module.Ledger, self.module.Program
        try:
            return cases.random_case(seed).run()[1]
        finally:
            cases.Ledger, cases.Program = own


def try_cases():
    """Prints a line per mistake; returns whether all is well."""
    left = {name: Case(mutated([patch]))
            for name, patch in case_mistakes.MISTAKES.items()}
    right = Case(model)
    for seed in case_mistakes.SEEDS:
        expected = right.text(seed) if left else None
        for name in [name for name, case in left.items()
                     if case.text(seed) != expected]:
            print(f"case {seed:6} {name} caught", flush=True)
            del left[name]
    for name in left:
        print(f"cases {name} SURVIVES")
    return not left


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rule", choices=datasets.RULES, action="append")
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    found = [dataset for dataset in datasets.all_datasets()
             if options.all or dataset.name in QUICK]
    well = all([try_rule(rule, found)
                for rule in options.rule or datasets.RULES])
    if not options.rule:
        well = try_cases() and well
    if not any(dataset.name == "boundary" for dataset in found):
        print("boundary.csv is missing")
        well = False
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
