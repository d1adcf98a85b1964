"""Cases of imports and of what comes back, as sections 5 and 6 of docs/semantics.md
say it."""

import unittest

import kumbara_model as model
from referrals import has_bought
from test_books import DAY, Books, at, lasting, program


class Imported(unittest.TestCase):
    def bring(self, books, amount, what="lot", **fields):
        return books.do("import", "a", amount, what=what, **fields)

    def test_it_opens_under_either_policy(self):
        for enrol in ("explicit", "first_sight"):
            books = Books(program(enrol=enrol))
            self.assertEqual(self.bring(books, 1, unit="ghost").code, "unit_unknown")
            self.assertNotIn("a", books.members)
            self.assertEqual(self.bring(books, 1).code, "ok")
            self.assertEqual(self.bring(books, 1).code, "ok")

    def test_what_a_lot_has_by_default(self):
        books = Books(program(zone="Europe/Prague", points={
            "pending": {"for": "14d"}, "expiry": {"after": "1d"}}))
        instant = at("2026-12-31T23:30:00Z")
        self.bring(books, 5, at=instant)
        lot, = books.wallet("a").lots
        self.assertEqual(tuple(lot), (1, 5, instant, model.NEVER, "", 1,
                                      2027 * 12))

    def test_what_a_lot_may_say(self):
        books = Books()
        self.bring(books, 5, at=0, activation=2 * DAY, expiry=4 * DAY,
                   funding_class="promotion", vintage="2020-03")
        lot, = books.wallet("a").waiting
        self.assertEqual(tuple(lot), (1, 5, 2 * DAY, 4 * DAY, "promotion", 1,
                                      2020 * 12 + 2))
        self.assertEqual(books.wallet("a", 4 * DAY).expired, 5)

    def test_a_late_lot_pays_a_debt_and_expires(self):
        books = Books()
        self.bring(books, 8, what="deficit", at=9 * DAY)
        answer = self.bring(books, 20, at=DAY, expiry=2 * DAY)
        self.assertEqual((answer.delta, answer.net), (8, 0))
        self.assertEqual(books.wallet("a").expired, 12)

    def test_a_debt_takes_what_is_there(self):
        books = Books()
        self.bring(books, 5)
        answer = self.bring(books, 8, what="deficit")
        self.assertEqual((answer.delta, answer.net), (-8, -3))
        self.assertEqual(books.system_sum("imported"), 3)

    def test_totals_move_nothing_else(self):
        for what in ("earned", "clawed_back", "redeemed", "restored", "expired"):
            books = Books()
            answer = self.bring(books, 5, what=what)
            self.assertEqual((answer.code, answer.delta, answer.net), ("ok", 0, 0))
            self.assertEqual(getattr(books.wallet("a"), what), 5)
            self.bring(books, model.LIMIT - 5, what=what)
            self.assertEqual(self.bring(books, 1, what=what).code, "overflow")

    def test_what_expired_leaves_less_room(self):
        books = Books()
        self.bring(books, model.LIMIT - 5)
        self.assertEqual(self.bring(books, 6, what="expired").code, "overflow")
        self.assertEqual(self.bring(books, 5, what="expired").code, "ok")
        self.assertEqual(self.bring(books, 1).code, "overflow")
        self.assertEqual(books.do("award", "a", 1).code, "overflow")

    def test_it_is_no_activity_but_may_begin_one(self):
        books = Books(program(points=lasting({"inactive": "10d"})))
        self.bring(books, 5, at=0, activation=DAY)
        self.bring(books, 5, at=9 * DAY)
        self.assertEqual(books.wallet("a", 11 * DAY - 1).net, 10)
        self.assertEqual(books.wallet("a", 11 * DAY).net, 0)

    def test_rules_for_automatic_redemption_see_it(self):
        books = Books(program(auto_redeem=[{"when": "credit", "at": 5, "take": 5}]))
        self.assertEqual(self.bring(books, 7).delta, 2)


class OpenPurchase(unittest.TestCase):
    """One of 10.00 that earned 33, of which 20 are left."""

    def setUp(self):
        self.books = Books()
        self.brought = self.books.do("import", "a", 1000, what="purchase", points=33,
                                     points_left=20, funding_class="partner")

    def back(self, amount=None, **fields):
        return self.books.do("return", "a", amount,
                             reference=self.brought.command.id, **fields)

    def test_what_is_left_is_credited(self):
        self.assertEqual((self.brought.delta, self.books.wallet("a").earned), (20, 0))
        self.assertEqual(self.books.system_sum("imported"), -20)

    def test_parts_demand_all_that_was_earned(self):
        self.assertEqual([self.back(amount).delta for amount in (1, 332, 667)],
                         [-1, -10, -22])
        self.assertEqual(self.back().code, "already_reversed")
        self.assertEqual(self.books.system_sum("clawed_back"), 33)

    def test_its_own_lot_is_taken_first(self):
        self.books.do("import", "a", 5, what="lot", expiry=DAY)
        self.back(100)
        self.assertEqual(self.books.lots("a"), {1: 16, 2: 5})

    def test_it_is_reversed_whole(self):
        reverse = lambda amount=None: self.books.do(
            "reverse", "a", amount, unit=None, reference=self.brought.command.id)
        self.assertEqual([reverse(1).code, reverse().delta, reverse().code],
                         ["not_reversible", -33, "already_reversed"])

    def test_it_was_no_purchase_here(self):
        self.assertFalse(has_bought(self.books.members["a"]))

    def test_an_id_is_used(self):
        used = self.books.do("import", "a", what="id", unit=None)
        self.assertEqual((used.code, used.unit), ("ok", None))
        for kind, code in (("return", "reference_wrong_kind"),
                           ("reverse", "not_reversible")):
            self.assertEqual(self.books.do(kind, "a", reference=used.command.id).code,
                             code)
        again = self.books.do("purchase", "a", 100, id=used.command.id)
        self.assertEqual(again.code, "exists_with_different_content")


