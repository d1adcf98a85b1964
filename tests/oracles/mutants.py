#!/usr/bin/env python3
"""Plants known mistakes into a copy of the model and sees who catches them.

    mutants.py

Each mistake is a patch of the model's text. Per mistake the number of members
whose final balance it changes is printed for every dataset; where the dataset's
oracle states that number, it must agree. Exit code 1 if a mistake survives on
boundary.csv alone, or a number disagrees.
"""

import sys
import types

import datasets
import kumbara_model as model

RETURN_OF_NONE = "            demanded = self.program.points(command.amount)\n"
PURCHASE = "        earned = self.program.points(command.amount)\n"
OF_SUM = """\
            sums = self.__dict__.setdefault("sums", Counter())
            before = truncated(sums[command.member])
            sums[command.member] {sign}= command.amount
            {result} = {sign}(truncated(sums[command.member]) - before)
"""

# Mistake -> [(old text, new text)...]; every old text stands there once.
MISTAKES = {
    "returns floored toward minus infinity": [
        (RETURN_OF_NONE,
         "            demanded = -(-command.amount // 100)\n")],
    "rounded instead of floored": [
        ('"floor": lambda n, d: n // d,',
         '"floor": lambda n, d: (2 * n + d) // (2 * d),')],
    "floor of the member's sum, not per basket": [
        ("class Program:\n",
         "def truncated(x):\n"
         "    return x // 100 if x >= 0 else -(-x // 100)\n\n\n"
         "class Program:\n"),
        (PURCHASE, "        if True:\n"
         + OF_SUM.format(sign="+", result="earned")),
        (RETURN_OF_NONE, OF_SUM.format(sign="-", result="demanded"))],
    "returns ignored": [
        (RETURN_OF_NONE, "            demanded = 0\n")],
}


def mutated(patches):
    """The model as a module, with patches."""
    source = (datasets.MODEL / "kumbara_model.py").read_text(encoding="utf-8")
    for old, new in patches:
        if source.count(old) != 1:
            raise SystemExit(f"stands {source.count(old)} times, not once:\n{old}")
        source = source.replace(old, new)
    module = types.ModuleType("mutant")
    sys.modules["mutant"] = module  # dataclasses look their module up.
    exec(compile(source, "mutant", "exec"), module.__dict__)
    return module


def balances(module, commands):
    ledger = module.Ledger(module.read_program(datasets.RULE_A))
    module.load(ledger, commands)
    return ledger.balances("points")


def main():
    failed = False
    found = datasets.all_datasets()
    mutants = {mistake: mutated(patches)
               for mistake, patches in MISTAKES.items()}
    for dataset in found:
        commands = model.read_rows(dataset.purchases, "time")
        right = balances(model, commands)
        stated = datasets.read_oracle(dataset).get("mutants", {})
        for mistake, module in mutants.items():
            wrong = balances(module, commands)
            changed = sum(wrong[name] != right[name] for name in right)
            verdict = "caught" if changed else "survives"
            if not changed and dataset.name == "boundary":
                verdict, failed = "SURVIVES", True
            if stated.get(mistake, changed) != changed:
                verdict, failed = f"EXPECTED {stated[mistake]}", True
            print(f"{dataset.name:24} {mistake:42} {changed:6} {verdict}")
    if not any(dataset.name == "boundary" for dataset in found):
        print("boundary.csv is missing")
        failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
