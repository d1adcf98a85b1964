"""kumbara program log and diff: versions of programs, and what they change."""

import json

import cli

BEFORE = """\
program = { name = "shop", zone = "Europe/Prague" }
unit.points = { }
unit.stars = { spendable = false }
returns = { restore = { grace = "7d" } }

[[earn]]
name = "base"
on = "purchase"
unit = "points"
basis = "total"
give = 1
per = 100

[[earn]]
name = "twice"
on = "purchase"
multiply = "base"
by_tier = { silver = "5/4", gold = 2 }

[[earn]]
name = "star"
on = "purchase"
unit = "stars"
give = "1"

[[tier_set]]
name = "status"
basis = "spend"
window = "calendar_year"
tiers = [ { name = "silver", at = 500 }, { name = "gold", at = 2000 } ]

[[auto_redeem]]
unit = "points"
when = "purchase"
at = 100
take = 100

[[auto_redeem]]
unit = "points"
when = "purchase"
at = 500
take = 400
"""

AFTER = """\
program = { name = "shop", zone = "Europe/Prague" }
unit.points = { decimals = 1, expiry = { after = "12mo" } }
returns = { unmatched = "refuse" }
pool = { members_max = 4 }

[[earn]]
name = "plastic"
on = "purchase"
when = { store = "web" }
give = 10

[[earn]]
name = "base"
on = "purchase"
basis = "total"
give = 1
per = 50
cap = { day = "12.5" }

[[earn]]
name = "twice"
on = "purchase"
multiply = "base"
by_tier = { silver = "5/4", platinum = 3 }

[[tier_set]]
name = "status"
basis = "spend"
window = { months = 12 }
tiers = [ { name = "silver", at = 400 }, { name = "platinum", at = 5000 } ]

[[auto_redeem]]
when = "purchase"
at = 500
take = 500
"""

EXPECTED = """\
- unit stars: { decimals = 0, spendable = false, expiry = "never", \
consume = "earliest_expiry", pending = "none" }
~ unit points: decimals = 0 -> 1
~ unit points: expiry = "never" -> { after = "12mo", round = "none", \
from = "activation", activities = ["purchase", "redeem", "award", "transfer"] }
~ returns: unmatched = "rate" -> "refuse"
~ returns: restore = { grace = "7d" } -> "original"
+ pool: { members_max = 4 }
- earn star: { on = "purchase", exclude_tender = false, unit = "stars", give = 1, \
table = "none", combine = "add", round = "floor", funding_class = "sale", \
when = "always", cap = "none", stacking = "sum", partial = false }
+ earn plastic: { on = "purchase", exclude_tender = false, unit = "points", \
give = 10, table = "none", combine = "add", round = "floor", \
funding_class = "sale", when = { store = ["web"], first_purchase = false }, \
cap = "none", stacking = "sum", partial = false }
~ earn base: per = 100 -> 50
~ earn base: cap = "none" -> { day = "12.5", on_exceed = "reduce" }
- earn twice: by_tier.gold = 2
+ earn twice: by_tier.platinum = 3
- auto_redeem 2: { unit = "points", when = "purchase", at = 500, take = 400, \
times = "once" }
"""


