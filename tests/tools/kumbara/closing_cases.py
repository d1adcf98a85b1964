"""kumbara close-period, and audits of ledgers that have closed months."""

import datetime
import decimal
import json
import random

import cli
import event_history
from cli import row

PROGRAM = """
program = { name = "shop", zone = "Europe/Prague", currency = "GBP", enrol = "first_sight" }
unit.points = { expiry = { after = "20d" } }
unit.stars = { decimals = 2 }
"""
BY = ("--operator", "olga")


class Closings(cli.CliTest):
    def make(self, more=""):
        (self.folder / "shop.toml").write_text(PROGRAM + more)
        self.ok("init", "shop", "--program", "shop.toml", "--max-ahead", "off")
        self.load([
            row("award", "a1", "anna", "2024-01-20", unit="points", points=100),
            row("award", "a2", "anna", "2024-01-31T22:59:59.999999Z",
                unit="stars", points="1.50"),
            row("redeem", "x1", "anna", "2024-02-01", unit="points",
                points=30),
            row("award", "a3", "bert", "2024-02-10", unit="points",
                points=7)])

    def load(self, rows, name="in.csv"):
        self.write(name, rows)
        self.ok("load", "shop", name)

    def close(self, month, *words):
        return self.ok("close-period", "shop", month, *BY, *words)

    def audit(self, code=cli.OK):
        return json.loads(self.run_to(code, "audit", "shop", "--format",
                                      "json").out)

    def months(self, unit="points"):
        for table in self.audit()["units"]:
            if table["unit"] == unit:
                return {month.pop("month"): month for month in table["months"]}
        return {}

    def test_what_comes_later_is_the_prior_periods(self):
        self.make()
        before = self.digest()
        ran = self.close("2024-01", "--approver", "petra", "--reason",
                         "month_end")
        self.assertEqual(ran.out, """\
closed   sequence  operator  approver  reason
2024-01         5  olga      petra     month_end

points   opening  issued  closing
2024-01        0     100      100

stars    opening  issued  closing
2024-01     0.00    1.50     1.50
""")
        self.assertEqual(self.digest(), before)
        # The first is still of January, in Prague; the last one of February.
        self.load([
            row("award", "b1", "carl", "2024-01-31T22:59:59Z", unit="points",
                points=5),
            row("adjust", "b2", "bert", "2023-12-31", unit="points", points=-1,
                reason="late"),
            row("award", "b3", "carl", "2024-02-11", unit="points",
                points=2)], "late.csv")
        self.assertEqual(self.months(), {
            "2024-01": {"opening": "0", "issued": "100", "redeemed": "0",
                        "expired": "0", "prior_period": "0", "closing": "100"},
            "2024-02": {"opening": "100", "issued": "9", "redeemed": "-30",
                        "expired": "-70", "prior_period": "4",
                        "closing": "13"}})
        self.assertNotIn("prior_period", self.months("stars")["2024-01"])
        self.assertEqual(self.audit()["closings"], [
            {"month": "2024-01", "sequence": 5, "operator": "olga",
             "approver": "petra", "reason": "month_end"}])
        text = self.ok("audit", "shop").out
        self.assertIn("2024-02      100       9       -30      -70"
                      "             4       13\n", text)
        self.assertIn("\nclosed   sequence  operator  approver  reason\n"
                      "2024-01         5  olga      petra     month_end\n\n"
                      "invariants 1 to 6", text)

    def test_what_may_not_be_closed_is_told_and_changes_nothing(self):
        self.make()
        journal = self.ok("journal", "ls", "shop").out
        for words, code, sentence in (
                (("2024-02",), cli.FAILED,
                 "2024-02: 2024-01 is before it, has postings and is open; "
                 "expected the first month that is open"),
                (("2024-13",), cli.USAGE,
                 "MONTH 2024-13: expected a month from 0001-01 to 5461-04"),
                (("2024-1",), cli.USAGE, "MONTH 2024-1: expected a month"),
                (("2024-01", "--approver", "olga"), cli.USAGE,
                 "--approver olga: expected another person than the operator"),
                (("2024-01", "--approver", "x" * 129), cli.USAGE,
                 "a name of 129 bytes; expected at most 128"),
                (("2024-01", "--approver", "p\udcff"), cli.USAGE,
                 "--approver: expected UTF-8 without control characters"),
                (("2024-01", "--approver", "p\x7f"), cli.USAGE,
                 "--approver: expected UTF-8 without control characters"),
                (("2024-01", "--reason", "month\nend"), cli.USAGE,
                 "--reason: expected UTF-8 without control characters"),
                (("2024-01", "--approver", "quinn", "--reason", "r" * 129), cli.USAGE,
                 "--reason: expected a text of at most 128 bytes")):
            ran = self.run_to(code, "close-period", "shop", *words, *BY)
            self.assertIn(sentence, ran.err)
        ran = self.run_to(cli.USAGE, "close-period", "shop", "2024-01")
        self.assertIn("--operator is required", ran.err)
        # The directory has nobody whom a refusal named.
        self.assertNotIn(b"quinn", (self.folder / "shop" / "directory.mdb").read_bytes())
        self.assertEqual(self.ok("journal", "ls", "shop").out, journal)
        self.close("2024-01")
        ran = self.run_to(cli.FAILED, "close-period", "shop", "2024-01", *BY)
        self.assertIn("2024-01: is closed already; the last month that is "
                      "closed is 2024-01", ran.err)
        ran = self.run_to(cli.FAILED, "close-period", "shop", "2024-02", *BY)
        self.assertIn("2024-02: no tick has come to its end, "
                      "2024-02-29T23:00:00Z; the last one is of "
                      "2024-02-10T00:00:00Z", ran.err)

    def test_a_tick_posts_what_is_due_in_the_month(self):
        self.make()
        self.close("2024-01")
        # A command moves the ledger's clock, but only bert's points expire.
        self.ok("submit", "shop", "award bert 1 points at=2024-03-05T00:00:00Z")
        ran = self.run_to(cli.FAILED, "close-period", "shop", "2024-02", *BY)
        self.assertIn("Only a tick posts all that falls due in it", ran.err)
        self.load([row("award", "c1", "bert", "2024-03-06", unit="points",
                       points=1)], "march.csv")
        self.close("2024-02")
        self.assertEqual(self.months()["2024-02"]["expired"], "-70")

    def test_where_clocks_go_back_over_the_end_it_is_over_the_second_time(self):
        (self.folder / "shop.toml").write_text(
            PROGRAM.replace("Europe/Prague", "America/St_Johns"))
        self.ok("init", "shop", "--program", "shop.toml", "--max-ahead", "off")
        self.load([row("award", "a1", "anna", "2009-10-20", unit="points", points=1),
                   row("tick", "", "", "2009-11-01T02:30:00Z")])
        ran = self.run_to(cli.FAILED, "close-period", "shop", "2009-10", *BY)
        self.assertIn("no tick has come to its end, 2009-11-01T03:30:00Z", ran.err)
        self.ok("submit", "shop", "tick 2009-11-01T03:30:00Z")
        self.close("2009-10")

    def test_two_persons_where_the_program_wants_them(self):
        self.make("adjust = { approver = true }\n")
        ran = self.run_to(cli.USAGE, "close-period", "shop", "2024-01", *BY)
        self.assertIn("--approver: expected a second person: the program has "
                      "adjust.approver", ran.err)
        closed = json.loads(self.close("2024-01", "--approver", "petra",
                                       "--json").out)
        self.assertEqual(closed["approver"], "petra")
        self.assertNotIn("reason", closed)
        self.assertEqual(closed["units"][1], {
            "unit": "stars", "months": [
                {"month": "2024-01", "opening": "0.00", "issued": "1.50",
                 "closing": "1.50"}]})

    def test_persons_have_pseudonyms_and_may_be_erased(self):
        self.make()
        self.close("2024-01", "--approver", "petra")
        for path in (self.folder / "shop" / "journal").glob("*.mdb"):
            self.assertNotIn(b"olga", path.read_bytes())
        self.ok("erase", "shop", "olga")
        closing, = self.audit()["closings"]
        self.assertRegex(closing["operator"], "^[0-9a-f]{32}$")
        self.assertEqual(closing["approver"], "petra")

    def test_every_reader_goes_over_it(self):
        self.make()
        events = self.ok("events", "shop").out
        self.close("2024-01")
        digest = self.digest()
        self.assertEqual(self.ok("events", "shop").out, events)
        self.ok("verify", "shop")
        self.ok("snapshot", "create", "shop")
        self.assertEqual(self.digest(), digest)
        self.ok("backup", "create", "shop", "copy")
        self.ok("restore", "copy", "again")
        self.assertEqual(self.digest("again"), digest)
        months = json.loads(self.ok("audit", "again", "--format", "json").out)
        self.assertEqual(len(months["closings"]), 1)
        # Of before it, it is open.
        self.ok("restore", "copy", "before", "--until-sequence", 4)
        months = json.loads(self.ok("audit", "before", "--format", "json").out)
        self.assertEqual(months["closings"], [])

    def test_a_busy_history_closed_month_by_month(self):
        (self.folder / "busy.toml").write_text(event_history.PROGRAM)
        self.ok("init", "shop", "--program", "busy.toml", "--max-ahead", "off",
                "--round", 8)
        seed = random.randrange(1 << 32)
        draw = random.Random(seed)
        rows = event_history.history(draw, 600)
        # Some ten hours apart, so half a year; the last third comes late.
        for i, one in enumerate(rows):
            hours = 10 * (i if i < 400 else draw.randrange(400))
            one["occurred_at"] = (
                event_history.START + datetime.timedelta(hours=hours)
            ).isoformat()
        self.write("in.csv", rows[:400])
        self.run_any("load", "shop", "in.csv")
        months = [one["month"] for one in self.audit()["units"][0]["months"]]
        self.assertGreater(len(months), 4)
        closed = {}
        for month in months[:-1]:
            ran = self.close(month, "--json")
            for unit in json.loads(ran.out)["units"]:
                closed.update({(unit["unit"], one["month"]): one["closing"]
                               for one in unit["months"]})
        self.write("late.csv", rows[400:])
        self.run_any("load", "shop", "late.csv")
        audit = self.audit()
        self.assertEqual(audit["violations"], [], seed)
        self.assertEqual(len(audit["closings"]), len(months) - 1, seed)
        late = 0
        for unit in audit["units"]:
            opening = decimal.Decimal(0)
            for one in unit["months"]:
                key = unit["unit"], one.pop("month")
                closing = one.pop("closing")
                self.assertEqual(closed.get(key, closing), closing, (seed, key))
                self.assertEqual(decimal.Decimal(one["opening"]), opening)
                opening = sum(map(decimal.Decimal, one.values()))
                self.assertEqual(opening, decimal.Decimal(closing), (seed, key))
                late += abs(decimal.Decimal(one.get("prior_period", 0)))
        self.assertGreater(late, 0, seed)
