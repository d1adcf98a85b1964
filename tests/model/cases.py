"""Cases: a program, some commands and a way to run them, drawn from a seed.

A case is what is tried: its text is a scenario with all that the model expects, and
a smaller case of the same form is made by dropping parts of it (shrink.py).
"""

import random
from dataclasses import dataclass, field

import random_commands
import random_program
from program import Program
from random_times import LAST
from rounds import Ledger
from scenario_text import COLUMNS, Writer, block
from values import micros, text_of

SECOND = 10**6
FUTURE = micros("9000-01-01T00:00:00Z")
ROUNDS = (1, 2, 3, 16, 4096)
SHARDS = (1, 1, 2, 5)
FRAMES = (1, 2, 7)


@dataclass
class Case:
    seed: int
    program: dict
    options: dict  # Of the scenario's block "program".
    blocks: list  # Of commands.
    reopens: bool = False  # After every block of commands.
    instants: list = field(default_factory=list)  # As of which it is read.

    def run(self):
        """The model's ledger, and each block's answers."""
        ahead = SECOND if "max_ahead" in self.options else None
        ledger = Ledger(Program(self.program), self.options["round"], ahead)
        answers = []
        for commands in self.blocks:
            answers.append([ledger.apply(command, LAST)
                            for command in commands])
            ledger.end_round()
        return ledger, answers

    def text(self, ledger, answers):
        write = Writer(ledger)
        options = " ".join(f"{key}={value}"
                           for key, value in self.options.items())
        text = block([f"program {options}",
                      random_program.toml(self.program).rstrip()], ["ok"])
        for commands, block_answers in zip(self.blocks, answers):
            text += block(map(write.command, commands),
                          map(write.answer, block_answers))
            if self.reopens:
                text += block(["reopen"], ["ok"])
        columns = "member_id," + ",".join(COLUMNS)
        for unit in write.units:
            text += block([f"balances {unit} {columns}"],
                          write.balances(ledger, unit))
        text += block(["lots"], write.lots(ledger))
        for instant in self.instants:
            past, at = ledger.as_of(instant), f"at={text_of(instant)}"
            for unit in write.units:
                text += block([f"balances {unit} {columns} {at}"],
                              write.balances(past, unit))
            text += block([f"lots {at}"], write.lots(past))
        return text


def cut(rng, commands):
    """One to three blocks."""
    places = sorted(rng.sample(range(1, len(commands)),
                               rng.choice((0, 0, 1, 2))))
    return [commands[begin:end] for begin, end
            in zip([0] + places, places + [len(commands)])]


def random_case(seed):
    rng = random.Random(f"case {seed}")
    program = random_program.random_program(seed)
    commands = random_commands.few(seed, program["program"]["zone"])
    options = {"round": rng.choice(ROUNDS), "shards": rng.choice(SHARDS)}
    if rng.random() < 0.3:
        options["frame"] = rng.choice(FRAMES)
    if rng.random() < 0.1:
        options["workers"] = 2
    if rng.random() < 0.08:
        options["max_ahead"] = "1s"
        commands = [command._replace(at=FUTURE) if rng.random() < 0.1
                    else command for command in commands]
    case = Case(seed, program, options, cut(rng, commands))
    case.reopens = rng.random() < 0.1
    if rng.random() < 0.15:
        case.instants = [rng.choice(commands).at + rng.choice((0, 0, 1))]
    return case
