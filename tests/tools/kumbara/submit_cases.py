"""kumbara submit: every kind, repeats, dry runs, what it refuses."""

import json
import re

import cli

DAY = "at=2024-05-01"


class Submit(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.init()

    def submit(self, command, *words, code=cli.OK, ledger="shop"):
        return self.run_to(code, "submit", ledger, command, *words)

    def facts_of_the_ledger(self):
        """What info tells, but of the disk, which others fill and free."""
        return [line for line in self.ok("info", "shop").out.splitlines()
                if not line.startswith("disk ")]

    def test_every_kind_with_its_outcome_and_postings(self):
        steps = [
            ("enroll anna", "ok", []),
            ("purchase anna 10550 GBP store_id=London", "delta 105 points  "
             "net 105 points", ["available of anna", "issued"]),
            ("return anna 550 GBP", "delta -5 points  net 100 points",
             ["clawed_back"]),
            ('award bert 40 points reason="good will" funding_class=ads',
             "delta 40 points  net 40 points", ["issued:ads"]),
            ("redeem bert 10 points", "delta -10 points  net 30 points",
             ["redeemed"]),
            ("adjust anna -150 points reason=count",
             "delta -150 points  net -50 points",
             ["deficit of anna", "adjusted:count"]),
            ("event bert name=visit", "sequence", []),
            ("award bert 5 points operator=olga", "delta 5 points", []),
            ("donate bert 5 points cause=lifeboats", "delta -5 points",
             ["redeemed:lifeboats"]),
            ("extend bert points until=2034-05-01", "delta 0 points", []),
            ("transfer bert 30 points to_member_id=anna",
             "delta -30 points  net 0 points",
             ["held of bert", "in_transit", "deficit of anna"]),
            ("import carl 7 points what=lot expiry=2027-01-01",
             "delta 7 points  net 7 points",
             ["imported", "available of carl"]),
        ]
        for command, outcome, postings in steps:
            with self.subTest(command):
                ran = self.submit(f"{command} {DAY}")
                self.assertTrue(ran.out.startswith("ok  sequence "), ran)
                self.assertIn(outcome, ran.out)
                for posting in postings:
                    self.assertIn(posting, ran.out)
        self.assertEqual(self.balances(),
                         {"anna": "-20", "bert": "0", "carl": "7"})
        self.ok("verify", "shop")

    def test_a_member_has_attributes_until_it_is_closed(self):
        self.submit(f"enroll carl birthday=02-29 plan=gold {DAY}")
        self.submit(f"set carl segments=17;3 {DAY}")
        self.submit(f"award carl 5 points {DAY}")
        ran = self.ok("member", "shop", "carl")
        self.assertIn("  birthday     02-29\n  segments     3;17\n"
                      "  plan         gold\n", ran.out)
        shown = json.loads(self.ok("member", "shop", "carl",
                                   "--format", "json").out)
        self.assertEqual((shown["birthday"], shown["segments"], shown["plan"],
                          shown["closed_since"]),
                         ("02-29", [3, 17], "gold", None))
        ran = self.submit(f"close carl {DAY}")
        self.assertIn("forfeited", ran.out)
        ran = self.ok("member", "shop", "carl")
        self.assertIn("  closed since 2024-05-01T00:00:00Z\n", ran.out)
        self.assertNotIn("plan", ran.out)
        ran = self.submit(f"award carl 5 points {DAY}", code=cli.REJECTED)
        self.assertIn("member_closed", ran.out)
        self.assertEqual(self.balances(), {"carl": "0"})

    def test_a_return_names_a_purchase_and_takes_what_is_left(self):
        self.submit(f"purchase anna 10000 GBP {DAY}", "--id", "p1")
        ran = self.submit(f"return anna reference=p1 {DAY}")
        self.assertIn("delta -100 points  net 0 points", ran.out)
        ran = self.submit(f"return anna reference=p1 {DAY}", code=cli.REJECTED)
        self.assertIn("already_reversed", ran.out)

    def test_a_unit_stands_alone_where_there_is_no_amount(self):
        self.submit(f"enroll anna {DAY}")
        ran = self.submit(f"reinstate anna points until=2025-01-01 {DAY}",
                          code=cli.REJECTED)
        self.assertIn("not_permitted  sequence 2  delta 0 points", ran.out)
        for command, says in (
                ("reinstate anna until=2025-01-01",
                 "unit: expected a value in a row of kind reinstate"),
                ("reinstate anna 5 points until=2025-01-01",
                 "points: expected nothing in a row of kind reinstate"),
                ("award anna points", "expected AMOUNT UNIT or key=value")):
            with self.subTest(command):
                ran = self.submit(f"{command} {DAY}", code=cli.USAGE)
                self.assertIn(says, ran.err)

    def test_what_is_remembered_is_shown(self):
        (self.folder / "p.toml").write_text(
            'program = { name = "p", currency = "GBP" }\n'
            'unit.points = { reinstate_within = "10d" }\n')
        self.ok("init", "mine", "--program", "p.toml", "--max-ahead", "off")
        self.submit("import anna 60 points what=lot at=2024-01-01 "
                    "expiry=2024-02-01", ledger="mine")
        self.submit("tick 2024-02-10", ledger="mine")
        self.assertIn("  lot 1                          60  expired    "
                      "2024-01-01T00:00:00Z to 2024-02-01T00:00:00Z  no class, "
                      "2024-01, remembered until 2024-02-11T00:00:00Z\n",
                      self.ok("member", "mine", "anna").out)
        wallet = json.loads(self.ok("member", "mine", "anna", "--format",
                                    "json").out)["wallets"][0]
        self.assertEqual(wallet["lots"], [])
        self.assertEqual(wallet["remembered"][0]["remaining"], 60)
        self.assertEqual(wallet["remembered"][0]["last_chance"],
                         "2024-02-11T00:00:00Z")
        self.submit("tick 2024-02-11", ledger="mine")
        wallet = json.loads(self.ok("member", "mine", "anna", "--format",
                                    "json").out)["wallets"][0]
        self.assertEqual(wallet["remembered"], [])
        self.assertEqual(wallet["expired"], 60)

    def test_the_same_id_again_is_known(self):
        command = f"award anna 5 points {DAY}"
        first = self.submit(command, "--id", "a1")
        again = self.submit(command, "--id", "a1")
        self.assertIn("exists, first answered ok", again.out)
        sequence = re.search(r"sequence \d+", first.out)[0]
        self.assertIn(sequence, again.out)
        self.assertIn("delta 5 points", again.out)
        other = self.submit(f"award anna 6 points {DAY}", "--id", "a1",
                            code=cli.REJECTED)
        self.assertIn("exists_with_different_content", other.out)
        self.assertEqual(self.balances(), {"anna": "5"})

    def test_the_printed_id_repeats_the_command(self):
        command = f"award anna 5 points {DAY}"
        printed = re.search(r"^  id ([0-9a-f]{32})$",
                            self.submit(command).out, re.M)[1]
        self.assertIn("exists", self.submit(command, "--id", printed).out)
        self.assertEqual(self.balances(), {"anna": "5"})

    def test_a_row_of_a_load_and_a_submit_are_the_same_command(self):
        self.write("in.csv", [cli.purchase("p1", "anna", 10000)])
        self.ok("load", "shop", "in.csv")
        ran = self.submit("purchase anna 10000 GBP at=2024-05-01T10:00:00Z",
                          "--id", "p1")
        self.assertIn("exists", ran.out)

    def test_one_id_is_given_in_one_place(self):
        for words in ("id=b", "counter=6 source=till", "command_id=" + "ab" * 16):
            for given in ("a", "cd" * 16):
                ran = self.submit(f"award anna 5 points {words} {DAY}", "--id",
                                  given, code=cli.USAGE)
                self.assertEqual(ran.err, (
                    f"kumbara: --id {given}: expected nothing beside an id in the "
                    "command, nor beside a tick\n"))
        self.submit(f"award anna 5 points id=a {DAY}", "--id", "a")
        self.assertEqual(self.balances(), {"anna": "5"})

    def test_another_source_is_another_command(self):
        command = f"award anna 5 points {DAY}"
        self.submit(command, "--id", "a1")
        self.assertTrue(self.submit(command, "--id", "a1", "--source",
                                    "till 2").out.startswith("ok"))
        self.assertEqual(self.balances(), {"anna": "10"})

    def test_a_dry_run_changes_nothing(self):
        self.submit(f"award anna 50 points {DAY}")
        before = self.digest()
        facts = self.facts_of_the_ledger()
        for command, says in (
                ("redeem anna 20 points", "delta -20 points  net 30 points"),
                ("award carl 7 points", "delta 7 points  net 7 points"),
                ("transfer anna 7 points to_member_id=carl",
                 "receiver_unknown")):
            with self.subTest(command):
                ran = self.run_any("submit", "shop", f"{command} {DAY}",
                                   "--dry-run")
                self.assertIn("dry run, nothing is written: ", ran.out)
                self.assertIn(says, ran.out)
        self.assertEqual(self.digest(), before)
        self.assertEqual(self.facts_of_the_ledger(), facts)
        self.assertEqual(self.balances(), {"anna": "50"})

    def test_an_open_hold_is_shown_until_it_is_captured(self):
        self.submit(f"award anna 50 points {DAY}")
        held = self.submit(f"hold anna 30 points until=2024-06-01 {DAY}",
                           "--id", "h1").out
        hold_id = re.search(r"^  id ([0-9a-f]{32})$", held, re.M)[1]
        self.assertRegex(
            self.ok("member", "shop", "anna").out,
            rf"(?m)^  hold +30  until 2024-06-01T00:00:00Z  id {hold_id}$")
        shown = json.loads(self.ok("member", "shop", "anna", "--format",
                                   "json").out)
        self.assertEqual(shown["wallets"][0]["holds"],
                         [{"id": hold_id, "amount": 30,
                           "since": "2024-05-01T00:00:00Z",
                           "until": "2024-06-01T00:00:00Z"}])
        self.submit(f"capture anna 10 reference=h1 {DAY}")
        self.assertNotIn("hold ", self.ok("member", "shop", "anna").out)
        self.assertEqual(self.balances(), {"anna": "40"})

    def test_a_dry_run_needs_no_lock(self):
        writer = self.start("load", "shop", "-", stdin=cli.subprocess.PIPE)
        self.addCleanup(writer.communicate)
        self.submit(f"award anna 5 points {DAY}", "--dry-run")

    def test_a_refusal_is_exit_code_3(self):
        ran = self.submit(f"redeem anna 1 points {DAY}", code=cli.REJECTED)
        self.assertIn("member_unknown", ran.out)

    def test_commands_of_wrong_form_change_nothing(self):
        before = self.digest()
        for command, says in (
                ("award", "expected COMMAND MEMBER"),
                ("gift anna 5 points", "kind: expected enroll"),
                ("award anna 5", "expected AMOUNT UNIT or key=value"),
                ("award anna five points", "points: expected a number"),
                ("award anna 5 points colour=red", "colour"),
                ("award anna 5 points points=5", "points: is given twice"),
                ("award anna 5 points unit=miles", "unit: is given twice"),
                ("award anna 5 points at=x at=y", "is given twice"),
                ('award "anna', "a quote is not closed"),
                ("award anna 1.5 points", "at most 0 decimals"),
                ("transfer anna 5 points to_member_id=anna", "another member"),
                ("transfer anna 5 points", "to_member_id: expected a value")):
            with self.subTest(command):
                ran = self.submit(command, code=cli.USAGE)
                self.assertIn(says, ran.err)
        self.assertEqual(self.digest(), before)

    def test_the_future_is_refused_by_default(self):
        self.ok("init", "strict", "--program", cli.RULE_A)
        ran = self.submit("award anna 5 points at=2111-01-01",
                          code=cli.REJECTED, ledger="strict")
        self.assertIn("time_in_future", ran.out)
        self.submit("award anna 5 points", ledger="strict")

    def test_a_member_with_spaces_and_commas(self):
        self.submit(f'award "van, \'t Hof" 5 points {DAY}')
        self.assertEqual(self.balances(), {"van, 't Hof": "5"})


