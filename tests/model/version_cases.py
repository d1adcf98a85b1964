"""Cases of later versions of a program, as section 3 of docs/semantics.md says it."""

import unittest

from test_books import Books, at, lasting, program
from values import BEGINNING

SETS = {"name": "status", "basis": "spend", "window": "calendar_year"}
CAPPED = {"cap": {"lifetime": 100}}


class Versioned(Books):
    def follow(self, rules, effective):
        self.activate(rules, at(effective))

    def buy(self, amount, at, **fields):
        return self.do("purchase", "ada", amount, at=at, **fields)


def tiered(*tiers, **keys):
    return program(sections={"tier_set": [{
        **SETS, **keys, "tiers": [{"name": name, "at": least}
                                  for name, least in tiers]}]})


class Times(unittest.TestCase):
    def two(self):
        books = Versioned(program(1, 100))
        books.buy(5000, "2026-01-10", id="p1")
        books.follow(program(2, 100), "2026-02-01")
        return books

    def test_each_by_the_version_of_its_own_business_time(self):
        books = self.two()
        self.assertEqual([books.buy(1000, when).delta for when in (
            "2026-02-01", "2026-01-31T23:59:59.999999Z", "2026-03-01")], [20, 10, 20])

    def test_a_return_by_that_of_its_purchase_and_else_by_its_own(self):
        books = self.two()
        for fields, delta in (({"reference": "p1"}, -50), ({"amount": 5000}, -100)):
            back = books.do("return", "ada", at="2026-02-02", **fields)
            self.assertEqual(back.delta, delta)

    def test_a_policy_by_that_of_what_is_named(self):
        books = Versioned(program(deficit="clamp"))
        books.buy(5000, "2026-01-10", id="p1")
        books.do("redeem", "ada", 40, at="2026-01-10")
        books.follow(program(deficit="negative"), "2026-01-20")
        back = books.do("return", "ada", reference="p1", at="2026-02-02")
        self.assertEqual((back.delta, back.net), (-10, 0))

    def test_retroactive_counts_for_what_comes_from_now_on(self):
        books = self.two()
        books.follow(program(3, 100), "2025-01-01")
        self.assertEqual(books.wallet("ada").available, 50)
        self.assertEqual([books.buy(1000, when).delta for when in (
            "2026-01-05", "2026-02-01", "2024-12-31")], [30, 20, 10])

    def test_of_two_of_the_same_instant_the_later_one(self):
        books = self.two()
        books.follow(program(7, 100), "2026-02-01")
        self.assertEqual(books.buy(1000, "2026-02-01").delta, 70)

    def test_a_transfer_arrives_by_that_of_its_command(self):
        year = {"after": "365d"}
        books = Versioned(program(points=lasting("never"), sections={
            "transfer": {"dates": "new"}}))
        books.do("award", "ada", 5, at="2026-01-10")
        books.do("award", "bob", 5, at="2026-01-10")
        books.follow(program(points=lasting(year)), "2026-01-20")
        books.do("transfer", "ada", 5, receiver="bob", at="2026-01-15")
        books.end_round()
        self.assertEqual({lot.version for lot in books.wallet("bob").lots}, {1})
        self.assertEqual(books.wallet("bob", "2030-01-01").available, 10)

    def test_what_falls_due_by_that_of_its_instant(self):
        rule = lambda take: [{"when": "credit", "at": 10, "take": take}]
        waits = {"pending": {"for": "10d"}}
        books = Versioned(program(auto_redeem=rule(1), points=waits))
        for day in (1, 2, 3):
            books.do("award", "ada", 10, at=f"2026-01-0{day}")
        books.follow(program(auto_redeem=rule(5), points=waits), "2026-01-12")
        books.tick("2026-03-01")
        self.assertEqual(books.wallet("ada").redeemed, 1 + 5 + 5)

    def test_what_was_due_before_it_was_made_is_not_done_anew(self):
        rule = lambda take: [{"when": "credit", "at": 10, "take": take}]
        books = Versioned(program(auto_redeem=rule(1), points={
            "pending": {"for": "1d"}}))
        books.do("award", "ada", 10, at="2026-01-01")
        books.tick("2026-01-05")
        books.follow(program(auto_redeem=rule(5)), "2025-01-01")
        self.assertEqual(books.wallet("ada").redeemed, 1)

    def test_whether_it_waits_is_said_by_all_versions_before_it(self):
        books = Versioned()
        books.buy(100, "2026-01-10", id="p")
        books.follow(program(sections={"pool": {"members_max": 1}}), "2027-01-01")
        back = books.do("reverse", "ada", reference="p", at="2026-01-11")
        self.assertIsNone(back.code)
        books.end_round()
        self.assertEqual(back.code, "ok")

    def test_as_of_an_instant_each_goes_by_its_own(self):
        books = self.two()
        books.buy(1000, "2026-02-01")
        self.assertEqual([books.as_of(at(when)).balances("points") for when in (
            "2026-02-01", "2026-02-02")], [{"ada": 50}, {"ada": 70}])


