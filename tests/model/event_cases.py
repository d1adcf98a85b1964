"""Cases of events that earn rules are for, as section 6 of docs/semantics.md says."""

import unittest

from test_books import Books, program

SURVEY = {"name": "survey", "on": "event", "event": "survey", "unit": "points",
          "give": 50}


def heard(*rules, sections=None, **keys):
    return program(rules=[{**SURVEY, **keys}, *rules], sections=sections)


class Saying(Books):
    def say(self, id=None, name="survey", member="ada", at="2026-03-01", **fields):
        named = {"id": id} if id else {}
        return self.do("event", member, name=name, at=at, unit=None, **named, **fields)

    def back(self, id, member="ada", **fields):
        return self.do("reverse", member, reference=id, at="2026-03-02", unit=None,
                       **fields)


class EventRules(unittest.TestCase):
    def test_of_its_name_alone(self):
        books = Saying(heard())
        self.assertEqual([books.say(name=name).delta for name in ("survey", "call")],
                         [50, 0])

    def test_what_is_reversed_may_be_given_again(self):
        books = Saying(heard(cap={"month": 100}))
        self.assertEqual([books.say(f"e{n}").delta for n in range(3)], [50, 50, 0])
        self.assertEqual((books.back("e0").delta, books.say().delta), (-50, 50))

    def test_it_is_reversed_once_and_whole(self):
        books = Saying(heard())
        books.say("e"), books.say("call", name="call")
        self.assertEqual([books.back(id, amount=amount).code for id, amount in (
            ("e", 2), ("e", 1), ("e", None), ("e", None), ("call", None),
            ("call", None))], ["exceeds_remaining", "not_reversible", "ok",
                               "already_reversed", "ok", "already_reversed"])

    def test_without_a_rule_it_leaves_no_record(self):
        books = Saying(program())
        books.say("e")
        self.assertEqual(books.back("e").code, "not_reversible")

    def test_a_cap_may_refuse(self):
        books = Saying(heard(cap={"lifetime": 70, "on_exceed": "reject"}))
        self.assertEqual([books.say().code for _ in range(2)], ["ok", "limit_reached"])

    def test_what_multiplies_it(self):
        books = Saying(heard({"name": "more", "on": "event", "multiply": "survey",
                              "by": "3/2"}))
        books.say("e")
        self.assertEqual(books.lots("ada"), {1: 50, 2: 25})
        self.assertEqual(books.back("e").delta, -75)

    def test_a_budget_and_what_goes_back_to_it(self):
        books = Saying(heard(budget="spring", partial=True, sections={
            "budget": [{"name": "spring", "unit": "points", "amount": 70}]}))
        said = [books.say("e0"), books.say("e1", member="bob")]
        books.end_round()
        self.assertEqual([answer.delta for answer in said], [50, 20])
        books.back("e0")
        books.end_round()
        self.assertEqual(sum(books.counters.values()), 20)

    def test_it_goes_to_the_pool_and_is_taken_back_there(self):
        books = Saying(heard(sections={"pool": {"members_max": 2}}))
        for name in ("ada", "zoe"):
            books.do("enroll", name, at="2026-01-01")
        books.do("join", "ada", receiver="zoe", at="2026-01-01", unit=None)
        books.end_round()
        said = books.say("e")
        books.end_round()
        self.assertEqual((said.code, said.delta), ("ok", 50))
        self.assertEqual(books.balances("points"), {"ada": 0, "zoe": 50})
        back = books.back("e")
        books.end_round()
        self.assertEqual((back.delta, books.balances("points")["zoe"]), (-50, 0))

    def test_a_return_of_none_takes_nothing_of_it(self):
        books = Saying(heard())
        self.assertEqual(books.do("return", "ada", 300, at="2026-03-01").delta, -3)
