"""Cases of linked runs, as section 7 of docs/semantics.md says it."""

import unittest

from test_books import Books
from values import Command


class Linked(unittest.TestCase):
    def setUp(self):
        self.books = Books()
        for member in ("ann", "bob"):
            self.books.do("award", member, 100)
        self.made = 0

    def command(self, kind, amount=None, member="ann", **fields):
        self.made += 1
        unit = {"purchase": "GBP", "return": "GBP"}.get(kind, "points")
        if kind in ("capture", "void", "close", "enroll"):
            unit = None
        return Command(kind, f"l{self.made}", member, 50, amount, unit, **fields)

    def run_of(self, *commands, is_open=False):
        """Sends them linked, in a frame of their own."""
        last = len(commands) - (0 if is_open else 1)
        frame = [command._replace(linked="yes") if place < last else command
                 for place, command in enumerate(commands)]
        return self.books.apply_frame(frame)

    def codes(self, answers):
        return [answer.code for answer in answers]

    def test_the_first_fails_for_the_second(self):
        answers = self.run_of(self.command("redeem", 60), self.command("redeem", 60))
        self.assertEqual(self.codes(answers), ["linked_failed", "insufficient"])
        self.assertEqual([answer.net for answer in answers], [100, 100])
        self.assertEqual(self.books.wallet("ann").redeemed, 0)

    def test_all_three_or_none(self):
        held = self.command("hold", 30, until=99)
        answers = self.run_of(held, self.command("capture", reference=held.id),
                              self.command("award", 5))
        self.assertEqual(self.codes(answers), ["ok"] * 3)
        self.assertEqual([answer.net for answer in answers], [100, 70, 75])

    def test_of_another_member(self):
        answers = self.run_of(self.command("award", 5),
                              self.command("award", 5, member="bob"))
        self.assertEqual(self.codes(answers), ["linked_failed", "linked_other_member"])

    def test_an_open_run(self):
        answers = self.run_of(self.command("award", 5), self.command("award", 5),
                              is_open=True)
        self.assertEqual(self.codes(answers), ["linked_failed", "linked_open"])
        tick = Command("tick", None, None, 60)
        frame = [self.command("award", 5)._replace(linked="yes"), tick,
                 self.command("award", 5)]
        self.assertEqual(self.codes(self.books.apply_frame(frame)),
                         ["linked_open", "ok", "ok"])

    def test_the_least_reason_counts(self):
        alone = self.command("redeem", 101)
        self.assertEqual(self.codes(self.run_of(alone, is_open=True)),
                         ["insufficient"])
        gift = self.command("transfer", 101, receiver="bob")
        self.assertEqual(self.codes(self.run_of(self.command("award", 1), gift)),
                         ["linked_failed", "not_permitted"])
        ghost = self.command("transfer", 101, receiver="bob")._replace(unit="ghost")
        self.assertEqual(self.codes(self.run_of(ghost, self.command("award", 1))),
                         ["unit_unknown", "linked_failed"])

    def test_sixty_four(self):
        for many, code in ((64, "ok"), (65, "limit_reached")):
            answers = self.run_of(*(self.command("adjust", 1, reason="count")
                                    for _ in range(many)))
            self.assertEqual(answers[-1].code, code)
        self.assertEqual(self.books.wallet("ann").net, 164)

    def test_a_repeat_of_the_whole_and_of_a_part(self):
        run = [self.command("award", 5), self.command("award", 6)]
        self.run_of(*run)
        self.assertEqual(self.codes(self.run_of(*run)), ["exists"] * 2)
        mixed = self.run_of(run[0], self.command("award", 7))
        self.assertEqual(self.codes(mixed), ["exists", "linked_failed"])
        self.assertEqual(self.books.wallet("ann").net, 111)

    def test_ids_are_used_up_and_clocks_move(self):
        run = [self.command("award", 5)._replace(at=70),
               self.command("redeem", 999)._replace(at=60)]
        self.run_of(*run)
        self.assertEqual(self.books.members["ann"].clock, 70)
        self.assertEqual(self.codes(self.run_of(*run)), ["exists"] * 2)

    def test_a_round_that_is_full_inside_ends_behind_it(self):
        books = self.books = Books(round_commands=2)
        books.do("award", "ann", 100)
        self.run_of(*(self.command("award", 1) for _ in range(3)))
        self.assertEqual(books.round_count, 0)

    def test_as_of_a_time_within_it(self):
        run = [self.command("award", 5)._replace(at=60),
               self.command("award", 6)._replace(at=70)]
        self.run_of(*run)
        self.assertEqual(self.books.as_of(70).balances("points")["ann"], 100)
        self.assertEqual(self.books.as_of(71).balances("points")["ann"], 111)
