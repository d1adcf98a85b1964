"""kumbara program activate, log and diff: versions of programs."""

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
table = "none", combine = "add", round = "floor", round_per = "basket", \
funding_class = "sale", when = "always", cap = "none", stacking = "sum", partial = false }
+ earn plastic: { on = "purchase", exclude_tender = false, unit = "points", \
give = 10, table = "none", combine = "add", round = "floor", round_per = "basket", \
funding_class = "sale", when = { store = ["web"], first_purchase = false }, \
cap = "none", stacking = "sum", partial = false }
~ earn base: per = 100 -> 50
~ earn base: cap = "none" -> { day = "12.5", on_exceed = "reduce" }
- earn twice: by_tier.gold = 2
+ earn twice: by_tier.platinum = 3
- auto_redeem 2: { unit = "points", when = "purchase", at = 500, take = 400, \
times = "once", voucher = false }
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
                         "round_per": "basket",
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
                         'at = 9, take = 9, times = "once", voucher = false }\n')

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


ONE = """\
program = { name = "one", currency = "*", enrol = "first_sight" }
unit.points = { expiry = { after = "70d" } }
[[earn]]
name = "base"
on = "purchase"
basis = "total"
give = 1
per = 100
"""
TWO = ONE.replace('"one"', '"two"').replace("give = 1", "give = 2")
# What members stand in, and its next version.
STANDING = ONE.replace("basis", 'unit = "points"\nbasis') + """\
[unit.stars]
[[earn]]
name = "star"
on = "purchase"
unit = "stars"
basis = "total"
give = 1
per = 1000
[[tier_set]]
name = "status"
basis = "spend"
window = "calendar_year"
tiers = [ { name = "silver", at = 5000 }, { name = "gold", at = 20000 } ]
[[achievement]]
name = "regular"
basis = "visits"
at = 10
repeat = true
give = 5
unit = "stars"
[[benefit]]
name = "lounge"
tier = "silver"
"""
NEXT_STANDING = STANDING.replace("[unit.stars]", """\
[unit.stars]
retire_at = "2010-12-17"
""").replace("""{ name = "silver", at = 5000 }, """, """\
{ name = "bronze", at = 2000 }, { name = "rose", at = 7000 }, """).replace(
    '"silver"', '"rose"').replace("at = 10\n", "at = 5\n")


