"""kumbara counters: what is left of stocks and budgets; limits in member."""

import json

import cli

PROGRAM = """
program = { name = "shop", currency = "GBP", enrol = "first_sight" }
unit.points = { decimals = 1 }
[[budget]]
name = "spring"
amount = "120.5"
per = "month"
[[earn]]
name = "base"
on = "purchase"
basis = "total"
give = 1
per = 100
budget = "spring"
partial = true
[[reward]]
name = "teapot"
cost = 20
stock = 3
limit = 2
per = "year"
[[reward]]
name = "coffee"
cost = 1
"""

COLUMNS = [*cli.COLUMNS, "reward", "quantity"]

EARNED = [
    cli.purchase("p1", "anna", 10000, "2024-01-10"),
    cli.purchase("p2", "bert", 5000, "2024-01-20"),
    cli.purchase("p3", "bert", 5000, "2024-02-01"),
]

REDEEMED = [
    cli.row("redeem", "x1", "anna", "2024-03-10", reward="teapot", quantity=2),
    cli.row("redeem", "x2", "bert", "2024-03-11", reward="teapot", quantity=2),
    cli.row("redeem", "x3", "bert", "2024-03-12", reward="coffee"),
]

ALL = ("counter,name,period,unit,amount,granted,left\n"
       "stock,teapot,lifetime,,3,2,1\n"
       "budget,spring,2024-01,points,120.5,120.5,0.0\n"
       "budget,spring,2024-02,points,120.5,50.0,70.5\n"
       "budget,spring,2024-03,points,120.5,0.0,120.5\n")


class Counters(cli.CliTest):
    def setUp(self):
        super().setUp()
        (self.folder / "shop.toml").write_text(PROGRAM)
        self.ok("init", "shop", "--program", "shop.toml", "--max-ahead", "off")
        self.write("earned.csv", EARNED, COLUMNS)
        self.write("redeemed.csv", REDEEMED, COLUMNS)
        # What is claimed can be spent when its round has ended.
        self.ok("load", "shop", "earned.csv")
        ran = self.run_to(cli.REJECTED, "load", "shop", "redeemed.csv")
        self.assertEqual(self.fact(ran, "out_of_stock"), 1)

    def test_csv_with_a_header_is_the_default(self):
        self.assertEqual(self.ok("counters", "shop").out, ALL)
        self.assertEqual(self.ok("counters", "shop", "--no-header").out,
                         ALL[ALL.index("\n") + 1:])

    def test_an_instant_is_the_opening_position(self):
        self.assertEqual(
            self.ok("counters", "shop", "--at", "2024-01-20").out,
            "counter,name,period,unit,amount,granted,left\n"
            "stock,teapot,lifetime,,3,0,3\n"
            "budget,spring,2024-01,points,120.5,100.0,20.5\n")
        ran = self.run_to(cli.USAGE, "counters", "shop", "--at", "soon")
        self.assertIn("--at soon: expected an instant", ran.err)

    def test_json_and_table_say_the_same(self):
        rows = json.loads(self.ok("counters", "shop", "--format", "json").out)
        self.assertEqual(",".join(rows[0]), ALL.split("\n")[0])
        self.assertEqual("\n".join(",".join(one.values()) for one in rows),
                         "\n".join(ALL.split("\n")[1:-1]))
        table = self.ok("counters", "shop", "--format", "table").out
        self.assertRegex(table, r"budget +spring +2024-02 +points +120.5 +50.0"
                                r" +70.5\n")

    def test_member_shows_what_counts_toward_limits(self):
        self.assertIn("reward teapot  2024  2 of 2\n",
                      self.ok("member", "shop", "anna").out)
        self.assertNotIn("reward", self.ok("member", "shop", "bert").out)
        shown = json.loads(
            self.ok("member", "shop", "anna", "--format", "json").out)
        self.assertEqual(shown["rewards"], [
            {"reward": "teapot", "period": "2024", "count": 2, "limit": 2}])

    def test_the_members_are_members_only(self):
        self.assertEqual(self.balances(), {"anna": "60.0", "bert": "69.5"})

    def test_rows_of_ndjson_are_the_same(self):
        lines = [json.dumps({key: str(value) for key, value in one.items()})
                 for one in EARNED + REDEEMED]
        self.write("in.ndjson", "\n".join(lines).encode() + b"\n")
        before = self.digest()
        self.run_to(cli.REJECTED, "load", "shop", "in.ndjson")
        self.assertEqual(self.digest(), before)
