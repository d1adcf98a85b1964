#!/usr/bin/env python3
"""Tests the reference model alone: the examples and vectors of
docs/semantics.md, and its invariants over random histories.

    self_test.py [unittest options]
"""

import pathlib
import tempfile
import unittest

import kumbara_model as model
from achievement_cases import Achievements, Benefits, Streaks
from basket_cases import Lines, Tender
from condition_cases import Caps, Conditions, PartsOfLines, Stacking
from date_cases import Dates
from day_cases import Anniversaries, Birthdays, Ending
from earn_cases import EarnRules, PartsBack, PartsForAPool
from earning import Basket, Rated
from event_cases import EventRules
from giving_cases import Allowances, Permissions
from history_cases import RandomHistories, Shrinking
from hold_cases import Holding
from import_cases import Imported, OpenPurchase, Reinstated
from linked_cases import Linked
from lines import Line
from lot_cases import AutomaticRedemption, Inactivity, Lots, Transfers
from member_cases import (Attributes, Closed, Donations, Events, Extended,
                          Persons)
from merge_cases import Merged, Referred, RunsOfMerged
from plan_cases import Plans
from pool_cases import Joining, PoolEarns
from referral_cases import Bonus, Referring
from reversal_cases import Reversed, ReversedTransfers
from reward_cases import Blocks, Budgets, Rewards
from test_books import DAY, Books, lasting, program
from tier_cases import Counters, ImportedTiers, Rates, Together, Windows
from values import Command
from vector_cases import Vectors
from version_cases import Ladders, Names, Times
from version_standing_cases import Achieving, Entitled, Paid


