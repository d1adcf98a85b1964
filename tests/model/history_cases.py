"""Invariants of the model over random histories, and shrinking."""

import pathlib
import tempfile
import tomllib
import unittest

import cases
import histories
import kumbara_model as model
import random_program
import shrink
from books import Wallet
from linked_runs import runs
from test_books import Books
from values import Command, named_as

SEEDS = range(1, 25)
ROWS = 300


class RandomHistories(unittest.TestCase):
    """Invariants over every kind and code; Books checks 1, 3, 4 and 11."""

    def case(self, seed):
        with tempfile.TemporaryDirectory() as directory:
            return histories.History(seed, ROWS, pathlib.Path(directory))

    def commands(self, case):
        return [answer.command for answer in case.ledger.answers]

    def loaded(self, case, commands):
        books = Books(case.ledger.program, round_commands=case.round)
        model.load(books, commands)
        return books

    def final(self, ledger, at=0):
        """What all members have, at the ledger's clock or later."""
        return {name: ({unit: wallet for unit, wallet in member.wallets.items()
                        if wallet != Wallet()}, member.records)
                for name, member in ledger.read(at).items()}

    def test_a_seed_always_gives_the_same_case(self):
        texts = set()
        for _ in range(2):
            texts.add(cases.random_case(7).run()[1])
        self.assertEqual(len(texts), 1)

    def test_a_program_as_text_is_the_program(self):
        for seed in range(1, 100):
            program = random_program.random_program(seed)
            self.assertEqual(
                tomllib.loads(random_program.toml(program)), program)

    def test_books_balance_and_refusals_change_nothing(self):
        for seed in SEEDS:
            case = self.case(seed)
            self.loaded(case, self.commands(case)[:-1])

    def test_repeats_and_conflicts_change_nothing(self):
        for seed in SEEDS:
            case = self.case(seed)
            counted = [answer.command for answer in case.ledger.answers
                       if not answer.code.startswith("exists")]
            books = self.loaded(case, counted)
            self.assertEqual(self.final(books), self.final(case.ledger), seed)

    def test_ticks_change_no_lot(self):
        """Where they make nothing late: not past a time still to come."""
        for seed in SEEDS:
            case = self.case(seed)
            commands = self.commands(case)[:-1]
            books = model.Ledger(case.ledger.program, case.round)
            frames = [run for run, _ in runs(commands)]
            to_come, least = [], commands[-1].at
            for run in reversed(frames):
                least = min([least] + [command.at for command in run])
                to_come.append(least)
            for run, least in zip(frames, reversed(to_come)):
                waiting = [message.answer for message in books.messages]
                waiting += [answer for answer, _ in books.carried]
                least = min([least] + [a.command.at for a in waiting])
                books.apply(Command("tick", None, None, least))
                books.apply_frame(run)
            books.apply(case.ledger.answers[-1].command)  # The load's tick.
            books.end_round()
            self.assertEqual(self.final(books), self.final(case.ledger), seed)

    def test_settling_in_steps_is_settling_at_once(self):
        for seed in SEEDS:
            ledger = self.case(seed).ledger
            later = ledger.clock + 400 * 86400 * 10**6
            at_once = self.final(ledger, later)
            for step in range(1, 9):
                at = ledger.clock + (later - ledger.clock) * step // 8
                ledger.apply(Command("tick", None, None, at))
                for name in ledger.members:
                    ledger.settle(name)
            self.assertEqual(self.final(ledger), at_once, seed)

    def test_as_of_the_end_is_the_state(self):
        for seed in SEEDS:
            ledger = self.case(seed).ledger
            past = ledger.as_of(ledger.clock + 1)
            self.assertEqual(self.final(past),
                             self.final(ledger, ledger.clock + 1), seed)

    def test_as_of_is_the_prefix_when_times_ascend_and_rounds_are_single(self):
        for seed in SEEDS:
            case = self.case(seed)
            if case.order != "time" or case.round != 1:
                continue
            middle = case.ledger.answers[ROWS // 2].command.at
            prefix = [command for command in self.commands(case)[:-1]
                      if command.at < middle]
            self.assertEqual(self.final(case.ledger.as_of(middle)),
                             self.final(self.loaded(case, prefix), middle),
                             seed)


class Shrinking(unittest.TestCase):
    """Of a program that would do wrong whenever its mistake occurs."""

    def shrunk(self, mistake):
        shrinker = shrink.Shrinker(lambda case: any(
            map(mistake, case.run()[0].answers)))
        for seed in range(1, 300):
            case = cases.random_case(seed)
            if shrinker.differs(case):
                return shrinker.shrink(case)
        self.fail("no seed has it")

    def test_one_command_is_left_where_one_is_enough(self):
        case = self.shrunk(lambda answer: answer.code == "member_unknown")
        self.assertEqual(shrink.commands_of(case), 1)
        self.assertNotIn("auto_redeem", case.program)

    def test_what_a_command_needs_is_left(self):
        case = self.shrunk(lambda answer: (
            answer.command.kind, answer.code) == ("return", "already_reversed"))
        opens = ("enroll", "import")  # What the member is opened by.
        kinds = [named_as(command) for part in case.blocks
                 for command in part.commands if named_as(command) not in opens]
        first, second, third = kinds
        self.assertEqual((first, third), ("purchase", "return"))
        self.assertIn(second, ("return", "reverse"))
