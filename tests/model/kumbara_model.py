#!/usr/bin/env python3
"""The reference model: what docs/semantics.md says, as plainly as possible.

One thread, lists, whole numbers, no care for speed. It shares nothing with the
engine but the document, so where the two differ one of the three is wrong. Its
parts: values, versions, dates, days, retirement, tiers, achievements, benefits, plans,
program, books, account, kinds, records, commands with returns, holds, reversals,
comebacks, imports and closing, messages, rounds; here files are read.

    kumbara_model.py FILE.csv --program P.toml [--order file|time] [--round R]
                     [--until T] [--outcomes | --totals | --lots] [--unit NAME]

prints `member_id,net` sorted by bytes, or one line `transaction_id,code,delta,net`
per command, or the totals, or all lots, as JSON.
"""

import argparse
import csv
import json
import sys
import tomllib

from books import Wallet
from kinds import KINDS
from program import Program
from rounds import Answer, Ledger
from values import (BEGINNING, COLUMNS, IN_UNIT, LIMIT, NEVER, REFUSALS, Command,
                    micros, text_of, value_of)


def read_command(row):
    """One CSV row as a Command; an empty or absent column is not given."""
    kind = row["kind"]
    is_basket = KINDS[kind].names == "currency"
    get = lambda name: row.get(name) or None
    is_open_purchase = get("what") == "purchase"
    is_money = is_basket or is_open_purchase or get("what") == "spend"
    amount = get("amount_minor" if is_money else "points")
    amount = None if amount is None else int(amount)
    if kind == "return" and amount is not None:
        amount = abs(amount)
    if kind == "tick":
        return Command(kind, at=micros(row["occurred_at"]))
    fields = {field: value_of(field, get(column))
              for field, column in COLUMNS.items()
              if is_open_purchase or field not in IN_UNIT}
    return Command(
        kind=kind, id=row["transaction_id"], member=row["member_id"],
        at=micros(row["occurred_at"]), amount=amount,
        unit=get("currency" if is_basket else "unit"), **fields)


def read_program(path):
    with open(path, "rb") as file:
        return Program(tomllib.load(file))


def read_rows(path, order):
    with open(path, newline="", encoding="utf-8") as file:
        commands = [read_command(row) for row in csv.DictReader(file)]
    if order == "time":
        commands.sort(key=lambda command: command.at)  # Stable.
    return commands


def apply_rows(ledger, commands):
    """The next rows of a history."""
    named = [command for command in commands
             if command.member or command.kind == "tick"]
    ledger.anonymous += len(commands) - len(named)
    ledger.apply_frame(named)


def end_load(ledger, commands):
    """The round ends and a tick comes after the last of all rows."""
    last = max((command.at for command in commands), default=BEGINNING)
    ledger.apply(Command("tick", None, None, last))
    ledger.end_round()


def load(ledger, commands):
    apply_rows(ledger, commands)
    end_load(ledger, commands)


def balance_lines(balances):
    return "".join(f"{member},{net}\n" for member, net in sorted(
        balances.items(), key=lambda item: item[0].encode()))


def lot_lines(wallet):
    """The lots of one wallet, as the program shows them."""
    lots = [(lot, "pending") for lot in wallet.waiting]
    lots += [(lot, "available") for lot in wallet.lots]
    return [{**lot_fields(lot), "state": state} for lot, state in sorted(lots)]


def remembered_lines(wallet, rules):
    """What may still be reinstated."""
    return [{**lot_fields(lot), "last_chance": text_of(rules.last_chance(lot))}
            for lot in wallet.remembered]


def lot_fields(lot):
    return {"number": lot.number, "remaining": lot.remaining,
            "activation": text_of(lot.activation), "expiry": text_of(lot.expiry),
            "funding_class": lot.funding_class, "version": lot.version,
            "vintage": f"{lot.vintage // 12:04}-{lot.vintage % 12 + 1:02}"}


def attributes_of(member):
    """As the program shows them."""
    given = member.attributes.get
    segments = given("segments")
    return {"birthday": given("birthday"), "plan": given("plan"),
            "segments": list(map(int, segments.split(";"))) if segments else [],
            "closed_since": None if member.closed is None
            else text_of(member.closed)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file")
    parser.add_argument("--program", required=True)
    parser.add_argument("--order", choices=("time", "file"), default="time")
    parser.add_argument("--round", type=int, default=4096)
    parser.add_argument("--until", metavar="T", help="the opening position of T")
    parser.add_argument("--unit", help="of balances and totals; else the first")
    parser.add_argument("--outcomes", action="store_true")
    parser.add_argument("--totals", action="store_true")
    parser.add_argument("--lots", action="store_true")
    options = parser.parse_args()
    ledger = Ledger(read_program(options.program), options.round)
    load(ledger, read_rows(options.file, options.order))
    if options.until:
        ledger = ledger.as_of(micros(options.until))
    unit = options.unit or next(iter(ledger.program.units))
    if options.outcomes:
        for answer in ledger.row_answers():
            print(*answer.line(), sep=",")
    elif options.totals:
        print(json.dumps(ledger.totals(unit), indent=1))
    elif options.lots:
        print(json.dumps({name: lot_lines(wallet) for name, wallet
                          in ledger.wallets(unit).items()}, indent=1))
    else:
        sys.stdout.write(balance_lines(ledger.balances(unit)))


if __name__ == "__main__":
    main()