class Diff(cli.CliTest):
    def diff(self, before, after, *words, code=cli.DIFFERS, **options):
        for name, text in [("a.toml", before), ("b.toml", after)]:
            (self.folder / name).write_text(text)
        return self.run_to(code, "program", "diff", "a.toml", "b.toml", *words,
                           **options).out

    def test_what_says_the_same(self):
        other = BEFORE.replace("unit.points = { }",
                               '[unit.points]\nspendable = true')
        other = other.replace('unit.stars = { spendable = false }\n'
                              'returns = { restore = { grace = "7d" } }\n',
                              '[unit.stars]\nspendable = false\n[returns]\n'
                              'restore = { grace = "7d" }\n'
                              'deficit = "negative" # As without.\n')
        self.assertEqual(self.diff(BEFORE, other, code=cli.OK), "")
        self.assertEqual(
            json.loads(self.diff(BEFORE, other, "--json", code=cli.OK)), [])

    def test_tables_and_keys(self):
        out = self.diff(BEFORE, AFTER)
        self.assertEqual(out, EXPECTED + """\
~ auto_redeem 1: at = 100 -> 500
~ auto_redeem 1: take = 100 -> 500
~ tier_set status: window = "calendar_year" -> { months = 12 }
- tier_set status: tiers.gold = { at = 2000 }
~ tier_set status: tiers.silver.at = 500 -> 400
+ tier_set status: tiers.platinum = { at = 5000 }
""")

    def test_zeros_before_a_number_in_quotes_say_nothing(self):
        one = ('program = { name = "shop" }\nunit.points = {}\n[[earn]]\n'
               'name = "one"\non = "purchase"\ngive = ')
        self.assertEqual(self.diff(one + "20\n", one + '"020"\n',
                                   code=cli.OK), "")
        (change,) = json.loads(self.diff(one + "2\n", one + '"020"\n',
                                         "--json"))
        self.assertEqual((change["before"], change["after"]), (2, 20))

    def test_order(self):
        one = '[[earn]]\nname = "one"\non = "purchase"\ngive = 1\n'
        two = one.replace("one", "two")
        head = 'program = { name = "shop" }\nunit.points = {}\n'
        self.assertEqual(self.diff(head + one + two, head + two + one),
                         "~ earn in the order one, two -> two, one\n")
        three = one.replace("one", "three")
        self.assertEqual(
            json.loads(self.diff(head + one + two + three,
                                 head + three + one, "--json")),
            [{"change": "removed", "section": "earn", "table": "two",
              "before": {"on": "purchase", "exclude_tender": False,
                         "unit": "points", "give": 1, "table": "none",
                         "combine": "add", "round": "floor",
                         "funding_class": "sale", "when": "always",
                         "cap": "none", "stacking": "sum", "partial": False}},
             {"change": "reordered", "section": "earn",
              "before": ["one", "three"], "after": ["three", "one"]}])

    def test_tables_without_names_go_together_by_what_they_say(self):
        head = 'program = { name = "shop" }\nunit.points = {}\n'
        redeem = '[[auto_redeem]]\nwhen = "credit"\nat = {}\ntake = {}\n'
        before = head + redeem.format(9, 9) + redeem.format(5, 5)
        after = head + redeem.format(5, 5)
        self.assertEqual(self.diff(before, after),
                         '- auto_redeem 1: { unit = "points", when = "credit", '
                         'at = 9, take = 9, times = "once" }\n')

    def test_changes_as_json(self):
        changes = json.loads(self.diff(BEFORE, AFTER, "--json"))
        self.assertEqual(len(changes), len(self.diff(BEFORE, AFTER)
                                           .splitlines()))
        self.assertIn({"change": "changed", "section": "earn", "table": "base",
                       "key": "per", "before": 100, "after": 50}, changes)
        self.assertIn({"change": "added", "section": "pool",
                       "after": {"members_max": 4}}, changes)
        self.assertIn({"change": "removed", "section": "earn",
                       "table": "twice", "key": "by_tier.gold", "before": 2},
                      changes)

    def test_ledgers_and_standard_input(self):
        (self.folder / "a.toml").write_text(BEFORE)
        self.ok("init", "shop", "--program", "a.toml")
        for named in ["shop", "shop@1"]:
            self.assertEqual(self.ok("program", "diff", named, "a.toml").out,
                             "")
        ran = self.run_to(cli.DIFFERS, "program", "diff", "-", "shop",
                          stdin=AFTER.encode())
        self.assertIn("~ earn base: per = 50 -> 100\n", ran.out)
        ran = self.run_to(cli.FAILED, "program", "diff", "shop@2", "a.toml")
        self.assertEqual(ran.err, "kumbara: shop@2: the ledger has no version "
                                  "2 of its program; the last one is 1\n")

    def test_what_cannot_be_compared(self):
        (self.folder / "a.toml").write_text(BEFORE)
        (self.folder / "b.toml").write_text(AFTER + "kost = 1\n")
        ran = self.run_to(cli.FAILED, "program", "diff", "a.toml", "b.toml")
        self.assertRegex(ran.err, r'^kumbara: b\.toml:\d+:1: unknown key "kost"')
        for named in ["none.toml", "shop@0", "shop@x"]:
            ran = self.run_to(cli.FAILED, "program", "diff", "a.toml", named)
            self.assertEqual(ran.err, f"kumbara: {named}: cannot be read\n")
        (self.folder / "empty").mkdir()
        ran = self.run_to(cli.FAILED, "program", "diff", "a.toml", "empty")
        self.assertIn("empty: is no ledger", ran.err)


class Log(cli.CliTest):
    def setUp(self):
        super().setUp()
        (self.folder / "a.toml").write_text(BEFORE)
        self.ok("init", "shop", "--program", "a.toml")

    def test_the_version_it_was_founded_on(self):
        out = self.ok("program", "log", "shop").out
        lines = out.splitlines()
        self.assertEqual(lines[:3], ["version 1: shop",
                                     "  effective  from the beginning",
                                     "  behind     sequence 0"])
        self.assertRegex(lines[3], r"^  recorded   20\d\d-\d\d-\d\dT")
        self.assertRegex(lines[4], r"^  text       .*, [0-9a-f]{32}$")
        self.assertRegex(lines[5],
                         r"^  zone       Europe/Prague, .*, [0-9a-f]{32}$")
        self.assertEqual(len(lines), 6)

    def test_as_json(self):
        (version,) = json.loads(self.ok("program", "log", "shop",
                                        "--json").out)
        self.assertEqual(
            {key: version[key] for key in ["version", "name", "effective",
                                           "behind_sequence", "text_bytes",
                                           "zone"]},
            {"version": 1, "name": "shop", "effective": None,
             "behind_sequence": 0, "text_bytes": len(BEFORE),
             "zone": "Europe/Prague"})

    def test_the_text_as_it_was(self):
        ran = self.ok("program", "log", "shop", "--text", "1")
        self.assertEqual(ran.out, BEFORE)
        ran = self.run_to(cli.FAILED, "program", "log", "shop", "--text", "2")
        self.assertEqual(ran.err, "kumbara: shop: has no version 2 of its "
                                  "program; the last one is 1\n")
        self.run_to(cli.USAGE, "program", "log", "shop", "--text", "0")

    def test_no_ledger(self):
        ran = self.run_to(cli.FAILED, "program", "log", "none")
        self.assertEqual(ran.err, "kumbara: none: no such directory\n")
