"""Cases of pools, as section 6 of docs/semantics.md says it: join, leave, what joined
members earn, and what is taken back."""

import unittest

from test_books import Books, program


class Household(Books):
    """Anna is joined to the Smiths."""

    def __init__(self, members_max=2, **returns):
        super().__init__(program(sections={"pool": {"members_max": members_max}},
                                 **returns))
        for name in ("smiths", "anna", "bob", "cleo"):
            self.do("enroll", name)
        self.join("anna")
        self.end_round()

    def join(self, member, pool="smiths"):
        return self.do("join", member, unit=None, receiver=pool)

    def leave(self, member):
        return self.do("leave", member, unit=None)

    def nets(self):
        return {name: net for name, net in self.balances("points").items() if net}


class Joining(unittest.TestCase):
    def test_without_pools(self):
        books = Books()
        books.do("enroll", "a")
        self.assertEqual(books.do("join", "a", unit=None, receiver="b").code,
                         "not_permitted")
        self.assertEqual(books.do("leave", "a", unit=None).code, "not_permitted")

    def test_one_pool_and_none_of_pools(self):
        books = Household()
        again, of_pool = books.join("anna", "bob"), books.join("smiths", "bob")
        self.assertEqual([again.code, of_pool.code], ["not_permitted"] * 2)
        to_joined, unknown = books.join("bob", "anna"), books.join("cleo", "nobody")
        twice = books.join("bob")
        books.end_round()
        self.assertEqual([to_joined.code, unknown.code, twice.code],
                         ["receiver_refused", "receiver_unknown", "not_permitted"])

    def test_each_wants_to_be_the_others(self):
        books = Household()
        answers = [books.join("bob", "cleo"), books.join("cleo", "bob")]
        books.end_round()
        self.assertEqual([answer.code for answer in answers],
                         ["receiver_refused"] * 2)

    def test_a_full_pool_has_a_place_when_somebody_leaves(self):
        books = Household(members_max=1)
        first = books.join("bob")
        books.end_round()
        self.assertEqual(first.code, "receiver_refused")
        self.assertEqual(books.leave("anna").code, "ok")
        second = books.join("bob")
        books.end_round()
        self.assertEqual(second.code, "ok")
        self.assertEqual(books.members["smiths"].members, ["bob"])

    def test_an_actor_is_joined_as_the_pool_knows_it(self):
        books = Household()
        books.do("award", "smiths", 100)
        ask = lambda actor, kind="redeem", **fields: books.do(
            kind, "smiths", 1, actor=actor, **fields).code
        books.join("bob")
        books.leave("anna")
        self.assertEqual([ask("anna"), ask("bob"), ask("smiths"), ask(None)],
                         ["ok", "not_permitted", "not_permitted", "ok"])
        self.assertEqual(ask("bob", "donate", cause="trees"), "not_permitted")
        books.end_round()
        self.assertEqual([ask("anna"), ask("bob")], ["not_permitted", "ok"])

    def test_a_close(self):
        books = Household()
        close = lambda **fields: books.do("close", "smiths", unit=None, **fields)
        self.assertEqual(close().code, "not_permitted")
        books.end_round()
        self.assertEqual(close(force="yes").code, "ok")
        books.end_round()
        self.assertIsNone(books.members["anna"].pool)
        self.assertEqual(books.do("award", "anna", 5).net, 5)


class PoolEarns(unittest.TestCase):
    def test_the_example(self):
        books = Household()
        bought = books.do("purchase", "anna", 10500, id="p")
        self.assertIsNone(bought.code)
        books.end_round()
        self.assertEqual((bought.code, bought.delta, bought.net), ("ok", 105, 105))
        self.assertEqual(books.nets(), {"smiths": 105})
        books.leave("anna")
        books.do("redeem", "smiths", 100)
        back = books.do("return", "anna", reference="p")
        books.end_round()
        self.assertEqual((back.code, back.delta, back.net), ("ok", -105, -100))
        self.assertEqual(books.nets(), {"smiths": -100})

    def test_what_a_closed_pool_does_not_take_is_the_members(self):
        books = Household()
        given = books.do("award", "anna", 7)
        books.do("close", "smiths", unit=None, force="yes")
        books.end_round()
        self.assertEqual((given.delta, given.net), (7, 7))
        self.assertEqual(books.nets(), {"anna": 7})
        self.assertEqual(books.wallet("anna").earned, 7)

    def test_earns_before_a_leave_still_go_there(self):
        books = Household()
        books.do("award", "anna", 5)
        books.leave("anna")
        books.do("award", "anna", 3)
        books.end_round()
        self.assertEqual(books.nets(), {"smiths": 5, "anna": 3})

    def test_a_reversed_award_and_a_return_of_none(self):
        books = Household(deficit="clamp")
        books.do("award", "anna", 30, id="w")
        books.end_round()
        books.do("reverse", "anna", unit=None, reference="w")
        gone = books.do("return", "anna", 4000)
        books.end_round()
        self.assertEqual((gone.code, gone.delta, gone.net), ("ok", 0, 0))
        self.assertEqual(books.wallet("smiths").clawed_back, 30)

    def test_of_a_closed_pool_nothing_is_taken(self):
        books = Household()
        books.do("purchase", "anna", 1000, id="p")
        books.end_round()
        books.do("close", "smiths", unit=None, force="yes")
        back = books.do("return", "anna", reference="p")
        books.end_round()
        self.assertEqual((back.code, back.delta, back.net), ("ok", 0, 0))
        self.assertEqual(books.nets(), {})

    def test_what_is_its_own_stays_its_own(self):
        books = Household()
        books.do("adjust", "anna", 8)
        books.do("award", "bob", 4)
        books.do("transfer", "bob", 4, receiver="anna")
        books.end_round()
        self.assertEqual(books.nets(), {"anna": 12})
