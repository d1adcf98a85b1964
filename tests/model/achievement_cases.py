"""Cases of achievements and benefits, as section 5 of docs/semantics.md says it."""

import unittest

from test_books import Books, program
from values import LIMIT, text_of

VISITS = {"name": "third", "basis": "visits", "at": 3, "give": 100}
WEEKS = {"name": "weeks", "basis": "visits", "at": 1, "give": 100,
         "streak": {"period": "week", "periods": 3}}
STATUS = {"name": "status", "basis": "spend", "window": {"months": 1},
          "keep": "end_of_window", "tiers": [{"name": "silver", "at": 1000}]}


class Achiever(Books):
    """With one achievement, of which keys are given, and no rule that earns."""

    def __init__(self, base=VISITS, sections=None, **keys):
        super().__init__(program(give=0, sections={
            "achievement": [{**base, **keys}], **(sections or {})}))

    def visit(self, at=None, amount=100, member="ada", **fields):
        fields |= {"at": at} if at else {}
        return self.do("purchase", member, amount, **fields)

    def visits(self, *times):
        """What is had behind each of them."""
        return [self.visit(at).net for at in times]

    def has(self, member="ada"):
        return self.net(member, "points")

    def told(self, member="ada"):
        return [fact[:3] for fact in self.members[member].facts]


class Achievements(unittest.TestCase):
    def test_what_comes_back_and_is_given_again(self):
        books = Achiever()
        books.visit(id="p")
        found = [books.visit().net for _ in range(2)]
        for amount in (99, None):
            books.do("return", "ada", amount, reference="p")
            found.append(books.has())
        self.assertEqual([*found, books.visit().net], [0, 100, 100, 0, 100])
        self.assertEqual([fact for fact, _, _ in books.told()], [
            "achievement_completed", "achievement_undone", "achievement_completed"])

    def test_a_purchase_of_nothing_is_no_visit(self):
        books = Achiever(at=1)
        self.assertEqual([books.visit(amount=amount).net for amount in (0, 1)], [0, 100])

    def test_spending_that_is_enough_several_times(self):
        books = Achiever(basis="spend", at=1000, repeat=True)
        self.assertEqual([books.visit(amount=amount).net for amount in (999, 2001)],
                         [0, 300])
        self.assertEqual(books.told(), [("achievement_completed", "third", 3)])

    def test_each_window_counts_anew_and_the_last_two_are_open(self):
        books = Achiever(at=2, window="day")
        days = (f"2026-01-{day:02}" for day in (1, 2, 1, 2, 4, 2))
        self.assertEqual(books.visits(*days), [0, 0, 100, 200, 200, 200])

    def test_so_many_of_a_day(self):
        books = Achiever(at=2, per_day=1)
        books.visit("2026-01-01", id="p")
        self.assertEqual(books.visits("2026-01-01T23:59:59Z"), [0])
        books.do("return", "ada", reference="p", at="2026-01-01T23:59:59Z")
        self.assertEqual(books.visits("2026-01-01T12:00:00Z", "2026-01-02"), [0, 100])

    def test_events_of_some_names(self):
        books = Achiever(basis="events", at=2, event=["survey", "review"])
        for name in ("survey", "visit", "review"):
            books.do("event", "ada", name=name)
        self.assertEqual(books.has(), 100)

    def test_conditions_are_looked_at_once(self):
        books = Achiever(at=1, when={"total_min": 100, "store": "north"})
        for fields in ({"store": "south"}, {"store": "north", "amount": 99}):
            self.assertEqual(books.visit(**fields).net, 0)
        books.visit(store="north", id="p")
        books.do("return", "ada", 99, reference="p")
        self.assertEqual(books.has(), 100)

    def test_it_is_taken_of_the_last_lot_first(self):
        books = Achiever(at=1, repeat=True)
        books.visit(id="p")
        books.visit()
        books.do("award", "ada", 7)
        books.do("return", "ada", reference="p")
        self.assertEqual(books.lots("ada"), {1: 100, 3: 7})

    def test_without_room_it_is_given_when_there_is_some(self):
        books = Achiever()
        books.do("import", "ada", LIMIT - 99, what="lot")
        self.assertEqual([books.visit().delta for _ in range(3)], [0, 0, 0])
        books.do("redeem", "ada", 1)
        self.assertEqual((books.told(), books.visit().delta), ([], 100))

    def test_it_has_dates_of_its_own(self):
        books = Achiever(at=1, pending={"for": "1d"}, expiry={"after": "1mo"})
        books.visit("2026-01-01")
        lot, = books.wallet("ada").waiting
        self.assertEqual([text_of(lot.activation), text_of(lot.expiry)],
                         ["2026-01-02T00:00:00Z", "2026-02-02T00:00:00Z"])

    def test_who_is_joined_has_it_alone(self):
        books = Achiever(at=1, sections={"pool": {"members_max": 1}})
        books.do("enroll", "ada")
        books.do("enroll", "pool")
        books.do("join", "ada", receiver="pool")
        books.end_round()
        answer = books.visit()
        books.end_round()
        self.assertEqual((answer.delta, books.has(), books.has("pool")), (0, 100, 0))

    def test_close_forgets(self):
        books = Achiever()
        books.visit()
        books.do("close", "ada")
        self.assertEqual(books.members["ada"].counts, {})

    def test_a_merge_adds_up_and_completes_nothing(self):
        books = Achiever()
        for member in ("ada", "ada", "bob", "bob"):
            books.visit(member=member)
        books.do("merge", "bob", receiver="ada")
        books.end_round()
        self.assertEqual((books.has(), books.visit().net), (0, 100))


