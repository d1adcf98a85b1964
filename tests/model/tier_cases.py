"""Cases of tiers, as section 5 of docs/semantics.md says it."""

import unittest

from test_books import Books, at, program
from values import text_of

YEAR = {"name": "status", "basis": "spend", "window": "calendar_year", "tiers": [
    {"name": "silver", "at": 50000}, {"name": "gold", "at": 200000}]}


class Tiered(Books):
    def __init__(self, *rules, earn=None, **keys):
        sections = {"tier_set": [{**YEAR, **keys}]}
        super().__init__(program(earn=earn, sections=sections, rules=[
            {"name": f"rule_{place}", **rule} for place, rule in enumerate(rules)]))

    def buy(self, amount, at, **fields):
        return self.do("purchase", "ada", amount, at=at, **fields)

    def later(self, at):
        """In force at an instant from now on."""
        self.tick(at)
        self.settle("ada")
        return self.members["ada"].tier()


class ImportedTiers(unittest.TestCase):
    def bring(self, books, what, at="2027-03-01", unit=None, **fields):
        return books.do("import", "ada", what=what, at=at, unit=unit, **fields)

    def test_two_windows(self):
        for amount, tier in ((48000, 0), (50000, 1)):
            books = Tiered()
            self.bring(books, "spend", at="2026-12-31", amount=amount)
            self.bring(books, "spend", at="2027-02-28", amount=6000)
            self.assertEqual([books.later(at) for at in ("2027-12-31", "2028-01-01")],
                             [tier, 0])

    def test_what_is_late_or_too_old(self):
        books = Tiered()
        answers = [self.bring(books, "spend", at=at, amount=50000)
                   for at in ("2028-01-05", "2026-12-31", "2027-12-31")]
        self.assertEqual([answer.tier for answer in answers], [1, 1, 1])
        self.assertEqual(books.later("2028-12-31"), 1)

    def test_visits_are_of_no_day(self):
        books = Tiered(basis="visits", per_day=1, tiers=[{"name": "silver", "at": 3}])
        self.assertEqual(self.bring(books, "visits", quantity=2).tier, 0)
        self.assertEqual(books.buy(1, at="2027-03-01").tier, 1)

    def test_counted_of_a_unit(self):
        books = Tiered(basis="unit", unit="status", tiers=[{"name": "silver", "at": 3}])
        self.assertEqual([self.bring(books, "counted", unit=unit, amount=3).code
                          for unit in ("ghost", "points", "status")],
                         ["unit_unknown", "not_permitted", "ok"])
        self.assertEqual(books.members["ada"].tier(), 1)
        self.assertEqual([wallet.net for wallet
                          in books.members["ada"].wallets.values() if wallet.net], [])

    def test_a_tier_up_to_its_end(self):
        books = Tiered()
        answer = self.bring(books, "tier", tier="gold", expiry=at("2027-07-01"))
        self.assertEqual((answer.code, answer.tier), ("ok", 2))
        self.assertEqual([books.later(at) for at in (
            "2027-06-30T23:59:59Z", "2027-07-01")], [2, 0])
        self.assertEqual(self.bring(books, "tier", tier="tin").code, "not_permitted")
        self.assertEqual(self.bring(books, "visits", quantity=1).code, "not_permitted")

    def test_a_tier_for_good_beside_what_is_counted(self):
        books = Tiered()
        self.bring(books, "tier", tier="silver")
        self.assertEqual(books.buy(200000, at="2027-03-01").tier, 2)
        self.assertEqual([books.later(at) for at in (
            "2028-12-31", "2029-01-01", "2099-01-01")], [2, 1, 1])

    def test_the_highest_holds_and_then_the_next(self):
        books = Tiered()
        for tier, end in (("silver", "2027-09-01"), ("gold", "2027-05-01"),
                          ("gold", "2027-04-01"), ("silver", "2029-01-01")):
            self.bring(books, "tier", tier=tier, expiry=at(end))
        self.assertEqual([books.later(at) for at in (
            "2027-04-30", "2027-05-01", "2028-12-31", "2029-01-01")], [2, 1, 1, 0])

    def test_a_tier_whose_end_is_past_is_none(self):
        books = Tiered()
        books.tick("2027-08-01")
        answer = self.bring(books, "tier", tier="gold", expiry=at("2027-07-01"))
        self.assertEqual((answer.code, answer.tier), ("ok", 0))


