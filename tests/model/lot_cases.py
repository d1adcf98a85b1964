"""The statements of sections 5 and 6 about lots."""

import unittest

from test_books import DAY, Books, at, lasting, program
from values import LIMIT

WEEK = lasting({"after": "7d"})


class Lots(unittest.TestCase):
    def test_a_lot_is_gone_at_its_expiry_not_before(self):
        for late, code in ((-1, "ok"), (0, "insufficient")):
            books = Books(program(points=WEEK))
            books.do("award", "a", 5, at=0)
            answer = books.do("redeem", "a", 5, at=7 * DAY + late)
            self.assertEqual(answer.code, code)

    def test_a_deficit_neither_expires_nor_takes_a_number(self):
        books = Books(program(points=WEEK))
        books.do("award", "a", 0)
        books.do("adjust", "a", -30)
        self.assertEqual(books.do("award", "a", 30, at=30 * DAY).delta, 30)
        books.do("award", "a", 7, at=30 * DAY)
        self.assertEqual(books.lots("a"), {1: 7})

    def test_pending_points_wait_beside_a_deficit_and_pay_it_when_active(self):
        books = Books(program(points={"pending": {"for": "2d"}}))
        books.do("award", "a", 50, at=0)
        books.do("adjust", "a", -20, at=DAY)
        wallet = books.wallet("a")
        self.assertEqual((wallet.pending, wallet.deficit), (50, 20))
        books.tick(2 * DAY)
        wallet = books.wallet("a")
        self.assertEqual((wallet.pending, wallet.available, wallet.deficit),
                         (0, 30, 0))

    def test_what_waits_for_an_event_pays_a_deficit_when_it_comes(self):
        books = Books(program(points={"pending": {"event": ["stayed", "left"]}}))
        books.do("award", "a", 50, at=0)
        books.do("adjust", "a", -20, at=DAY)
        books.do("event", "a", name="came", at=DAY)
        self.assertEqual(books.wallet("a").pending, 50)
        books.do("event", "a", name="left", at=2 * DAY)
        wallet = books.wallet("a")
        self.assertEqual((wallet.pending, wallet.available, wallet.deficit),
                         (0, 30, 0))

    def test_an_adjustment_is_never_pending_and_has_no_class(self):
        books = Books(program(points={"pending": {"for": "2d"}}))
        books.do("enroll", "a")
        books.do("adjust", "a", 50)
        (lot,) = books.wallet("a").lots
        self.assertEqual((lot.remaining, lot.funding_class), (50, ""))

    def test_order_of_use(self):
        """The second lot expires first, the first was active first."""
        for consume, left in (("earliest_expiry", {1: 10}), ("fifo", {2: 10})):
            unit = {"expiry": "never", "consume": consume}
            books = Books(program(points=unit, earn={"expiry": {"after": "9d"}}))
            books.do("award", "a", 10, at=0)
            books.do("purchase", "a", 1000, at=DAY)
            books.do("redeem", "a", 10, at=DAY)
            self.assertEqual(books.lots("a"), left)

    def test_expiry_before_activation_and_at_it(self):
        for after, expired, deficit in (("1d", 50, 20), ("2d", 30, 0)):
            policy = {"after": after, "from": "earn"}
            books = Books(program(points=lasting(policy, pending={"for": "2d"})))
            books.do("award", "a", 50, at=0)
            books.do("adjust", "a", -20, at=0)
            books.tick(5 * DAY)
            wallet = books.wallet("a")
            self.assertEqual((wallet.expired, wallet.deficit, wallet.net),
                             (expired, deficit, -deficit))

    def test_a_late_lot_pays_a_deficit_and_expires_at_once(self):
        books = Books(program(points=WEEK))
        books.do("enroll", "a", at=0)
        books.do("adjust", "a", -20, at=20 * DAY)
        answer = books.do("award", "a", 50, at=DAY)
        self.assertEqual((answer.delta, answer.net), (20, 0))
        wallet = books.wallet("a")
        self.assertEqual((wallet.earned, wallet.expired), (50, 30))

    def test_a_refused_command_makes_due_what_its_time_says(self):
        books = Books(program(points=WEEK))
        books.do("award", "a", 5, at=0)
        answer = books.do("redeem", "a", 1, at=8 * DAY)
        self.assertEqual((answer.code, answer.net), ("insufficient", 0))
        self.assertEqual(books.members["a"].wallets["points"].expired, 5)

    def test_a_return_takes_its_own_lot_first(self):
        books = Books(program(points=WEEK))
        books.do("purchase", "a", 1000, at=0)
        books.do("purchase", "a", 2000, at=DAY, id="p")
        books.do("purchase", "a", 4000, at=2 * DAY)
        books.do("return", "a", reference="p", at=3 * DAY)
        self.assertEqual(books.lots("a"), {1: 10, 3: 40})

    def test_a_return_takes_its_own_pending_lot_and_leaves_other_pending(self):
        for policy, left in (("negative", {1: 10, 3: 40}),
                             ("clamp", {1: 10, 3: 40}),
                             ("only_pending", {1: 10, 3: 40})):
            books = Books(program(points={"pending": {"for": "9d"}},
                                  deficit=policy))
            books.do("purchase", "a", 1000, at=0)
            books.do("purchase", "a", 2000, at=0, id="p")
            books.do("purchase", "a", 4000, at=0)
            books.do("return", "a", reference="p", at=DAY)
            self.assertEqual(books.lots("a"), left)

    def test_what_is_not_found_in_lots(self):
        """40 of 50 were taken from the purchase's lot, 30 others are active."""
        for policy, delta, lots, deficit in (
                ("negative", -50, {}, 10), ("clamp", -40, {}, 0),
                ("only_pending", 0, {1: 10, 2: 30}, 0)):
            books = Books(program(points={}, deficit=policy))
            books.do("purchase", "a", 5000, id="p")
            books.do("redeem", "a", 40)
            books.do("award", "a", 30)
            answer = books.do("return", "a", reference="p")
            self.assertEqual((answer.delta, books.lots("a"),
                              books.wallet("a").deficit),
                             (delta, lots, deficit), policy)

    def test_only_pending_takes_own_then_others_by_activation(self):
        books = Books(program(points={"pending": {"for": "9d"}},
                              deficit="only_pending"))
        for number, day in enumerate((2, 1, 3)):
            books.do("purchase", "a", 1000, at=day * DAY, id=f"p{number}")
        answer = books.do("return", "a", 1500, at=3 * DAY)
        self.assertEqual((answer.delta, books.lots("a")), (-15, {1: 5, 3: 10}))
        books.do("return", "a", reference="p2", at=3 * DAY)
        self.assertEqual(books.lots("a"), {1: 5})

    def test_expired_points_use_up_the_range(self):
        books = Books(program(points=WEEK))
        books.do("award", "a", 1, at=0)
        books.do("adjust", "a", LIMIT - 1, at=0)
        books.tick(8 * DAY)
        answer = books.do("adjust", "a", 1, at=8 * DAY)
        self.assertEqual((answer.code, books.wallet("a").expired),
                         ("overflow", LIMIT))


