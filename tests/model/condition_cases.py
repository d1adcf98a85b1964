"""Cases of when earn rules apply, how they stack, and what caps leave: section 2 of
docs/semantics.md."""

import unittest

from conditions import id_of, spread
from lines import Line
from test_books import Books, program

MONDAY = "2026-03-02"


def books_of(*rules, earn=None, **keys):
    """A point for each 1.00, and further rules."""
    further = [{"name": f"rule_{place}", **rule} for place, rule in enumerate(rules)]
    return Books(program(earn=earn, rules=further, **keys))


class Conditions(unittest.TestCase):
    def gives(self, when, amount=1000, **fields):
        """Whether a rule gives 5 more."""
        books = books_of({"give": 5, "when": when})
        books.do("enroll", "a", segments="3;17")
        answer = books.do("purchase", "a", amount, **fields)
        return answer.delta == amount // 100 + 5

    def test_each(self):
        card = (Line("tender", category="card", amount=500),)
        beans = (Line("item", sku="beans", brand="acme", amount=1000),)
        for when, fields, gives in (
                ({"total_min": 1000}, {}, True), ({"total_min": 1001}, {}, False),
                ({"store": ["leeds", "york"]}, {"store": "york"}, True),
                ({"store": "leeds"}, {}, False),
                ({"channel": "till"}, {"channel": "till"}, True),
                ({"channel": ["till", "app"]}, {"channel": "web"}, False),
                ({"tender": "card"}, {"lines": card}, True), ({"tender": "card"}, {}, False),
                ({"sku": "beans", "brand": "acme"}, {"lines": beans}, True),
                ({"sku": "beans", "brand": "other"}, {"lines": beans}, False),
                ({"sku": "beans"}, {}, False),
                ({"segments": [1, 3]}, {}, True), ({"plans": "gold"}, {}, False),
                ({"first_purchase": True}, {}, True)):
            self.assertEqual(self.gives(when, **fields), gives, (when, fields))

    def test_times(self):
        evening = {"from": "17:00", "until": "19:00"}
        night = {"from": "22:00", "until": "02:00"}
        for when, time, gives in (
                (evening, "17:00:00", True), (evening, "18:59:59.999999", True),
                (evening, "19:00:00", False), (night, "22:00:00", True),
                (night, "01:59:59", True), (night, "02:00:00", False),
                ({"until": "24:00"}, "23:59:59", True),
                ({"weekday": ["monday", "friday"]}, "00:00:00", True),
                ({"weekday": "tuesday"}, "00:00:00", False)):
            self.assertEqual(self.gives(when, at=f"{MONDAY}T{time}Z"), gives,
                             (when, time))

    def test_buckets_are_a_hundred_parts(self):
        part = spread(b"rule_0" + id_of("a")) % 100
        self.assertTrue(self.gives({"bucket": [part, part]}))
        self.assertFalse(self.gives({"bucket": [part + 1, part + 1]}))
        self.assertEqual(spread(b""), 0xefd01f60ba992926)

    def test_who_is_merged_is_in_the_bucket_of_the_other(self):
        part = spread(b"rule_0" + id_of("b")) % 100
        books = books_of({"give": 5, "when": {"bucket": [part, part]}})
        for name in ("a", "b"):
            books.do("enroll", name)
        gives = lambda: books.do("purchase", "a", 100)
        self.assertEqual(gives().delta, 1)
        books.do("merge", "a", unit=None, receiver="b")
        books.end_round()
        answer = gives()
        books.end_round()
        self.assertEqual(answer.delta, 6)

    def test_a_rule_on_enrolment_may_be_the_first(self):
        rules = program(earn={"on": "enrolment", "per": None, "unit": "status"},
                        rules=[{"name": "later", "give": 1, "per": 100, "unit": "points"}])
        books = Books(rules)
        books.do("enroll", "a")
        bought = books.do("purchase", "a", 500)
        self.assertEqual((bought.unit, bought.delta, bought.net), ("status", 0, 1))

    def test_a_first_purchase_is_of_more_than_0(self):
        books = books_of({"give": 5, "when": {"first_purchase": True}})
        deltas = [books.do("purchase", "a", amount, id=f"p{place}").delta
                  for place, amount in enumerate((0, 100, 100))]
        self.assertEqual(deltas, [0, 6, 1])

    def test_a_cooldown_counts_from_what_was_given(self):
        books = books_of({"give": 5, "cooldown": "1d"})
        deltas = [books.do("purchase", "a", 100, at=f"2026-01-0{day}T{time}:00:00Z").delta
                  for day, time in ((1, "10"), (2, "09"), (2, "10"), (1, "11"))]
        self.assertEqual(deltas, [6, 1, 6, 1])

    def test_who_enrolls_is_looked_at(self):
        books = books_of({"on": "enrolment", "give": 7, "when": {"plans": "gold"}})
        books.do("enroll", "a", plan="gold")
        books.do("enroll", "b")
        books.do("purchase", "c", 100)
        self.assertEqual(books.balances("points"), {"a": 7, "b": 0, "c": 1})
        self.assertEqual(books.wallet("a").earned, 7)

    def test_what_is_late_is_rated_with_the_attributes_of_its_time(self):
        books = books_of({"give": 5, "when": {"plans": "gold"}}, per=10**9)
        gives = lambda day: books.do(
            "purchase", "a", 100, at=f"{day}T00:00:00Z").delta == 5
        books.do("purchase", "a", 0, at="2022-06-01T00:00:00Z")
        books.do("set", "a", plan="gold", at="2023-02-01T00:00:00Z")
        books.do("set", "a", plan="basic", at="2024-03-01T00:00:00Z")
        books.do("set", "a", plan="gold", at="2024-02-01T00:00:00Z")
        self.assertEqual([gives(day) for day in (
            "2023-01-31", "2023-02-01", "2024-02-29", "2024-03-01")],
                         [False, True, True, True])
        # The change of 2023 is forgotten with the second year behind it.
        books.do("set", "a", plan="none", at="2025-01-01T00:00:00Z")
        self.assertEqual([gives(day) for day in ("2023-01-31", "2024-12-31", "2025-01-01")],
                         [True, True, False])

    def test_steps(self):
        books = books_of({"table": {"at": [100, 1000], "give": [2, 9]}}, per=10**9)
        self.assertEqual([books.do("purchase", "a", amount).delta
                          for amount in (99, 100, 999, 1000, 5000)], [0, 2, 2, 9, 9])