class Windows(unittest.TestCase):
    def test_who_reaches_one_has_it_to_the_end_of_the_next_year(self):
        books = Tiered()
        self.assertEqual([books.buy(amount, "2026-03-01").tier
                          for amount in (49999, 1, 150000)], [0, 1, 2])
        self.assertEqual(books.later("2027-12-31T23:59:59.999999Z"), 2)
        self.assertEqual(books.later("2028-01-01"), 0)

    def test_what_is_returned(self):
        for qualify, tiers in (("peak", [2, 2]), ("net", [1, 1]),
                               ("net_at_end", [2, 1])):
            books = Tiered(qualify=qualify)
            books.buy(50000, "2026-03-01")
            books.buy(150000, "2026-03-01", id="p")
            back = books.do("return", "ada", reference="p", at="2026-04-01")
            self.assertEqual([back.tier, books.later("2027-06-01")], tiers, qualify)

    def test_downgrades(self):
        for downgrade, tiers in (("to_qualified", [2, 0, 0]), ("one_step", [2, 1, 0]),
                                 ("none", [2, 2, 2])):
            books = Tiered(downgrade=downgrade, keep="end_of_window")
            books.buy(200000, "2026-03-01")
            found = [books.later(at) for at in ("2026-12-31", "2027-01-01", "2028-01-01")]
            self.assertEqual(found, tiers, downgrade)

    def test_a_grace(self):
        books = Tiered(keep="end_of_window", grace="1mo")
        books.buy(50000, "2026-03-01")
        self.assertEqual([books.later(at) for at in (
            "2027-01-01", "2027-01-31T23:59:59Z", "2027-02-01")], [1, 1, 0])

    def test_months_roll(self):
        books = Tiered(window={"months": 2}, keep="end_of_window")
        books.buy(30000, "2026-01-31")
        self.assertEqual(books.buy(20000, "2026-02-28").tier, 1)
        self.assertEqual(books.later("2026-03-01"), 0)

    def test_late_spend_counts_where_it_belongs(self):
        books = Tiered()
        books.buy(100, "2027-01-10")
        self.assertEqual(books.buy(50000, "2026-12-28").tier, 1)
        self.assertEqual(books.later("2027-12-31"), 1)
        self.assertEqual(books.later("2028-01-01"), 0)


    def test_a_grace_of_a_higher_tier_goes_before(self):
        books = Tiered(window={"months": 1}, keep="end_of_window", grace="45d")
        for amount, at in ((200000, "2026-01-10"), (50000, "2026-02-10")):
            books.buy(amount, at)
        self.assertEqual([books.later(at) for at in (
            "2026-03-01", "2026-03-17T23:59:59Z", "2026-03-18")], [2, 2, 0])

    def test_years_of_membership(self):
        books = Tiered(window="membership_year", keep="end_of_window")
        books.do("enroll", "ada", at="2024-02-29T12:00:00Z")
        books.buy(50000, "2025-02-27T23:59:59Z")
        self.assertEqual([books.later(at) for at in (
            "2025-02-27T23:59:59.999999Z", "2025-02-28")], [1, 0])

    def test_nothing_comes_behind_the_last_year(self):
        books = Tiered(downgrade="none")
        books.buy(50000, "9999-12-31T23:59:59Z")
        self.assertEqual(books.later("9999-12-31T23:59:59.999999Z"), 1)

    def test_facts(self):
        books = Tiered()
        books.buy(200000, "2026-03-01")
        books.buy(50000, "2026-02-01")
        books.later("2028-06-01")
        told = [(*fact, text_of(at)[:10]) for *fact, at in books.members["ada"].facts]
        self.assertEqual(told, [
            ("tier_qualified", "status", "gold", "2026-03-01"),
            ("tier_changed", "status", "gold", "2026-03-01"),
            ("tier_changed", "status", "none", "2028-01-01")])


