"""kumbara balances, member, info, digest, verify: reading a ledger."""

import json
import re
import shutil

import cli
from cli import purchase, row

HISTORY = [
    purchase("p1", "anna", 10000, "2024-01-10"),
    purchase("p2", 'b"ert', 500, "2024-02-10"),
    row("redeem", "x1", "anna", "2024-03-10", unit="points", points=30),
    row("return", "r1", 'b"ert', "2024-04-10", amount_minor=-2500,
        currency="GBP"),
]


class Balances(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.init()
        self.write("in.csv", HISTORY)
        self.ok("load", "shop", "in.csv")

    def show(self, *words, code=cli.OK):
        return self.run_to(code, "balances", "shop", *words)

    def test_csv_with_a_header_is_the_default(self):
        self.assertEqual(self.show().out,
                         'member_id,net\nanna,70\n"b""ert",-20\n')

    def test_an_instant_is_the_opening_position(self):
        for at, expected in (
                ("2024-01-10", {}),
                ("2024-01-10T00:00:00.000001Z", {"anna": "100"}),
                ("2024-02-11", {"anna": "100", 'b"ert': "5"}),
                ("2024-03-11", {"anna": "70", 'b"ert': "5"}),
                ("2030-01-01", {"anna": "70", 'b"ert': "-20"})):
            with self.subTest(at):
                self.assertEqual(self.balances("shop", "--at", at), expected)

    def test_an_instant_gives_what_a_load_until_it_gives(self):
        for at in ("2024-02-11", "2024-03-11"):
            self.ok("replay", "in.csv", "--program", cli.RULE_A, "--until", at,
                    "--balances", "until.csv")
            self.assertEqual(self.show("--at", at).out,
                             (self.folder / "until.csv").read_text())

    def test_a_sequence_gives_what_was_known_then(self):
        shown = {}
        for command in ("award anna 7 points at=2024-05-01T10:00:00Z",
                        "award anna 5 points at=2024-01-02T10:00:00Z",
                        "redeem anna 60 points at=2024-05-02T10:00:00Z"):
            ran = self.ok("submit", "shop", command)
            sequence = re.match(r"ok  sequence (\d+)", ran.out)[1]
            shown[sequence] = self.show().out
        self.assertEqual(len(set(shown.values())), 3)
        for sequence, out in shown.items():
            with self.subTest(sequence):
                self.assertEqual(self.show("--known", sequence).out, out)
        # Of times before, too: what came later about them was not known.
        first, late, _ = shown
        at = ("--at", "2024-02-11", "--known")
        self.assertEqual(self.balances("shop", *at, first)["anna"], "100")
        self.assertEqual(self.balances("shop", *at, late)["anna"], "105")
        self.assertIn("anna", self.ok("member", "shop", "anna", "--known",
                                      first, "--at", "2024-02-11").out)
        self.assertEqual(self.show("--known", "0").out, "member_id,net\n")
        ran = self.show("--known", "999", code=cli.FAILED)
        self.assertRegex(ran.err, r"^kumbara: .*sequence 999 has not been yet: "
                         rf"the journal ends with {sequence}\n\Z")

    # Whatever batches the commands were written in.
    def test_a_sequence_inside_of_a_batch_is_cut_there(self):
        self.ok("load", "shop", cli.ONLINE_RETAIL)
        self.ok("backup", "create", "shop", "copy")
        for sequence in ("7", "4000", "4097", "20000"):
            with self.subTest(sequence):
                self.ok("restore", "copy", "then", "--until-sequence", sequence)
                self.assertEqual(self.show("--known", sequence).out,
                                 self.ok("balances", "then").out)
                shutil.rmtree(self.folder / "then")

    def test_columns_are_chosen(self):
        ran = self.show("--columns", "deficit,member_id,earned,clawed_back")
        self.assertEqual(ran.out, "deficit,member_id,earned,clawed_back\n"
                                  '0,anna,100,0\n20,"b""ert",5,25\n')
        ran = self.show("--columns", "member_id,colour", code=cli.USAGE)
        self.assertIn("--columns colour: expected some of member_id, net",
                      ran.err)

    def test_an_instant_that_is_none_is_told(self):
        said = "soon: expected an instant such as 2011-12-01T00:00:00Z\n"
        ran = self.run_to(cli.USAGE, "balances", "shop", "--at", "soon")
        self.assertEqual(ran.err, "kumbara: --at " + said)
        ran = self.run_to(cli.USAGE, "replay", "in.csv", "--program",
                          cli.RULE_A, "--until", "soon")
        self.assertEqual(ran.err, "kumbara: --until " + said)

    def test_every_column_can_be_shown(self):
        names = ("member_id,net,pending,available,held,deficit,earned,"
                 "clawed_back,redeemed,restored,expired")
        ran = self.show("--columns", names, "anna")
        self.assertEqual(ran.out, names + "\nanna,70,0,70,0,0,100,0,30,0,0\n")

    def test_json_is_json(self):
        rows = json.loads(self.show("--format", "json").out)
        self.assertEqual(rows, [{"member_id": "anna", "net": "70"},
                                {"member_id": 'b"ert', "net": "-20"}])

    def test_a_table_is_aligned(self):
        self.assertEqual(self.show("--format", "table").out,
                         'member_id  net\nanna        70\nb"ert      -20\n')
        self.show("--format", "xml", code=cli.USAGE)

    def test_the_header_can_be_left_out(self):
        self.assertEqual(self.show("--no-header", "anna").out, "anna,70\n")

    def test_unknown_members_are_told_and_the_others_shown(self):
        ran = self.show("anna", "zoe", code=cli.FAILED)
        self.assertEqual(ran.out, "member_id,net\nanna,70\n")
        self.assertIn("zoe: no such member", ran.err)

    def test_wrong_words_are_named(self):
        self.assertIn("--at soon: expected an instant",
                      self.show("--at", "soon", code=cli.USAGE).err)
        self.assertIn("--unit miles: the program has no such unit",
                      self.show("--unit", "miles", code=cli.FAILED).err)

    def test_one_member(self):
        ran = self.ok("member", "shop", "anna")
        self.assertRegex(ran.out, r"available +70\b")
        self.assertRegex(ran.out, r"redeemed +30\b")
        # The closing tick of the load has moved every clock.
        self.assertRegex(ran.out, r"clock +2024-04-10T00:00:00Z")
        ran = self.run_to(cli.FAILED, "member", "shop", "zoe")
        self.assertIn("zoe: no such member", ran.err)

    def test_info_says_how_far_it_has_come(self):
        ran = self.ok("info", "shop")
        self.assertEqual(self.fact(ran, "members"), 2)
        self.assertEqual(self.fact(ran, "command ids"), 4)
        # The closing tick has a sequence, too.
        self.assertEqual(self.fact(ran, "sequence"), 5)
        self.assertIn("clock            2024-04-10T00:00:00Z", ran.out)

    def test_verify_agrees_with_digest(self):
        self.assertIn(self.digest(), self.ok("verify", "shop").out)

    def test_expected_balances_are_compared(self):
        words = ("replay", "in.csv", "--program", cli.RULE_A, "--expect")
        right = self.show().out
        (self.folder / "right.csv").write_text(right)
        self.assertIn("all 2 balances equal", self.ok(*words, "right.csv").out)
        (self.folder / "wrong.csv").write_text(
            right.replace("70", "71") + "zoe,3\n")
        ran = self.run_to(cli.DIFFERS, *words, "wrong.csv")
        self.assertIn("member anna: balance 70, expected 71", ran.out)
        self.assertIn("member zoe: balance none, expected 3", ran.out)
        self.assertIn("2 balances differ", ran.out)


class Help(cli.CliTest):
    COMMANDS = ("replay", "scenario", "init", "load", "submit", "member",
                "balances", "counters", "liability", "estimate", "estimates", "events", "export",
                "vouchers", "voucher-key", "erase", "digest", "info", "verify", "audit", "journal", "snapshot",
                "signing-key", "checkpoint", "prove", "check-proof")
    NESTED = ("export member", "journal ls", "journal archive",
              "journal attach", "journal verify-archive", "snapshot create",
              "snapshot ls", "snapshot verify")

    def test_help_of_every_subcommand_has_an_example(self):
        for command in self.COMMANDS + self.NESTED:
            with self.subTest(command):
                ran = self.ok(*command.split(), "--help")
                self.assertRegex(ran.out, rf"(?s)Examples?:\n.* kumbara {command} ")
                self.assertNotIn("Exit codes:", ran.out)

    def test_the_program_lists_its_subcommands_and_exit_codes(self):
        ran = self.ok("--help")
        for command in self.COMMANDS:
            self.assertRegex(ran.out, rf"(?m)^  {command} ")
        for code in range(7):
            self.assertRegex(ran.out, rf"(?m)^  {code}  \w+")

    def test_a_wrong_command_line_is_exit_code_2(self):
        for words in ((), ("fly",), ("load",), ("load", "shop"),
                      ("digest", "shop", "--fast"),
                      ("load", "shop", "x.csv", "--workers", "0"),
                      ("load", "shop", "x.csv", "--batch", "0"),
                      ("load", "shop", "x.csv", "--order", "size"),
                      ("init", "shop", "--program", cli.RULE_A, "--round", "0"),
                      ("init", "shop", "--program", cli.RULE_A, "--segment",
                       "5"),
                      ("init", "shop", "--program", cli.RULE_A, "--max-ahead",
                       "soon")):
            with self.subTest(words):
                ran = self.run_to(cli.USAGE, *words)
                self.assertNotEqual(ran.err, "")
                self.assertFalse((self.folder / "shop").exists())

    def test_a_version_is_told(self):
        self.assertRegex(self.ok("--version").out, r"^\d+\.\d+\.\d+")