class Examples(unittest.TestCase):
    """The statements of sections 2 to 9."""

    def test_roundings(self):
        table = {"floor": (1, 1, 2, 2, 3), "half_up": (1, 2, 3, 3, 3),
                 "half_even": (1, 2, 2, 3, 3), "ceil": (2, 2, 3, 3, 3)}
        for rounding, expected in table.items():
            rules = program(1, 100, rounding)
            points = [Rated(rules.earn_rules, Basket(x), [True]).points.values()
                      for x in (125, 150, 250, 275, 300)]
            self.assertEqual(sum(map(tuple, points), ()), expected, rounding)

    def test_return_of_none_is_truncated_toward_zero(self):
        self.assertEqual(Books().do("return", "a", 150).delta, -1)

    def test_repeat_of_a_refusal_stays_refused(self):
        books = Books()
        books.do("award", "a", 5)
        first = books.do("redeem", "a", 6, id="r", at=9)
        books.do("award", "a", 5)
        again = books.do("redeem", "a", 6, id="r", at=9)
        self.assertEqual((first.code, again.code, again.first, again.net),
                         ("insufficient", "exists", first, 0))
        other = books.do("redeem", "a", 7, id="r", at=9)
        self.assertEqual((other.code, other.delta, other.net),
                         ("exists_with_different_content", 0, 0))

    def test_each_field_is_content(self):
        base = Command("return", "x", "a", 1, 5, "GBP")
        for change in ({"member": "b"}, {"at": 2}, {"amount": 0},
                       {"amount": None, "reference": "p"}, {"unit": "EUR"},
                       {"store": "s"}, {"reason": "r"}, {"category": "c"},
                       {"kind": "purchase"}):
            books = Books()
            books.apply(base)
            other = books.apply(base._replace(**change))
            self.assertEqual(other.code, "exists_with_different_content")

    def test_no_quantity_is_one_of_0_beside_an_amount(self):
        for amount, code in ((5, "exists"), (None, "exists_with_different_content")):
            books = Books()
            base = Command("return", "x", "a", 1, 5, "GBP", reference="p", lines=(
                Line("item", quantity=0, amount=amount),))
            books.apply(base)
            again = base._replace(lines=(Line("item", amount=amount),))
            self.assertEqual(books.apply(again).code, code)

    def test_future_commands_are_counted_and_move_no_clock(self):
        books = Books(max_ahead=10)
        for at, code in ((110, "ok"), (111, "time_in_future")):
            command = Command("award", f"c{at}", "a", at, 1, "points")
            self.assertEqual(books.apply(command, 100).code, code)
        self.assertEqual((books.clock, books.members["a"].clock), (110, 110))
        self.assertEqual(books.round_count, 2)
        tick = Command("tick", None, None, 111)
        self.assertEqual(books.apply(tick, 100).code, "time_in_future")

    def test_what_is_too_late_does_nothing(self):
        books = Books(program(points=lasting({"after": "1d"}), oldest="10d"))
        books.do("award", "a", 1, at=0)
        books.tick(9 * DAY)
        for instant, code in ((0, "ok"), (-DAY, "ok"), (-DAY - 1, "too_late")):
            self.assertEqual(books.do("award", "a", 2, at=instant).code, code)
            self.assertEqual(books.do("enroll", "b", at=-DAY - 1).code, "too_late")
        self.assertEqual(books.members["a"].clock, 9 * DAY)
        self.assertNotIn("b", books.members)

    def test_a_carried_command_is_too_late_at_its_rounds_end(self):
        books = Books(program(oldest="10d"))
        books.do("award", "a", 9, at=0)
        books.do("enroll", "b", at=0)
        books.do("transfer", "a", 4, receiver="b", at=1, id="t")
        back = books.do("reverse", "a", at=2, reference="t", unit=None)
        books.do("award", "a", 1, at=10 * DAY + 3)
        books.end_round()
        self.assertEqual(back.code, "too_late")

    def test_late_is_older_than_clock_message_or_tick(self):
        books = Books()
        books.do("award", "a", 10, at=100)
        books.do("award", "b", 10, at=50)
        books.do("award", "a", 10, at=100)
        self.assertEqual(books.late, 0)
        books.do("redeem", "a", 99, at=99)
        self.assertEqual(books.late, 1)
        books.do("transfer", "a", 1, at=100, receiver="b")
        books.end_round()
        books.do("award", "b", 1, at=99)
        self.assertEqual(books.late, 2)
        books.apply(Command("tick", None, None, 200))
        books.do("award", "b", 1, at=199)
        self.assertEqual(books.late, 3)
        books.do("award", "new", 1, at=5)
        books.do("award", "new", 1, at=199)
        self.assertEqual((books.late, books.members["new"].clock), (4, 200))

    def test_refused_purchase_of_an_unknown_member_fixes_the_currency(self):
        books = Books(program(enrol="explicit"))
        books.do("enroll", "a")
        first = books.do("purchase", "nobody", 1, unit="EUR")
        self.assertEqual(first.code, "member_unknown")
        self.assertEqual(books.do("purchase", "a", 1).code, "wrong_currency")

    def test_least_number_is_answered(self):
        books = Books(program(currency="GBP"))
        books.do("award", "b", 1, id="award")
        books.do("purchase", "b", 1, id="bought")
        ask = lambda reference, unit: books.do(
            "return", "a", 1, reference=reference, unit=unit).code
        self.assertEqual(ask("award", "EUR"), "wrong_currency")
        self.assertEqual(ask("award", "GBP"), "reference_wrong_kind")
        self.assertEqual(ask("bought", "GBP"), "reference_of_other_member")
        self.assertNotIn("a", books.members)
        books.do("award", "c", 10)
        books.do("redeem", "c", 10)
        both = books.do("redeem", "c", model.LIMIT)
        self.assertEqual(both.code, "overflow")

    def test_unknown_reference_as_none_needs_an_amount(self):
        books = Books(program(unknown_reference="as_none"))
        bare = books.do("return", "a", reference="never")
        self.assertEqual(bare.code, "reference_not_found")
        self.assertEqual(
            books.do("return", "a", 200, reference="never").delta, -2)
        books.do("purchase", "a", 1, unit="EUR", id="refused")
        known = books.do("return", "a", 200, reference="refused")
        self.assertEqual(known.code, "reference_not_found")

    def test_empty_basket_can_be_returned_for_ever(self):
        books = Books()
        books.do("purchase", "a", 0, id="p")
        for amount, code in ((None, "ok"), (0, "ok"),
                             (1, "exceeds_remaining"), (None, "ok")):
            answer = books.do("return", "a", amount, reference="p")
            self.assertEqual(answer.code, code)

    def test_forgone_points_are_not_asked_for_again(self):
        books = Books(program(deficit="clamp"))
        books.do("purchase", "a", 1000, id="p")
        books.do("redeem", "a", 10)
        books.do("return", "a", 500, reference="p")
        books.do("award", "a", 100)
        self.assertEqual(books.do("return", "a", reference="p").delta, -5)

    def test_credit_pays_the_deficit_and_earns_all_of_it(self):
        books = Books()
        books.do("award", "a", 0)
        books.do("adjust", "a", -30)
        answer = books.do("purchase", "a", 10500)
        wallet = books.members["a"].wallets["points"]
        self.assertEqual((answer.delta, wallet.available, wallet.deficit,
                          wallet.earned), (105, 75, 0, 105))

    def test_receiver_enrolled_later_in_the_round_is_known(self):
        books = Books()
        books.do("award", "a", 5)
        gift = books.do("transfer", "a", 5, receiver="b")
        repeat = books.do("transfer", "a", 5, receiver="b", id=gift.command.id,
                          at=gift.command.at)
        books.do("enroll", "b")
        self.assertIsNone(gift.code)
        books.end_round()
        self.assertEqual((gift.code, repeat.code, repeat.line()[2]),
                         ("ok", "exists", -5))

    def test_refused_transfer_comes_back_and_pays_the_deficit_first(self):
        books = Books()
        books.do("award", "a", 5)
        gift = books.do("transfer", "a", 5, receiver="nobody")
        books.do("adjust", "a", -3)
        books.end_round()
        wallet = books.members["a"].wallets["points"]
        self.assertEqual((gift.code, gift.delta, gift.net, wallet.available),
                         ("receiver_unknown", 0, 2, 2))
        self.assertNotIn("nobody", books.members)

    def test_held_points_leave_room_to_come_back(self):
        books = Books()
        books.do("award", "a", model.LIMIT)
        books.do("transfer", "a", 10, receiver="nobody")
        self.assertEqual(books.do("adjust", "a", 1).code, "overflow")

    def test_transfers_settle_in_sequence_order(self):
        books = Books()
        books.do("award", "rich", model.LIMIT - 5)
        books.do("award", "a", 5)
        books.do("award", "b", 5)
        gifts = [books.do("transfer", name, 5, receiver="rich")
                 for name in "ba"]
        books.end_round()
        self.assertEqual([gift.code for gift in gifts],
                         ["ok", "receiver_refused"])

    def test_round_ends_after_the_command_that_fills_it(self):
        books = Books(round_commands=4)
        books.do("award", "a", 9)
        books.do("enroll", "b")
        first = books.do("transfer", "a", 1, receiver="b")
        self.assertIsNone(first.code)
        second = books.do("transfer", "a", 1, receiver="b")
        self.assertEqual((first.code, second.code), ("ok", "ok"))

    def test_round_ends_at_four_mebibytes(self):
        ledger = model.Ledger(program(), round_commands=10**9)
        commands = (4 << 20) // 96  # One detail each, and a rest.
        for number in range(commands):
            ledger.count(Command("purchase", category="food"))
        ledger.end_full_round()
        self.assertEqual(ledger.round_count, commands)
        ledger.count(Command("purchase"))
        ledger.end_full_round()
        self.assertEqual(ledger.round_count, 0)

    def test_as_of_decides_anew_but_keeps_identities(self):
        books = Books(program(currency="*"))
        books.do("award", "a", 10, at=20)
        spent = books.do("redeem", "a", 4, at=10)
        books.do("purchase", "b", 500, at=20, id="p")
        books.do("purchase", "b", 500, at=10, id="p")
        books.do("return", "b", 100, at=10, reference="p")
        past = books.as_of(20)
        self.assertEqual(spent.code, "ok")
        self.assertEqual([answer.code for answer in past.answers],
                         ["member_unknown", "reference_not_found", "ok"])
        self.assertEqual(books.as_of(21).balances("points"),
                         {"a": 6, "b": 4})

    def test_as_of_knows_the_kind_of_a_later_reference(self):
        books = Books(program(unknown_reference="as_none"))
        books.do("award", "a", 10, at=20, id="later")
        books.do("return", "a", 100, at=10, reference="later")
        past = books.as_of(20)
        self.assertEqual(past.answers[0].code, "reference_wrong_kind")

    def test_award_carries_a_funding_class(self):
        books = Books()
        books.do("award", "a", 3)
        books.do("award", "a", 4, funding_class="partner:x")
        self.assertEqual(dict(books.system), {
            ("points", "issued", "goodwill"): -3,
            ("points", "issued", "partner:x"): -4})

    def test_anonymous_rows_are_counted_and_move_the_clock(self):
        header = ("transaction_id,member_id,occurred_at,amount_minor,currency,"
                  "kind,store_id,category")
        text = (header + "\n1,a,2024-02-29T23:59:59Z,250,GBP,purchase,s,c\n"
                "2,,2024-03-01T00:00:00Z,99900,EUR,purchase,s,c\n")
        with tempfile.TemporaryDirectory() as directory:
            path = pathlib.Path(directory) / "rows.csv"
            path.write_text(text)
            commands = model.read_rows(path, "time")
        books = Books()
        model.load(books, commands)
        self.assertEqual(books.balances("points"), {"a": 2})
        self.assertEqual(books.anonymous, 1)
        self.assertEqual(books.clock, model.micros("2024-03-01T00:00:00Z"))


if __name__ == "__main__":
    unittest.main()