class Stacking(unittest.TestCase):
    def given(self, stacking, *gives):
        rules = [{"give": give, "group": "g", "stacking": stacking,
                  "when": {"total_min": 1000} if give == 1 else "always"}
                 for give in gives]
        books = books_of(*rules, per=10**9)
        return books.do("purchase", "a", 500).delta

    def test_one_of_a_group(self):
        for stacking, gives, given in (
                ("sum", (3, 7, 5), 15), ("max", (3, 7, 5), 7), ("first", (3, 7, 5), 3),
                ("first", (1, 7, 5), 7)):
            self.assertEqual(self.given(stacking, *gives), given, (stacking, gives))

    def test_who_gives_way_is_multiplied_by_none(self):
        books = books_of({"give": 20, "group": "g", "stacking": "max"},
                         {"multiply": "base", "by": 2},
                         earn={"group": "g", "stacking": "max"})
        self.assertEqual(books.do("purchase", "a", 1000, id="p").delta, 20)
        self.assertEqual(books.do("return", "a", reference="p").delta, -20)


    def test_multipliers_are_decided_alone_and_made_together(self):
        books = books_of(
            {"name": "other", "give": 10},
            {"name": "z", "multiply": "other", "by": 2, "group": "g", "stacking": "first"},
            {"name": "a", "multiply": "base", "by": 3, "group": "g", "stacking": "first"},
            {"name": "b", "multiply": "base", "by": 2}, earn={"combine": "max"})
        self.assertEqual(books.do("purchase", "a", 1000, id="p").delta, 40)
        self.assertEqual(books.do("return", "a", reference="p").delta, -40)

    def test_what_is_too_much_is_the_greatest_where_one_is_left(self):
        huge = {"give": 1, "per": 1, "group": "g"}
        for stacking, code in (("max", "overflow"), ("first", "ok")):
            books = books_of({"give": 5, "group": "g", "stacking": stacking},
                             {"name": "huge", **huge, "give": 10**9,
                              "stacking": stacking}, per=10**9)
            self.assertEqual(books.do("purchase", "a", 10**10).code, code)

    def test_who_gave_what_several_give_is_taken_back_of(self):
        books = books_of({"multiply": "base", "by": 3, "when": {"total_min": 1000}},
                         {"multiply": "base", "by": 2}, earn={"combine": "max"})
        self.assertEqual(books.do("purchase", "a", 1000, id="p").delta, 30)
        self.assertEqual([books.do("return", "a", 500, reference="p").delta
                          for _ in range(2)], [-20, -10])


