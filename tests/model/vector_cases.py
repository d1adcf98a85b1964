"""The vectors of docs/semantics.md, section 11."""

import unittest

from test_books import Books, at, lasting, program


class Vectors(unittest.TestCase):
    """Section 11 of the document."""

    def test_one_point_per_ten_dollars(self):
        books = Books(program(1, 1000))
        self.assertEqual(books.do("purchase", "a", 10500).delta, 10)
        self.assertEqual(books.do("purchase", "a", 2190).delta, 2)

    def test_full_return_takes_back_what_was_earned(self):
        books = Books()
        bought = books.do("purchase", "a", 4995, id="p")
        self.assertEqual(bought.delta, 49)
        self.assertEqual(books.do("return", "a", reference="p").delta, -49)

    def test_return_of_three_quarters_leaves_a_quarter(self):
        books = Books()
        books.do("purchase", "a", 10000, id="p")
        self.assertEqual(books.do("return", "a", 7500, reference="p").net, 25)

    def test_return_after_everything_was_redeemed(self):
        for policy, net, delta in (("negative", -50, -50), ("clamp", 0, 0),
                                   ("only_pending", 0, 0)):
            books = Books(program(deficit=policy))
            books.do("purchase", "a", 5000, id="p")
            books.do("redeem", "a", 50)
            answer = books.do("return", "a", reference="p")
            self.assertEqual((answer.net, answer.delta), (net, delta), policy)
            self.assertEqual(books.system_sum("clawed_back"), -delta)

    def test_one_of_twenty_gifts_succeeds(self):
        books = Books()
        books.do("award", "giver", 100)
        for number in range(20):
            books.do("enroll", f"r{number}")
        gifts = [books.do("transfer", "giver", 100, receiver=f"r{number}")
                 for number in range(20)]
        books.end_round()
        codes = [gift.code for gift in gifts]
        self.assertEqual(codes, ["ok"] + ["insufficient"] * 19)
        self.assertEqual((gifts[0].delta, gifts[0].net), (-100, 0))

    def test_ten_returns_of_a_tenth_take_back_one_point_in_all(self):
        books = Books(program(1, 1000))
        books.do("purchase", "a", 1000, id="p")
        deltas = [books.do("return", "a", 100, reference="p").delta
                  for _ in range(10)]
        self.assertEqual(deltas, [-1] + [0] * 9)
        again = books.do("return", "a", 0, reference="p")
        self.assertEqual(again.code, "already_reversed")

    def test_a_year_to_the_end_of_the_month(self):
        policy = {"after": "12mo", "round": "end_of_month"}
        books = Books(program(points=lasting(policy)))
        books.do("award", "a", 5, at="2020-07-06T13:30:00Z")
        last = at("2021-08-01") - 1
        self.assertEqual(books.wallet("a", last).available, 5)
        self.assertEqual(books.wallet("a", last + 1).available, 0)

    def test_months_to_the_end_of_the_day(self):
        for months, earned, gone in (
                ("1mo", "2023-01-25T10:00:00Z", "2023-02-26"),
                ("1mo", "2023-01-31T10:00:00Z", "2023-03-01"),
                ("0mo", "2023-01-01T00:00:00Z", "2023-01-02")):
            policy = {"after": months, "round": "end_of_day"}
            books = Books(program(points=lasting(policy)))
            books.do("award", "a", 5, at=earned)
            self.assertEqual(books.wallet("a", at(gone) - 1).available, 5)
            self.assertEqual(books.wallet("a", gone).available, 0, gone)

    def test_what_expires_first_is_used_first(self):
        books = Books(program(points=lasting({"after": "1y"})))
        books.do("award", "a", 100, at="2023-01-10")
        books.do("award", "a", 150, at="2023-03-10")
        books.do("redeem", "a", 120, at="2023-04-10")
        self.assertEqual(books.lots("a"), {2: 130})

    def test_the_rest_stays_in_the_lot_that_expires_next(self):
        books = Books(program(points=lasting({"on": "12-31"})))
        books.do("award", "a", 300, at="2024-01-01")
        books.do("award", "a", 1000, at="2023-12-31")
        books.do("redeem", "a", 500, at="2023-12-31")
        self.assertEqual(books.lots("a"), {1: 300})
        books = Books(program(points=lasting({"on": "12-31"})))
        books.do("award", "a", 1000, at="2023-05-01")
        books.do("redeem", "a", 500, at="2023-06-01")
        self.assertEqual(books.lots("a"), {1: 500})

    def test_what_was_spent_does_not_expire(self):
        books = Books(program(points=lasting({"after": "30d"})))
        books.do("award", "a", 100, at="2023-01-01")
        books.do("redeem", "a", 80, at="2023-01-02")
        self.assertEqual(books.do("award", "a", 50, at="2023-03-01").net, 50)
        self.assertEqual(books.wallet("a").expired, 20)

    def test_activity_moves_the_expiry_but_not_past_four_years(self):
        policy = {"inactive": "18mo", "activities": ["purchase"], "after": "4y",
                  "from": "earn"}
        books = Books(program(points=lasting(policy)))
        books.do("purchase", "a", 1000, at="2020-01-01")
        for day in ("2021-06-30", "2022-12-29", "2023-12-30"):
            self.assertEqual(books.do("purchase", "a", 0, at=day).net, 10)
        self.assertEqual(books.wallet("a", at("2024-01-01") - 1).net, 10)
        self.assertEqual(books.wallet("a", "2024-01-01").net, 0)
        books.do("purchase", "b", 1000, at="2020-01-01")
        self.assertEqual(books.do("enroll", "c", at="2021-06-30").code, "ok")
        self.assertEqual(books.wallet("b", "2021-07-01").net, 0)