class Inactivity(unittest.TestCase):
    def rules(self, **policy):
        return program(points=lasting({"inactive": "10d", **policy}))

    def test_named_kinds_move_the_expiry_of_all_lots(self):
        books = Books(self.rules(activities=["redeem"]))
        books.do("award", "a", 5, at=0)
        books.do("redeem", "a", 0, at=9 * DAY)
        books.do("award", "a", 7, at=18 * DAY)
        self.assertEqual(books.wallet("a", 19 * DAY - 1).net, 12)
        self.assertEqual(books.wallet("a", 19 * DAY).net, 0)

    def test_a_refused_command_is_no_activity(self):
        books = Books(self.rules())
        books.do("award", "a", 5, at=0)
        books.do("redeem", "a", 9, at=9 * DAY)
        self.assertEqual(books.wallet("a", 10 * DAY).net, 0)

    def test_a_late_activity_revives_nothing(self):
        books = Books(self.rules())
        books.do("award", "a", 5, at=0)
        books.tick(10 * DAY)
        books.do("redeem", "a", 0, at=9 * DAY)
        self.assertEqual(books.wallet("a").net, 0)

    def test_without_activity_the_first_lot_counts_from_its_activation(self):
        unit = lasting({"inactive": "10d", "activities": ["redeem"]},
                       pending={"for": "5d"})
        books = Books(program(points=unit))
        books.do("award", "a", 5, at=0)
        books.do("award", "a", 6, at=12 * DAY)
        self.assertEqual(books.wallet("a", 15 * DAY - 1).net, 11)
        wallet = books.wallet("a", 15 * DAY)
        self.assertEqual((wallet.net, wallet.expired), (0, 11))

    def test_what_comes_when_all_is_lost_begins_anew(self):
        books = Books(self.rules(activities=["purchase"]))
        books.do("award", "a", 5, at=0)
        books.do("award", "a", 6, at=10 * DAY)  # When the 5 are lost.
        books.do("adjust", "a", 7, at=15 * DAY)
        self.assertEqual(books.wallet("a", 20 * DAY - 1).net, 13)
        self.assertEqual(books.wallet("a", 20 * DAY).net, 0)

    def test_what_comes_late_is_lost_with_the_others(self):
        books = Books(self.rules(activities=["purchase"]))
        books.do("award", "a", 5, at=0)
        books.tick(12 * DAY)
        books.do("award", "a", 6, at=10 * DAY - 1)
        self.assertEqual(books.wallet("a").net, 0)

    def test_receiving_starts_the_clock_but_does_not_move_it(self):
        books = Books(self.rules(), round_commands=1)
        books.do("award", "a", 9, at=0)
        books.do("enroll", "b", at=0)
        books.do("transfer", "a", 4, receiver="b", at=6 * DAY)
        books.do("transfer", "a", 4, receiver="b", at=9 * DAY)
        self.assertEqual(books.wallet("b", 16 * DAY - 1).net, 8)
        self.assertEqual(books.wallet("b", 16 * DAY).net, 0)
        self.assertEqual(books.wallet("a", 19 * DAY - 1).net, 1)