class Names(unittest.TestCase):
    def test_a_cap_counts_on(self):
        books = Versioned(program(earn=CAPPED))
        books.buy(8000, "2026-01-10", id="p1")
        books.follow(program(3, earn={"cap": {"lifetime": 150}}), "2026-01-20")
        self.assertEqual(books.buy(8000, "2026-01-20").delta, 70)
        books.do("return", "ada", reference="p1", at="2026-01-21")
        self.assertEqual(books.buy(1000, "2026-01-22").delta, 30)

    def test_a_cap_does_not_know_what_was_given_without(self):
        books = Versioned(program())
        books.buy(8000, "2026-01-10")
        books.follow(program(earn=CAPPED), "2026-01-20")
        self.assertEqual(books.buy(20000, "2026-01-20").delta, 100)

    def test_an_allowance_is_known_by_what_it_says(self):
        rule = lambda amount, on="transfer": {
            "on": on, "unit": "points", "amount": amount, "per": "month"}
        books = Versioned(program(sections={"allowance": [rule(50)]}))
        books.do("award", "ada", 500, at="2026-01-10")
        give = lambda amount: books.do("transfer", "ada", amount, receiver="ada2",
                                       at="2026-01-10")
        give(40)
        books.follow(program(sections={"allowance": [
            rule(9, "donate"), rule(60)]}), "2026-01-10")
        self.assertEqual([give(amount).code for amount in (21, 20)],
                         ["limit_reached", None])

    def test_who_was_paid_for_a_referral_is_counted_without_a_cap(self):
        rule = {"unit": "points", "when": "enrolment", "referrer": 50}
        books = Versioned(program(sections={"referral": rule}))
        books.do("enroll", "ada", at="2026-01-10")
        books.do("enroll", "bob", referrer="ada", at="2026-01-10")
        books.end_round()
        books.follow(program(sections={"referral": {**rule, "cap": 1}}), "2026-01-20")
        books.do("enroll", "cleo", referrer="ada", at="2026-01-20")
        books.end_round()
        self.assertEqual(books.net("ada", "points"), 50)

    def test_a_referrer_gives_back_what_another_version_paid(self):
        rule = {"unit": "points", "when": "first_purchase"}
        paying = lambda amount: program(
            sections={"referral": {**rule, "referrer": amount}})
        books = Versioned(paying(50))
        books.do("enroll", "ada", at="2026-01-10")
        books.follow(paying(1), "2026-01-20")
        books.do("enroll", "bob", at="2026-01-10")
        books.do("refer", "bob", receiver="ada", at="2026-01-10")
        books.do("purchase", "bob", 1000, at="2026-01-25", id="p1")
        books.end_round()
        paid = books.net("ada", "points")
        books.do("reverse", "bob", at="2026-01-26", reference="p1")
        books.end_round()
        self.assertEqual((paid, books.net("ada", "points")), (50, 0))

    def test_to_a_version_without_pools_nobody_is_joined(self):
        books = Versioned(program())
        for name in ("ada", "home"):
            books.do("enroll", name, at="2026-01-10")
        books.follow(program(sections={"pool": {"members_max": 1}}), "2026-01-20")
        books.do("join", "ada", receiver="home", at="2026-01-20")
        books.end_round()
        for when in ("2026-01-19", "2026-01-21"):
            books.do("award", "ada", 5, at=when)
        books.end_round()
        self.assertEqual([books.net(name, "points") for name in ("ada", "home")], [5, 5])

    def test_a_unit_that_is_left_out_is_used_up(self):
        books = Versioned(program(sections={}, points={}))
        books.do("award", "ada", 9, unit="status", at="2026-01-10")
        without = program()
        del without.units["status"]
        without.named_units.remove("status")
        books.follow(without, "2026-01-10")
        do = lambda kind, **fields: books.do(kind, "ada", unit="status",
                                             at="2026-01-10", **fields)
        self.assertEqual([do("award", amount=1).code,
                          do("adjust", amount=-4, reason="r").net], ["unit_unknown", 5])