class Counters(unittest.TestCase):
    def test_visits_of_a_day(self):
        books = Tiered(basis="visits", per_day=1,
                       tiers=[{"name": "regular", "at": 2}])
        self.assertEqual([books.buy(amount, at).tier for amount, at in (
            (100, "2026-03-01"), (100, "2026-03-01"), (0, "2026-03-02"),
            (100, "2026-03-02"))], [0, 0, 0, 1])

    def test_a_visit_goes_with_the_last_of_its_purchase(self):
        books = Tiered(basis="visits", qualify="net",
                       tiers=[{"name": "regular", "at": 1}])
        books.buy(100, "2026-03-01", id="p")
        tiers = [books.do("return", "ada", 50, reference="p", at="2026-03-01").tier
                 for _ in range(2)]
        self.assertEqual(tiers, [1, 0])

    def test_a_day_is_known_until_the_next_but_one(self):
        books = Tiered(basis="visits", per_day=1, tiers=[{"name": "regular", "at": 3}])
        self.assertEqual([books.buy(100, f"2026-03-0{day}").tier for day in (
            4, 3, 2, 3, 5, 3, 4)], [0, 0, 0, 0, 1, 1, 1])
        self.assertEqual(sum(books.members["ada"].tiers[0].sums.values()), 3)

    def test_what_is_given_back_counts_when_it_was_given(self):
        books = Tiered(basis="unit", unit="status", qualify="net",
                       tiers=[{"name": "blue", "at": 10}])
        do = lambda kind, **fields: books.do(kind, "ada", unit="status", **fields).tier
        do("award", amount=10, at="2026-03-01", id="a")
        self.assertEqual(do("award", amount=10, at="2027-03-01"), 1)
        self.assertEqual(do("reverse", reference="a", at="2027-03-02"), 1)
        sums = books.members["ada"].tiers[0].sums
        self.assertEqual(sums, {2026: 0, 2027: 10})

    def test_a_unit_counts_but_not_what_is_imported(self):
        books = Tiered(basis="unit", unit="status", tiers=[{"name": "blue", "at": 10}])
        books.do("import", "ada", 10, unit="status", what="lot", at="2026-03-01")
        given = books.do("award", "ada", 10, unit="status", at="2026-03-01")
        self.assertEqual((books.answers[0].tier, given.tier), (0, 1))

    def test_a_balance_is_looked_at(self):
        books = Tiered(basis="balance", unit="points", qualify="net",
                       keep="end_of_window", tiers=[{"name": "rich", "at": 10}])
        do = lambda kind, amount: books.do(kind, "ada", amount, at="2026-03-01").tier
        self.assertEqual([do("award", 10), do("redeem", 1)], [1, 0])


    def test_a_window_ends_with_what_a_balance_was_before(self):
        books = Tiered(basis="balance", unit="points", tiers=[{"name": "rich", "at": 10}])
        books.do("import", "ada", 10, what="lot", at="2026-03-01",
                 expiry=at("2027-01-01"))
        self.assertEqual([books.later(at) for at in ("2027-12-31", "2028-01-01")], [1, 0])
        books.do("import", "bob", 10, what="lot", at="2028-03-01",
                 expiry=at("2028-12-31"))
        books.tick("2029-01-01")
        books.settle("bob")
        self.assertEqual(books.members["bob"].tier(), 1)  # By its peak.


class Rates(unittest.TestCase):
    def test_the_basket_that_reaches_a_tier(self):
        by_tier = {"multiply": "base", "by_tier": {"silver": "5/4"}}
        for applies, points in (("next_basket", [500, 3, 5]),
                                ("same_basket", [625, 3, 5])):
            books = Tiered(by_tier, tier_applies=applies)
            deltas = [books.buy(amount, "2026-03-01").delta
                      for amount in (50000, 300, 400)]
            self.assertEqual(deltas, points)

    def test_returns_by_what_it_was_rated_with(self):
        books = Tiered({"multiply": "base", "by_tier": {"silver": "5/4"}})
        for name, amount in (("a", 50000), ("b", 400)):
            books.buy(amount, "2026-03-01", id=name)
        back = lambda **fields: books.do("return", "ada", at="2028-03-01", **fields).delta
        self.assertEqual([back(reference="a"), back(reference="b"),
                          back(amount=400)], [-500, -5, -4])

    def test_what_is_late_has_the_tier_of_its_time(self):
        books = Tiered({"give": 50, "tier": "silver"})
        books.buy(50000, "2026-03-10")
        self.assertEqual([books.buy(100, at).delta for at in (
            "2026-03-09", "2026-03-10", "2026-03-11")], [1, 51, 51])

    def test_what_is_older_than_all_that_is_known(self):
        books = Tiered({"give": 50, "tier": "silver"}, keep="end_of_window")
        books.buy(50000, "2026-03-10")
        books.buy(100, "2029-06-01")
        self.assertEqual(books.buy(100, "2026-06-01").delta, 1)

    def test_who_is_in_none_of_a_rules_tiers(self):
        books = Tiered({"multiply": "base", "by": 3, "tier": "gold"},
                       {"multiply": "base", "by_tier": {"silver": 2, "gold": 5}},
                       earn={"combine": "compound"})
        self.assertEqual([books.buy(amount, "2026-03-10").delta for amount in (
            50000, 150000, 100)], [500, 3000, 15])


