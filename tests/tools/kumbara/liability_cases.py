"""kumbara liability: what members are owed."""

import csv
import json

import cli

PROGRAM = """
program = { name = "shop", currency = "GBP", enrol = "first_sight" }
unit.points = { value = "0.5" }
earn = [{ name = "base", on = "purchase", basis = "total", give = 1, per = 100 }]
"""
ROWS = [
    cli.purchase("p1", "anna", 52500, "2024-01-10"),
    cli.row("award", "a1", "bert", "2024-02-01", points=100, unit="points"),
    cli.row("redeem", "x1", "anna", "2024-02-02", points=20, unit="points"),
    cli.row("hold", "h1", "anna", "2024-02-02", points=25, unit="points",
            until="2024-03-01"),
    cli.row("return", "r1", "carl", "2024-02-03", amount_minor=-2000,
            currency="GBP"),
]
COLUMNS = [*cli.COLUMNS, "until"]

ALL = ("unit,funding_class,earned,pending,available,held,deficit,value_minor,"
       "redemption_rate,price,expected_minor\n"
       "points,,,0,0,0,20,-10,,,\n"
       "points,goodwill,2024-02,0,100,0,0,50,,,\n"
       "points,sale,2024-01,0,480,25,0,252.5,,,\n")


class LiabilityTest(cli.CliTest):
    def make(self):
        (self.folder / "shop.toml").write_text(PROGRAM)
        self.ok("init", "shop", "--program", "shop.toml", "--max-ahead", "off")
        self.write("in.csv", ROWS, COLUMNS)
        self.ok("load", "shop", "in.csv")

    def test_who_pays_and_when_it_was_earned(self):
        self.make()
        self.assertEqual(self.ok("liability", "shop").out, ALL)
        self.assertEqual(self.ok("liability", "shop", "--no-header").out,
                         ALL[ALL.index("\n") + 1:])
        rows = json.loads(self.ok("liability", "shop", "--format", "json").out)
        self.assertEqual("\n".join(",".join(one.values()) for one in rows),
                         "\n".join(ALL.split("\n")[1:-1]))

    def test_an_instant_is_the_opening_position(self):
        self.make()
        self.assertEqual(
            self.ok("liability", "shop", "--at", "2024-02-01").out,
            ALL.split("\n")[0] + "\npoints,sale,2024-01,0,525,0,0,262.5,,,\n")
        ran = self.run_to(cli.USAGE, "liability", "shop", "--at", "soon")
        self.assertIn("--at soon: expected an instant", ran.err)

    def test_it_adds_up_to_the_balances_of_a_real_history(self):
        self.ok("init", "shop", "--program",
                cli.TESTS / "oracles" / "rule_b.toml", "--max-ahead", "off")
        self.ok("load", "shop", cli.ONLINE_RETAIL)
        owed = list(csv.DictReader(
            self.ok("liability", "shop").out.splitlines()))
        self.assertGreater(len(owed), 12)  # A row a month, and the debts.
        balances = list(csv.DictReader(
            self.ok("balances", "shop", "--columns",
                    "member_id,pending,available,held,deficit")
            .out.splitlines()))
        for column in ("pending", "available", "held", "deficit"):
            self.assertEqual(sum(int(one[column]) for one in owed),
                             sum(int(one[column]) for one in balances), column)