class Streaks(unittest.TestCase):
    """Weeks of 2026 begin on 5 January."""

    def weeks(self, books, *numbers):
        return books.visits(*(f"2026-01-{7 * number - 2:02}" if number < 5 else
                              f"2026-02-{7 * number - 33:02}" for number in numbers))

    def test_what_is_late_fills_a_gap(self):
        books = Achiever(WEEKS)
        self.assertEqual(self.weeks(books, 1, 2, 4, 3), [0, 0, 0, 100])

    def test_what_is_settled_stays(self):
        books = Achiever(WEEKS)
        self.assertEqual(self.weeks(books, 1, 2, 6, 4, 3, 5), [0] * 6)

    def test_a_missed_one_begins_anew(self):
        books = Achiever(WEEKS, repeat=True)
        self.assertEqual(self.weeks(books, 1, 2, 4, 5, 6), [0, 0, 0, 0, 100])

    def test_rows_repeat_or_do_not(self):
        for repeat, most in ((False, 100), (True, 200)):
            books = Achiever(WEEKS, repeat=repeat)
            self.assertEqual(self.weeks(books, *range(1, 7))[-1], most, repeat)

    def test_what_comes_back_makes_a_gap(self):
        books = Achiever(WEEKS)
        self.weeks(books, 1, 2)
        books.visit("2026-01-19", id="p")
        books.do("return", "ada", reference="p", at="2026-01-27")
        self.assertEqual((books.has(), self.weeks(books, 4, 3)), (0, [0, 100]))

    def test_of_two_rows_the_longer_goes_on_beside_what_was_completed(self):
        books = Achiever(WEEKS, streak={"period": "week", "periods": 2}, repeat=True)
        days = ("2026-01-05", "2026-01-12", "2026-01-19")
        for member in ("ada", "bob"):
            for day in days:
                books.visit(day, member=member)
        books.do("merge", "bob", receiver="ada", at=days[-1])
        books.end_round()
        self.assertEqual(books.visits("2026-01-19", "2026-01-26"), [200, 300])


class Benefits(unittest.TestCase):
    def test_one_is_told_when_it_comes_and_goes(self):
        books = Achiever(sections={
            "tier_set": [{**STATUS, "unit": "points"}],
            "benefit": [{"name": "delivery", "tier": "silver"},
                        {"name": "table", "achievement": "third"},
                        {"name": "lounge", "plans": "gold", "tier": "silver"}]})
        books.visit("2026-01-01", 900)
        books.visit("2026-01-01", 100, id="p")
        books.do("set", "ada", plan="gold", at="2026-01-01")
        books.visit("2026-01-01")
        books.do("return", "ada", reference="p", at="2026-01-02")
        books.tick("2026-02-01")
        books.settle("ada")
        self.assertEqual([fact[:2] for fact in books.told() if "benefit" in fact[0]], [
            ("benefit_granted", "delivery"), ("benefit_granted", "lounge"),
            ("benefit_granted", "table"), ("benefit_ended", "table"),
            ("benefit_ended", "delivery"), ("benefit_ended", "lounge")])

    def test_one_for_a_time_is_redeemed_and_ends(self):
        books = Achiever(sections={
            "reward": [{"name": "pass", "cost": 1, "unit": "points"}],
            "benefit": [{"name": "lounge", "reward": "pass", "for": "10d"}]})
        books.do("enroll", "ada", at="2026-01-01")
        books.do("award", "ada", 100, at="2026-01-01")
        redeem = lambda day, **fields: books.do(
            "redeem", "ada", unit=None, reward="pass", at=f"2026-01-{day}", **fields)
        told = lambda: [(fact, text_of(at)[:10])
                        for fact, _, _, at in books.members["ada"].facts]
        redeem("01"), redeem("05", id="second")
        books.do("reverse", "ada", reference="second", at="2026-01-06")
        redeem("01", quantity=3)
        books.tick("2026-01-11")
        books.settle("ada")
        self.assertEqual(told(), [("benefit_granted", "2026-01-01"),
                                  ("benefit_ended", "2026-01-11")])
        redeem("01")  # It is over when it comes.
        redeem("11")
        books.do("close", "ada", at="2026-01-12", unit=None)
        books.end_round()
        self.assertEqual(told()[2:], [("benefit_granted", "2026-01-11")])
        self.assertEqual(books.members["ada"].grants, ())

    def test_of_who_is_closed_nothing_is_told(self):
        books = Achiever(at=1, sections={
            "benefit": [{"name": "table", "achievement": "third"}]})
        books.visit()
        books.do("close", "ada")
        self.assertEqual([fact for fact, _, _ in books.told()],
                         ["achievement_completed", "benefit_granted"])
