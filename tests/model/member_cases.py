"""Cases of what is done to members and for them, as section 6 of docs/semantics.md
says it: events, donations, two persons, extended lots, attributes, closing."""

import unittest

import kumbara_model as model
from test_books import DAY, Books, lasting, program
from values import Command


def two_persons():
    rules = program()
    rules.approver = True
    return rules


class Persons(unittest.TestCase):
    def test_an_adjustment_takes_two(self):
        books = Books(two_persons())
        books.do("award", "a", 5)
        ask = lambda amount=1, **persons: books.do(
            "adjust", "a", amount, **persons).code
        self.assertEqual(ask(), "not_permitted")
        self.assertEqual(ask(operator="ann"), "not_permitted")
        self.assertEqual(ask(approver="bea"), "not_permitted")
        self.assertEqual(ask(operator="ann", approver="ann"), "not_permitted")
        self.assertEqual(ask(operator="ann", approver="bea"), "ok")

    def test_its_place_among_the_reasons(self):
        books = Books(two_persons())
        self.assertEqual(books.do("adjust", "a", 1).code, "member_unknown")
        books.do("award", "a", 5)
        self.assertEqual(books.do("adjust", "a", 1, unit="ghost").code,
                         "unit_unknown")
        self.assertEqual(books.do("adjust", "a", model.LIMIT).code,
                         "not_permitted")

    def test_elsewhere_they_are_only_told(self):
        books = Books()
        books.do("award", "a", 5, operator="ann", approver="ann")
        self.assertEqual(books.do("adjust", "a", 1, operator="ann").code, "ok")


class Donations(unittest.TestCase):
    def test_is_redeemed_under_its_cause(self):
        books = Books()
        books.do("award", "a", 5)
        given = books.do("donate", "a", 3, cause="trees")
        more = books.do("donate", "a", 3, cause="trees")
        self.assertEqual((given.code, given.delta, more.code),
                         ("ok", -3, "insufficient"))
        self.assertEqual(books.wallet("a").redeemed, 3)
        self.assertEqual(books.system["points", "redeemed", "trees"], 3)


class Events(unittest.TestCase):
    def test_it_opens_at_first_sight_and_has_no_unit(self):
        books = Books()
        answer = books.do("event", "a", unit=None, name="survey")
        self.assertEqual((answer.code, answer.delta, answer.net), ("ok", 0, 0))
        books = Books(program(enrol="explicit"))
        self.assertEqual(books.do("event", "a", unit=None, name="survey").code,
                         "member_unknown")

    def test_it_is_an_activity_of_every_unit_that_lists_it(self):
        for listed, left in (("event", 5), ("purchase", 0)):
            books = Books(program(points=lasting(
                {"inactive": "10d", "activities": [listed]})))
            books.do("award", "a", 5, at=0)
            books.do("event", "a", unit=None, name="visit", at=9 * DAY)
            self.assertEqual(books.wallet("a", 18 * DAY).net, left)

    def test_it_counts_before_anything_was_earned(self):
        books = Books(program(points=lasting(
            {"inactive": "10d", "activities": ["event"]})))
        books.do("event", "a", unit=None, name="visit", at=DAY)
        books.do("award", "a", 5, at=5 * DAY)
        self.assertEqual(books.wallet("a", 11 * DAY - 1).net, 5)
        self.assertEqual(books.wallet("a", 11 * DAY).net, 0)


class Extended(unittest.TestCase):
    """Two lots, gone on day 10 and day 12."""

    def setUp(self):
        self.books = Books(program(points=lasting({"after": "10d"})))
        for amount, day in ((5, 0), (7, 2)):
            self.books.do("award", "a", amount, at=day * DAY)

    def extend(self, until, **fields):
        fields.setdefault("at", 3 * DAY)
        return self.books.do("extend", "a", until=until * DAY, **fields)

    def net(self, day):
        return self.books.wallet("a", day * DAY).net

    def test_all_lots_and_never_earlier(self):
        answer = self.extend(11)
        self.assertEqual((answer.code, answer.delta, answer.net), ("ok", 0, 12))
        self.assertEqual((self.net(10), self.net(11)), (12, 7))

    def test_one_lot_or_those_of_before_or_both(self):
        self.extend(20, lot=2)
        self.assertEqual(self.net(19), 7)
        self.extend(30, before=10 * DAY)
        self.assertEqual(self.net(29), 0)
        self.extend(30, before=10 * DAY + 1, lot=2)
        self.assertEqual(self.net(29), 0)
        self.extend(30, before=10 * DAY + 1, lot=1)
        self.assertEqual(self.net(29), 5)

    def test_a_lot_that_is_not_there(self):
        self.assertEqual(self.extend(20, lot=3).code, "reference_not_found")
        self.books.tick(11 * DAY)
        self.assertEqual(self.extend(20, lot=1, at=11 * DAY).code,
                         "reference_not_found")

    def test_nothing_revives(self):
        self.extend(30, at=12 * DAY)
        self.assertEqual(self.net(12), 0)

    def test_the_order_of_use_follows(self):
        self.extend(30, lot=1)
        self.books.do("redeem", "a", 6, at=3 * DAY)
        self.assertEqual(self.books.lots("a"), {1: 5, 2: 1})

    def test_held_slices_keep_their_dates(self):
        self.books.do("transfer", "a", 9, receiver="nobody", at=3 * DAY)
        self.extend(30)
        self.books.end_round()
        # What was left of lot 2 takes its slice in; lot 1 comes back as it was.
        self.assertEqual((self.net(9), self.net(10), self.net(29)), (12, 7, 7))

    def test_a_return_finds_its_lot_by_number(self):
        books = Books(program(points=lasting({"after": "10d"})))
        books.do("purchase", "a", 500, id="p", at=0)
        books.do("award", "a", 5, at=0)
        books.do("extend", "a", until=30 * DAY, lot=1, at=0)
        books.do("return", "a", reference="p", at=DAY)
        self.assertEqual(books.lots("a"), {2: 5})


