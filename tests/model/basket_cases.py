"""Cases of lines of baskets, as section 6 of docs/semantics.md says it."""

import unittest

from lines import Line
from test_books import Books, program
from values import LIMIT


def earning(basis="total", **rule):
    return program(1, 100, earn={"basis": basis, **rule})


def item(amount=None, sku="A1", **fields):
    return Line("item", sku=sku, amount=amount, **fields)


def tender(quantity, amount, unit="points"):
    return Line("tender", unit=unit, quantity=quantity, amount=amount)


class Basket(Books):
    def buy(self, *listed, id="p", amount=None):
        if amount is None:
            amount = sum(line.amount for line in listed if line.kind != "tender")
        return self.do("purchase", "a", amount, id=id, lines=listed)

    def back(self, *listed, amount=None, reference="p"):
        return self.do("return", "a", amount, reference=reference,
                       lines=listed or None)


class Lines(unittest.TestCase):
    def test_the_basis_is_of_some_kinds(self):
        listed = (item(800), item(400, "B2"), Line("discount", amount=-200),
                  Line("tax", amount=190))
        for basis, points in (({"lines": ["item", "discount"]}, 10), ("total", 11),
                              ({"lines": "tax"}, 1)):
            self.assertEqual(Basket(earning(basis)).buy(*listed).delta, points)

    def test_without_goods_it_is_the_amount(self):
        books = Basket(earning({"lines": "item"}))
        self.assertEqual(books.buy(tender(0, 500), amount=900).delta, 9)

    def test_below_zero_earns_nothing(self):
        books = Basket(earning({"lines": "item"}))
        self.assertEqual(books.buy(item(-500), Line("tax", amount=600)).delta, 0)

    def test_each_line_is_rounded(self):
        rule = earning({"lines": ["item", "discount"]}, round_per="line")
        books = Basket(rule)
        less = Line("discount", amount=-50)
        self.assertEqual(books.buy(item(190), item(190, "B2"), less).delta, 2)
        self.assertEqual(books.back(item(None, "B2")).delta, -1)
        self.assertEqual([Basket(rule).buy(*listed).delta for listed in (
            (item(190), item(190)), (item(199), item(-100, "B2")),
            (item(90), item(90, "B2"), Line("discount", amount=-150)))], [3, 0, 0])
        self.assertEqual(Basket(rule).buy(amount=330).delta, 3)

    def test_a_line_of_more_than_there_can_be(self):
        rule = program(1000, 1, earn={"basis": {"lines": ["item", "discount"]},
                                      "round_per": "line"})
        much = LIMIT // 1000
        for listed, answer in (
                ((item(much), Line("discount", amount=-much)), ("ok", 0)),
                ((item(much + 1), Line("discount", amount=-much)), ("overflow", 0)),
                ((item(much), item(1, "B2")), ("overflow", 0)),
                ((item(much + 1), Line("discount", amount=-much - 2),
                  Line("tax", amount=1)), ("ok", 0))):
            bought = Basket(rule).buy(*listed)
            self.assertEqual((bought.code, bought.delta), answer)

    def test_returned_by_amount_and_by_line(self):
        books = Basket(earning({"lines": ["item"]}))
        books.buy(item(600), item(400, "B2"))
        self.assertEqual([books.back(amount=500).delta,
                          books.back(item(None, "B2")).delta,
                          books.back(amount=100).delta], [0, -4, -6])
        self.assertEqual(books.back(item()).code, "already_reversed")

    def test_all_lines_are_returned_though_some_sum_to_nothing(self):
        for parts, demanded in (((),), [-5]), (((item(),), (item(None, "B2"),)), [0, -5]):
            books = Basket(earning({"brand": "acme"}))
            books.buy(item(500, brand="acme"), item(-500, brand="x"), item(600, "B2"))
            self.assertEqual([books.back(*part).delta for part in parts], demanded)

    def test_by_quantity(self):
        books = Basket(earning())
        books.buy(item(1000, quantity=3))
        self.assertEqual([books.back(item(quantity=1)).delta for _ in range(3)],
                         [-4, -3, -3])

    def test_more_than_is_left(self):
        books = Basket(earning())
        books.buy(item(1000, quantity=2), Line("discount", amount=-100))
        ask = lambda *listed: books.back(*listed).code
        for line in (item(1001), item(-1), item(quantity=3), item(sku="Z9"),
                     Line("discount", amount=1), Line("tax", amount=1)):
            self.assertEqual(ask(line), "exceeds_remaining", line)
        self.assertEqual(ask(item(quantity=2, amount=500)), "ok")
        self.assertEqual(ask(item(quantity=1)), "exceeds_remaining")
        self.assertEqual(ask(item(quantity=0)), "ok")
        self.assertEqual(ask(item()), "ok")
        self.assertEqual(ask(item()), "already_reversed")

    def test_lines_of_a_return_are_taken_one_after_the_other(self):
        books = Basket(earning())
        books.buy(item(1000), item(500, "B2"))
        self.assertEqual(books.back(item(600), item(500)).code, "exceeds_remaining")
        self.assertEqual(books.back(item(600), item(400)).delta, -10)


class Tender(unittest.TestCase):
    def books(self, points=100, **rule):
        books = Basket(earning(**rule))
        books.do("award", "a", points)
        return books

    def test_the_example(self):
        listed = item(1000), tender(100, 200)
        answer = (books := self.books()).buy(*listed)
        wallet = books.wallet("a")
        self.assertEqual((answer.delta, wallet.redeemed, wallet.earned),
                         (-90, 100, 110))
        self.assertEqual(books.system["points", "redeemed", "tender"], 100)
        self.assertEqual(self.books(99).buy(*listed).code, "insufficient")

    def test_what_is_paid_with_points_does_not_earn(self):
        books = self.books(exclude_tender=True)
        self.assertEqual(books.buy(item(1000), tender(0, 200)).delta, 8)

    def test_refusals(self):
        books = self.books()
        self.assertEqual(books.buy(item(1), tender(0, 1, "ghost")).code,
                         "unit_unknown")
        self.assertEqual(books.buy(item(1), tender(0, 1, "status"), id="q").code,
                         "unit_not_spendable")

    def test_it_comes_back_in_parts(self):
        books = self.books()
        books.buy(tender(25, 200), amount=1000)
        restored = []
        for amount in (300, 300, 300, 100):
            before = books.wallet("a").restored
            books.back(amount=amount)
            restored.append(books.wallet("a").restored - before)
        self.assertEqual(restored, [7, 8, 7, 3])

    def test_of_an_empty_basket_it_comes_back_with_the_lines(self):
        books = self.books()
        books.buy(item(500), item(-500, "B2"), tender(25, 0))
        books.back(item(500))
        self.assertEqual(books.wallet("a").restored, 0)
        books.do("reverse", "a", unit=None, reference="p")
        self.assertEqual(books.wallet("a").restored, 25)
