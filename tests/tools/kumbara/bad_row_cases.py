"""Rows that are bad or refused: what is said of each, and what becomes of it."""

import cli
from cli import purchase, row

LATE = "2024-05-01T11:00:00Z"

# What is wrong, the row, the column named, what the message says.
BAD = [
    ("too few fields", "t,m,2024-05-01T10:00:00Z\n",
     "record", "expected 15 fields as in the header, not 3"),
    ("a quote within a bare field", 't,m"1' + "," * 13 + "\n",
     "record", "expected quotes around a whole field only"),
    ("text behind a closing quote", '"t"x,m' + "," * 13 + "\n",
     "record", "expected quotes around a whole field only"),
    ("a text too long", purchase("t", "9" * 129, 100),
     "member_id", "expected at most 128 bytes, not 129"),
    ("a NUL byte", "t,m\0m,2024-05-01T10:00:00Z" + "," * 12 + "\n",
     "member_id", "expected no NUL byte"),
    ("an unknown kind", row("sale", "t", "m"),
     "kind", "expected enroll, purchase, return, award"),
    ("no kind", row("", "t", "m"), "kind", "expected enroll, purchase"),
    ("no instant", row("enroll", "t", "m", "09.12.2011 12:50"),
     "occurred_at", "expected an instant such as 1970-01-01T00:00:00Z"),
    ("a day that is none", row("enroll", "t", "m", "2023-02-29"),
     "occurred_at", "expected an instant"),
    ("no id", row("enroll", "", "m"),
     "transaction_id", "expected an id here or as command_id or counter"),
    ("no member", row("enroll", "t", ""),
     "member_id", "expected a value in a row of kind enroll"),
    ("no currency",
     row("purchase", "t", "m", amount_minor=100),
     "currency", "expected a value in a row of kind purchase"),
    ("a field of another kind",
     row("award", "t", "m", unit="points", points=5, currency="EUR"),
     "currency", "expected nothing in a row of kind award"),
    ("a fraction of a minor unit", purchase("t", "m", "12.50"),
     "amount_minor", "expected a whole number of minor units"),
    ("an amount out of range", purchase("t", "m", 2**63 - 1),
     "amount_minor", "from -10^18 to 10^18"),
    ("a purchase below zero", purchase("t", "m", -5),
     "amount_minor", "expected 0 or more in a row of kind purchase"),
    ("a return above zero",
     row("return", "t", "m", amount_minor=5, currency="GBP"),
     "amount_minor", "expected 0 or less in a row of kind return"),
    ("a return of nothing", row("return", "t", "m"),
     "amount_minor", "expected a value in a row of kind return without"),
    ("points that are no number",
     row("award", "t", "m", unit="points", points="five"),
     "points", "expected a number such as 12 or 3.5"),
    ("points below zero",
     row("award", "t", "m", unit="points", points=-5),
     "points", "expected 0 or more in a row of kind award"),
    ("more decimals than the unit has",
     row("award", "t", "m", unit="points", points="3.5"),
     "points", "a number of at most 0 decimals"),
    ("a command id that is none", purchase("", "m", 5, command_id="12ab"),
     "command_id", "expected 32 hex digits, not all of them 0"),
    ("a command id of 0", purchase("", "m", 5, command_id="0" * 32),
     "command_id", "expected 32 hex digits, not all of them 0"),
    ("a reference to itself",
     row("return", "t", "m", reference="t"),
     "reference", "expected another transaction than this one"),
    ("a transfer to oneself",
     row("transfer", "t", "m", unit="points", points=1, to_member_id="m"),
     "to_member_id", "expected another member than the row's"),
    ("an adjustment without reason",
     row("adjust", "t", "m", unit="points", points=1),
     "reason", "expected a value in a row of kind adjust"),
    ("a line beyond 1 MiB", "x" * (1 << 20) + "y\n",
     "record", "expected at most 1048576 bytes in a line"),
]

