"""Cases of achievements, benefits and plans under later versions of a program, as
sections 3 and 5 of docs/semantics.md say it."""

import unittest

from achievement_cases import STATUS, VISITS
from test_books import at, program
from values import text_of
from version_cases import Versioned

EVER = {**VISITS, "name": "guest", "at": 1}
GOLD = {"name": "gold", "period": "1mo"}


def visits(*rules, **sections):
    return program(give=0, sections={"achievement": list(rules), **sections})


class Achieving(unittest.TestCase):
    def test_the_counts_go_on(self):
        for repeat, last in ((True, 140), (False, 100)):
            keys = {**VISITS, "repeat": repeat}
            books = Versioned(visits({**keys, "at": 10}))
            found = [books.buy(100, "2026-01-10").net for _ in range(12)]
            books.follow(visits({**keys, "at": 5, "give": 40}), "2026-02-01")
            books.tick("2026-02-01")
            self.assertEqual((found[-1], books.buy(100, "2026-02-02").net), (100, last))

    def test_what_is_late_is_counted_as_in_its_time(self):
        books = Versioned(visits({**VISITS, "at": 2}))
        books.follow(visits({**VISITS, "at": 9}), "2026-02-01")
        books.buy(100, "2026-02-02")
        self.assertEqual(books.buy(100, "2026-01-10").net, 100)

    def undone(self, *rules):
        """What is had when a purchase of January that completed the first of some rules
        has come back; each other one begins a month later."""
        books = Versioned(visits(rules[0]))
        books.buy(100, "2026-01-10", id="p")
        for month, rule in enumerate(rules[1:], start=2):
            books.follow(visits(*rule), f"2026-0{month}-01")
            books.buy(100, f"2026-0{month}-02")
        books.do("return", "ada", reference="p", at="2026-06-01")
        return [books.net("ada", unit) for unit in ("points", "status")]

    def test_the_last_completion_says_what_is_taken_back(self):
        again = {**EVER, "repeat": True}
        other = {**again, "give": 7, "unit": "status"}
        self.assertEqual(self.undone(again, [other]), [100, 0])
        self.assertEqual(self.undone(again, [{**other, "at": 2}]), [0, 0])

    def test_the_standing_version_says_how_often_it_is_reached(self):
        self.assertEqual(self.undone(EVER, [{**EVER, "at": 2}])[0], 0)
        self.assertEqual(self.undone(EVER, [{**EVER, "at": 1}])[0], 100)
        self.assertEqual(self.undone(EVER, [{**EVER, "at": 3}])[0], 100)

    def test_or_the_last_one_that_had_it(self):
        self.assertEqual(self.undone(EVER, [], [VISITS])[0], 0)
        self.assertEqual(self.undone(EVER, [{**EVER, "at": 2}], [])[0], 0)
        self.assertEqual(self.undone(EVER, [{**EVER, "at": 3}], [])[0], 100)

    def test_a_place_of_a_day_is_free_again_where_days_are_counted(self):
        daily = {**EVER, "repeat": True, "per_day": 1}
        endless = {**EVER, "repeat": True}
        for second, third, net in ((daily, daily, 100), (endless, daily, 200),
                                   (daily, endless, 200)):
            books = Versioned(visits(daily))
            books.buy(100, "2026-01-10T01", id="p")
            for rule, when in ((second, "2026-01-10T02"), (third, "2026-01-10T03")):
                books.follow(visits(rule), when)
                books.buy(100, when)
            books.do("return", "ada", reference="p", at="2026-01-10T04")
            self.assertEqual(books.buy(100, "2026-01-10T05").net, net)

    def test_the_last_completion_may_give_nothing(self):
        again = {**EVER, "repeat": True}
        self.assertEqual(self.undone(again, [{**again, "give": 0}])[0], 100)

    def test_a_row_goes_on(self):
        days = lambda periods: visits({**VISITS, "at": 1, "streak": {
            "period": "day", "periods": periods}})
        books = Versioned(days(5))
        for day in ("01", "02"):
            books.buy(100, f"2026-01-{day}")
        books.follow(days(3), "2026-01-03")
        self.assertEqual(books.buy(100, "2026-01-03").net, 100)

    def test_in_a_merge_the_later_completion_is_the_last(self):
        books = Versioned(visits({**EVER, "repeat": True}))
        books.buy(100, "2026-01-10")
        books.follow(visits({**EVER, "repeat": True, "give": 7}), "2026-02-01")
        books.do("purchase", "bob", 100, id="p", at="2026-02-02")
        books.do("merge", "bob", receiver="ada", at="2026-02-03")
        books.end_round()
        books.do("return", "ada", reference="p", at="2026-02-04")
        self.assertEqual(books.net("ada", "points"), 100)


