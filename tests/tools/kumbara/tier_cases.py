"""kumbara member, balances, events, submit: what they say of tiers."""

import json

import cli
from cli import purchase, row

PROGRAM = """
program = { name = "tiers", zone = "UTC", enrol = "first_sight" }
unit.points = { decimals = 2 }
[[tier_set]]
name = "status"
basis = "spend"
window = "calendar_year"
tiers = [ { name = "silver", at = 50000 }, { name = "gold", at = 200000 } ]
[[tier_set]]
name = "wealth"
basis = "balance"
window = "calendar_year"
tiers = [ { name = "well", at = "12.5" } ]
"""

HISTORY = [
    purchase("p1", "anna", 60000, "2024-01-10"),
    row("award", "a1", "anna", "2024-02-10", unit="points", points="12.50"),
    purchase("p2", "bert", 500, "2025-02-10"),
]


class Tiers(cli.CliTest):
    def setUp(self):
        super().setUp()
        (self.folder / "tiers.toml").write_text(PROGRAM)
        self.ok("init", "shop", "--program", "tiers.toml", "--max-ahead", "off")
        self.write("in.csv", HISTORY)
        self.ok("load", "shop", "in.csv")

    def test_balances_show_the_first_set_or_another(self):
        words = ("balances", "shop", "--columns", "member_id,tier")
        self.assertEqual(self.ok(*words).out,
                         "member_id,tier\nanna,silver\nbert,\n")
        self.assertEqual(self.ok(*words, "--tier-set", "wealth").out,
                         "member_id,tier\nanna,well\nbert,\n")
        self.assertEqual(
            self.ok(*words, "--at", "2024-01-10", "--format", "json").out,
            "[\n]\n")
        ran = self.run_to(cli.FAILED, *words, "--tier-set", "colour")
        self.assertIn("tier_set colour is not one of the program", ran.err)

    def test_a_program_without_tiers_has_an_empty_column(self):
        self.init("plain")
        self.ok("submit", "plain", "purchase anna 60000 GBP")
        self.assertEqual(self.ok("balances", "plain", "--columns",
                                 "member_id,tier,net").out,
                         "member_id,tier,net\nanna,,600\n")

    def test_tiers_come_from_elsewhere(self):
        columns = [*cli.COLUMNS, "what", "tier", "quantity", "expiry"]
        self.write("tiers.csv", [
            row("import", "s1", "carl", "2024-12-31", what="spend",
                amount_minor=50000),
            row("import", "t1", "carl", "2025-03-01", what="tier", tier="gold",
                expiry="2025-07-01"),
            row("import", "t2", "dora", "2025-03-01", what="tier", tier="silver"),
            row("import", "t3", "dora", "2025-03-01", what="tier", tier="tin"),
            row("import", "v1", "dora", "2025-03-01", what="visits", quantity=3)],
                   columns)
        self.write("control.csv", b"what,unit,rows,amount\nspend,,1,50000\n"
                   b"tier,,2,0\n")
        ran = self.run_to(cli.REJECTED, "load", "shop", "tiers.csv", "--control",
                          "control.csv")
        self.assertIn("all 2 totals equal", ran.out)
        for line in (5, 6):
            self.assertRegex(ran.err, rf"tiers.csv:{line}: .*not_permitted")
        self.assertIn("silver, 0 counted", self.ok("member", "shop", "dora").out)
        carl = ("member", "shop", "carl")
        self.assertIn("               gold imported, until 2025-07-01T00:00:00Z\n",
                      self.ok(*carl).out)
        tiers = json.loads(self.ok(*carl, "--format", "json").out)["tiers"]
        self.assertEqual(tiers[0]["imported"], [
            {"tier": "gold", "until": "2025-07-01T00:00:00Z"}])
        self.assertEqual((tiers[0]["tier"], tiers[0]["projected"],
                          tiers[0]["counter_before"]), ("gold", None, 50000))
        self.ok("submit", "shop", "tick 2025-07-01")
        self.assertIn("silver, 0 counted", self.ok(*carl).out)
        told = [json.loads(line) for line in
                self.ok("export", "member", "shop", "carl").out.splitlines()]
        imported = {line["what"]: line for line in told if "what" in line}
        self.assertEqual(imported["spend"]["amount_minor"], 50000)
        self.assertEqual(imported["tier"]["tier"], "gold")

    def test_member_says_what_is_projected_and_missing(self):
        table = self.ok("member", "shop", "anna").out
        for line in (
                "  status       silver, 0 counted from 2025-01-01T00:00:00Z to "
                "2026-01-01T00:00:00Z, then no tier\n"
                "               50,000 missing to keep silver\n"
                "               200,000 missing to reach gold\n",
                "  wealth       well, 12.50 points counted from "
                "2025-01-01T00:00:00Z to 2026-01-01T00:00:00Z, then well\n"):
            self.assertIn(line, table)
        member = json.loads(self.ok("member", "shop", "anna", "--format",
                                    "json").out)
        self.assertEqual(member["tiers"][0], {
            "set": "status", "tier": "silver", "qualified": None, "counter": 0,
            "counter_before": 60000, "from": "2025-01-01T00:00:00Z",
            "until": "2026-01-01T00:00:00Z", "projected": None,
            "missing_to_keep": 50000, "missing_to_rise": 200000})
        self.assertEqual(member["tiers"][1]["missing_to_rise"], None)

    def test_who_is_merged_has_no_tier_and_the_other_one_has_both(self):
        self.ok("submit", "shop", "merge anna to=bert at=2025-02-10T00:00:00Z")
        self.assertEqual(self.ok("balances", "shop", "--columns",
                                 "member_id,tier").out,
                         "member_id,tier\nanna,\nbert,silver\n")
        tiers = [json.loads(self.ok("export", "member", "shop", name)
                            .out.splitlines()[-1])["tiers"]
                 for name in ("anna", "bert")]
        self.assertEqual(tiers[0], [])
        self.assertEqual([(tier["tier"], tier["counter"], tier["counter_before"])
                          for tier in tiers[1]],
                         [("silver", 500, 60000), ("well", 1250, 1250)])
        self.assertIn("invariants 1 to 6, 9 to 11 and 13 hold",
                      self.ok("audit", "shop").out)

    def test_events_name_set_and_tier(self):
        events = [json.loads(line)
                  for line in self.ok("events", "shop").out.splitlines()]
        told = [(event["event"], event["tier_set"], event["tier"], event["at"])
                for event in events if "tier_set" in event]
        self.assertEqual(told, [
            ("tier_qualified", "status", "silver", "2024-01-10T00:00:00Z"),
            ("tier_changed", "status", "silver", "2024-01-10T00:00:00Z"),
            ("tier_qualified", "wealth", "well", "2024-02-10T00:00:00Z"),
            ("tier_changed", "wealth", "well", "2024-02-10T00:00:00Z")])

    def test_an_answer_tells_the_tier_of_the_first_set(self):
        ran = self.ok("submit", "shop", "purchase bert 60000 GBP "
                                        "at=2025-03-01T00:00:00Z")
        self.assertIn("  tier silver\n", ran.out)
