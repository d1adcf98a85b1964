"""kumbara explain, program explain and submit --dry-run: what is told, and that
telling changes nothing."""

import json
import os
import re
import subprocess

import cli
from cli import purchase, row

PAGE = cli.TESTS.parent / "docs" / "explain.md"

PROGRAM = """
program = { name = "shop", currency = "GBP", enrol = "first_sight" }
unit.points = { decimals = 1, expiry = { after = "1y" } }
pool = { members_max = 3 }
[[auto_redeem]]
unit = "points"
when = "purchase"
at = 100
take = 50
[[tier_set]]
name = "status"
basis = "spend"
window = "calendar_year"
tiers = [ { name = "silver", at = 20000 } ]
[[earn]]
name = "base"
on = "purchase"
basis = "total"
give = 1
per = 100
cap = { day = 150 }
[[earn]]
name = "silver"
on = "purchase"
multiply = "base"
by_tier = { silver = "5/4" }
round = "half_up"
[[earn]]
name = "leeds"
on = "purchase"
give = 5
when = { store = ["leeds", "york"] }
"""

DAY = "at=2024-05-01"


class Explain(cli.CliTest):
    def setUp(self):
        super().setUp()
        (self.folder / "p.toml").write_text(PROGRAM)

    def make(self):
        self.ok("init", "shop", "--program", "p.toml", "--max-ahead", "off")

    def submit(self, command, *words, code=cli.OK):
        return self.run_to(code, "submit", "shop", f"{command} {DAY}", *words)

    def of_file(self, command, *words, code=cli.OK):
        ran = self.run_to(code, "program", "explain", "p.toml",
                          f"{command} {DAY}", *words, "--json")
        return json.loads(ran.out)

    def of_past(self, transaction, *words):
        return json.loads(self.ok("explain", "shop", transaction, "--json",
                                  *words).out)

    def files(self):
        """All but where readers announce themselves."""
        return {path: (path.read_bytes(), path.stat().st_mtime_ns)
                for path in sorted((self.folder / "shop").rglob("*"))
                if path.is_file() and not path.name.endswith("-lock")}

    def net(self, view):
        return view["wallets"][0]["net"] if view and view["wallets"] else 0

    def expect_sums(self, told):
        """The waterfall of one member's only unit ends where the answer is."""
        own = [event for event in told["events"]
               if event["event"] == "posting" and not event["due_before"]
               and event["member"] == told["member"]]
        system = [round(float(event["amount"]) * 10) for event in own
                  if event["account"] not in ("pending", "available", "held",
                                              "deficit")]
        change = self.net(told["after"]) - self.net(told["before"])
        self.assertEqual(-sum(system), change)
        self.assertEqual(told["outcome"]["delta"], change)
        self.assertEqual(told["outcome"]["net"], self.net(told["after"]))

    def test_the_page_shows_what_is_printed(self):
        environment = dict(self.environment, PATH=f"{self.folder}/bin:" +
                           os.environ["PATH"])
        (self.folder / "bin").mkdir()
        (self.folder / "bin" / "kumbara").symlink_to(cli.PROGRAM)
        commands = re.split(r"^    \$ ", PAGE.read_text(), flags=re.M)[1:]
        self.assertGreater(len(commands), 6)
        for told in commands:
            # A command goes on behind a backslash, and what is printed ends
            # with the indent.
            command, rest = re.match(r"((?:.*\\\n)*.*\n?)((?:.|\n)*)",
                                     told).groups()
            shown = []
            for line in rest.splitlines():
                if line and not line.startswith("    "):
                    break
                shown.append(line[4:])
            ran = subprocess.run(["bash", "-c", command], cwd=self.folder,
                                 env=environment, stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT, text=True,
                                 timeout=120, check=False)
            self.assertEqual(ran.stdout.rstrip("\n"),
                             "\n".join(shown).rstrip("\n"), command)

    def test_rules_add_up_to_the_answer(self):
        told = self.of_file("purchase ada 12345 GBP store_id=leeds", "--given",
                            "import ada 40 points what=deficit")
        base, silver, leeds = told["rules"]
        self.assertEqual((base["basis"], base["rate"], base["given"]),
                         (12345, "1/100", 1234))
        self.assertEqual(base["working"], "12345 x 1/100 = 123.45, floor")
        self.assertEqual(silver["given"], 0)
        self.assertEqual(leeds["given"], 50)
        self.assertEqual(base["caps"],
                         [{"per": "day", "most": 1500, "left": 1500}])
        self.assertEqual(told["outcome"]["delta"],
                         base["given"] + leeds["given"])
        self.expect_sums(told)
        self.assertIn("deficit", [event.get("account")
                                  for event in told["events"]])
        self.assertEqual((base["absorbed"], base["lot"]["amount"]), (400, 834))
        self.assertEqual((leeds["absorbed"], leeds["lot"]["amount"]), (0, 50))

    def test_what_a_deficit_takes_makes_no_lot(self):
        command = ("purchase ada 12345 GBP store_id=leeds", "--given",
                   "import ada 126 points what=deficit")
        base, _, leeds = self.of_file(*command)["rules"]
        self.assertEqual((base["given"], base["absorbed"], base["lot"]),
                         (1234, 1234, None))
        self.assertEqual((leeds["absorbed"], leeds["lot"]["amount"]), (26, 24))
        text = self.ok("program", "explain", "p.toml",
                       f"{command[0]} {DAY}", *command[1:]).out
        self.assertRegex(text, r"base .*\n.*cap day .*\n"
                               r" +a deficit took 123.4 points\n")
        self.assertRegex(text, r"leeds .*\n +a deficit took 2.6 points\n"
                               r" +lot 1 of 2.4 points")

    def test_a_rule_that_does_not_fire_says_why(self):
        rules = self.of_file("purchase ada 100 GBP")["rules"]
        self.assertEqual(rules[2]["unmet"],
                         {"condition": "store", "value": "none",
                          "expected": "leeds or york"})
        self.assertFalse(rules[2]["fired"])
        ran = self.ok("program", "explain", "p.toml",
                      f"purchase ada 100 GBP store_id=ely {DAY}")
        self.assertIn("store: ely; expected leeds or york", ran.out)

    def test_what_a_tier_brings_is_told(self):
        self.ok("program", "new", "club.toml", "--from", "tiers")
        explain = ("program", "explain", "club.toml")
        rises = f"purchase ada 250000 GBP {DAY}"
        told = json.loads(self.ok(*explain, rises, "--json").out)
        self.assertEqual(told["tier_gifts"], [
            {"rule": "risen", "unit": "points", "set": "status", "tier": tier,
             "given": 250} for tier in ("silver", "gold")])
        self.assertEqual(told["outcome"]["delta"], 3000)
        self.assertIn("given for coming into tiers\n"
                      "  risen                  250 points   silver of status\n"
                      "  risen                  250 points   gold of status\n",
                      self.ok(*explain, rises).out)
        # What somebody else, and what an earlier command, was given is not told.
        for given in (rises.replace("ada", "bob"), rises):
            told = json.loads(self.ok(*explain, f"purchase ada 100 GBP {DAY}",
                                      "--given", given, "--json").out)
            self.assertEqual(told["tier_gifts"], [])
        self.ok("init", "club", "--program", "club.toml", "--max-ahead", "off")
        for number, name in enumerate(("ada", "bob", "ada")):
            self.ok("submit", "club", f"purchase {name} 60000 GBP at=2024-05-0"
                    f"{number + 1}", "--id", f"p{number}")
        for number, tiers in enumerate((["silver"], ["silver"], [])):
            told = json.loads(self.ok("explain", "club", f"p{number}", "--json").out)
            self.assertEqual([gift["tier"] for gift in told["tier_gifts"]], tiers)

    def test_an_import_is_told_with_what_it_brings(self):
        self.ok("program", "new", "club.toml", "--from", "tiers")
        for command, says in (
                ("import ada 500 points what=lot", "import of ada, lot 500 points at"),
                ("import ada what=spend amount_minor=60000",
                 "import of ada, spend 60000 at"),
                ("import ada what=tier tier=gold expiry=2027-07-01",
                 "import of ada, tier gold until 2027-07-01T00:00:00Z at"),
                ("import ada what=purchase amount_minor=1000",
                 "import of ada, purchase 1000 at"),
                ("import ada what=purchase amount_minor=1000 unit=points points=9",
                 "import of ada, purchase 1000 that earned 9 points at"),
                ("import ada what=purchase amount_minor=1000 unit=points points=9 "
                 "points_left=4", "import of ada, purchase 1000 that earned 9 "
                 "points, left 4 points at"),
                ("import ada what=id", "import of ada, id at"),
                ("import ada what=tier tier=gold", "import of ada, tier gold at")):
            out = self.ok("program", "explain", "club.toml", f"{command} {DAY}").out
            self.assertTrue(out.startswith(says), out)
        self.assertIn("gold, 0 counted, gold imported, until never\n", out)

    def test_what_is_given_makes_the_member(self):
        told = self.of_file("purchase ada 20000 GBP", "--given",
                            "purchase ada 20000 GBP at=2024-02-01",
                            "--given", "redeem ada 3 points at=2024-02-02")
        base, silver, _ = told["rules"]
        self.assertEqual(told["before"]["tiers"][0]["tier"], "silver")
        self.assertEqual((base["before_caps"], base["given"]), (2000, 1500))
        self.assertEqual((silver["rate"], silver["given"]), ("5/4", 500))
        self.assertIn("auto", [event.get("label") for event in told["events"]])
        self.expect_sums(told)

    def test_a_past_command_is_told_as_it_was(self):
        self.make()
        self.submit("purchase ada 12000 GBP", "--id", "p1")
        self.submit("redeem ada 20 points", "--id", "r1")
        self.submit("return ada 6000 GBP reference=p1", "--id", "b1")
        self.submit("redeem ada 1000 points", "--id", "r2", code=cli.REJECTED)
        names = ("p1", "r1", "b1", "r2")
        before = [(self.of_past(name), self.ok("explain", "shop", name).out)
                  for name in names]
        for told, _ in before:
            self.expect_sums(told)
        purchase, redeem, back, refused = (told for told, _ in before)
        self.assertEqual(purchase["rules"][0]["lot"]["amount"], 1200)
        self.assertEqual(redeem["rules"], None)
        self.assertEqual([(event["lot"], event["amount"])
                          for event in redeem["events"]
                          if event.get("lot")], [(1, "-20.0")])
        self.assertEqual(
            back["demands"],
            [{"rule": "base", "unit": "points", "basis_all": 12000,
              "basis_kept": 6000, "all": 1200, "kept": 600, "most": None,
              "demanded_before": 0, "demanded": 600}])
        self.assertEqual((refused["outcome"]["code"], refused["events"],
                          refused["before"]), ("insufficient", [],
                                               refused["after"]))
        self.submit("close ada")
        self.ok("snapshot", "create", "shop")
        after = [(self.of_past(name), self.ok("explain", "shop", name).out)
                 for name in names]
        self.assertEqual(before, after)
        self.assertEqual(self.of_past(purchase["id"]), purchase)

    def test_what_a_message_brings_is_told(self):
        self.make()
        for member in ("home", "ada"):
            self.submit(f"enroll {member}")
        self.submit("join ada to_member_id=home")
        self.submit("purchase ada 9000 GBP", "--id", "p1")
        told = self.of_past("p1")
        self.assertEqual(told["rules"][0]["given"], 900)
        self.assertEqual(told["outcome"]["net"], 900)  # The pool's.
        self.assertEqual({event["member"] for event in told["events"]},
                         {"home"})
        self.assertIn("points of home\n",
                      self.ok("explain", "shop", "p1").out)

    def test_a_dry_run_tells_and_leaves_all_files(self):
        self.make()
        self.submit("purchase ada 9000 GBP", "--id", "p1")
        digest = self.digest()
        files = self.files()
        for command, code in (("purchase ada 5000 GBP store_id=york", cli.OK),
                              ("redeem ada 500 points", cli.REJECTED),
                              ("return ada reference=p1", cli.OK)):
            ran = self.submit(command, "--dry-run", "--json", code=code)
            self.expect_sums(json.loads(ran.out))
            ran = self.submit(command, "--dry-run", code=code)
            self.assertIn("points of ada" if code == cli.OK
                          else "less is available", ran.out)
        self.assertEqual(self.files(), files)
        self.assertEqual(self.digest(), digest)

    def test_what_would_be_tried_is_what_is_done_then(self):
        self.make()
        self.submit("enroll ada")
        command = ("purchase ada 9000 GBP", "--id", "p1")
        tried = json.loads(self.submit(*command, "--dry-run", "--json").out)
        self.submit(*command)
        self.assertEqual(self.of_past("p1"), tried)
        ran = self.submit(*command, "--dry-run")
        self.assertIn("exists, first answered ok", ran.out)
        self.assertIn("the id has its answer already", ran.out)

    def test_what_cannot_be_told_is_said(self):
        self.make()
        ran = self.run_to(cli.FAILED, "explain", "shop", "p1")
        self.assertIn("p1: no such command of source csv", ran.err)
        self.run_to(cli.FAILED, "explain", "nowhere", "p1")
        ran = self.submit("award ada 5 points", "--json", code=cli.USAGE)
        self.assertIn("--dry-run", ran.err)
        for words, says in (
                (("purchase ada 5 GBP", "--given", "redeem ada 5 points"),
                 "--given 'redeem ada 5 points': member_unknown"),
                (("purchase ada 5 GBP", "--given", "redeem"),
                 "--given 'redeem': expected COMMAND MEMBER"),
                (("purchase ada",), "amount_minor: expected"),
                (("tick 2024-05-01",), "expected a command of a member")):
            ran = self.run_to(cli.USAGE, "program", "explain", "p.toml", *words)
            self.assertIn(says, ran.err)
        (self.folder / "bad.toml").write_text("program = { name = 1 }\n")
        ran = self.run_to(cli.FAILED, "program", "explain", "bad.toml",
                          "purchase ada 5 GBP")
        self.assertIn("bad.toml:1:", ran.err)
        ran = self.run_to(cli.REJECTED, "program", "explain", "p.toml",
                          "redeem ada 5 points")
        self.assertIn("nobody has enrolled the member", ran.out)

    def test_what_is_refused_for_its_time_has_no_more_to_tell(self):
        self.ok("init", "shop", "--program", "p.toml")
        self.run_to(cli.REJECTED, "submit", "shop",
                    "award ada 5 points at=2111-01-01", "--id", "a1")
        ran = self.ok("explain", "shop", "a1")
        self.assertTrue(ran.out.startswith("time_in_future  sequence 1\n"), ran)
        self.assertEqual(self.of_past("a1")["outcome"]["code"],
                         "time_in_future")

    def test_several_multipliers_are_told_without_what_they_multiply(self):
        (self.folder / "p.toml").write_text("""
program = { name = "b", currency = "GBP", enrol = "first_sight" }
unit.points = {}
[[earn]]
name = "base"
on = "purchase"
basis = "total"
give = 1
per = 100
[[earn]]
name = "half"
on = "purchase"
multiply = "base"
by = "3/2"
round = "half_even"
[[earn]]
name = "web"
on = "purchase"
multiply = "base"
by = 2
when = { channel = "web" }
""")
        for words, working, given in (
                ("", "3/2 = 7.5, half_even, less what is multiplied", 3),
                (" channel=web", "(3/2 - 1) = 2.5, half_even", 2)):
            half = self.of_file("purchase ada 500 GBP" + words)["rules"][1]
            self.assertEqual((half["working"], half["given"]),
                             ("5 points of base x " + working, given))

    def test_lines_that_are_rounded_each_are_told_so(self):
        (self.folder / "p.toml").write_text("""
program = { name = "b", currency = "GBP", enrol = "first_sight" }
unit.points = {}
[[earn]]
name = "printed"
on = "purchase"
basis = { lines = "item" }
give = 1
per = 100
round_per = "line"
""")
        lines = ' lines="item sku=A amount=190; item sku=B amount=190"'
        for words, working, given in (
                (lines, "380 x 1/100 line by line, each floor", 2),
                (lines.replace("sku=B", "sku=A"), "380 x 1/100 line by line, each floor", 3),
                ("", "380 x 1/100 = 3.8, floor", 3)):
            rule, = self.of_file(f"purchase ada 380 GBP{words}")["rules"]
            self.assertEqual((rule["working"], rule["round_per"], rule["given"]),
                             (working, "line", given))

    def test_what_a_budget_grants_is_what_is_given(self):
        (self.folder / "p.toml").write_text("""
program = { name = "b", currency = "GBP", enrol = "first_sight" }
unit.points = { expiry = { after = "1y" } }
budget = [ { name = "all", amount = 100 } ]
[[earn]]
name = "base"
on = "purchase"
basis = "total"
give = 1
per = 100
budget = "all"
partial = true
""")
        told = self.of_file("purchase ada 15000 GBP")
        (base,) = told["rules"]
        self.assertEqual((base["before_caps"], base["not_granted"],
                          base["given"]), (150, 50, 100))
        self.assertEqual((base["lot"]["number"], base["lot"]["amount"]),
                         (1, 100))
        self.assertEqual(told["outcome"]["delta"], 100)
        told = self.of_file("purchase ada 15000 GBP", "--given",
                            "purchase bob 10000 GBP")
        (base,) = told["rules"]
        self.assertEqual((base["fired"], base["not_granted"], base["given"],
                          base["lot"]), (False, 150, 0, None))
        self.assertIn("budget all: 150 points not granted\n", self.ok(
            "program", "explain", "p.toml", "purchase ada 15000 GBP",
            "--given", "purchase bob 10000 GBP").out)

    def test_what_is_refused_gives_nothing(self):
        (self.folder / "p.toml").write_text(PROGRAM.replace(
            "day = 150", 'day = 150, on_exceed = "reject"'))
        told = self.of_file("purchase ada 16000 GBP store_id=leeds",
                            code=cli.REJECTED)
        self.assertEqual(told["outcome"]["code"], "limit_reached")
        base, _, leeds = told["rules"]
        self.assertEqual((base["before_caps"], base["given"], base["fired"]),
                         (1600, 0, False))
        self.assertEqual((leeds["given"], leeds["lot"]), (0, None))

    def test_who_is_enrolled_has_what_the_command_says(self):
        (self.folder / "p.toml").write_text(PROGRAM + """
[[earn]]
name = "hello"
on = "enrolment"
give = 10
when = { plans = "gold" }
""")
        hello = self.of_file("enroll ada plan=silver")["rules"][-1]
        self.assertEqual(hello["unmet"], {"condition": "plans",
                                          "value": "silver",
                                          "expected": "gold"})
        self.assertEqual(
            self.of_file("enroll ada plan=gold")["rules"][-1]["given"], 100)

    def test_an_event_is_told_rule_by_rule(self):
        (self.folder / "p.toml").write_text(PROGRAM + """
[[earn]]
name = "survey"
on = "event"
event = "survey"
give = 10
""")
        told = self.of_file("event ada name=call")["rules"]
        self.assertEqual(told[0]["unmet"], {"condition": "on", "value": "event",
                                            "expected": "purchase"})
        self.assertEqual(told[-1]["unmet"], {"condition": "event", "value": "call",
                                             "expected": "survey"})
        survey = self.of_file("event ada name=survey")["rules"][-1]
        self.assertEqual((survey["given"], survey["working"]),
                         (100, "for the event"))

    def test_one_id_is_one_command(self):
        ran = self.run_to(cli.USAGE, "program", "explain", "p.toml",
                          "redeem ada 5 points id=g", "--given",
                          "purchase ada 15000 GBP id=g")
        self.assertIn("has the id of the command explained", ran.err)

    def test_others_of_the_round_are_told_apart(self):
        self.make()
        self.write("in.csv", [
            purchase("p1", "ada", 10000, "2024-05-01"),
            row("transfer", "t1", "ada", "2024-05-02", unit="points",
                points="30", to_member_id="bob"),
            purchase("p2", "ada", 5000, "2024-05-03"),
            row("enroll", "e1", "bob", "2024-05-01")])
        self.ok("load", "shop", "in.csv")
        text = self.ok("explain", "shop", "t1").out
        rows = {line[:22].strip(): line[22:].strip()
                for line in text.splitlines() if line.startswith("  ")}
        self.assertIn("others of its round", rows)
        self.assertEqual(
            float(rows["net after"]),
            float(rows["net before"]) - 30 + float(rows["others of its round"]))
        self.assertEqual(float(rows["net after"]) * 10,
                         self.net(self.of_past("t1")["after"]))