# The row, behind the good ones, and the reason it is refused for.
REFUSED = [
    (purchase("p1", "anna", 999), "exists_with_different_content",
     "expected the same content as when this transaction_id was first loaded"),
    (row("redeem", "t", "nobody", LATE, unit="points", points=1),
     "member_unknown", "expected an enrolled member"),
    (row("enroll", "t", "anna", LATE), "member_exists",
     "expected a member that is not enrolled yet"),
    (row("award", "t", "anna", LATE, unit="miles", points=1), "unit_unknown",
     "expected a unit of the program"),
    (dict(purchase("t", "anna", 1, LATE), currency="EUR"), "wrong_currency",
     "expected the ledger's currency"),
    (row("return", "t", "anna", LATE, reference="p9"), "reference_not_found",
     "expected a reference to a command that was applied"),
    (row("return", "t", "anna", LATE, reference="e1"), "reference_wrong_kind",
     "expected a reference to a purchase"),
    (row("return", "t", "bert", LATE, reference="p1"),
     "reference_of_other_member",
     "expected a reference to a command of the same member"),
    (row("return", "t", "bert", LATE, reference="p2"), "already_reversed",
     "expected a command of which something is left to take back"),
    (row("return", "t", "anna", LATE, reference="p1", amount_minor=-99999,
         currency="GBP"),
     "exceeds_remaining", "expected at most what is left of the command"),
    (row("award", "t", "rich", LATE, unit="points", points=10**18), "overflow",
     "expected balances within 10^18"),
    (row("redeem", "t", "anna", LATE, unit="points", points=101),
     "insufficient", "expected at least that many available points"),
    (row("transfer", "t", "anna", LATE, unit="points", points=1,
         to_member_id="nobody"),
     "receiver_unknown", "expected a receiver who is enrolled"),
    (row("transfer", "t", "anna", LATE, unit="points", points=1,
         to_member_id="rich"),
     "receiver_refused", "expected another member who can take it"),
]
GOOD = [
    row("enroll", "e1", "carl"),
    purchase("p1", "anna", 10000),
    purchase("p2", "bert", 500),
    row("return", "r2", "bert", reference="p2"),
    row("award", "a1", "rich", unit="points", points=10**18),
]
GOOD_BALANCES = {"anna": "100", "bert": "0", "carl": "0", "rich": str(10**18)}


class BadRows(cli.CliTest):
    def test_every_kind_of_bad_row_is_named_and_the_rest_applied(self):
        for what, bad, field, expected in BAD:
            with self.subTest(what):
                self.init(what)
                self.write("in.csv", [purchase("p1", "anna", 10000), bad,
                                      purchase("p2", "bert", 500)])
                ran = self.run_to(cli.REJECTED, "load", what, "in.csv")
                self.assertIn(f"in.csv:3: {field}: expected ", ran.err)
                self.assertIn(expected, ran.err)
                self.assertEqual(ran.err.count("\n"), 1, ran.err)
                self.assertEqual(self.fact(ran, "bad"), 1)
                self.assertEqual(self.balances(what),
                                 {"anna": "100", "bert": "5"})

    def test_a_text_that_is_not_utf8_is_bad(self):
        self.init()
        self.write("in.csv", cli.to_csv([purchase("p1", "caf?", 100)])
                   .encode().replace(b"?", b"\xe9"))
        ran = self.run_to(cli.REJECTED, "load", "shop", "in.csv")
        self.assertIn('in.csv:2: member_id: expected valid UTF-8; got '
                      '"caf\\xe9"', ran.err)

    def test_a_cut_last_line_is_named_as_such(self):
        self.init()
        self.write("in.csv", [purchase("p1", "anna", 100), "p2,anna,2024-0"])
        ran = self.run_to(cli.REJECTED, "load", "shop", "in.csv")
        self.assertIn("in.csv:3: record: expected 15 fields as in the header, "
                      "not 3 in a last line without a line break", ran.err)

    def test_an_open_quote_costs_one_row(self):
        self.init()
        self.write("in.csv", [purchase("p1", "anna", 100), 'p2,"anna,x\n',
                              purchase("p3", "bert", 100)])
        ran = self.run_to(cli.REJECTED, "load", "shop", "in.csv")
        self.assertIn("in.csv:3: record: expected a closing quote", ran.err)
        self.assertEqual(self.balances(), {"anna": "1", "bert": "1"})

    def test_a_wrong_header_stops_the_load(self):
        self.init()
        before = self.digest()
        for header, named in (("member_id,occured_at,kind", "occured_at"),
                              ("member_id,member_id,kind", "member_id"),
                              ("member_id,kind,command_id", "occurred_at"),
                              ("member_id,occurred_at,kind", "command_id")):
            with self.subTest(header):
                self.write("in.csv", (header + "\n").encode())
                ran = self.run_to(cli.FAILED, "load", "shop", "in.csv")
                self.assertIn("in.csv:1: header: expected", ran.err)
                self.assertIn(named, ran.err)
        self.assertEqual(self.digest(), before)

    def test_one_bad_file_of_two_changes_nothing(self):
        self.init()
        before = self.digest()
        self.write("good.csv", GOOD)
        self.write("bad.csv", b"nonsense\n1\n")
        self.run_to(cli.FAILED, "load", "shop", "good.csv", "bad.csv")
        self.assertEqual(self.digest(), before)

    def test_every_refusal_is_named(self):
        for refused, code, expected in REFUSED:
            with self.subTest(code):
                self.init(code)
                self.write("in.csv", GOOD + [refused])
                ran = self.run_to(cli.REJECTED, "load", code, "in.csv")
                self.assertIn("in.csv:7: ", ran.err)
                self.assertIn(expected, ran.err)
                self.assertIn(f'got "{code}"', ran.err)
                self.assertEqual(self.fact(ran, "refused"), 1)
                self.assertEqual(self.fact(ran, code), 1)
                self.assertEqual(self.balances(code), GOOD_BALANCES)

    def test_a_future_row_is_bad_by_default(self):
        self.ok("init", "shop", "--program", cli.RULE_A)
        self.write("in.csv", [purchase("p1", "anna", 100),
                              purchase("p2", "anna", 100, "2111-12-09")])
        ran = self.run_to(cli.REJECTED, "load", "shop", "in.csv")
        self.assertRegex(ran.err, r"in.csv:3: occurred_at: expected at most "
                                  r"20\d\d-.*\(now \+ max_ahead\); got "
                                  r'"2111-12-09')
        self.assertEqual(self.balances(), {"anna": "1"})


