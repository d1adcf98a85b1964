"""kumbara member, events, export: what they say of caps and cooldowns."""

import json

import cli
from cli import purchase, row

PROGRAM = """
program = { name = "caps", zone = "UTC", enrol = "first_sight" }
unit.points = { decimals = 1 }
unit.stars = { decimals = 0 }
[[earn]]
name = "base"
on = "purchase"
basis = "total"
unit = "points"
give = 1
per = 100
cap = { day = "12.5", month = 100, transaction = 50 }
[[earn]]
name = "plain"
on = "purchase"
unit = "points"
give = 1
[[earn]]
name = "visit"
on = "purchase"
unit = "stars"
give = 5
cooldown = "24h"
"""

HISTORY = [
    purchase("p1", "anna", 1000, "2024-01-10"),
    purchase("p2", "anna", 2000, "2024-01-11"),
    purchase("p3", "bert", 300, "2024-02-01"),
]

# The rule with a cap by the purchase alone, and that without any, count nothing.
OF_ANNA = ("earn base  2024-01-11  12.5 of 12.5 points\n"
           "earn base  2024-01  22.5 of 100.0 points\n"
           "earn visit  last 2024-01-11T00:00:00Z\n")


def day(latest, in_latest, in_previous):
    return {"per": "day", "latest": latest, "in_latest": in_latest,
            "in_previous": in_previous, "cap": 125}


def month(latest, in_latest, in_previous):
    return {"per": "month", "latest": latest, "in_latest": in_latest,
            "in_previous": in_previous, "cap": 1000}


class Rules(cli.CliTest):
    def setUp(self):
        super().setUp()
        (self.folder / "caps.toml").write_text(PROGRAM)
        self.ok("init", "shop", "--program", "caps.toml", "--max-ahead", "off")
        self.write("in.csv", HISTORY)
        self.ok("load", "shop", "in.csv")

    def rules_of(self, name):
        ran = self.ok("member", "shop", name, "--format", "json")
        return json.loads(ran.out)["rules"]

    def test_member_says_what_counts_and_what_was_last(self):
        self.assertTrue(self.ok("member", "shop", "anna").out.endswith(OF_ANNA))
        last = "2024-01-11T00:00:00Z"
        self.assertEqual(self.rules_of("anna"), [
            {"rule": "base", "last": None,
             "counts": [day("2024-01-11", 125, 100), month("2024-01", 225, 0)]},
            {"rule": "visit", "last": last, "counts": []}])

    def test_what_comes_back_counts_no_more(self):
        self.write("back.csv", [
            row("return", "r1", "anna", "2024-01-12", reference="p2",
                amount_minor=-1500, currency="GBP")])
        self.ok("load", "shop", "back.csv")
        self.assertEqual(self.rules_of("anna")[0]["counts"],
                         [day("2024-01-11", 50, 100), month("2024-01", 150, 0)])

    def test_who_is_merged_has_none_and_the_other_one_has_both(self):
        self.ok("submit", "shop", "merge anna to=bert at=2024-02-01T00:00:00Z")
        self.assertEqual(self.rules_of("anna"), [])
        last = "2024-02-01T00:00:00Z"
        both = [
            {"rule": "base", "last": None,
             "counts": [day("2024-02-01", 30, 0), month("2024-02", 30, 225)]},
            {"rule": "visit", "last": last, "counts": []}]
        self.assertEqual(self.rules_of("bert"), both)
        state = self.ok("export", "member", "shop", "bert").out.splitlines()[-1]
        self.assertEqual(json.loads(state)["rules"], both)

    def test_events_tell_what_a_cap_kept(self):
        events = [json.loads(line)
                  for line in self.ok("events", "shop").out.splitlines()]
        kept = [(one["sequence"], one["unit"], one["amount"]) for one in events
                if one["event"] == "limit_hit"]
        self.assertEqual(kept, [(2, "points", "7.5")])
