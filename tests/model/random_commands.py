"""Random commands, the same for the same seed.

They are well-formed but meant to hurt: every kind and every refusal, repeats,
conflicts, references of all sorts, returns in parts, amounts at the edge of the
range. Each seed has kinds of its own that it prefers and others that it leaves out.
"""

import csv
import random

import random_kinds
import random_linked
from linked_runs import runs
import random_situations
from kinds import KINDS
from random_times import LAST, Times
from values import COLUMNS, INSTANTS, LIMIT, Command, field_text, text_of

EDGES = (0, 1, 49, 50, 51, 99, 100, 101, 149, 150, 151, 199, 200, 201, 1000)
TASTES = (0, 0.3, 1, 1, 1, 3)
UNITS = ("points", "miles", "status", "ghost")


class Generator:
    """Draws commands; what random_kinds.py needs of it is public."""

    def __init__(self, seed, program, members, for_file):
        self.rng = random.Random(f"commands {seed}")
        self.random, self.choice = self.rng.random, self.rng.choice
        self.for_file = for_file
        self.program = program  # As read from TOML.
        self.times = Times(self.rng, program["program"]["zone"])
        self.members = [f"m{number:02}" for number in range(members)]
        self.receivers = self.members + ["nobody"]
        self.commands = []
        self.baskets = []  # Purchases.
        self.made = 0

    def add(self, kind):
        made = kind(self)
        made = made if isinstance(made, list) else [made]
        # In a file a run is whole, and of one instant.
        if not self.for_file or all(
                not is_open and len({command.at for command in run}) == 1
                for run, is_open in runs(made)):
            self.commands += made

    def add_many(self, count, tastes):
        """Until there are so many; a kind's weight is changed by a taste."""
        weights = [weight * self.choice(tastes)
                   for weight in random_kinds.WEIGHTS.values()]
        weights[1] += 1  # There is one at least that is not left out.
        kinds = list(random_kinds.WEIGHTS)
        while len(self.commands) < count:
            self.add(self.rng.choices(kinds, weights)[0])

    # --- Parts ------------------------------------------------------------

    def command(self, kind, member, **fields):
        self.made += 1
        store = self.choice(("north", "south")) if self.random() < 0.3 else None
        channel = self.choice(("till", "web")) if self.random() < 0.3 else None
        operator = self.choice(("ann", "bea")) if self.random() < 0.03 else None
        given = {"id": f"x{self.made - 1}", "store": store, "channel": channel,
                 "operator": operator, **fields}
        if "at" not in given:
            given["at"] = self.times.next()
        given["at"] = min(given["at"], LAST)  # That of all batches.
        return Command(kind, member=member, **given)

    def ids(self):
        """Commands that can be named."""
        return [command for command in self.commands if command.id]

    def member(self):
        if self.random() < 0.04:
            return self.choice((self.receivers[-1], f"stranger{self.made}"))
        return self.choice(self.members)

    def receiver(self, giver):
        return self.choice([name for name in self.receivers if name != giver])

    def amount(self):
        chance = self.random()
        if chance < 0.03:
            return self.choice((LIMIT, LIMIT - 1, LIMIT // 2))
        if chance < 0.45:
            return self.choice(EDGES)
        return self.rng.randrange(1, 5000)

    def debit(self):
        """Small enough to succeed now and then."""
        if self.random() < 0.5:
            return self.rng.randrange(0, 40)
        return self.amount() // self.choice((3, 20, 100))

    def whole(self, amount, unit):
        """Whole units in the least decimals."""
        return amount * 10**self.program["unit"][unit]["decimals"]

    def currency(self):
        return "EUR" if self.random() < 0.04 else "GBP"

    def unit(self):
        return self.rng.choices(UNITS, (70, 18, 8, 4))[0]

    def reason(self):
        return self.choice((None, None, "goodwill", "count"))

    def yes(self, chance):
        return "yes" if self.random() < chance else None

    def tick(self):
        return self.command("tick", None, id=None, store=None, channel=None,
                            operator=None)


def history(seed, program, count):
    """A file of rows: many members, all kinds."""
    draw = Generator(seed, program, members=12, for_file=True)
    draw.add(random_situations.whale)
    draw.commands += [draw.command("enroll", name) for name in draw.members[:8]]
    if seed % 12 == 0:
        draw.add(random_situations.burst)
    draw.add_many(count, tastes=(1,))
    return draw.commands


def moved(command, at):
    """The command at another business time, with its other instants as far from
    it as they were."""
    instants = {name: getattr(command, name) for name in INSTANTS}
    return command._replace(**{name: instant + at - command.at
                               for name, instant in instants.items()
                               if instant is not None})


def few(seed, program):
    """15 to 90 commands and more for a few members."""
    draw = Generator(seed, program, members=3, for_file=False)
    if draw.random() < 0.9:
        draw.commands += [draw.command("enroll", name)
                          for name in draw.members[:draw.choice((1, 2, 3))]]
    if draw.random() < 0.25:
        draw.add(random_situations.whale)
    if draw.random() < 0.03:
        draw.add(random_situations.burst)
    if draw.random() < 0.03:
        draw.add(random_linked.long_run)
    draw.add_many(len(draw.commands) + draw.rng.randrange(15, 91), TASTES)
    return draw.commands


# --- As a file -----------------------------------------------------------


def row(command):
    basket = KINDS[command.kind].names == "currency"
    is_money = basket or command.what in ("spend", "purchase")
    amount = command.amount
    if command.kind == "return" and amount is not None:
        amount = -amount
    fields = {
        "transaction_id": command.id, "member_id": command.member,
        "occurred_at": text_of(command.at), "kind": command.kind,
        "amount_minor" if is_money else "points": amount,
        "currency" if basket else "unit": command.unit}
    more = {column: field_text(field, getattr(command, field))
            for field, column in COLUMNS.items()}
    fields |= {column: text for column, text in more.items() if text is not None}
    return {name: value for name, value in fields.items() if value is not None}


def write_rows(commands, file):
    """With those columns that a row fills."""
    rows = list(map(row, commands))
    columns = dict.fromkeys(name for fields in rows for name in fields)
    writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