class Together(unittest.TestCase):
    """Of members that are merged."""

    def merged(self, a, b, at="2026-06-01", **keys):
        """What two members have bought, each as (amount, date) pairs."""
        books = Tiered(**keys)
        for name, bought in (("ada", a), ("bob", b)):
            for place, (amount, day) in enumerate(bought):
                books.do("purchase", name, amount, at=day, id=f"{name}{place}")
        answer = books.do("merge", "ada", unit=None, receiver="bob", at=at)
        books.end_round()
        self.assertEqual(books.members["ada"].tier(), 0)
        return books, answer.tier

    def test_counters_are_added(self):
        books, tier = self.merged([(30000, "2026-02-01")], [(20000, "2026-01-01")])
        self.assertEqual(tier, 1)
        back = books.do("return", "bob", reference="ada0", at="2026-07-01")
        self.assertEqual(back.tier, 1)
        self.assertEqual(books.members["bob"].tiers[0].sums, {2026: 20000, 2025: 0})

    def test_the_higher_tier_stays_but_under_net(self):
        for qualify, tier in (("peak", 1), ("net", 0), ("net_at_end", 1)):
            _, found = self.merged(
                [(50000, "2026-02-01")], [(100, "2026-01-01")], qualify=qualify)
            self.assertEqual(found, 1)
            books = Tiered(qualify=qualify)
            books.do("purchase", "ada", 50000, at="2026-02-01")
            books.do("return", "bob", 100, unit="GBP", at="2026-02-01")
            found = books.do("merge", "ada", unit=None, receiver="bob", at="2026-03-01")
            books.end_round()
            self.assertEqual(found.tier, tier, qualify)

    def test_windows_end_before(self):
        _, tier = self.merged([(50000, "2026-02-01")], [(100, "2028-01-01")])
        self.assertEqual(tier, 0)
        books, tier = self.merged([(50000, "2026-02-01")], [(100, "2027-06-01")])
        self.assertEqual((tier, books.members["bob"].tiers[0].sums),
                         (1, {2027: 100, 2026: 50000}))

    def test_years_of_membership_are_set_beside_each_other(self):
        books, tier = self.merged(
            [(30000, "2026-05-01")], [(100, "2026-03-01"), (20000, "2027-05-01")],
            at="2027-06-01", window="membership_year")
        self.assertEqual(tier, 0)
        self.assertEqual(books.members["bob"].tiers[0].sums, {0: 30100, 1: 20000})

    def test_visits_of_a_day(self):
        books, _ = self.merged([(100, "2026-05-01")], [(100, "2026-05-02")],
                               basis="visits", per_day=1,
                               tiers=[{"name": "regular", "at": 3}])
        late = [books.do("purchase", "bob", 100, at=f"2026-05-0{day}").tier
                for day in (1, 2, 3)]
        self.assertEqual(late, [0, 0, 1])

    def test_what_is_late_has_the_tier_that_the_other_had(self):
        books = Tiered({"give": 50, "tier": "silver"})
        books.do("purchase", "ada", 50000, at="2026-02-01")
        books.do("purchase", "bob", 100, at="2026-02-01")
        books.do("merge", "ada", unit=None, receiver="bob", at="2026-06-01")
        books.end_round()
        self.assertEqual([books.do("purchase", "bob", 100, at=at).delta for at in (
            "2026-05-31", "2026-06-01")], [1, 51])
