"""Cases of birthdays, anniversaries and units that end, as section 5 of
docs/semantics.md says it."""

import unittest

import kumbara_model as model
from test_books import Books, program
from values import LIMIT

BIRTHDAY = {"name": "present", "on": "birthday", "give": 50}
LOYAL = {"name": "loyal", "on": "anniversary", "give": 10}


def days(*rules, zone="UTC", points=None, sections=None, **head):
    found = program(rules=rules or (BIRTHDAY, LOYAL), zone=zone, points=points,
                    sections=sections).source
    return model.Program({**found, "program": {
        **found["program"], "enrol": "explicit", **head}})


class Older(Books):
    """One who was born on 15 July."""

    def __init__(self, rules, **fields):
        super().__init__(rules)
        self.do("enroll", "ada", at="2026-01-31", **{"birthday": "07-15", **fields})

    def later(self, at, member="ada"):
        self.tick(at)
        return self.balances("points")[member]


class Birthdays(unittest.TestCase):
    def test_it_begins_in_the_zone(self):
        books = Older(days(BIRTHDAY, zone="Europe/Prague"))
        self.assertEqual([books.later(at) for at in (
            "2026-07-14T21:59:59Z", "2026-07-14T22:00:00Z", "2027-07-14T22:00:00Z")],
                         [0, 50, 100])

    def test_who_moves_it_is_paid_once_a_year(self):
        books = Older(days(BIRTHDAY))
        books.later("2026-08-01")
        books.do("set", "ada", birthday="12-24", at="2026-08-01", unit=None)
        self.assertEqual([books.later(at) for at in ("2026-12-31", "2027-12-24")],
                         [50, 100])

    def test_what_was_due_before_it_was_known_is_never_given(self):
        books = Older(days(BIRTHDAY), birthday=None)
        books.do("set", "ada", birthday="07-15", at="2026-07-15", unit=None)
        self.assertEqual([books.later(at) for at in ("2026-12-31", "2027-07-15")], [0, 50])

    def test_29_february(self):
        for leap_day, before, then in (("feb_28", "2027-02-27", "2027-02-28"),
                                       ("mar_1", "2027-02-28", "2027-03-01")):
            books = Older(days(BIRTHDAY, leap_day=leap_day), birthday="02-29")
            books.tick("2026-03-01")
            had = books.balances("points")["ada"]
            self.assertEqual([books.later(before), books.later(then),
                              books.later("2028-02-28"), books.later("2028-02-29")],
                             [had, had + 50, had + 50, had + 100])

    def test_the_rules_that_apply_then(self):
        books = Older(days({**BIRTHDAY, "when": {"plans": "gold"}}))
        books.do("set", "ada", plan="gold", at="2026-07-15T00:00:01Z", unit=None)
        self.assertEqual([books.later(at) for at in ("2027-07-14", "2027-07-15")], [0, 50])

    def test_who_has_no_room_is_paid_at_a_later_one(self):
        books = Older(days(BIRTHDAY))
        books.do("adjust", "ada", LIMIT - 49, at="2026-02-01")
        self.assertEqual(books.later("2026-07-15"), LIMIT - 49)
        books.do("redeem", "ada", LIMIT - 49, at="2026-08-01")
        books.do("set", "ada", birthday="12-24", at="2026-08-01", unit=None)
        self.assertEqual(books.later("2026-12-24"), 50)

    def test_a_gift_pays_a_debt_and_waits_for_its_time(self):
        books = Older(days({**BIRTHDAY, "pending": {"for": "2d"}}))
        books.do("adjust", "ada", -20, at="2026-02-01")
        books.tick("2026-07-16")
        wallet = books.wallet("ada")
        self.assertEqual((wallet.pending, wallet.deficit), (50, 20))
        self.assertEqual(books.wallet("ada", "2026-07-17").available, 30)

    def test_who_takes_a_member_over_has_the_later_year(self):
        books = Older(days(BIRTHDAY))
        books.do("enroll", "bob", birthday="12-24", at="2026-07-20")
        books.do("merge", "ada", receiver="bob", at="2026-08-01", unit=None)
        books.end_round()
        self.assertEqual([books.later(at, "bob") for at in ("2026-12-31", "2027-12-24")],
                         [50, 100])

    def test_a_gift_comes_before_the_message_that_moves_the_clock(self):
        """Then there is no room for what that brings."""
        books = Older(days(BIRTHDAY))
        books.do("adjust", "ada", LIMIT - 60, at="2026-02-01")
        books.do("import", "eve", 20, what="lot", at="2026-02-01")
        gift = books.do("transfer", "eve", 20, receiver="ada", at="2026-08-01")
        books.end_round()
        self.assertEqual((gift.code, books.members["ada"].wallets["points"].available),
                         ("receiver_refused", LIMIT - 60))


