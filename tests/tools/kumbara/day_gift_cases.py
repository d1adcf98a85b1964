"""What kumbara member says of the next birthday and anniversary."""

import json

import cli

PROGRAM = """
program = { name = "club", zone = "Europe/Prague", enrol = "explicit" }
unit.points = { decimals = 1 }
unit.stars = { decimals = 0 }
[[earn]]
name = "present"
on = "birthday"
unit = "points"
give = "2.5"
[[earn]]
name = "for_gold"
on = "birthday"
unit = "stars"
give = 7
when = { plans = "gold" }
[[earn]]
name = "thanks"
on = "anniversary"
unit = "stars"
give = 1
"""


class DayGifts(cli.CliTest):
    def setUp(self):
        super().setUp()
        (self.folder / "club.toml").write_text(PROGRAM)
        self.ok("init", "shop", "--program", "club.toml", "--max-ahead", "off")
        self.submit("enroll anna birthday=07-15 plan=gold at=2026-01-10T12:00:00Z")
        self.submit("enroll bert at=2026-01-10T12:00:00Z")

    def submit(self, command):
        self.ok("submit", "shop", command)

    def gifts_of(self, name, *words):
        ran = self.ok("member", "shop", name, "--format", "json", *words)
        return json.loads(ran.out)["day_gifts"]

    def test_member_says_what_comes_next_and_when(self):
        lines = [line for line in self.ok("member", "shop", "anna").out.splitlines()
                 if "next gift" in line]
        self.assertEqual(lines, [
            "  next gift    2.5 points by present, birthday 2026-07-15T00:00:00 "
            "in Europe/Prague",
            "  next gift    7 stars by for_gold, birthday 2026-07-15T00:00:00 "
            "in Europe/Prague",
            "  next gift    1 stars by thanks, anniversary 2027-01-10T00:00:00 "
            "in Europe/Prague"])
        thanks = {"rule": "thanks", "on": "anniversary", "unit": "stars",
                  "amount": 1, "at": "2027-01-09T23:00:00Z",
                  "local": "2027-01-10T00:00:00"}
        on_birthday = {"on": "birthday", "at": "2026-07-14T22:00:00Z",
                       "local": "2026-07-15T00:00:00"}
        self.assertEqual(self.gifts_of("anna"), [
            {"rule": "present", "unit": "points", "amount": 25, **on_birthday},
            {"rule": "for_gold", "unit": "stars", "amount": 7, **on_birthday},
            thanks])
        self.assertEqual(self.gifts_of("bert"), [thanks])

    def test_what_was_given_comes_again_a_year_later(self):
        self.submit("set anna plan=none at=2026-07-14T22:00:00Z")
        self.assertEqual([(gift["rule"], gift["at"]) for gift in self.gifts_of("anna")],
                         [("present", "2027-07-14T22:00:00Z"),
                          ("thanks", "2027-01-09T23:00:00Z")])
        self.assertEqual(
            [(gift["rule"], gift["at"]) for gift in
             self.gifts_of("anna", "--at", "2026-07-14T00:00:00Z")],
            [("present", "2026-07-14T22:00:00Z"),
             ("for_gold", "2026-07-14T22:00:00Z"),
             ("thanks", "2027-01-09T23:00:00Z")])

    def test_who_is_closed_or_merged_has_none_to_come(self):
        self.submit("merge anna to=bert at=2026-02-01T00:00:00Z")
        self.assertEqual(self.gifts_of("anna"), [])
        self.assertEqual([gift["rule"] for gift in self.gifts_of("bert")],
                         ["present", "for_gold", "thanks"])
        self.submit("close bert force=yes at=2026-02-02T00:00:00Z")
        self.assertNotIn("next gift", self.ok("member", "shop", "bert").out)