class Activate(cli.CliTest):
    def setUp(self):
        super().setUp()
        (self.folder / "one.toml").write_text(ONE)
        (self.folder / "two.toml").write_text(TWO)
        self.ok("init", "shop", "--program", "one.toml", "--max-ahead", "off",
                "--pseudonym", "stable")
        self.submit("purchase ada 10000 USD id=p1 at=2026-01-10T00:00:00Z")

    def submit(self, command):
        return self.ok("submit", "shop", command).out.splitlines()[0]

    def activate(self, file="two.toml", effective="2026-02-01T00:00:00Z",
                 *words, **options):
        return self.run_to(options.pop("code", cli.OK), "program", "activate",
                           "shop", file, "--effective", effective, *words,
                           **options)

    def test_each_command_by_its_own_time(self):
        self.assertEqual(self.activate().out,
                         "version 2: two\n"
                         "  effective  2026-02-01T00:00:00Z\n"
                         "  behind     sequence 1\n")
        self.assertIn("delta 200 points", self.submit(
            "purchase ada 10000 USD id=p2 at=2026-02-01T00:00:00Z"))
        self.assertIn("delta 100 points", self.submit(
            "purchase ada 10000 USD id=p3 at=2026-01-31T23:59:59Z"))
        self.assertIn("delta -50 points", self.submit(
            "return ada 5000 USD reference=p1 at=2026-03-01T00:00:00Z"))
        self.assertIn("delta -100 points", self.submit(
            "return ada 5000 USD reference=p2 at=2026-03-01T00:00:00Z"))
        self.ok("verify", "shop")
        self.ok("audit", "shop")
        self.ok("snapshot", "create", "shop")
        self.ok("snapshot", "verify", "shop")
        self.assertIn("delta 2 points", self.submit(
            "purchase ada 100 USD at=2026-03-02T00:00:00Z"))
        self.ok("verify", "shop")
        events = [json.loads(line)
                  for line in self.ok("events", "shop").out.splitlines()]
        versions = {event["sequence"]: event["version"] for event in events
                    if event["event"] == "posting"}
        self.assertEqual(versions, {1: 1, 2: 2, 3: 1, 4: 1, 5: 2, 6: 2})

    def test_explain_shows_the_version_that_rated(self):
        self.activate()
        self.submit("purchase ada 10000 USD id=p2 at=2026-02-01T00:00:00Z")
        one = self.ok("explain", "shop", "p1").out
        two = self.ok("explain", "shop", "p2").out
        self.assertIn("100 points", one)
        self.assertIn("200 points", two)
        tried = self.ok("submit", "shop", "--dry-run",
                        "purchase ada 100 USD at=2026-01-20T00:00:00Z").out
        self.assertIn("delta 1 points", tried)

    def test_log_and_diff(self):
        made = json.loads(self.activate("two.toml", "2026-02-01T00:00:00Z",
                                        "--json").out)
        self.assertEqual(made, {"version": 2, "name": "two",
                                "effective": "2026-02-01T00:00:00Z",
                                "retroactive": False, "behind_sequence": 1})
        log = json.loads(self.ok("program", "log", "shop", "--json").out)
        self.assertEqual([(one["version"], one["effective"],
                           one["behind_sequence"]) for one in log],
                         [(1, None, 0), (2, "2026-02-01T00:00:00Z", 1)])
        self.assertEqual(self.ok("program", "log", "shop", "--text", "2").out,
                         TWO)
        ran = self.run_to(cli.DIFFERS, "program", "diff", "shop@1", "shop")
        self.assertIn("~ earn base: give = 1 -> 2\n", ran.out)

    def test_before_the_clock_only_if_retroactive(self):
        ran = self.activate(effective="2026-01-01T00:00:00Z", code=cli.FAILED)
        self.assertEqual(
            ran.err, "kumbara: --effective 2026-01-01T00:00:00Z is before the "
            "ledger's clock, 2026-01-10T00:00:00Z; expected that or later, or "
            "--retroactive, which changes no answer that was given\n")
        self.activate("two.toml", "2026-01-01T00:00:00Z", "--retroactive")
        self.assertIn("retroactive", self.ok("program", "log", "shop").out)
        self.assertIn("delta 200 points", self.submit(
            "purchase ada 10000 USD at=2026-01-02T00:00:00Z"))
        self.assertIn("delta -100 points", self.submit(
            "return ada 10000 USD reference=p1 at=2026-01-20T00:00:00Z"))

    def test_twice_the_same_is_refused(self):
        self.activate()
        ran = self.activate(code=cli.FAILED)
        self.assertEqual(ran.err, "kumbara: this program is version 2 already, "
                                  "in force from 2026-02-01T00:00:00Z on\n")

    def test_what_cannot_follow(self):
        (self.folder / "three.toml").write_text(
            TWO.replace("expiry = { after", "decimals = 2, expiry = { after"))
        error = ("three.toml:2:28: {}unit points: decimals = 2 is another one "
                 "than before; valid: 0\n")
        ran = self.activate("three.toml", code=cli.FAILED)
        self.assertEqual(ran.err, "kumbara: " + error.format(""))
        ran = self.run_to(cli.FAILED, "program", "check", "three.toml",
                          "two.toml", "--against", "shop")
        self.assertEqual(ran.out, error.format("error: "))
        self.ok("program", "check", "three.toml")
        ran = self.activate(effective="soon", code=cli.USAGE)
        self.assertIn("--effective soon: expected an instant", ran.err)

    def test_when_it_was_made_and_how_it_is_loaded_changes_nothing(self):
        self.expect_one_digest(ONE, TWO)

    def test_nor_does_it_where_members_stand(self):
        for ledger in self.expect_one_digest(STANDING, NEXT_STANDING):
            self.ok("verify", ledger)
            self.ok("audit", ledger)

    def expect_one_digest(self, first, second):
        """Gives the ledgers."""
        (self.folder / "one.toml").write_text(first)
        (self.folder / "two.toml").write_text(second)
        rows = cli.ONLINE_RETAIL.read_text().splitlines(keepends=True)
        effective = rows[1500].split(",")[2]
        for name, some in [("a.csv", rows[:1000]), ("b.csv", rows[1000:2500])]:
            (self.folder / name).write_text("".join(
                some if some[0] == rows[0] else rows[:1] + some))
        digests = set()
        ledgers = []
        for files, words in [("TAB", []), ("ATB", ["--workers", 2]),
                             ("ATB", ["--batch", 77, "--hot-ids", 100]),
                             ("ASTSB", ["--hot-records", 100])]:
            ledger = f"ledger{len(ledgers)}"
            ledgers.append(ledger)
            self.ok("init", ledger, "--program", "one.toml", "--max-ahead",
                    "off", "--pseudonym", "stable")
            for step in files:
                if step == "T":
                    self.ok("program", "activate", ledger, "two.toml",
                            "--effective", effective)
                elif step == "S":
                    self.ok("snapshot", "create", ledger)
                else:
                    self.ok("load", ledger, f"{step.lower()}.csv", *words)
            digests.add(self.ok("digest", ledger).out)
        self.assertEqual(len(digests), 1)
        return ledgers

    def test_a_backup_has_it_too(self):
        self.activate()
        self.submit("purchase ada 10000 USD id=p2 at=2026-02-01T00:00:00Z")
        self.ok("backup", "create", "shop", "copy")
        self.ok("restore", "copy", "again")
        self.ok("verify", "again")
        self.assertIn("version 2: two", self.ok("program", "log", "again").out)

    def test_audit_knows_what_each_version_has(self):
        """Found as violations before: less of a stock and of a budget than was
        granted, and what a version redeems by itself behind a refusal."""
        first = ONE + 'budget = "sale"\n' + """\
[[budget]]
name = "sale"
amount = 100
[[reward]]
name = "mug"
cost = 1
stock = 4
"""
        second = first.replace("100\n[[r", "50\n[[r").replace("= 4", "= 2")
        second += """\
[[auto_redeem]]
when = "credit"
at = 20
take = 20
"""
        (self.folder / "first.toml").write_text(
            first.replace("70d", "70d\" }, pending = { for = \"5d"))
        (self.folder / "second.toml").write_text(
            second.replace("70d", "70d\" }, pending = { for = \"5d"))
        self.ok("init", "cups", "--program", "first.toml", "--max-ahead", "off")
        for command in ("purchase ada 8000 USD at=2026-01-05T00:00:00Z",
                        "redeem ada reward=mug quantity=3 at=2026-01-10T00:00:00Z",
                        "award bob 20 points at=2026-01-10T00:00:00Z"):
            self.ok("submit", "cups", command)
        self.ok("program", "activate", "cups", "second.toml", "--effective",
                "2026-01-11T00:00:00Z")
        self.run_to(cli.REJECTED, "submit", "cups",
                    "redeem bob 500 points at=2026-01-20T00:00:00Z")
        redeemed = self.ok("member", "cups", "bob").out
        self.assertIn("redeemed", redeemed)
        self.ok("audit", "cups")
