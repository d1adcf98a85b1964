"""kumbara member, events, export: what they say of achievements and benefits."""

import json

import cli
from cli import purchase, row

PROGRAM = """
program = { name = "club", zone = "UTC", enrol = "first_sight" }
unit.points = { decimals = 1 }
[[achievement]]
name = "second"
basis = "visits"
at = 2
window = "month"
repeat = true
give = "1.5"
[[achievement]]
name = "days"
basis = "visits"
at = 1
streak = { period = "day", periods = 2 }
[[benefit]]
name = "news"
plans = "free"
[[benefit]]
name = "table"
achievement = "days"
"""

HISTORY = [
    purchase("p1", "anna", 1000, "2024-01-10"),
    purchase("p2", "anna", 2000, "2024-01-11"),
    purchase("p3", "bert", 300, "2024-02-01"),
]

OF_ANNA = ("achievement second  2024-01  2 of 2, completed 1\n"
           "achievement days  2024-01-11  1 of 1, completed 1, 2 of 2 in a row\n")


OF_PASSES = """
program = { name = "passes", zone = "UTC", enrol = "first_sight" }
unit.points = { decimals = 0 }
[[reward]]
name = "pass"
cost = 10
[[benefit]]
name = "lounge"
reward = "pass"
for = "1mo"
"""


class BenefitsForATime(cli.CliTest):
    def setUp(self):
        super().setUp()
        (self.folder / "passes.toml").write_text(OF_PASSES)
        self.ok("init", "shop", "--program", "passes.toml", "--max-ahead", "off")
        self.submit("award anna 100 points at=2024-01-10T00:00:00Z")
        self.submit("redeem anna reward=pass at=2024-01-31T00:00:00Z id=r1")

    def submit(self, command):
        self.ok("submit", "shop", command)

    def member(self, *flags):
        return json.loads(
            self.ok("member", "shop", "anna", "--format", "json", *flags).out)

    def test_member_says_until_when(self):
        text = self.ok("member", "shop", "anna").out
        self.assertIn("  benefits     lounge\n", text)
        self.assertTrue(text.endswith("benefit lounge  until 2024-02-29T00:00:00Z"
                                      "  for redemption 2\n"), text)
        grants = [{"benefit": "lounge", "redemption": 2,
                   "until": "2024-02-29T00:00:00Z"}]
        self.assertEqual(self.member()["benefit_grants"], grants)
        state = json.loads(
            self.ok("export", "member", "shop", "anna").out.splitlines()[-1])
        self.assertEqual(state["benefit_grants"], grants)
        after = json.loads(self.ok("explain", "shop", "r1", "--json").out)["after"]
        self.assertEqual(after["benefit_grants"], grants)

    def test_snapshots_know_of_them_and_a_tick_ends_them(self):
        self.ok("snapshot", "create", "shop")
        self.submit("tick 2024-02-29T00:00:00Z")
        self.assertEqual(self.member()["benefit_grants"], [])
        self.assertEqual(self.member()["benefits"], [])
        self.assertEqual(json.loads(
            self.ok("events", "shop").out.splitlines()[-1])["event"], "benefit_ended")
        self.ok("verify", "shop")
        self.ok("audit", "shop")


class Achievements(cli.CliTest):
    def setUp(self):
        super().setUp()
        (self.folder / "club.toml").write_text(PROGRAM)
        self.ok("init", "shop", "--program", "club.toml", "--max-ahead", "off")
        self.write("in.csv", HISTORY)
        self.ok("load", "shop", "in.csv")

    def member(self, name):
        return json.loads(self.ok("member", "shop", name, "--format", "json").out)

    def test_member_says_how_far_it_is_and_what_it_has(self):
        text = self.ok("member", "shop", "anna").out
        self.assertTrue(text.endswith(OF_ANNA), text)
        self.assertIn("  benefits     table\n", text)
        anna = self.member("anna")
        self.assertEqual(anna["benefits"], ["table"])
        self.assertEqual(anna["achievements"], [
            {"achievement": "second", "at": 2, "latest": "2024-01", "in_latest": 2,
             "in_previous": 0, "completed": 1, "completed_before": 0, "streak": None},
            {"achievement": "days", "at": 1, "latest": "2024-01-11", "in_latest": 1,
             "in_previous": 1, "completed": 1, "completed_before": 0, "streak": 2}])

    def test_who_has_nothing_is_told_nothing(self):
        bert = self.member("bert")
        self.assertEqual(bert["benefits"], [])
        self.assertNotIn("benefits", self.ok("member", "shop", "bert").out)
        self.ok("submit", "shop", "set bert plan=free at=2024-02-01T00:00:00Z")
        self.assertEqual(self.member("bert")["benefits"], ["news"])

    def test_events_tell_of_both_until_they_are_undone(self):
        self.write("back.csv", [
            row("return", "r1", "anna", "2024-02-02", reference="p2")])
        self.ok("load", "shop", "back.csv")
        events = [json.loads(line)
                  for line in self.ok("events", "shop").out.splitlines()]
        told = [(one["event"], one.get("achievement", one.get("benefit")),
                 one.get("times")) for one in events if one["event"] != "posting"]
        self.assertEqual(told, [
            ("achievement_completed", "second", 1),
            ("achievement_completed", "days", 1),
            ("benefit_granted", "table", None),
            ("achievement_undone", "second", 1),
            ("achievement_undone", "days", 1),
            ("benefit_ended", "table", None)])
        self.assertEqual([one["unit"] for one in events if "unit" in one],
                         ["points"] * 4)
        state = self.ok("export", "member", "shop", "anna").out.splitlines()[-1]
        self.assertEqual(json.loads(state)["benefits"], [])
        self.ok("audit", "shop")

    def test_explain_says_how_far_it_was(self):
        lines = self.ok("explain", "shop", "p2").out.splitlines()
        self.assertEqual(
            [line for line in lines if line.startswith("  achievement days")],
            ["  achievement days  2024-01-10  1 of 1, completed 0, 1 of 2 in a row",
             "  achievement days  2024-01-11  1 of 1, completed 1, 2 of 2 in a row"])

    def test_snapshots_know_of_them(self):
        self.ok("snapshot", "create", "shop")
        self.ok("submit", "shop", "purchase bert 1 GBP at=2024-02-02T00:00:00Z")
        self.assertEqual(self.member("bert")["benefits"], ["table"])
        self.ok("verify", "shop")