class Reinstated(unittest.TestCase):
    """A lot of 6 that expires on day 10, remembered to day 15."""

    def setUp(self):
        self.books = Books(self.rules())
        self.books.do("award", "a", 6, at=0)

    def rules(self, expiry={"after": "10d"}, **unit):
        return program(points=lasting(expiry, reinstate_within="5d", **unit))

    def back(self, day, until=90, books=None, **fields):
        return (books or self.books).do("reinstate", "a", at=day * DAY,
                                        until=until * DAY, **fields)

    def test_until_its_last_chance(self):
        self.books.tick(15 * DAY - 1)
        answer = self.back(12)
        self.assertEqual((answer.code, answer.delta, answer.net), ("ok", 6, 6))
        self.assertEqual((self.books.wallet("a").expired,
                          self.books.lots("a", 90 * DAY - 1)), (0, {1: 6}))
        self.assertEqual(self.books.wallet("a", 90 * DAY).expired, 6)

    def test_not_at_its_last_chance(self):
        self.assertEqual(self.back(15, lot=1).code, "reference_not_found")
        answer = self.back(15)
        self.assertEqual((answer.code, answer.delta), ("ok", 0))

    def test_a_tick_is_as_good_as_the_commands_own_time(self):
        self.books.tick(15 * DAY)
        self.assertEqual(self.back(12, lot=1).code, "reference_not_found")

    def test_only_once_and_not_what_lives(self):
        self.assertEqual(self.back(9, lot=1).code, "reference_not_found")
        self.assertEqual(self.back(11, lot=1).delta, 6)
        self.assertEqual(self.back(11, lot=1).code, "reference_not_found")

    def test_reasons_in_their_order(self):
        self.books.do("award", "a", 5, unit="status")
        codes = [self.back(11, unit="ghost").code, self.back(11, unit="status").code,
                 self.back(11, unit="status", lot=1).code,
                 self.books.do("reinstate", "b", until=DAY).code]
        self.assertEqual(codes, ["unit_unknown", "not_permitted",
                                 "reference_not_found", "member_unknown"])

    def test_a_debt_absorbs_first(self):
        self.books.do("adjust", "a", -4, at=11 * DAY)
        answer = self.back(12)
        self.assertEqual((answer.delta, answer.net), (6, 2))

    def test_what_comes_back_too_late_is_remembered_anew(self):
        self.books.tick(14 * DAY)
        self.assertEqual(self.back(11, until=13).delta, 0)
        self.assertEqual(self.back(17, lot=1).delta, 6)

    def test_dates_but_the_expiry_stay(self):
        before, = self.books.wallet("a").lots
        self.back(11)
        after, = self.books.wallet("a").lots
        self.assertEqual(after, before._replace(expiry=90 * DAY))

    def test_there_is_always_room(self):
        self.books.do("import", "a", model.LIMIT - 6, what="lot", at=11 * DAY)
        self.assertEqual(self.back(12).delta, 6)

    def test_inactivity_takes_it_again_unless_it_is_an_activity(self):
        for activities, left in ((["award"], 0), (["award", "reinstate"], 6)):
            books = Books(self.rules({"inactive": "10d",
                                      "activities": activities}))
            books.do("award", "a", 6, at=0)
            self.assertEqual(self.back(12, books=books).delta, left)
            # It expired on day 10 once more.
            expired = {} if left else {1: 6}
            self.assertEqual(expired, {
                lot.number: lot.remaining for lot
                in books.wallet("a", 15 * DAY - 1).remembered})
            self.assertEqual(books.wallet("a", 15 * DAY).remembered, [])

    def test_parts_of_a_lot_meet_under_the_later_expiry(self):
        books = Books(self.rules({"inactive": "10d", "after": "60d",
                                  "activities": ["award"]}))
        books.do("award", "a", 6, at=0)
        books.do("transfer", "a", 2, receiver="nobody", at=0)
        books.tick(11 * DAY)  # 4 expire by inactivity.
        books.do("award", "a", 1, at=11 * DAY)
        books.end_round()  # 2 are back, active until day 60.
        self.assertEqual(books.lots("a"), {1: 2, 2: 1})
        self.assertEqual(self.back(12, until=20, books=books).delta, 4)
        self.assertEqual([lot.expiry for lot in books.wallet("a").lots
                          if lot.number == 1], [60 * DAY])

    def test_closing_forgets(self):
        self.books.tick(11 * DAY)
        self.books.do("close", "a", unit=None, at=11 * DAY)
        self.assertEqual(self.books.wallet("a").remembered, [])

    def test_as_of_does_not_tell_when_it_was_forgotten(self):
        self.back(16)
        past = self.books.as_of(12 * DAY)
        wallet = past.read()["a"].wallets["points"]
        self.assertEqual([lot.remaining for lot in wallet.remembered], [6])
