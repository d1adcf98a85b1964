"""Cases of who may give and receive, and of allowances: section 5 of
docs/semantics.md."""

import unittest

from test_books import Books, program


def giving(**sections):
    return program(sections=sections)


def monthly(amount, per="month", on=("transfer", "donate")):
    return giving(allowance=[{"on": list(on), "unit": "points", "amount": amount,
                              "per": per}])


class Permissions(unittest.TestCase):
    def books(self, **sections):
        books = Books(giving(**sections))
        for name in ("a", "b"):
            books.do("award", name, 100)
        return books

    def set(self, books, name, **attributes):
        books.do("set", name, unit=None, **attributes)

    def send(self, books):
        gift = books.do("transfer", "a", 1, receiver="b")
        books.end_round()
        return gift.code

    def test_who_may_give(self):
        staff = {"plans": ["gold"], "segments": [3, 17]}
        books = self.books(transfer={"give": staff}, donate={"give": "nobody"})
        self.assertEqual(self.send(books), "not_permitted")
        self.set(books, "a", plan="gold")
        self.assertEqual(self.send(books), "not_permitted")
        self.set(books, "a", segments="17;20")
        self.assertEqual(self.send(books), "ok")
        self.assertEqual(books.do("donate", "a", 0, cause="trees").code,
                         "not_permitted")
        self.assertEqual(books.do("donate", "a", 1, unit="status",
                                  cause="trees").code, "unit_not_spendable")

    def test_who_may_receive_when_it_comes(self):
        books = self.books(transfer={"receive": {"segments": 3}})
        self.assertEqual(self.send(books), "receiver_refused")
        gift = books.do("transfer", "a", 1, receiver="b")
        self.set(books, "b", segments="3")
        books.end_round()
        self.assertEqual(gift.code, "ok")

    def test_new_dates(self):
        rules = program(points={"expiry": {"after": "10d"}},
                        sections={"transfer": {"dates": "new"}})
        books = Books(rules)
        books.do("enroll", "b", at="2023-01-01")
        books.do("award", "a", 5, at="2023-01-01")
        books.do("transfer", "a", 5, receiver="b", at="2023-01-05")
        books.end_round()
        self.assertEqual(books.wallet("b", "2023-01-14").net, 5)
        self.assertEqual(books.wallet("b", "2023-01-15").net, 0)


class Allowances(unittest.TestCase):
    def setUp(self):
        self.books = Books(monthly(100))
        self.books.do("award", "a", 1000, at="2023-01-01")

    def give(self, amount, day, **fields):
        return self.books.do("donate", "a", amount, cause="trees", at=day, **fields)

    def test_the_example(self):
        self.assertEqual(self.give(60, "2023-01-30").code, "ok")
        self.assertEqual(self.give(60, "2023-02-01", id="february").code, "ok")
        self.assertEqual(self.give(50, "2023-01-30").code, "limit_reached")
        self.assertEqual(self.give(40, "2023-01-30").code, "ok")
        self.books.do("reverse", "a", unit=None, reference="february",
                      at="2023-03-02")
        self.assertEqual(self.give(101, "2023-02-03").code, "limit_reached")
        self.assertEqual(self.give(100, "2023-02-03").code, "ok")
        self.assertEqual(self.give(10, "2023-03-02").code, "ok")
        self.assertEqual(self.give(1, "2023-01-30").code, "limit_reached")
        self.assertEqual(self.give(0, "2023-01-30").code, "ok")

    def test_a_refused_gift_does_not_count(self):
        send = lambda: self.books.do("transfer", "a", 100, receiver="nobody",
                                     at="2023-01-05")
        first, second = send(), send()
        self.books.end_round()
        self.assertEqual((first.code, second.code),
                         ("receiver_unknown", "limit_reached"))
        self.assertEqual(self.give(100, "2023-01-06").code, "ok")

    def test_in_parts_comes_back_in_parts(self):
        self.give(100, "2023-01-05", id="g")
        self.books.do("reverse", "a", 30, unit=None, reference="g",
                      at="2023-01-06")
        self.assertEqual(self.give(31, "2023-01-07").code, "limit_reached")
        self.assertEqual(self.give(30, "2023-01-07").code, "ok")

    def test_of_one_command(self):
        books = Books(monthly(5, per="command", on=("donate",)))
        books.do("award", "a", 100)
        ask = lambda kind, amount, **fields: books.do(
            kind, "a", amount, **fields).code
        self.assertEqual([ask("donate", 5, cause="x"), ask("donate", 5, cause="x"),
                          ask("donate", 6, cause="x")],
                         ["ok", "ok", "limit_reached"])
        self.assertIsNone(ask("transfer", 6, receiver="b"))

    def test_weeks_begin_on_monday(self):
        books = Books(monthly(5, per="week", on=("donate",)))
        books.do("award", "a", 100, at="2023-01-01")
        codes = [books.do("donate", "a", 5, cause="x", at=day).code for day in
                 ("2023-01-08", "2023-01-09", "2023-01-15", "2023-01-16")]
        self.assertEqual(codes, ["ok", "ok", "limit_reached", "ok"])
