"""Cases of reversals, as section 6 of docs/semantics.md says it."""

import unittest

import kumbara_model as model
from test_books import DAY, Books, lasting, program


class Reversed(unittest.TestCase):
    def books(self, restore="original", **rules):
        """Lots of 10, 10 and 5 that expire on days 10, 20 and 30; 22 redeemed."""
        books = Books(program(restore=restore, **rules))
        for amount, day in ((10, 10), (10, 20), (5, 30)):
            books.do("import", "a", amount, what="lot", expiry=day * DAY, at=0)
        books.do("redeem", "a", 22, id="r", at=DAY)
        return books

    def reverse(self, books, amount=None, reference="r", member="a", day=2):
        return books.do("reverse", member, amount, unit=None, at=day * DAY,
                        reference=reference)

    def test_parts_come_back_from_the_last_end(self):
        books = self.books()
        self.assertEqual(self.reverse(books, 5).delta, 5)
        self.assertEqual(books.lots("a"), {2: 3, 3: 5})
        self.assertEqual(self.reverse(books, 18).code, "exceeds_remaining")
        self.assertEqual(self.reverse(books).delta, 17)
        self.assertEqual(books.lots("a"), {1: 10, 2: 10, 3: 5})
        self.assertEqual(self.reverse(books, 0).code, "already_reversed")
        self.assertEqual(books.wallet("a").restored, 22)

    def test_what_is_past_expires_at_once(self):
        books = self.books()
        self.assertEqual(self.reverse(books, day=12).delta, 12)
        self.assertEqual(books.wallet("a").expired, 10)

    def test_a_lot_that_is_still_there_keeps_its_dates(self):
        books = self.books()
        books.do("extend", "a", until=90 * DAY, lot=3, at=DAY)
        self.reverse(books, 2)
        self.assertEqual(books.wallet("a").lots[0].expiry, 90 * DAY)

    def test_grace(self):
        books = self.books({"grace": "15d"})
        self.reverse(books, day=12)
        self.assertEqual(
            {lot.number: (lot.remaining, lot.expiry) for lot
             in books.wallet("a").lots},
            {3: (5, 30 * DAY), 4: (10, 27 * DAY), 5: (10, 27 * DAY)})

    def test_new(self):
        books = self.books("new", points=lasting({"after": "7d"},
                                                 pending={"for": "3d"}))
        self.reverse(books, day=12)
        self.assertEqual(
            [(lot.number, lot.activation, lot.expiry)
             for lot in books.wallet("a").lots if lot.number > 3],
            [(4, 12 * DAY, 19 * DAY), (5, 12 * DAY, 19 * DAY),
             (6, 12 * DAY, 19 * DAY)])

    def test_capture_and_donation(self):
        books = self.books()
        self.reverse(books)
        books.do("hold", "a", 20, until=9 * DAY, id="h", at=2 * DAY)
        books.do("capture", "a", 12, unit=None, reference="h", id="c", at=2 * DAY)
        books.do("donate", "a", 3, cause="trees", id="d", at=2 * DAY)
        self.assertEqual([self.reverse(books, reference=name).delta
                          for name in "cd"], [12, 3])
        self.assertEqual(self.reverse(books, reference="h").code,
                         "not_reversible")

    def test_horizon(self):
        for horizon, day, code in (("9d", 10, "ok"), ("9d", 11, "reference_too_old"),
                                   ("never", 9999, "ok")):
            books = self.books(reversal_horizon=horizon)
            self.assertEqual(self.reverse(books, day=day).code, code)
            books = Books(program(reversal_horizon=horizon))
            books.do("purchase", "a", 100, id="p", at=DAY)
            self.assertEqual(books.do("return", "a", reference="p",
                                      at=day * DAY).code, code)

    def test_purchase_and_award(self):
        books = Books()
        books.do("purchase", "a", 1000, id="p")
        books.do("return", "a", 400, reference="p")
        books.do("award", "a", 30, id="w", funding_class="promotion")
        self.assertEqual([self.reverse(books, *ask).code for ask in
                          ((600, "p"), (601, "p"), (1, "w"))],
                         ["not_reversible", "exceeds_remaining", "not_reversible"])
        books.do("redeem", "a", 20)
        self.assertEqual([self.reverse(books, reference=name).delta
                          for name in "pw"], [-6, -30])
        self.assertEqual((books.wallet("a").deficit, books.wallet("a").clawed_back),
                         (20, 40))
        self.assertEqual(books.system["points", "clawed_back", "promotion"], 30)
        self.assertEqual(books.do("return", "a", 1, reference="p").code,
                         "already_reversed")

    def test_adjustments(self):
        books = Books()
        books.do("award", "a", 5)
        books.do("adjust", "a", 7, id="plus", reason="count")
        books.do("adjust", "a", -20, id="minus", reason="count")
        self.assertEqual(self.reverse(books, reference="minus").delta, 20)
        self.assertEqual(books.lots("a"), {1: 5, 2: 7})
        self.assertEqual(self.reverse(books, reference="plus").delta, -7)
        self.assertEqual(books.lots("a"), {1: 5})
        self.assertEqual(books.system["points", "adjusted", "count"], 0)

    def test_what_was_owed_comes_first(self):
        books = Books()
        books.do("award", "a", 5)
        books.do("adjust", "a", -20, id="minus")
        books.do("award", "a", 15)
        self.reverse(books, reference="minus")
        self.assertEqual(books.lots("a"), {1: 5, 2: 15})

    def test_nothing_is_reversed_again_and_again(self):
        books = Books()
        books.do("award", "a", 0, id="w")
        self.assertEqual([self.reverse(books, reference="w").code
                          for _ in range(2)], ["ok"] * 2)

    def test_what_may_not_be_named(self):
        books = self.books()
        books.do("award", "b", 5, id="other")
        books.do("redeem", "a", 99, id="refused", at=DAY)
        books.do("extend", "a", until=90 * DAY, id="extend", at=DAY)
        names = ("never", "other", "refused", "extend")
        self.assertEqual([self.reverse(books, reference=name).code
                          for name in names], [
            "reference_not_found", "reference_of_other_member",
            "reference_not_found", "not_reversible"])

    def test_it_raises_what_is_available(self):
        books = self.books()
        books.program.auto_redeem = program(auto_redeem=[
            {"when": "credit", "at": 20, "take": 20}]).auto_redeem
        self.assertEqual(self.reverse(books).delta, 22 - 20)

    def test_as_of_a_time_before_the_redemption(self):
        books = Books()
        books.do("award", "a", 9, at=0)
        books.do("redeem", "a", 5, id="r", at=9 * DAY)
        self.reverse(books, day=1)
        self.assertEqual(books.as_of(5 * DAY).answers[1].code,
                         "reference_not_found")


