"""Cases of holds, as sections 5 and 6 of docs/semantics.md say it."""

import unittest

from test_books import DAY, Books, program


class Holding(unittest.TestCase):
    """Three lots of 10 that expire on days 30, 10 and 20."""

    def setUp(self):
        self.books = self.made()

    def made(self, **rules):
        books = Books(program(points={"consume": "fifo"}, **rules))
        for day in (30, 10, 20):
            books.do("import", "a", 10, what="lot", expiry=day * DAY, at=0)
        return books

    def hold(self, amount=25, until=5, at=1, **fields):
        return self.books.do("hold", "a", amount, until=until * DAY, at=at * DAY,
                             id="h", **fields)

    def name(self, kind, amount=None, day=2, **fields):
        return self.books.do(kind, "a", amount, unit=None, reference="h",
                             at=day * DAY, **fields)

    def held(self, day=0):
        wallet = self.books.wallet("a", day * DAY)
        return wallet.available, wallet.held

    def test_it_moves_no_net_and_is_out_of_reach(self):
        answer = self.hold()
        self.assertEqual((answer.code, answer.delta, answer.net), ("ok", 0, 30))
        self.assertEqual(self.held(), (5, 25))
        self.assertEqual(self.books.do("redeem", "a", 6, at=DAY).code,
                         "insufficient")
        self.assertEqual(self.hold().code, "exists")

    def test_refusals(self):
        self.assertEqual(self.hold(31).code, "insufficient")
        self.assertEqual(self.books.do("hold", "a", 1, unit="status",
                                       until=9 * DAY).code, "unit_not_spendable")
        for _ in range(256):
            self.books.do("award", "b", 1, at=DAY)
        many = lambda amount: self.books.do("hold", "b", amount, until=9 * DAY,
                                            at=DAY).code
        self.assertEqual([many(256), many(255)], ["limit_reached", "ok"])

    def test_its_end_gives_it_back_and_expired_points_go(self):
        self.hold(until=10)
        self.assertEqual((self.held(9), self.held(10)), ((5, 25), (20, 0)))
        self.assertEqual(self.books.wallet("a", 10 * DAY).expired, 10)
        self.assertEqual(self.name("void", day=10).code, "already_timed_out")

    def test_held_points_do_not_expire_but_what_is_back_does(self):
        self.hold(until=15)
        self.assertEqual(self.held(14), (5, 25))
        self.assertEqual(self.held(15), (20, 0))

    def test_expired_points_of_a_time_out_redeem_nothing(self):
        self.books = self.made(auto_redeem=[
            {"when": "credit", "at": 11, "take": 11}])
        self.books.do("redeem", "a", self.books.wallet("a").available, at=0)
        for day in (10, 30):
            self.books.do("import", "a", 10, what="lot", expiry=day * DAY, at=0)
        before = self.books.wallet("a").redeemed
        self.assertGreater(before, 0)  # The second lot made it 20.
        self.books.do("hold", "a", 9, until=15 * DAY, at=DAY)
        self.assertEqual(self.books.wallet("a", 16 * DAY).redeemed, before)

    def test_one_that_comes_late_times_out_at_once(self):
        self.books.tick(4 * DAY)
        answer = self.hold(until=2)
        self.assertEqual((answer.code, self.held()), ("ok", (30, 0)))
        self.assertEqual(self.name("capture").code, "already_timed_out")

    def test_a_capture_takes_what_expires_first(self):
        self.hold()
        answer = self.name("capture", 12)
        self.assertEqual((answer.code, answer.delta, answer.net), ("ok", -12, 18))
        self.assertEqual(self.books.wallet("a").redeemed, 12)
        self.assertEqual(self.books.lots("a"), {1: 10, 3: 8})
        self.assertEqual([self.name("capture").code, self.name("void").code],
                         ["already_captured"] * 2)

    def test_a_capture_of_expired_points(self):
        self.hold(until=20)
        self.assertEqual(self.name("capture", 10, day=12).delta, -10)
        self.assertEqual(self.books.wallet("a").expired, 0)

    def test_how_much_may_be_captured(self):
        self.hold(20)
        self.assertEqual(self.name("capture", 21).code, "exceeds_remaining")
        self.assertEqual(self.name("capture", 0).delta, 0)
        self.assertEqual(self.held(), (30, 0))
        self.assertEqual(self.name("void").code, "already_captured")

    def test_what_goes_back_pays_a_debt(self):
        self.hold()
        self.books.do("adjust", "a", -12, at=DAY)
        self.assertEqual(self.name("void").delta, 0)
        self.assertEqual(self.held(), (18, 0))
        self.assertEqual(self.name("void").code, "already_voided")

    def test_what_may_be_named(self):
        self.hold()
        self.books.do("award", "b", 5, id="other", at=DAY)
        refuse = lambda member, reference: self.books.do(
            "void", member, unit=None, reference=reference, at=DAY)
        self.books.do("hold", "a", 99, until=9 * DAY, id="refused", at=DAY)
        codes = [refuse("a", "never"), refuse("a", "other"), refuse("b", "h"),
                 refuse("a", "refused"), refuse("b", "refused")]
        self.assertEqual([answer.code for answer in codes], [
            "reference_not_found", "reference_wrong_kind",
            "reference_of_other_member", "reference_not_found",
            "reference_of_other_member"])
        self.assertEqual({answer.unit for answer in codes}, {None})

    def test_closing_needs_force(self):
        self.hold()
        close = lambda **fields: self.books.do("close", "a", unit=None,
                                               at=2 * DAY, **fields)
        self.assertEqual(close().code, "not_permitted")
        close(force="yes", pay_out="yes")
        self.assertEqual((self.held(9), self.books.system_sum("paid_out"),
                          self.books.system_sum("forfeited")), ((0, 0), 30, 0))
