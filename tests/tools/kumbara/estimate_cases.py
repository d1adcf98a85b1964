"""kumbara estimate, kumbara estimates, and what a liability is expected to cost."""

import csv
import decimal
import json
import random

import cli
from cli import row

PROGRAM = """
program = { name = "shop", zone = "Europe/Prague", currency = "GBP", enrol = "first_sight" }
unit.points = { value = "1" }
unit.stars = { decimals = 2 }
earn = [{ name = "base", on = "purchase", basis = "total", unit = "points", give = 1, per = 100 }]
"""
HEADER = ("estimate,unit,earned_from,earned_to,redemption_rate,price,effective,"
          "sequence,operator,approver,reason,standing\n")
GIVEN = {"--unit": "points", "--rate": "0.85", "--price": "0.5",
         "--effective": "2024-07-01", "--operator": "olga"}


class EstimatesTest(cli.CliTest):
    def make(self, more=""):
        (self.folder / "shop.toml").write_text(PROGRAM + more)
        self.ok("init", "shop", "--program", "shop.toml", "--max-ahead", "off")
        self.load([
            row("award", "a1", "anna", "2024-01-31T22:59:59Z", unit="points",
                points=100),
            row("award", "a2", "anna", "2024-01-31T23:00:00Z", unit="points",
                points=40),
            row("award", "a3", "anna", "2024-03-01", unit="stars",
                points="1.50"),
            row("return", "r1", "bert", "2024-03-01", amount_minor=-300,
                currency="GBP")])

    def load(self, rows, name="in.csv"):
        self.write(name, rows)
        self.ok("load", "shop", name)

    def words(self, **changes):
        """Of a sound estimate, but for what is said; None: without it."""
        flags = dict(GIVEN, **{"--" + key: value
                               for key, value in changes.items()})
        return [word for flag, value in flags.items() if value is not None
                for word in (flag, value)]

    def give(self, *more, **changes):
        return self.ok("estimate", "shop", *self.words(**changes), *more)

    def expected(self, *words, ledger="shop"):
        """(unit, month) -> rate, price and what is expected."""
        rows = csv.DictReader(
            self.ok("liability", ledger, *words).out.splitlines())
        return {(one["unit"], one["earned"]):
                (one["redemption_rate"], one["price"], one["expected_minor"])
                for one in rows}

    def test_a_word_that_was_refused_as_a_unit_is_none(self):
        self.make()
        self.run_to(cli.REJECTED, "submit", "shop",
                    "import anna 1 ghosts what=counted")
        ran = self.run_to(cli.USAGE, "estimate", "shop", *self.words(unit="ghosts"))
        self.assertIn("--unit ghosts: expected one of points, stars\n", ran.err)

    def test_who_signed_is_told_what_it_signed(self):
        self.make()
        self.ok("submit", "shop", "tick 2024-04-01")
        self.ok("close-period", "shop", "2024-01", "--operator", "olga",
                "--approver", "petra")
        self.give("--approver", "petra")
        self.give(operator="rita")
        for name, signed in (("olga", ["closing", "estimate"]),
                             ("petra", ["closing", "estimate"]),
                             ("rita", ["estimate"]), ("anna", [])):
            lines = [json.loads(line) for line in self.ok(
                "export", "member", "shop", name).out.splitlines()]
            told = [line for line in lines if line["is"] in ("closing", "estimate")]
            self.assertEqual([line["is"] for line in told], signed, name)
            self.assertEqual(lines[-1]["is"], "state")
        closing, estimate = [json.loads(line) for line in self.ok(
            "export", "member", "shop", "petra").out.splitlines()][:2]
        self.assertEqual((closing["month"], estimate["approver"]),
                         ("2024-01", "petra"))

    def test_what_is_said_is_told_and_listed(self):
        self.make()
        digest = self.digest()
        ran = self.give("--vintage", "2024-01..2024-02", "--approver", "petra",
                        "--reason", "review")
        self.assertEqual(ran.out, """\
estimate  unit    earned_from  earned_to  redemption_rate  price  effective             sequence  operator  approver  reason
       1  points  2024-01      2024-02               0.85    0.5  2024-07-01T00:00:00Z         5  olga      petra     review
""")
        given = json.loads(self.give("--json", unit="stars", rate="1.000000",
                                     price="1000000000000",
                                     effective="2024-01-01T00:00:00+01:00").out)
        self.assertEqual(given, {
            "estimate": 2, "unit": "stars", "redemption_rate": "1",
            "price": "1000000000000", "effective": "2023-12-31T23:00:00Z",
            "sequence": 5, "operator": "olga"})
        self.assertEqual(self.ok("estimates", "shop").out, HEADER + (
            "1,points,2024-01,2024-02,0.85,0.5,2024-07-01T00:00:00Z,5,olga,"
            "petra,review,to_come\n"
            "2,stars,,,1,1000000000000,2023-12-31T23:00:00Z,5,olga,,,in_force\n"))
        rows = json.loads(self.ok("estimates", "shop", "--format", "json",
                                  "--at", "2024-07-01").out)
        self.assertEqual([one["standing"] for one in rows],
                         ["in_force", "in_force"])
        self.assertEqual(self.ok("estimates", "shop", "--no-header", "--known",
                                 4).out, "")
        self.assertEqual(self.digest(), digest)

    def test_a_report_goes_by_the_last_one_of_its_month(self):
        self.make()
        nothing = ("", "", "")
        before = self.ok("liability", "shop").out
        self.assertEqual(set(self.expected().values()), {nothing})
        self.give("--vintage", "2024-01", effective="2024-02-15")
        self.assertEqual(self.expected(), {
            ("points", ""): nothing, ("points", "2024-01"): ("0.85", "0.5", "42.5"),
            ("points", "2024-02"): nothing, ("stars", "2024-03"): nothing})
        # One without months has all of them, a debt too; one of later not yet.
        self.give(rate="0.1", price="0.000001", effective="2024-02-20")
        self.give(unit="stars", rate="0.333333", price="0.3", effective="2024-03-01")
        self.give("--vintage", "2024-02..2024-12", rate="0")
        of_all = ("0.1", "0.000001")
        self.assertEqual(self.expected(), {
            ("points", ""): (*of_all, "-0.0000003"),
            ("points", "2024-01"): (*of_all, "0.00001"),
            ("points", "2024-02"): (*of_all, "0.000004"),
            ("stars", "2024-03"): ("0.333333", "0.3", "0.14999985")})
        self.assertEqual(self.expected("--at", "2024-02-15"), {
            ("points", "2024-01"): ("0.85", "0.5", "42.5"),
            ("points", "2024-02"): nothing})
        self.assertEqual(self.expected("--at", "2024-07-01")["points", "2024-02"],
                         ("0", "0.5", "0"))
        # Nothing else is another one.
        columns = [line.rsplit(",", 3)[0] for line in before.splitlines()]
        self.assertEqual([line.rsplit(",", 3)[0] for line in
                          self.ok("liability", "shop").out.splitlines()], columns)

    def test_what_was_known_then(self):
        self.make()
        self.give(effective="2024-01-01")
        self.ok("submit", "shop", "award bert 5 points at=2024-03-02T00:00:00Z")
        self.give(effective="2024-01-01", rate="0.5")
        rates = lambda *words: {rate for rate, _, _ in
                                self.expected(*words).values()} - {""}
        self.assertEqual(rates(), {"0.5"})
        self.assertEqual(rates("--known", 6), {"0.5"})
        self.assertEqual(rates("--known", 5), {"0.85"})
        self.assertEqual(rates("--known", 4), set())

    def test_what_may_not_be_given_is_told_and_changes_nothing(self):
        self.make()
        journal = self.ok("journal", "ls", "shop").out
        rate = "expected a share from 0 to 1, with at most 6 digits"
        price = "expected a price above 0, at most 1000000000000, with at most 6"
        months = "expected a month such as 2024-01, or two such as"
        for changes, sentence in (
                ({"unit": "coins"}, "--unit coins: expected one of points, stars"),
                ({"rate": "1.000001"}, "--rate 1.000001: " + rate),
                ({"rate": "-0.1"}, "--rate -0.1: " + rate),
                ({"rate": "0.1234567"}, "--rate 0.1234567: " + rate),
                ({"rate": "half"}, "--rate half: " + rate),
                ({"price": "0"}, "--price 0: " + price),
                ({"price": "1000000000000.1"}, "--price 1000000000000.1: " + price),
                ({"price": "0.0000001"}, "--price 0.0000001: " + price),
                ({"vintage": "2024-12..2024-01"},
                 "--vintage 2024-12..2024-01: " + months),
                ({"vintage": "2024-13"}, "--vintage 2024-13: " + months),
                ({"vintage": "2024-01.."}, "--vintage 2024-01..: " + months),
                ({"effective": "soon"},
                 "--effective soon: expected an instant such as"),
                ({"effective": ""}, "--effective : expected an instant"),
                ({"effective": None}, "--effective is required"),
                ({"operator": None}, "--operator is required"),
                ({"unit": None}, "--unit is required"),
                ({"approver": "olga"},
                 "--approver olga: expected another person than the operator"),
                ({"approver": "quinn", "reason": "r" * 129},
                 "--reason: expected a text of at most 128 bytes"),
                ({"approver": "quinn", "unit": "coins"}, "--unit coins"),
                ({"reason": "a\nb"},
                 "--reason: expected UTF-8 without control characters")):
            ran = self.run_to(cli.USAGE, "estimate", "shop", *self.words(**changes))
            self.assertIn(sentence, ran.err)
        # The directory has nobody whom a refusal named.
        names = (self.folder / "shop" / "directory.mdb").read_bytes()
        self.assertNotIn(b"quinn", names)
        self.assertNotIn(b"olga", names)
        self.assertEqual(self.ok("journal", "ls", "shop").out, journal)
        self.assertEqual(self.ok("estimates", "shop").out, HEADER)

    def test_two_persons_where_the_program_wants_them(self):
        self.make("adjust = { approver = true }\n")
        ran = self.run_to(cli.USAGE, "estimate", "shop", *self.words())
        self.assertIn("--approver: expected a second person: the program has "
                      "adjust.approver", ran.err)
        self.give("--approver", "petra")

    def test_every_reader_goes_over_it(self):
        self.make()
        events = self.ok("events", "shop").out
        audit = self.ok("audit", "shop").out
        self.give(effective="2024-01-01")
        digest = self.digest()
        rows = self.ok("estimates", "shop").out
        liability = self.ok("liability", "shop").out
        self.assertEqual(self.ok("events", "shop").out, events)
        self.assertEqual(self.ok("audit", "shop").out.split("\n")[2:9],
                         audit.split("\n")[2:9])
        self.ok("verify", "shop")
        self.ok("submit", "shop", "award bert 5 stars at=2024-03-02T00:00:00Z")
        self.ok("snapshot", "create", "shop")
        self.assertIn("sequence 6", self.ok("info", "shop").out)
        self.assertEqual(self.ok("estimates", "shop").out, rows)
        self.ok("snapshot", "verify", "shop")
        self.ok("backup", "create", "shop", "copy")
        self.ok("restore", "copy", "again")
        self.assertEqual(self.ok("estimates", "again").out, rows)
        self.ok("restore", "copy", "then", "--until-sequence", 5)
        self.assertEqual(self.digest("then"), digest)
        self.assertEqual(self.ok("liability", "then").out, liability)
        self.ok("restore", "copy", "before", "--until-sequence", 4)
        self.assertEqual(self.ok("estimates", "before").out, HEADER)

    def test_without_the_segment_that_has_it_a_snapshot_does(self):
        (self.folder / "shop.toml").write_text(PROGRAM)
        self.ok("init", "shop", "--program", "shop.toml", "--max-ahead", "off",
                "--segment", "1M")
        self.load([row("award", "a1", "anna", "2024-01-20", unit="points",
                       points=100)])
        self.give(effective="2024-01-01")
        rows = self.ok("estimates", "shop").out
        self.load([row("award", f"b{i}", f"m{i}", "2024-01-21", unit="points",
                       points=1) for i in range(20000)], "more.csv")
        self.ok("snapshot", "create", "shop")
        journal = self.folder / "shop" / "journal"
        self.assertGreater(len(list(journal.glob("*.mdb"))), 1)
        (journal / "0000000001.mdb").rename(self.folder / "away.mdb")
        self.assertEqual(self.ok("estimates", "shop").out, rows)
        self.assertEqual(self.expected()["points", "2024-01"],
                         ("0.85", "0.5", "8542.5"))

    def test_persons_have_pseudonyms_and_may_be_erased(self):
        self.make()
        self.give("--approver", "petra")
        for path in (self.folder / "shop" / "journal").glob("*.mdb"):
            self.assertNotIn(b"olga", path.read_bytes())
        self.ok("erase", "shop", "olga")
        given, = json.loads(self.ok("estimates", "shop", "--format", "json").out)
        self.assertRegex(given["operator"], "^[0-9a-f]{32}$")
        self.assertEqual(given["approver"], "petra")

    def test_the_name_of_a_unit_that_is_no_more_stays_valid(self):
        self.make()
        (self.folder / "next.toml").write_text(
            PROGRAM.replace("unit.stars = { decimals = 2 }\n",
                            'unit.stars = { decimals = 2, retire_at = '
                            '"2024-06-02" }\nunit.coins = {}\n'))
        self.ok("program", "activate", "shop", "next.toml", "--effective",
                "2024-06-01")
        self.give(unit="stars")
        self.give(unit="coins")
        self.assertEqual([line.split(",")[1] for line in self.ok(
            "estimates", "shop", "--no-header").out.splitlines()],
            ["stars", "coins"])

    def test_random_estimates_against_plain_arithmetic(self):
        self.make()
        seed = random.randrange(1 << 32)
        draw = random.Random(seed)
        self.load([row("award", f"c{i}", "carl", f"2024-{month:02}-15",
                       unit=draw.choice(["points", "stars"]),
                       points=draw.randrange(1, 10 ** 15))
                   for i, month in enumerate(range(1, 13))], "carl.csv")
        given = []
        for _ in range(12):
            one = {"unit": draw.choice(["points", "stars"]),
                   "rate": str(decimal.Decimal(draw.randrange(10 ** 6 + 1)) / 10 ** 6),
                   "price": str(decimal.Decimal(draw.randrange(1, 10 ** 18)) / 10 ** 6),
                   "effective": f"2024-{draw.randrange(1, 13):02}-01"}
            months = sorted(f"2024-{draw.randrange(1, 13):02}" for _ in range(2))
            if draw.randrange(3):
                one["vintage"] = "..".join(months)
            else:
                months = None
            self.give(**{key: format(decimal.Decimal(value), "f")
                         if key in ("rate", "price") else value
                         for key, value in one.items()})
            given.append((one, months))
        decimal.getcontext().prec = 60
        for at in ("2024-02-01", "2024-08-01", "2025-01-01"):
            for line in csv.DictReader(
                    self.ok("liability", "shop", "--at", at).out.splitlines()):
                wanted = ""
                for one, months in given:
                    if one["unit"] == line["unit"] and one["effective"] <= at and (
                            months is None or
                            months[0] <= line["earned"] <= months[1]):
                        net = sum(map(decimal.Decimal, (
                            line["pending"], line["available"], line["held"])))
                        net -= decimal.Decimal(line["deficit"])
                        wanted = (net * decimal.Decimal(one["rate"]) *
                                  decimal.Decimal(one["price"]))
                found = line["expected_minor"]
                self.assertEqual(found and decimal.Decimal(found), wanted,
                                 (seed, at, line))