class ReversedTransfers(unittest.TestCase):
    def setUp(self):
        self.books = Books()
        self.books.do("award", "a", 5, at=0)
        self.books.do("award", "a", 7, at=0)
        self.books.do("enroll", "b", at=0)

    def give(self):
        return self.books.do("transfer", "a", 8, receiver="b", id="t", at=DAY)

    def reverse(self, day=2):
        return self.books.do("reverse", "a", unit=None, reference="t",
                             at=day * DAY)

    def test_it_comes_back_to_the_lots_it_is_of(self):
        self.give()
        self.books.end_round()
        answer = self.reverse()
        again = self.reverse()
        self.assertIsNone(answer.code)
        self.books.end_round()
        self.assertEqual((answer.code, answer.delta, answer.net, again.code),
                         ("ok", 8, 12, "already_reversed"))
        self.assertEqual((self.books.lots("a"), self.books.lots("b")),
                         ({1: 5, 2: 7}, {}))
        self.assertEqual(self.books.members["b"].clock, 2 * DAY)

    def test_in_the_round_of_the_transfer(self):
        self.give()
        first, second = self.reverse(), self.reverse()
        self.books.end_round()
        self.assertEqual((first.code, first.delta, second.code),
                         ("ok", 8, "already_reversed"))

    def test_the_receiver_refuses_and_may_be_asked_again(self):
        self.give()
        self.books.end_round()
        self.books.do("redeem", "b", 1, id="r", at=DAY)
        answer = self.reverse(3)
        self.books.end_round()
        self.assertEqual((answer.code, answer.delta, answer.net),
                         ("receiver_refused", 0, 4))
        self.assertEqual(self.books.members["b"].clock, DAY)
        self.books.do("reverse", "b", unit=None, reference="r", at=DAY)
        answer = self.reverse(3)
        self.books.end_round()
        self.assertEqual(answer.code, "ok")

    def test_a_part_that_paid_a_debt_does_not_come_back(self):
        self.books.do("adjust", "b", -1, at=0)
        self.give()
        self.books.end_round()
        self.books.do("adjust", "b", 20, at=DAY)
        answer = self.reverse()
        self.books.end_round()
        self.assertEqual(answer.code, "receiver_refused")

    def test_a_closed_receiver(self):
        self.give()
        self.books.end_round()
        self.books.do("close", "b", unit=None, at=DAY)
        answer = self.reverse()
        self.books.end_round()
        self.assertEqual(answer.code, "receiver_closed")

    def test_what_comes_back_needs_room_until_it_is_there(self):
        self.give()
        self.books.end_round()
        self.reverse()
        room = model.LIMIT - 12
        codes = [self.books.do("adjust", "a", amount, at=DAY).code
                 for amount in (room + 1, room)]
        self.assertEqual(codes, ["overflow", "ok"])
        self.books.end_round()

    def test_a_close_waits_for_it(self):
        self.give()
        answer = self.reverse()
        closing = self.books.do("close", "a", unit=None, at=2 * DAY)
        self.books.end_round()
        self.assertEqual((answer.code, closing.code), ("ok", "ok"))
        self.assertEqual(self.books.system_sum("forfeited"), 12)