class Entitled(unittest.TestCase):
    def facts(self, books):
        return [(fact, name, text_of(at)[:10]) for fact, name, _, at
                in books.members["ada"].facts if fact.startswith("benefit")]

    def test_benefits_go_and_come_at_a_start(self):
        books = Versioned(visits(EVER, benefit=[{"name": "a", "achievement": "guest"},
                                                {"name": "b", "achievement": "guest"}]))
        books.buy(100, "2026-01-10")
        books.follow(visits(EVER, benefit=[{"name": "c", "achievement": "guest"},
                                           {"name": "b", "achievement": "guest"}]),
                     "2026-02-01")
        books.tick("2026-03-01")
        books.settle("ada")
        self.assertEqual(self.facts(books), [
            ("benefit_granted", "a", "2026-01-10"),
            ("benefit_granted", "b", "2026-01-10"),
            ("benefit_ended", "a", "2026-02-01"),
            ("benefit_granted", "c", "2026-02-01")])

    def test_tiers_are_those_of_the_standing_version(self):
        tiered = lambda *names: program(give=0, sections={
            "tier_set": [{**STATUS, "window": "calendar_year", "tiers": [
                {"name": name, "at": 1000} for name in names]}],
            "benefit": [{"name": "lounge", "tier": names[-1]}]})
        books = Versioned(tiered("silver"))
        books.buy(1000, "2026-01-10")
        books.follow(tiered("gold"), "2026-02-01")
        books.buy(100, "2026-02-02")
        self.assertEqual(self.facts(books), [("benefit_granted", "lounge", "2026-01-10")])
        self.assertEqual(books.members["ada"].benefits, ("lounge",))


class Paid(unittest.TestCase):
    """A month of gold, paid on 10 January by the first version, and what another one
    from February on makes of it."""

    def book(self, *plans, first=GOLD):
        books = Versioned(program(sections={"plan": [first, {"name": "free"}]}))
        books.do("enroll", "ada", plan="gold", at="2026-01-10")
        books.follow(program(sections={"plan": list(plans)} if plans else None),
                     "2026-02-01")
        return books

    def told(self, books, day):
        books.tick(day)
        books.settle("ada")
        return [(fact, name, text_of(at)[:10])
                for fact, name, _, at in books.members["ada"].facts[1:]]

    def test_it_lapses_by_the_version_of_that_instant(self):
        books = self.book({**GOLD, "lapses_to": "free"}, {"name": "free"})
        self.assertEqual(self.told(books, "2026-03-01"), [
            ("plan_ended", "gold", "2026-02-10"), ("plan_started", "free", "2026-02-10")])

    def test_what_is_not_declared_any_more_lapses_to_none(self):
        first = {**GOLD, "lapses_to": "free"}
        for plans in ((), ({"name": "free"},)):
            books = self.book(*plans, first=first)
            self.assertEqual(self.told(books, "2026-03-01"),
                             [("plan_ended", "gold", "2026-02-10")])

    def test_what_was_paid_stays_so(self):
        books = self.book({"name": "gold", "period": "2d"})
        self.assertEqual(self.told(books, "2026-02-09"), [])
        first = {**GOLD, "grace": "7d"}
        books = self.book({**GOLD, "grace": "1d"}, first=first)
        self.assertEqual(self.told(books, "2026-03-01"), [
            ("plan_grace", "gold", "2026-02-10"), ("plan_ended", "gold", "2026-02-17")])

    def test_one_without_end_keeps_it_until_it_is_given_again(self):
        books = self.book(GOLD, first={"name": "gold"})
        self.assertEqual(self.told(books, "2026-03-01"), [])
        books.do("set", "ada", plan="gold", at="2026-03-01")
        self.assertEqual(self.told(books, "2026-05-01"), [
            ("plan_renewed", "gold", "2026-03-01"), ("plan_ended", "gold", "2026-04-01")])

    def test_by_a_version_without_plans_any_is_given_and_none_told(self):
        books = self.book()
        for plan in ("gold", "tin"):
            answer = books.do("set", "ada", plan=plan, at="2026-02-02")
            self.assertEqual((answer.code, self.told(books, "2026-03-01")), ("ok", []))

    def test_what_is_over_at_once_lapses_by_the_version_of_the_clock(self):
        lapsing = {**GOLD, "lapses_to": "free"}
        books = self.book({"name": "free"}, first=lapsing)
        self.assertEqual(self.told(books, "2026-03-01")[-1][:2], ("plan_ended", "gold"))
        books.do("set", "ada", plan="gold", at="2026-01-20")
        self.assertEqual(self.told(books, "2026-03-01")[-2:], [
            ("plan_started", "gold", "2026-03-01"), ("plan_ended", "gold", "2026-03-01")])

    def test_in_a_merge_it_comes_by_any_version(self):
        books = self.book()
        books.do("enroll", "bob", at="2026-02-02")
        books.do("merge", "ada", receiver="bob", at="2026-02-03")
        books.end_round()
        bob = books.members["bob"]
        self.assertEqual((text_of(bob.paid_through)[:10], bob.facts), ("2026-02-10", ()))
