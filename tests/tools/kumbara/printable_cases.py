"""Names that come from data cannot move the cursor of a terminal, nor begin lines
that look like those of the program."""

import json

import cli
from cli import row

PROGRAM = """
program = { name = "shop", currency = "GBP", enrol = "first_sight" }
unit.points = { expiry = { after = "1y" } }
pool = { members_max = 3 }
[[earn]]
name = "leeds"
on = "purchase"
give = 5
when = { store = ["leeds\\u009b2J"] }
"""

EVIL = "\x1b[2J\nforged 1\r\t\x07\x7f\u009b2K"
ESCAPED = r"\x1b[2J\nforged 1\r\t\x07\x7f\u009b2K"
DAY = "2024-05-01T10:00:00Z"

ROWS = [
    row("award", "a1", "ada" + EVIL, DAY, unit="points", points="50",
        funding_class="sale" + EVIL, reason="why" + EVIL),
    row("purchase", "p1", "bob" + EVIL, DAY, amount_minor=100, currency="GBP",
        store_id="york" + EVIL),
    row("join", "j1", "bob" + EVIL, DAY, to_member_id="ada" + EVIL),
    row("set", "s1", "bob" + EVIL, DAY, plan="plus" + EVIL),
]


class Printable(cli.CliTest):
    def setUp(self):
        super().setUp()
        (self.folder / "p.toml").write_text(PROGRAM)
        self.ok("init", "shop", "--program", "p.toml", "--max-ahead", "off")
        self.write("in.ndjson", "".join(
            json.dumps(item) + "\n" for item in ROWS).encode())
        self.ok("load", "shop", "in.ndjson")

    def check(self, text, *names):
        """No line is forged, no control character is left, names are told."""
        for line in text.split("\n"):
            self.assertFalse(line.startswith("forged"), text)
            self.assertFalse([c for c in line if c < " " or "\x7f" <= c <= "\x9f"],
                             repr(line))
        for name in names:
            self.assertIn(name + ESCAPED, text)

    def test_of_one_member(self):
        self.check(self.ok("member", "shop", "ada" + EVIL).out,
                   "member ada", "sale", "joined by    bob")
        self.check(self.ok("member", "shop", "bob" + EVIL).out,
                   "member bob", "plan         plus", "pool         ada")

    def test_of_what_is_explained(self):
        self.check(self.ok("explain", "shop", "a1").out,
                   "award of ada", "issued:sale", "available of ada",
                   "points of ada")
        told = self.ok("explain", "shop", "p1").out
        self.check(told, "purchase of bob", "store: york")
        self.assertIn(r"expected leeds\u009b2J", told)

    def test_of_one_command(self):
        for words in ((), ("--dry-run",)):
            self.check(self.ok("submit", "shop", f'award "bob{EVIL}" 5 points',
                               *words).out, "available of ada")

    def test_of_tables(self):
        self.check(self.ok("balances", "shop", "--format", "table").out, "ada")
        self.check(self.ok("liability", "shop", "--format", "table").out, "sale")

    def test_of_what_reads_for_machines_nothing_is_changed(self):
        told = json.loads(self.ok("member", "shop", "ada" + EVIL, "--format",
                                  "json").out)
        self.assertEqual(told["member"], "ada" + EVIL)
        self.assertIn(f'"ada{EVIL}"', self.ok("balances", "shop").out)

    def test_of_errors(self):
        name = "zoe" + EVIL
        for words in (("member", "shop", name), ("balances", "shop", name),
                      ("export", "member", "shop", name),
                      ("vouchers", "shop", "--member", name),
                      ("explain", "shop", name)):
            with self.subTest(words[0]):
                self.check(self.run_to(cli.FAILED, *words).err, "kumbara: zoe")
        self.check(self.run_to(cli.USAGE, "submit", "shop", f'award ada "5{EVIL}"').err)
        self.check(self.ok("erase", "shop", name).out, "zoe")

    def test_of_bad_rows(self):
        self.write("bad.ndjson", json.dumps(
            row("award" + EVIL, "a2", "ada", DAY)).encode())
        ran = self.run_to(cli.REJECTED, "load", "shop", "bad.ndjson")
        self.check(self.complaints(ran.err))
        self.assertIn("award" + ESCAPED, ran.err)

    def test_of_program_files(self):
        (self.folder / "q.toml").write_text(PROGRAM.replace("leeds\\u009b2J", "a\\u009b"))
        self.check(self.run_to(cli.DIFFERS, "program", "diff", "p.toml", "q.toml").out)
        (self.folder / "bad.toml").write_text(PROGRAM.replace(
            'name = "shop"', 'name = "x\\u009b2J"'))
        self.check(self.run_to(cli.FAILED, "program", "check", "bad.toml").out)