class Ladders(unittest.TestCase):
    def test_tiers_by_the_clock(self):
        books = Versioned(tiered(("silver", 200), ("gold", 400)))
        for name, amount in (("bea", 150), ("sam", 250), ("gil", 450)):
            books.do("purchase", name, amount, at="2026-01-10")
        books.follow(tiered(("bronze", 100), ("gold", 1000)), "2026-02-01")
        self.assertEqual(self.names(books, "2026-01-31"), ["silver", "gold", "none"])
        self.assertEqual(self.names(books, "2026-02-01"), ["bronze", "gold", "bronze"])

    def names(self, books, when):
        """Of sam, gil and bea."""
        members = books.read(at(when))
        return [books.versions.tier_name(0, members[name].tier())
                for name in ("sam", "gil", "bea")]

    def test_what_is_late_is_rated_with_what_its_tier_is_to_its_version(self):
        rules = lambda *tiers: tiered(*tiers)
        books = Versioned(rules(("silver", 200), ("gold", 400)))
        books.buy(500, "2026-01-10")
        books.follow(rules(("silver", 100)), "2026-02-01")
        books.tick("2026-03-01")
        late = books.buy(1, "2026-01-20", id="late")
        now = books.buy(1, "2026-03-01", id="now")
        records = books.members["ada"].records
        self.assertEqual((late.tier, now.tier), (1, 1))
        self.assertEqual([records[name].tiers for name in ("late", "now")],
                         [(2,), (1,)])

    def test_a_set_that_is_new_counts_from_its_start(self):
        books = Versioned(program())
        books.buy(500, "2026-01-10")
        books.follow(tiered(("silver", 100)), "2026-02-01")
        self.assertEqual([books.buy(100, when).tier for when in (
            "2026-01-31", "2026-02-01", "2026-01-31")], [0, 1, 1])
        self.assertEqual(books.members["ada"].tiers[0].sums, {2026: 100})

    def test_keep_that_is_gone(self):
        books = Versioned(tiered(("silver", 100)))
        books.buy(100, "2026-01-10")
        books.tick("2027-01-10")
        books.follow(tiered(("silver", 100), keep="end_of_window"), "2027-02-01")
        tiers = [books.read(at(when))["ada"].tier() for when in (
            "2027-12-31", "2028-01-01")]
        self.assertEqual(tiers, [1, 0])

    def test_a_set_that_is_over(self):
        books = Versioned(tiered(("silver", 100)))
        books.buy(100, "2026-01-10")
        books.follow(program(), "2026-02-01")
        self.assertEqual([books.read(at(when))["ada"].tier() for when in (
            "2026-01-31", "2026-02-01")], [1, 0])

    def test_the_first_version_has_always_been(self):
        books = Versioned()
        self.assertIs(books.versions.due(BEGINNING), books.program)