class AutomaticRedemption(unittest.TestCase):
    def rule(self, when="purchase", at=500, take=500, times="once"):
        return {"when": when, "at": at, "take": take, "times": times}

    def test_once_and_while(self):
        for times, nets in (("once", (600, 100)), ("while", (100, 100))):
            books = Books(program(auto_redeem=[self.rule(times=times)]))
            first = books.do("purchase", "a", 110000)
            second = books.do("purchase", "a", 50)
            self.assertEqual((first.net, second.net), nets)
            self.assertEqual(first.delta, nets[0])
            self.assertEqual(dict(books.system)["points", "redeemed", "auto"],
                             1000)

    def test_only_a_credit_that_raises_available_triggers_credit(self):
        rule = self.rule("credit", 50, 20)
        books = Books(program(auto_redeem=[rule]))
        self.assertEqual(books.do("award", "a", 90).net, 70)
        self.assertEqual(books.do("redeem", "a", 5).net, 65)
        self.assertEqual(books.do("purchase", "a", 0).net, 65)
        self.assertEqual(books.do("award", "a", 1).net, 46)

    def test_never_after_a_return_nor_when_a_transfer_comes_back(self):
        books = Books(program(auto_redeem=[self.rule("credit", 50, 20)]))
        books.do("award", "a", 90)
        books.do("purchase", "a", 0, id="p")
        self.assertEqual(books.do("return", "a", reference="p").net, 70)
        books.do("transfer", "a", 70, receiver="nobody")
        books.end_round()
        self.assertEqual(books.wallet("a").available, 70)

    def test_after_due_items_nothing_is_redeemed_at_its_expiry(self):
        """At one instant a lot of 60 activates and one of 30 expires."""
        unit = lasting({"after": "3d"}, pending={"for": "3d"})
        books = Books(program(points=unit,
                              auto_redeem=[self.rule("credit", 50, 20)]))
        books.do("adjust", "a", 0, at=0)
        books.do("award", "a", 60, at=0)
        books.do("adjust", "a", 30, at=0)
        books.tick(5 * DAY)
        wallet = books.wallet("a")
        self.assertEqual((wallet.expired, wallet.redeemed, wallet.available),
                         (30, 20, 40))

    def test_several_rules_in_their_order(self):
        rules = [self.rule("credit", 100, 100, "while"),
                 self.rule("purchase", 30, 5)]
        books = Books(program(auto_redeem=rules))
        self.assertEqual(books.do("purchase", "a", 34000).net, 35)

    def test_pending_points_are_not_redeemed_by_their_purchase(self):
        books = Books(program(points={"pending": {"for": "3d"}},
                              auto_redeem=[self.rule(at=10, take=10)]))
        self.assertEqual(books.do("purchase", "a", 5000, at=0).net, 50)
        self.assertEqual(books.do("purchase", "a", 0, at=3 * DAY).net, 40)

    def test_it_redeems_what_its_total_has_room_for(self):
        books = Books(program(
            auto_redeem=[self.rule("credit", 10, 10, "while")]))
        books.do("award", "a", LIMIT - 15)
        books.do("adjust", "a", 100)
        wallet = books.wallet("a")
        self.assertEqual((wallet.redeemed, wallet.available),
                         (LIMIT, 85))


