"""Cases of plans that are paid for, as section 5 of docs/semantics.md says it."""

import unittest

from test_books import Books, program
from values import NEVER, text_of

GOLD = {"name": "gold", "period": "1mo", "grace": "7d", "lapses_to": "free"}


class Paying(Books):
    def __init__(self, **keys):
        super().__init__(program(per=100, earn={"when": {"plans": "gold"}}, sections={
            "plan": [{**GOLD, **keys}, {"name": "free"},
                     {"name": "trial", "period": "2d"}]}))
        self.do("enroll", "ada", at="2026-01-01")

    def set(self, plan, at, member="ada"):
        return self.do("set", member, plan=plan, at=at)

    def through(self, member="ada"):
        return text_of(self.members[member].paid_through)

    def later(self, at):
        """The plan at an instant from now on."""
        self.tick(at)
        self.settle("ada")
        return self.members["ada"].attributes.get("plan")

    def told(self, member="ada"):
        return [(fact, name, text_of(at))
                for fact, name, _, at in self.members[member].facts]


class Plans(unittest.TestCase):
    def test_a_month_and_its_grace(self):
        books = Paying()
        books.set("gold", "2026-01-31T10:00:00Z")
        self.assertEqual([books.later(at) for at in (
            "2026-02-28T10:00:00Z", "2026-03-07T09:59:59.999999Z",
            "2026-03-07T10:00:00Z")], ["gold", "gold", "free"])
        self.assertEqual(books.told(), [
            ("plan_started", "gold", "2026-01-31T10:00:00Z"),
            ("plan_grace", "gold", "2026-02-28T10:00:00Z"),
            ("plan_ended", "gold", "2026-03-07T10:00:00Z"),
            ("plan_started", "free", "2026-03-07T10:00:00Z")])

    def test_who_pays_early_loses_nothing(self):
        for again, through in (("2026-02-20", "2026-03-28T10:00:00Z"),
                               ("2026-03-01T10:00:00Z", "2026-04-01T10:00:00Z")):
            books = Paying()
            books.set("gold", "2026-01-31T10:00:00Z")
            books.set("gold", again)
            self.assertEqual(books.through(), through)

    def test_another_plan_begins_anew(self):
        books = Paying()
        books.set("gold", "2026-01-01")
        books.set("trial", "2026-01-02")
        books.set("gold", "2026-01-03")
        self.assertEqual(books.through(), "2026-02-03T00:00:00Z")
        books.set("none", "2026-01-04")
        self.assertEqual((books.members["ada"].paid_through, books.told()[-1]),
                         (NEVER, ("plan_ended", "gold", "2026-01-04T00:00:00Z")))

    def test_what_is_not_declared_cannot_be_had(self):
        books = Paying()
        self.assertEqual(books.set("silver", "2026-01-01").code, "not_permitted")
        self.assertEqual(books.do("enroll", "bob", plan="silver").code, "not_permitted")
        self.assertNotIn("bob", books.members)

    def test_what_is_paid_late_may_be_over(self):
        books = Paying()
        books.later("2026-03-01")
        books.set("gold", "2026-01-01")
        self.assertEqual(books.told(), [
            (fact, name, "2026-03-01T00:00:00Z") for fact, name in (
                ("plan_started", "gold"), ("plan_grace", "gold"),
                ("plan_ended", "gold"), ("plan_started", "free"))])

    def test_what_is_late_is_rated_with_the_plan_of_its_time(self):
        books = Paying()
        books.set("gold", "2026-01-10")
        books.later("2026-03-01")
        self.assertEqual([books.do("purchase", "ada", 100, at=at).delta for at in (
            "2026-01-09", "2026-01-10", "2026-02-16", "2026-02-17")], [0, 1, 1, 0])

    def test_one_past_all_years_has_no_end(self):
        books = Paying(period="9000y")
        books.set("gold", "2026-01-01")
        books.set("gold", "2026-01-02")
        self.assertEqual(len(books.told()), 1)

    def test_in_a_merge_the_later_end_counts(self):
        books = Paying()
        books.set("gold", "2026-01-01")
        for member, day in (("bob", "2026-01-03"), ("cid", "2026-01-02")):
            books.do("enroll", member, plan="gold", at=day)
            books.do("merge", member, receiver="ada", at="2026-01-03")
            books.end_round()
        self.assertEqual((books.through(), [fact for fact, _, _ in books.told()]),
                         ("2026-02-03T00:00:00Z", ["plan_started", "plan_renewed"]))

    def test_in_a_merge_a_plan_comes(self):
        books = Paying()
        books.do("enroll", "bob", plan="trial", at="2026-01-01")
        books.do("merge", "bob", receiver="ada", at="2026-01-02")
        books.end_round()
        self.assertEqual((books.through(), books.later("2026-01-03")),
                         ("2026-01-03T00:00:00Z", None))