class Caps(unittest.TestCase):
    def books(self, **cap):
        return books_of(earn={"cap": cap})

    def test_of_a_purchase(self):
        self.assertEqual(self.books(transaction=40).do("purchase", "a", 5000).delta, 40)
        refused = self.books(transaction=40, on_exceed="reject").do("purchase", "a", 5000)
        self.assertEqual(refused.code, "limit_reached")

    def test_of_a_month(self):
        books = self.books(month=100)
        deltas = [books.do("purchase", "a", amount, at=at).delta for amount, at in (
            (7000, "2026-01-05"), (5000, "2026-01-31"), (5000, "2026-02-01"),
            (1000, "2026-01-31"), (5000, "2026-03-01"), (1000, "2026-01-31"))]
        self.assertEqual(deltas, [70, 30, 50, 0, 50, 0])

    def test_what_returns_take_back_can_be_had_again(self):
        books = self.books(lifetime=100)
        books.do("purchase", "a", 15000, id="p")
        self.assertEqual(books.do("return", "a", 8000, reference="p").delta, -30)
        self.assertEqual(books.do("purchase", "a", 5000).delta, 30)

    def test_what_both_had_is_added_and_the_later_cooldown_holds(self):
        books = books_of({"give": 5, "cooldown": "1d"}, earn={"cap": {"lifetime": 100}})
        for name in ("a", "b"):
            books.do("purchase", name, 6000, at=f"2026-01-0{1 + (name == 'a')}")
        books.do("merge", "a", unit=None, receiver="b", at="2026-01-02")
        books.end_round()
        self.assertEqual([books.do("purchase", "b", 5000, at=at).delta for at in (
            "2026-01-02T23:00:00Z", "2026-01-03")], [0, 5])

    def test_a_return_of_none_looks_at_no_cap(self):
        books = self.books(transaction=40)
        self.assertEqual(books.do("return", "a", 5000).delta, -50)


class PartsOfLines(unittest.TestCase):
    def test_what_remains_of_them(self):
        """3.00 of acme and 6.00 of another, under one sku: 4.00 come back."""
        books = books_of({"give": 1, "per": 100, "basis": {"brand": "acme"}}, per=10**9)
        bought = (Line("item", sku="A", brand="acme", amount=300),
                  Line("item", sku="A", amount=600))
        self.assertEqual(books.do("purchase", "a", 900, lines=bought, id="p").delta, 3)
        back = lambda amount: books.do("return", "a", reference="p", lines=(
            Line("item", sku="A", amount=amount),)).delta
        self.assertEqual([back(400), back(500)], [-2, -1])

    def test_without_lines_it_earns_nothing(self):
        books = books_of(earn={"basis": {"sku": "beans"}})
        self.assertEqual(books.do("purchase", "a", 900).delta, 0)