class Attributes(unittest.TestCase):
    def test_each_given_replaces_and_none_clears(self):
        books = Books()
        put = lambda kind, **fields: books.do(kind, "a", unit=None, **fields).code
        self.assertEqual(put("set", plan="gold"), "member_unknown")
        put("enroll", birthday="02-29", segments="3;17")
        self.assertEqual(put("enroll", plan="gold"), "member_exists")
        put("set", segments="63", plan="basic")
        self.assertEqual(books.members["a"].attributes, {
            "birthday": "02-29", "segments": "63", "plan": "basic"})
        put("set", segments="none")
        put("set", plan="none", birthday="none")
        self.assertEqual(books.members["a"].attributes, {})


class Closed(unittest.TestCase):
    def close(self, books, **fields):
        return books.do("close", "a", unit=None, **fields)

    def test_all_is_forfeited_or_paid_out(self):
        for pay_out, accounts in ((None, {"forfeited": 15}),
                                  ("yes", {"forfeited": 12, "paid_out": 3})):
            books = Books(program(earn={"pending": {"for": "9d"}}))
            books.do("purchase", "a", 500)
            books.do("award", "a", 3)
            books.do("award", "a", 7, unit="status")
            answer = self.close(books, pay_out=pay_out)
            self.assertEqual((answer.code, answer.delta, answer.net), ("ok", 0, 0))
            self.assertEqual({name: books.system_sum(name) for name in accounts},
                             accounts)
            wallet = books.wallet("a", 99 * DAY)
            self.assertEqual((wallet.net, wallet.earned, wallet.expired), (0, 8, 0))

    def test_a_deficit_is_written_off(self):
        books = Books()
        books.do("award", "a", 3)
        books.do("adjust", "a", -10)
        self.close(books)
        self.assertEqual(books.wallet("a").deficit, 0)
        self.assertEqual(books.system_sum("written_off"), -7)

    def test_it_is_for_ever(self):
        books = Books(program(currency="GBP"))
        books.do("award", "a", 3)
        books.do("award", "b", 3)
        books.do("set", "a", unit=None, plan="gold")
        self.close(books, at=50)
        self.assertEqual(books.members["a"].closed, 50)
        self.assertEqual(books.members["a"].attributes, {})
        for kind in ("award", "redeem", "close", "enroll", "set", "transfer"):
            self.assertEqual(books.do(kind, "a", 1).code, "member_closed")
        self.assertEqual(books.do("purchase", "a", 1, unit="EUR").code,
                         "member_closed")
        gift = books.do("transfer", "b", 1, receiver="a")
        books.end_round()
        self.assertEqual((gift.code, books.wallet("b").net),
                         ("receiver_closed", 3))
        self.assertIn("a", books.balances("points"))

    def test_a_gift_under_way_comes_first(self):
        books = Books()
        books.do("award", "a", 3)
        gift = books.do("transfer", "a", 2, receiver="nobody")
        closing = self.close(books)
        again = books.apply(closing.command)
        self.assertIsNone(closing.code)
        self.assertEqual(books.do("award", "a", 4).code, "ok")
        books.end_round()
        self.assertEqual((gift.code, gift.net), ("receiver_unknown", 7))
        self.assertEqual((closing.code, again.code), ("ok", "exists"))
        self.assertEqual(books.system_sum("forfeited"), 7)

    def test_a_refused_gift_of_the_round_delays_it_too(self):
        books = Books()
        books.do("award", "a", 3)
        books.do("transfer", "a", 9, receiver="nobody")
        closing = self.close(books)
        self.assertIsNone(closing.code)
        books.apply(Command("tick", None, None, 900))
        books.end_round()
        self.assertEqual(closing.code, "ok")