class Anniversaries(unittest.TestCase):
    def test_from_the_year_after_on(self):
        books = Older(days(LOYAL))
        self.assertEqual([books.later(at) for at in (
            "2026-12-31", "2027-01-30T23:59:59Z", "2027-01-31")], [0, 0, 10])

    def test_both_in_one_year(self):
        books = Older(days(), birthday="01-31")
        self.assertEqual(books.later("2027-01-31"), 60)
        self.assertEqual([lot.remaining for lot in books.wallet("ada").lots], [50, 10])

    def test_who_is_enrolled_late_has_no_years_before_the_clock(self):
        books = Books(days(LOYAL))
        books.tick("2029-06-01")
        books.do("enroll", "ada", at="2026-03-01")
        books.tick("2030-03-01")
        self.assertEqual(books.balances("points"), {"ada": 10})

    def test_the_day_of_who_stays(self):
        books = Older(days(LOYAL))
        books.do("enroll", "bob", at="2026-06-01")
        books.do("merge", "ada", receiver="bob", at="2026-06-01", unit=None)
        books.end_round()
        self.assertEqual([books.later(at, "bob") for at in ("2027-05-31", "2027-06-01")],
                         [0, 10])
        self.assertEqual(books.later("2028-01-31"), 0)

    def test_who_is_closed_has_none(self):
        books = Older(days())
        books.do("close", "ada", at="2026-02-01", unit=None)
        self.assertEqual(books.later("2027-12-31"), 0)


class Ending(unittest.TestCase):
    """Of a unit."""

    def books(self):
        books = Older(days(LOYAL, points={"retire_at": "2026-03-01"}))
        books.do("award", "ada", 60, at="2026-02-01", id="given")
        return books

    def test_what_there_is_is_forfeited(self):
        books = self.books()
        books.do("hold", "ada", 40, at="2026-02-01", id="h",
                 until=model.micros("2026-06-01T00:00:00Z"))
        self.assertEqual([books.later(at) for at in ("2026-02-28T23:59:59Z", "2026-03-01")],
                         [60, 0])
        captured = books.do("capture", "ada", reference="h", at="2026-03-01", unit=None)
        self.assertEqual(captured.code, "already_voided")
        self.assertEqual(books.system_sum("forfeited"), 60)

    def test_no_command_names_it_any_more(self):
        books = self.books()
        self.assertEqual([books.do("award", "ada", 5, at=at).code for at in (
            "2026-02-28", "2026-03-01", "2026-02-28T12:00:00Z")],
                         ["ok", "unit_unknown", "ok"])
        self.assertEqual(books.wallet("ada").net, 0)

    def test_no_rule_gives_any_more(self):
        books = self.books()
        self.assertEqual([books.do("purchase", "ada", 500, at=at).delta for at in (
            "2026-02-28", "2026-03-01")], [5, 0])
        self.assertEqual(books.later("2027-02-01"), 0)

    def test_a_debt_that_comes_later_is_written_off(self):
        books = self.books()
        books.do("redeem", "ada", 60, at="2026-02-02")
        back = books.do("reverse", "ada", reference="given", at="2026-04-01", unit=None)
        self.assertEqual((back.code, back.delta, back.net), ("ok", 0, 0))
        self.assertEqual(books.system_sum("written_off"), -60)

    def test_a_version_moves_it_or_leaves_it_as_it_was(self):
        for points, left in (({"retire_at": "2026-05-01"}, 60), ({}, 60), (None, 0)):
            books = self.books()
            later = days(LOYAL, points=points).source
            if points is None:
                later = {**later, "unit": {"status": {"spendable": False}}, "earn": []}
            books.activate(model.Program(later), model.micros("2026-02-15T00:00:00Z"))
            self.assertEqual(books.later("2026-04-30"), left)
