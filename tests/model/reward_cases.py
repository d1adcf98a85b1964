"""Cases of rewards and budgets, as section 6 of docs/semantics.md says it."""

import unittest

from test_books import Books, program


def offering(*rewards, **returns):
    return program(sections={"reward": [{"unit": "points", **reward}
                                        for reward in rewards]}, **returns)


class Rewards(unittest.TestCase):
    def books(self, points=250, **reward):
        books = Books(offering({"name": "coffee", "cost": 100, **reward}))
        books.do("award", "a", points)
        return books

    def redeem(self, books, member="a", **fields):
        fields = {"reward": "coffee", **fields}
        return books.do("redeem", member, unit=None, **fields)

    def test_the_example(self):
        books = self.books(limit=2, stock=1)
        asked = [self.redeem(books) for _ in range(3)]
        books.end_round()
        self.assertEqual([answer.code for answer in asked],
                         ["ok", "out_of_stock", "limit_reached"])
        self.assertEqual([answer.delta for answer in asked], [-100, 0, 0])
        self.assertEqual((books.wallet("a").net, books.wallet("a").redeemed),
                         (150, 100))
        self.assertEqual(books.system["points", "redeemed", "coffee"], 100)

    def test_without_a_stock_at_once(self):
        books = self.books()
        answer = self.redeem(books, quantity=2)
        self.assertEqual((answer.code, answer.delta, answer.net), ("ok", -200, 50))
        self.assertEqual(self.redeem(books).code, "insufficient")
        self.assertEqual(self.redeem(books, reward="tea").code, "reward_unknown")

    def test_when_and_for_whom(self):
        books = self.books(**{"from": "2023-01-01", "until": "2023-02-01",
                              "plan": "gold", "segment": 3})
        day = lambda text: self.redeem(books, at=text).code
        books.do("set", "a", unit=None, plan="gold", at="2022-12-01")
        self.assertEqual(day("2023-01-01"), "reward_not_valid")
        books.do("set", "a", unit=None, segments="3", at="2023-01-01")
        self.assertEqual([day("2022-12-31T23:59:59Z"), day("2023-01-01"),
                          day("2023-02-01"), day("2023-01-31T23:59:59Z")],
                         ["reward_not_valid", "ok", "reward_not_valid", "ok"])

    def test_a_limit_in_a_period(self):
        books = self.books(500, limit=1, per="day")
        day = lambda text, **fields: self.redeem(books, at=text, **fields).code
        self.assertEqual([day("2023-01-05", id="r"), day("2023-01-05T23:00:00Z"),
                          day("2023-01-06"), day("2023-01-06", quantity=2)],
                         ["ok", "limit_reached", "ok", "limit_reached"])
        books.do("reverse", "a", unit=None, reference="r", at="2023-01-06")
        self.assertEqual(day("2023-01-05"), "ok")

    def test_a_reversal_gives_whole_ones_back(self):
        books = self.books(stock=2)
        self.redeem(books, quantity=2, id="r")
        books.end_round()
        stock = lambda: 2 - books.counters["reward", "coffee"]
        for part, left in ((150, 1), (49, 1), (1, 2)):
            books.do("reverse", "a", part, unit=None, reference="r")
            books.end_round()
            self.assertEqual(stock(), left)
        self.assertEqual(books.wallet("a").net, 250)

    def test_a_conversion(self):
        books = self.books(gives={"unit": "status", "amount": 80})
        answer = self.redeem(books, quantity=2, id="r")
        self.assertEqual((answer.delta, answer.net), (-200, 50))
        self.assertEqual(books.balances("status"), {"a": 160})
        reverse = lambda amount=None: books.do(
            "reverse", "a", amount, unit=None, reference="r").code
        self.assertEqual(reverse(5), "not_reversible")
        books.do("adjust", "a", -1, unit="status")
        self.assertEqual(reverse(), "not_reversible")

    def test_a_conversion_is_reversed(self):
        books = self.books(gives={"unit": "status", "amount": 80})
        self.redeem(books, id="r")
        self.assertEqual(books.do("reverse", "a", unit=None, reference="r").code, "ok")
        self.assertEqual((books.balances("status"), books.balances("points")),
                         ({"a": 0}, {"a": 250}))