class Transfers(unittest.TestCase):
    def test_lots_keep_dates_class_and_vintage_and_get_new_numbers(self):
        books = Books(program(points=lasting({"after": "1y"})),
                      round_commands=1)
        books.do("award", "b", 1, at="2023-01-01")
        books.do("award", "a", 5, at="2023-01-10", funding_class="promotion")
        books.do("purchase", "a", 700, at="2023-02-10")
        books.do("transfer", "a", 8, receiver="b", at="2023-03-01")
        self.assertEqual(books.lots("b"), {1: 1, 2: 5, 3: 3})
        self.assertEqual(books.lots("a"), {2: 4})
        _, gift, other = books.wallet("b").lots
        self.assertEqual((gift.funding_class, gift.vintage, gift.expiry),
                         ("promotion", 2023 * 12, at("2024-01-10")))
        self.assertEqual(other.funding_class, "sale")

    def test_a_refused_one_returns_to_its_lots(self):
        books = Books(program(points=WEEK))
        books.do("award", "a", 5, at=0)
        books.do("award", "a", 6, at=DAY)
        gift = books.do("transfer", "a", 8, receiver="nobody", at=DAY)
        books.do("award", "a", 2, at=DAY)
        books.end_round()
        self.assertEqual((gift.code, gift.net), ("receiver_unknown", 13))
        self.assertEqual(books.lots("a"), {1: 5, 2: 6, 3: 2})

    def test_what_comes_back_pays_a_deficit_from_the_slice_taken_last(self):
        books = Books(program(points=WEEK))
        books.do("award", "a", 5, at=0)
        books.do("award", "a", 6, at=DAY)
        books.do("transfer", "a", 11, receiver="nobody", at=DAY)
        books.do("adjust", "a", -8, at=DAY)
        books.end_round()
        self.assertEqual(books.lots("a"), {1: 3})

    def test_what_comes_back_too_late_expires(self):
        books = Books(program(points=WEEK))
        books.do("award", "a", 5, at=0)
        gift = books.do("transfer", "a", 5, receiver="nobody", at=DAY)
        books.tick(7 * DAY)
        self.assertEqual(books.wallet("a").held, 5)
        books.end_round()
        self.assertEqual((gift.delta, gift.net), (0, 0))
        self.assertEqual(books.wallet("a").expired, 5)

    def test_a_slice_past_its_expiry_at_the_receiver_expires_there(self):
        books = Books(program(points=WEEK))
        books.do("award", "a", 5, at=0)
        books.do("enroll", "b", at=9 * DAY)
        gift = books.do("transfer", "a", 5, receiver="b", at=DAY)
        books.end_round()
        self.assertEqual(gift.code, "ok")
        self.assertEqual(books.wallet("b").expired, 5)

    def test_a_late_one_can_be_pending_at_the_receiver(self):
        books = Books(program(), round_commands=1)
        books.do("award", "a", 5, at=9 * DAY)
        books.do("enroll", "b", at=0)
        books.do("transfer", "a", 5, receiver="b", at=DAY)
        self.assertEqual(books.members["b"].wallets["points"].pending, 5)
        self.assertEqual(books.wallet("b").available, 5)

    def test_at_most_255_slices(self):
        books = Books(program(), round_commands=1)
        books.do("enroll", "b")
        for _ in range(256):
            books.do("award", "a", 1)
        for amount, code in ((257, "insufficient"), (256, "limit_reached"),
                             (255, "ok")):
            answer = books.do("transfer", "a", amount, receiver="b")
            self.assertEqual(answer.code, code, amount)
        self.assertEqual(len(books.lots("b")), 255)

    def test_the_receiver_refuses_before_its_clock_moves(self):
        books = Books(program(points=WEEK), round_commands=1)
        books.do("award", "a", 5, at=9 * DAY)
        books.do("enroll", "b", at=0)
        books.do("adjust", "b", LIMIT, at=0)
        gift = books.do("transfer", "a", 5, receiver="b", at=9 * DAY)
        self.assertEqual(gift.code, "receiver_refused")
        self.assertEqual(books.members["b"].clock, 0)

    def test_a_gift_can_be_redeemed_automatically(self):
        rule = {"when": "credit", "at": 50, "take": 20, "times": "once"}
        books = Books(program(auto_redeem=[rule]), round_commands=1)
        books.do("award", "a", 90)
        books.do("enroll", "b")
        books.do("transfer", "a", 60, receiver="b")
        self.assertEqual(books.balances("points"), {"a": 10, "b": 40})
