"""Cases of merges, as section 6 of docs/semantics.md says it."""

import unittest

from test_books import DAY, Books, lasting, program
from values import Command


class Cards(Books):
    """Two members of one person, and Bob."""

    def __init__(self, rules=None):
        super().__init__(rules)
        for name in ("first", "second", "bob"):
            self.do("enroll", name)

    def merge(self, member="second", into="first", ends=True):
        answer = self.do("merge", member, unit=None, receiver=into)
        if ends:
            self.end_round()
        return answer

    def at_end(self, *words, **fields):
        """A command whose answer is told at the round's end."""
        answer = self.do(*words, **fields)
        self.end_round()
        return answer


class Merged(unittest.TestCase):
    def test_the_example(self):
        books = Cards()
        books.do("award", "second", 100)
        books.do("hold", "second", 20, until=DAY, id="h")
        books.do("adjust", "first", -30)
        self.assertEqual(books.merge().code, "ok")
        wallet = books.wallet("first")
        self.assertEqual((wallet.available, wallet.held, wallet.deficit), (50, 20, 0))
        self.assertEqual(books.balances("points")["second"], 0)
        sold = books.at_end("purchase", "second", 500)
        self.assertEqual((sold.code, sold.delta, sold.net), ("ok", 5, 75))
        self.assertEqual(books.at_end("capture", "first", unit=None,
                                      reference="h").code, "ok")

    def test_lots_get_new_numbers(self):
        books = Cards(program(points=lasting({"after": "10d"})))
        books.do("award", "first", 1)
        books.do("purchase", "second", 500, id="p")
        books.do("award", "second", 7)
        books.merge()
        self.assertEqual(books.lots("first"), {1: 1, 2: 5, 3: 7})
        books.do("return", "first", reference="p")
        self.assertEqual(books.lots("first"), {1: 1, 3: 7})

    def test_refusals(self):
        books = Cards()
        self.assertEqual(books.merge("stranger").code, "member_unknown")
        self.assertEqual(books.merge(into="stranger").code, "receiver_unknown")
        self.assertEqual(books.merge().code, "ok")
        self.assertEqual(books.merge("bob", "second").code, "receiver_refused")
        self.assertEqual(books.merge().code, "not_permitted")
        books.do("adjust", "first", 10**18)
        books.do("adjust", "bob", 1)
        self.assertEqual(books.merge("bob").code, "receiver_refused")

    def test_a_closed_one(self):
        books = Cards()
        books.do("close", "first", unit=None)
        self.assertEqual(books.merge().code, "receiver_closed")
        self.assertEqual(books.merge("first", "second").code, "member_closed")

    def test_until_the_rounds_end_nothing_shows(self):
        books = Cards()
        books.do("award", "second", 9)
        books.merge(ends=False)
        spent = books.do("redeem", "second", 4)
        closing = books.do("close", "second", unit=None)
        books.end_round()
        self.assertEqual((spent.net, closing.code), (5, "ok"))
        self.assertEqual(books.balances("points")["first"], 0)

    def test_a_chain(self):
        books = Cards()
        books.do("award", "second", 5, id="w")
        books.do("award", "bob", 3)
        books.merge()
        books.merge("first", "bob")
        self.assertEqual(books.lots("bob"), {1: 3, 2: 5})
        back = books.at_end("reverse", "second", unit=None, reference="w")
        self.assertEqual((back.code, books.lots("bob")), ("ok", {1: 3}))

    def test_what_others_send_goes_on(self):
        books = Cards()
        books.do("award", "bob", 10)
        first = books.at_end("transfer", "bob", 4, receiver="second", id="t")
        books.do("award", "first", 1)
        books.merge()
        second = books.at_end("transfer", "bob", 2, receiver="second", id="u")
        self.assertEqual((first.code, second.code), ("ok", "ok"))
        self.assertEqual(books.lots("first"), {1: 1, 2: 4, 3: 2})
        for name, left in (("t", {1: 1, 3: 2}), ("u", {1: 1})):
            books.at_end("reverse", "bob", unit=None, reference=name)
            self.assertEqual(books.lots("first"), left)

    def test_to_itself_by_the_other_name(self):
        books = Cards()
        books.do("award", "first", 4)
        books.merge()
        for giver, receiver in (("first", "second"), ("second", "first")):
            gift = books.at_end("transfer", giver, 1, receiver=receiver)
            self.assertEqual((gift.code, gift.net), ("receiver_refused", 4))

    def test_attributes_that_it_lacks(self):
        books = Cards()
        books.do("set", "first", unit=None, plan="silver")
        books.do("set", "second", unit=None, plan="gold", birthday="02-29")
        books.merge()
        self.assertEqual(books.members["first"].attributes,
                         {"plan": "silver", "birthday": "02-29"})

    def test_a_refused_command_of_the_other_name(self):
        books = Cards()
        books.do("redeem", "second", 4, id="r")
        books.merge()
        told = lambda member: books.at_end("reverse", member, unit=None,
                                           reference="r").code
        self.assertEqual((told("first"), told("second")),
                         ("reference_of_other_member", "reference_not_found"))

    def test_pools(self):
        books = Cards(program(sections={"pool": {"members_max": 2}}))
        join = lambda name, pool: books.at_end("join", name, unit=None, receiver=pool)
        join("second", "bob")
        self.assertEqual(books.merge("first", "bob").code, "ok")
        self.assertEqual(books.merge("bob", "second").code, "receiver_refused")
        books.do("enroll", "cleo")
        self.assertEqual(books.merge("second", "cleo").code, "ok")
        self.assertEqual((books.members["bob"].members, books.members["cleo"].pool),
                         (["cleo"], "bob"))
        books.do("enroll", "dan")
        self.assertEqual(books.merge("bob", "dan").code, "ok")
        self.assertEqual((books.members["dan"].members, books.members["cleo"].pool),
                         (["cleo"], "dan"))


