"""Cases of referrals, as section 6 of docs/semantics.md says it."""

import unittest

from test_books import Books, program


class Club(Books):
    def __init__(self, when="first_purchase", referrer=500, referee=500, **rule):
        super().__init__(program(sections={"referral": {
            "unit": "points", "when": when, "referrer": referrer,
            "referee": referee, **rule}}))
        for name in ("ada", "bob", "cleo"):
            self.do("enroll", name)

    def refer(self, member, referrer="ada", **fields):
        return self.do("refer", member, unit=None, receiver=referrer, **fields)

    def linked(self, *members):
        for member in members:
            self.refer(member)
        self.end_round()

    def nets(self):
        return {name: net for name, net in self.balances("points").items() if net}


class Referring(unittest.TestCase):
    def test_who_may_ask(self):
        books = Books()
        books.do("enroll", "a")
        ask = lambda books, member, **fields: books.do(
            "refer", member, unit=None, receiver="z", **fields).code
        self.assertEqual(ask(books, "a"), "not_permitted")
        self.assertEqual(books.do("enroll", "c", unit=None, referrer="a").code,
                         "not_permitted")
        self.assertEqual(ask(Club("enrolment"), "bob"), "not_permitted")
        books = Club()
        books.do("purchase", "bob", 100)
        self.assertEqual(ask(books, "bob"), "not_permitted")

    def test_once_in_a_round_whatever_becomes_of_it(self):
        books = Club()
        first, second = books.refer("bob", "nobody"), books.refer("bob")
        books.end_round()
        self.assertEqual((first.code, second.code),
                         ("receiver_unknown", "limit_reached"))
        third = books.refer("bob")
        books.end_round()
        fourth = books.refer("bob", "cleo")
        books.end_round()
        self.assertEqual((third.code, fourth.code), ("ok", "limit_reached"))

    def test_not_each_other(self):
        books = Club()
        first, second = books.refer("bob"), books.refer("ada", "bob")
        books.end_round()
        self.assertEqual((first.code, second.code), ("ok", "receiver_refused"))
        again = books.refer("ada", "bob")
        books.end_round()
        self.assertEqual(again.code, "receiver_refused")


class Bonus(unittest.TestCase):
    def test_the_example(self):
        books = Club(cap=10, per="year")
        books.linked("bob")
        bought = books.do("purchase", "bob", 2000, id="p")
        self.assertEqual((bought.code, bought.delta), ("ok", 520))
        books.end_round()
        self.assertEqual(books.nets(), {"ada": 500, "bob": 520})
        back = books.do("return", "bob", reference="p")
        books.end_round()
        self.assertEqual((back.delta, books.nets()), (-520, {}))
        self.assertEqual(books.do("purchase", "bob", 2000).delta, 20)

    def test_only_when_all_is_returned_and_not_kept(self):
        for keep, left in ((False, {"ada": 500, "bob": 510}),
                           (True, {"ada": 500, "bob": 500})):
            books = Club(keep=keep)
            books.linked("bob")
            books.do("purchase", "bob", 2000, id="p")
            books.end_round()
            amount = None if keep else 1000
            books.do("return", "bob", amount, reference="p")
            books.end_round()
            self.assertEqual(books.nets(), left)

    def test_an_enrolment(self):
        books = Club("enrolment", referee=7)
        joined = books.do("enroll", "dan", unit=None, referrer="ada")
        in_vain = books.do("enroll", "eve", unit=None, referrer="nobody")
        books.end_round()
        self.assertEqual((joined.code, in_vain.code), ("ok", "ok"))
        self.assertEqual(books.nets(), {"ada": 500, "dan": 7})

    def test_the_event_may_come_before_the_answer(self):
        books = Club()
        books.refer("bob", at=3)
        bought = books.do("purchase", "bob", 2000, at=9)
        self.assertEqual(bought.delta, 20)
        books.end_round()
        self.assertEqual(books.nets(), {"ada": 500, "bob": 520})

    def test_spend(self):
        books = Club("spend", at=1000, referee=1)
        books.do("purchase", "bob", 5000, id="old")
        books.linked("bob")
        books.do("return", "bob", 300, reference="old")
        deltas = [books.do("purchase", "bob", amount).delta for amount in
                  (900, 0, 400, 5000)]
        self.assertEqual(deltas, [9, 0, 5, 50])

    def test_a_cap(self):
        books = Club(cap=1, per="month")
        books.linked("bob", "cleo")
        for name, day in (("bob", "2023-01-05"), ("cleo", "2023-01-31")):
            books.do("purchase", name, 100, at=day, id=name)
        books.end_round()
        self.assertEqual(books.nets(), {"ada": 500, "bob": 501, "cleo": 501})
        books.do("return", "cleo", reference="cleo", at="2023-02-01")
        books.do("return", "bob", reference="bob", at="2023-02-01")
        books.end_round()
        self.assertEqual(books.nets(), {})
        self.assertEqual(books.members["ada"].counts["cap",][1], 0)

    def test_who_has_no_room_is_not_paid(self):
        books = Club(referrer=0, referee=500)
        books.linked("bob")
        books.do("adjust", "bob", 10**18 - 20)
        self.assertEqual(books.do("purchase", "bob", 2000).delta, 20)
