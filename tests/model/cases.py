"""Cases: a program, some commands and a way to run them, drawn from a seed.

A case is what is tried: its text is a scenario with all that the model expects, and
a smaller case of the same form is made by dropping parts of it (shrink.py).
"""

import dataclasses
import random
from dataclasses import dataclass, field

import dates
import random_changes
import random_commands
import random_program
import random_versions
from days import KINDS as DAYS
from program import Program
from random_times import LAST
from rounds import Ledger
from scenario_text import COLUMNS, Writer, block
from values import micros, text_of

SECOND = 10**6
FUTURE = micros("9000-01-01T00:00:00Z")
SOON = micros("2031-01-01T00:00:00Z")  # Where each year has a birthday.
ROUNDS = (1, 2, 3, 16, 4096)
SHARDS = (1, 1, 2, 5)
FRAMES = (1, 2, 7)


@dataclass
class Block:
    """Commands that are submitted together."""

    commands: list
    stays_open: bool = False  # The round, at its end.
    version: dict = None  # The program's next one, made before these.
    effective: int = None
    is_retroactive: bool = False  # Even if that need not be said.


@dataclass
class Case:
    seed: int
    program: dict
    options: dict  # Of the scenario's block "program".
    blocks: list
    reopens: bool = False  # After every block.
    instants: list = field(default_factory=list)  # As of which it is read.

    def run(self):
        """The model's ledger at the end, and the scenario."""
        ahead = SECOND if "max_ahead" in self.options else None
        ledger = Ledger(Program(self.program), self.options["round"], ahead)
        write = Writer(ledger)
        options = " ".join(f"{key}={value}"
                           for key, value in self.options.items())
        text = block([f"program {options}",
                      random_program.toml(self.program).rstrip()], ["ok"])
        for part in self.blocks:
            if part.version is not None:
                text += self.activate(ledger, part)
            if part.commands:
                text += self.run_block(ledger, write, part)
        return ledger, text + self.reads(ledger, write)

    def activate(self, ledger, part):
        """The next version of the program."""
        says = part.is_retroactive or part.effective < ledger.clock
        ledger.activate(Program(part.version), part.effective)
        return block([f"activate effective={text_of(part.effective)}"
                      + " retroactive" * says,
                      random_program.toml(part.version).rstrip()], ["ok"])

    def run_block(self, ledger, write, part):
        size, results = self.options.get("frame", len(part.commands)), []
        frames = [ledger.apply_frame(part.commands[begin:begin + size], LAST)
                  for begin in range(0, len(part.commands), size)]
        if not part.stays_open:
            ledger.end_round()
        for answers in frames:
            results += write.frame(answers)
        commands = [write.command(command) for command in part.commands]
        text = block(commands + ["open"] * part.stays_open, results)
        return text + (block(["reopen"], ["ok"]) if self.reopens else "")

    def reads(self, ledger, write):
        """Balances and lots, now and as of some instants."""
        columns, text = "member_id," + ",".join(COLUMNS), ""
        views = [(ledger, "")] + [(ledger.as_of(instant),
                                   f" at={text_of(instant)}")
                                  for instant in self.instants]
        for view, at in views:
            for unit in write.units:
                text += block([f"balances {unit} {columns}{at}"],
                              write.balances(view, unit))
            text += block([f"lots{at}"], write.lots(view))
            if view.versions.tiers:
                text += block([f"tiers{at}"], write.tiers(view))
            if view.versions.achievements:
                text += block([f"achievements{at}"], write.achievements(view))
        return text


def cut(rng, commands):
    """One to three blocks."""
    cuts = min(rng.choice((0, 0, 1, 2)), len(commands) - 1)
    places = sorted(rng.sample(range(1, len(commands)), cuts))
    return [Block(commands[begin:end], rng.random() < 0.25) for begin, end
            in zip([0] + places, places + [len(commands)])]


def draw_version(case):
    """Some cases have a second version of the program, or a third, made between any
    two of their commands."""
    rng = random.Random(f"version {case.seed}")
    if not random_versions.are_drawn(rng, case.program):
        return
    commands = [command for part in case.blocks for command in part.commands]
    versions, zone = [case.program], dates.zone(case.program["program"]["zone"])
    for place in sorted(rng.sample(range(len(commands)),
                                   min(rng.choice((1, 1, 1, 2)), len(commands)))):
        versions.append(random_versions.next_program(
            rng, versions, all(command.at <= SOON for command in commands)))
        at = random_versions.effective(rng, commands, place, zone)
        first, behind = cut_at(rng, case.blocks, place)
        done = [command for part in first for command in part.commands]
        clock = max(command.at for command in done + [commands[place]])
        random_versions.retire(rng, versions, max(at, clock + 1), zone)
        if behind[0].version:  # One begins here already.
            versions.pop()
            continue
        last, then = random_changes.around(rng, versions, done, commands[place].at, at)
        if last:
            first[-1] = dataclasses.replace(
                first[-1], commands=first[-1].commands + last)
        behind[0] = dataclasses.replace(
            behind[0], version=versions[-1], effective=at,
            commands=then + behind[0].commands, is_retroactive=rng.random() < 0.1)
        case.blocks = first + behind


def cut_at(rng, blocks, place):
    """The blocks before a command and those from it on."""
    for number, part in enumerate(blocks):
        if place < len(part.commands):
            break
        place -= len(part.commands)
    first, behind = blocks[:number], blocks[number + 1:]
    if place == 0:
        return first, [part, *behind]
    cut = dataclasses.replace(part, commands=part.commands[:place],
                              stays_open=rng.random() < 0.4)
    rest = Block(part.commands[place:], part.stays_open)
    return [*first, cut], [rest, *behind]


def has_days(program):
    return any(random_versions.has_rule_on(program, kind) for kind in DAYS)


def random_case(seed, without=()):
    """Kinds that are left out leave the other commands as they are."""
    rng = random.Random(f"case {seed}")
    program = random_program.random_program(seed)
    commands = [command for command in random_commands.few(seed, program)
                if command.kind not in without]
    options = {"round": rng.choice(ROUNDS), "shards": rng.choice(SHARDS)}
    if rng.random() < 0.3:
        options["frame"] = rng.choice(FRAMES)
    if rng.random() < 0.1:
        options["workers"] = 2
    if rng.random() < 0.12:
        if rng.random() < 0.7:
            options["max_ahead"] = "1s"
        at = SOON if has_days(program) else FUTURE
        commands = [random_commands.moved(command, at)
                    if rng.random() < 0.1 else command
                    for command in commands]
    case = Case(seed, program, options, cut(rng, commands))
    case.reopens = rng.random() < 0.2
    draw_version(case)
    if rng.random() < 0.3:
        case.instants = [rng.choice(commands).at + rng.choice((0, 0, 1))]
    return case