class Referred(unittest.TestCase):
    """Of members that were brought by others, or bring them."""

    def cards(self, **referral):
        rule = {"unit": "points", "referrer": 5, "referee": 2,
                "when": "first_purchase", **referral}
        books = Cards(program(per=10**6, sections={"referral": rule}))
        for name in ("ada", "eve"):
            books.do("enroll", name)
        return books

    def bring(self, books, member, referrer):
        return books.at_end("refer", member, unit=None, receiver=referrer).code

    def nets(self, books):
        return {name: net for name, net in books.balances("points").items() if net}

    def test_what_was_paid_is_taken_back_of_whoever_it_is_now(self):
        books = self.cards()
        self.bring(books, "second", "ada")
        books.at_end("purchase", "second", 100, id="p")
        books.merge()
        books.merge("ada", "eve")
        self.assertEqual(self.nets(books), {"first": 2, "eve": 5})
        books.at_end("return", "first", reference="p")
        self.assertEqual(self.nets(books), {})

    def test_of_two_that_have_come_each_is_taken_back(self):
        books = self.cards()
        for name, referrer in (("first", "ada"), ("second", "eve")):
            self.bring(books, name, referrer)
            books.at_end("purchase", name, 100, id=name)
        books.merge()
        books.at_end("return", "first", reference="second")
        self.assertEqual(self.nets(books), {"first": 2, "ada": 5})
        books.at_end("return", "first", reference="first")
        self.assertEqual(self.nets(books), {})

    def test_the_one_that_has_come_stays(self):
        books = self.cards(when="spend", at=100)
        self.bring(books, "first", "ada")
        self.bring(books, "second", "eve")
        books.at_end("purchase", "second", 100)
        books.merge()
        books.at_end("purchase", "first", 100)
        self.assertEqual(self.nets(books), {"first": 2, "eve": 5})

    def test_who_has_bought_waits_for_no_first_purchase(self):
        books = self.cards()
        self.bring(books, "second", "ada")
        books.do("purchase", "first", 100)
        books.merge()
        books.at_end("purchase", "first", 100)
        self.assertEqual(self.nets(books), {})
        self.assertEqual(self.bring(books, "first", "ada"), "not_permitted")

    def test_nobody_is_the_referrer_of_itself(self):
        books = self.cards()
        self.bring(books, "second", "first")
        books.merge()
        self.assertIsNone(books.members["first"].link)
        self.assertEqual(self.bring(books, "first", "second"), "receiver_refused")
        self.bring(books, "first", "ada")
        books.merge("ada", "eve")
        self.assertEqual(self.bring(books, "eve", "first"), "receiver_refused")


class RunsOfMerged(unittest.TestCase):
    def test_none_is_tried(self):
        books = Cards()
        books.merge()
        award = lambda name, amount, **more: Command(
            "award", f"{name}{amount}", name, 90, amount, "points", **more)
        answers = books.apply_frame([award("second", 1, linked="yes"),
                                     award("second", 2)])
        self.assertEqual([(answer.code, answer.of_nobody) for answer in answers],
                         [("not_permitted", True)] * 2)
