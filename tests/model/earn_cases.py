"""Cases of several earn rules, as sections 2 and 6 of docs/semantics.md say it."""

import unittest

from test_books import Books, program
from values import LIMIT


def books_of(*rules, earn=None, **keys):
    """A point for each 1.00, and further rules."""
    further = [{"name": f"rule_{place}", **rule} for place, rule in enumerate(rules)]
    return Books(program(earn=earn, rules=further, **keys))


def times(by, **keys):
    return {"multiply": "base", "by": by, **keys}


class EarnRules(unittest.TestCase):
    def earned(self, amount, *rules, **keys):
        books = books_of(*rules, **keys)
        books.do("purchase", "a", amount)
        return list(books.lots("a").values())

    def test_each_rule_gives_a_lot_of_its_own(self):
        self.assertEqual(self.earned(
            1000, {"give": 3}, {"give": 1, "per": 200}, {"give": 1, "per": 5000}),
            [10, 3, 5])

    def test_a_fixed_rule_gives_for_any_amount_above_0(self):
        self.assertEqual(self.earned(1, {"give": 3}), [3])
        self.assertEqual(self.earned(0, {"give": 3}), [])

    def test_combined_multipliers(self):
        for combine, points in (("add", [7, 3, 2]), ("compound", [7, 7]),
                                ("max", [7, 3])):
            self.assertEqual(self.earned(
                700, times("3/2"), times("4/3"), earn={"combine": combine}), points)

    def test_beside_others_a_multiplier_is_rounded_without_what_it_multiplies(self):
        even = {"round": "half_even"}
        for rules, points in (((times("3/2", **even),), [5, 3]),
                              ((times("3/2", **even), times(1)), [5, 3]),
                              ((times("3/2", **even), times("3/2", **even)), [5, 2, 2])):
            self.assertEqual(self.earned(500, *rules), points)

    def test_of_equals_the_first_is_the_greatest(self):
        books = books_of(times(1), times(2, funding_class="x"),
                         times("4/2", funding_class="y"), earn={"combine": "max"})
        books.do("purchase", "a", 700)
        self.assertEqual(dict(books.system), {
            ("points", "issued", "sale"): -7, ("points", "issued", "x"): -7})

    def test_a_compound_is_rounded_by_the_first(self):
        rules = times("3/2", round="half_up"), times("4/3", round="floor")
        keys = {"earn": {"combine": "compound"}}
        self.assertEqual(self.earned(400, *rules, **keys), [4, 4])
        self.assertEqual(self.earned(500, times("3/2", round="ceil"),
                                     times("11/10"), **keys), [5, 4])

    def test_what_does_not_fit_is_refused_as_a_whole(self):
        for rules in (({"give": LIMIT // 2}, {"give": LIMIT // 2}), (times(2),)):
            books = books_of(*rules, per=1)
            self.assertEqual(books.do("purchase", "a", LIMIT // 2 + 1).code, "overflow")
            self.assertNotIn("a", books.members)

    def test_the_answer_is_of_the_first_rule(self):
        books = books_of({"give": 3, "unit": "status"})
        answer = books.do("purchase", "a", 1000)
        self.assertEqual((answer.unit, answer.delta, answer.net), ("points", 10, 10))
        self.assertEqual(books.balances("status"), {"a": 3})


class PartsBack(unittest.TestCase):
    def test_parts_go_as_all_of_them_came(self):
        books = books_of({"give": 3}, times("3/2"))
        books.do("purchase", "a", 700, id="p")
        deltas = [books.do("return", "a", 100, reference="p").delta for _ in range(7)]
        self.assertEqual(deltas, [-1, -2, -1, -2, -1, -2, -4])
        self.assertEqual(books.balances("points"), {"a": 0})

    def test_a_return_of_none_takes_nothing_fixed(self):
        books = books_of({"name": "visit", "give": 3}, times(2),
                         {"multiply": "visit", "by": 2})
        self.assertEqual(books.do("return", "a", 700).delta, -14)

    def test_each_from_its_own_lot_before_other_lots(self):
        """The second part has what the first lacks, but not before its own."""
        books = books_of({"give": 10, "expiry": {"after": "9d"}},
                         deficit="clamp")
        books.do("purchase", "a", 1000, id="p")
        books.do("import", "a", 4, what="lot")
        books.do("redeem", "a", 14)  # All of lot 2, and 4 of lot 1.
        self.assertEqual(books.lots("a"), {1: 6, 3: 4})
        self.assertEqual(books.do("return", "a", reference="p").delta, -10)
        self.assertEqual(books.wallet("a").clawed_back, 10)

    def test_each_part_has_its_class(self):
        books = books_of({"give": 3, "funding_class": "promotion"})
        books.do("purchase", "a", 700, id="p")
        books.do("reverse", "a", unit=None, reference="p")
        self.assertEqual({key[2]: sum_of for key, sum_of in books.system.items()
                          if key[1] == "clawed_back"}, {"sale": 7, "promotion": 3})


class PartsForAPool(unittest.TestCase):
    def household(self, *rules):
        books = books_of(*rules, sections={"pool": {"members_max": 2}})
        for name in ("smiths", "anna"):
            books.do("enroll", name)
        books.do("join", "anna", unit=None, receiver="smiths")
        books.end_round()
        return books

    def test_it_takes_all_parts_or_none(self):
        books = self.household({"give": 3, "unit": "status"})
        books.do("award", "smiths", LIMIT - 2, unit="status")
        answer = books.do("purchase", "anna", 1000)
        books.end_round()
        self.assertEqual((answer.delta, books.balances("points")["anna"],
                          books.balances("status")["anna"]), (10, 10, 3))

    def test_parts_come_back_from_their_own_lots(self):
        books = self.household({"give": 3}, {"give": 2, "unit": "status"})
        books.do("award", "smiths", 5)
        books.do("purchase", "anna", 1000, id="p")
        books.end_round()
        self.assertEqual(books.lots("smiths"), {1: 5, 2: 10, 3: 3})
        back = books.do("return", "anna", reference="p")
        books.end_round()
        self.assertEqual((back.delta, back.net), (-13, 5))
        self.assertEqual(books.lots("smiths"), {1: 5})
        self.assertEqual(books.balances("status")["smiths"], 0)