class Budgets(unittest.TestCase):
    def books(self, partial=False, per="lifetime"):
        section = {"budget": [{"name": "spring", "unit": "points", "amount": 100,
                               "per": per}]}
        books = Books(program(earn={"budget": "spring", "partial": partial},
                              sections=section))
        for name in ("a", "b"):
            books.do("enroll", name)
        return books

    def buy(self, books, member, amount, **fields):
        return books.do("purchase", member, amount, **fields)

    def test_the_example(self):
        for partial, second in ((False, 0), (True, 40)):
            books = self.books(partial)
            asked = [self.buy(books, "a", 6000), self.buy(books, "b", 5000)]
            self.assertEqual(books.wallet("b").pending, 50)
            books.end_round()
            self.assertEqual([(answer.code, answer.delta) for answer in asked],
                             [("ok", 60), ("ok", second)])
            self.assertEqual(books.wallet("b").earned, second)

    def test_what_is_returned_is_given_back(self):
        books = self.books()
        self.buy(books, "a", 6000, id="p")
        books.end_round()
        self.assertEqual(books.do("return", "a", reference="p").delta, -60)
        books.end_round()
        bought = self.buy(books, "b", 10000)
        books.end_round()
        self.assertEqual(bought.delta, 100)

    def test_what_was_not_granted_is_given_up_first(self):
        books = self.books(partial=True)
        self.buy(books, "a", 15000, id="p")
        books.end_round()
        back = lambda amount: books.do("return", "a", amount, reference="p").delta
        self.assertEqual([back(5000), back(1000), back(9000)], [0, -10, -90])

    def test_per_month(self):
        books = self.books(per="month")
        asked = [self.buy(books, "a", 10000, at=day) for day in
                 ("2023-01-31", "2023-01-31", "2023-02-01")]
        books.end_round()
        self.assertEqual([answer.delta for answer in asked], [100, 0, 100])


class Blocks(unittest.TestCase):
    """Budgets of awards."""

    def books(self, **returns):
        budget = {"name": "block", "unit": "points", "amount": 100, "per": "month",
                  "funding_class": "partner:fuel"}
        return Books(program(sections={"budget": [budget]}, **returns))

    def award(self, books, member, amount, **fields):
        fields = {"funding_class": "partner:fuel", "at": "2023-01-05", **fields}
        return books.do("award", member, amount, **fields)

    def test_the_example(self):
        books = self.books(deficit="clamp")
        asked = [self.award(books, "ada", 80, id="a"), self.award(books, "bob", 30),
                 self.award(books, "cid", 20)]
        self.assertEqual((books.members, books.system), ({}, {}))
        books.end_round()
        self.assertEqual([(answer.code, answer.delta) for answer in asked],
                         [("ok", 80), ("limit_reached", 0), ("ok", 20)])
        self.assertNotIn("bob", books.members)
        books.do("redeem", "ada", 50, at="2023-02-01")
        books.do("reverse", "ada", unit=None, reference="a", at="2023-02-01")
        books.end_round()
        left = [self.award(books, "bob", 31), self.award(books, "bob", 30)]
        books.end_round()
        self.assertEqual([answer.code for answer in left], ["limit_reached", "ok"])

    def test_other_awards_ask_nobody(self):
        books = self.books()
        codes = [self.award(books, "ada", 0).code,
                 self.award(books, "ada", 500, funding_class=None).code,
                 self.award(books, "ada", 500, unit="status").code]
        self.assertEqual(codes, ["ok"] * 3)

    def test_who_has_no_room_gives_it_back(self):
        books = self.books()
        asked = self.award(books, "ada", 80)
        books.do("award", "ada", 10**18, at="2023-01-05")
        books.end_round()
        self.assertEqual(asked.code, "overflow")
        last = self.award(books, "bob", 100)
        books.end_round()
        self.assertEqual(last.code, "ok")