class Rejects(cli.CliTest):
    def test_a_repaired_reject_file_completes_the_load(self):
        self.init()
        self.write("in.csv", [purchase("p1", "anna", 10000),
                              purchase("p2", "anna", "12.50"),
                              row("redeem", "x1", "anna", LATE, unit="points",
                                  points=500)])
        self.run_to(cli.REJECTED, "load", "shop", "in.csv", "--rejects",
                    "bad.csv")
        text = (self.folder / "bad.csv").read_text()
        lines = text.splitlines()
        self.assertTrue(lines[0].endswith(
            ",command_id,rejected_line,rejected_because"), lines)
        self.assertEqual(len(lines), 3)
        self.assertIn(',3,"amount_minor: expected a whole number', lines[1])
        self.assertIn(",4,", lines[2])
        self.assertIn("insufficient", lines[2])
        repaired = text.replace("12.50", "1250").splitlines(keepends=True)[:2]
        self.write("good.csv", "".join(repaired).encode())
        self.ok("load", "shop", "good.csv")
        self.assertEqual(self.balances(), {"anna": "112"})

    def test_no_reject_file_is_left_without_rejects(self):
        self.init()
        self.write("in.csv", GOOD)
        self.ok("load", "shop", "in.csv", "--rejects", "bad.csv")
        self.assertFalse((self.folder / "bad.csv").exists())

    def test_an_existing_reject_file_is_never_overwritten(self):
        self.init()
        self.write("in.csv", GOOD)
        before = (self.folder / "in.csv").read_bytes()
        ran = self.run_to(cli.FAILED, "load", "shop", "in.csv", "--rejects",
                          "in.csv")
        self.assertIn("in.csv", ran.err)
        self.assertEqual((self.folder / "in.csv").read_bytes(), before)

    def test_other_headers_get_a_file_of_their_own(self):
        self.init()
        short = ["member_id", "occurred_at", "kind", "transaction_id"]
        self.write("a.csv", [row("enroll", "e1", "anna", "never")])
        self.write("b.csv", [row("enroll", "e2", "bert", "never")], short)
        self.run_to(cli.REJECTED, "load", "shop", "a.csv", "b.csv",
                    "--rejects", "bad.csv")
        second = (self.folder / "bad.2.csv").read_text().splitlines()
        self.assertEqual(second[0], ",".join(short) +
                         ",rejected_line,rejected_because")
        self.assertTrue(second[1].startswith("bert,never,enroll,e2,2,"))
