"""kumbara load: several files, standard input, stopping, going on, repeats."""

import signal
import subprocess
import time

import cli
from cli import purchase, row

# One command a frame and a batch.
SLOWLY = ("--batch", "1")
PATIENCE = 300  # Seconds; what is waited for is sure to come.


class Load(cli.CliTest):
    def init_stable(self, name):
        # Member ids, and so digests, are the same in all stable ledgers.
        return self.init(name, "--pseudonym", "stable")

    def undisturbed(self):
        self.init_stable("whole")
        self.ok("load", "whole", cli.ONLINE_RETAIL)
        return self.digest("whole")

    def start_loading(self, ledger, lines):
        """A load of these lines that waits for more. Some are durable."""
        process = self.start("load", ledger, "-", "--order", "file", *SLOWLY,
                             stdin=subprocess.PIPE)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        self.send(process, lines)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            ran = self.run_any("info", ledger)
            if ran.code == 0 and self.fact(ran, "sequence") > 50:
                return process
            time.sleep(0.02)
        self.fail("nothing was loaded")

    def send(self, process, lines):
        process.stdin.write(b"".join(lines))
        process.stdin.flush()

    def test_a_second_load_changes_nothing_and_says_so(self):
        self.init()
        ran = self.ok("load", "shop", cli.ONLINE_RETAIL)
        self.assertNotIn("nothing changed", ran.out)
        self.assertEqual(self.fact(ran, "rows"), 25900)
        self.assertEqual(self.fact(ran, "applied"), 22190)
        self.assertEqual(self.fact(ran, "anonymous"), 3710)
        self.assertEqual(self.fact(ran, "members"), 4372)
        self.assertEqual(self.fact(ran, "earned"), 8902670)
        self.assertEqual(self.fact(ran, "clawed back"), 609431)
        before = self.digest()
        ran = self.ok("load", "shop", cli.ONLINE_RETAIL)
        self.assertIn("nothing changed: every row was known before", ran.out)
        self.assertEqual(self.fact(ran, "known before"), 22190)
        self.assertEqual(self.fact(ran, "applied"), 0)
        self.assertEqual(self.digest(), before)

    def test_refused_rows_are_told_again(self):
        self.init()
        self.write("in.csv", [purchase("p1", "anna", 100),
                              row("redeem", "x1", "anna", unit="points",
                                  points=5)])
        first = self.run_to(cli.REJECTED, "load", "shop", "in.csv")
        again = self.run_to(cli.REJECTED, "load", "shop", "in.csv")
        self.assertEqual(first.err, again.err)

    def test_several_files_are_merged_by_time(self):
        # Only in this order is the redemption covered.
        first = [purchase("p1", "anna", 1000, "2024-01-01"),
                 row("redeem", "x1", "anna", "2024-01-03", unit="points",
                     points=15)]
        second = [purchase("p2", "anna", 500, "2024-01-02"),
                  purchase("p3", "anna", 500, "2024-01-04")]
        self.write("a.csv", first)
        self.write("b.csv", second, ["transaction_id", "kind", "currency",
                                     "amount_minor", "occurred_at",
                                     "member_id"])
        self.init()
        self.ok("load", "shop", "b.csv", "a.csv")
        self.assertEqual(self.balances(), {"anna": "5"})
        self.init("as they stand")
        self.run_to(cli.REJECTED, "load", "as they stand", "a.csv", "b.csv",
                    "--order", "file")

    def test_rows_out_of_order_are_sorted(self):
        rows = [row("redeem", "x1", "anna", "2024-01-03", unit="points",
                    points=10),
                purchase("p1", "anna", 1000, "2024-01-01")]
        self.write("in.csv", rows)
        self.init()
        self.ok("load", "shop", "in.csv", "--memory", "1M")
        self.assertEqual(self.balances(), {"anna": "0"})

    def test_standard_input_is_a_file_like_others(self):
        for order in ("time", "file"):
            with self.subTest(order):
                self.init_stable(order)
                self.ok("load", order, "-", "--order", order,
                        stdin=cli.ONLINE_RETAIL.read_bytes())
                self.assertEqual(self.digest(order),
                                 self.digest("time"))
        self.assertEqual(self.digest("file"), self.undisturbed())

    def test_bad_rows_of_standard_input_have_its_name(self):
        self.init()
        text = cli.to_csv([row("sale", "t", "m")])
        ran = self.run_to(cli.REJECTED, "load", "shop", "-",
                          stdin=text.encode())
        self.assertTrue(ran.err.startswith("<stdin>:2: kind: "), ran)

    def test_outcomes_have_a_line_a_row(self):
        self.init()
        self.write("in.csv", [purchase("p1", "anna", 1000),
                              purchase("p1", "anna", 1000),
                              row("transfer", "t1", "anna", unit="points",
                                  points=4, to_member_id="bert")])
        self.run_to(cli.REJECTED, "load", "shop", "in.csv", "--outcomes",
                    "out.csv")
        lines = (self.folder / "out.csv").read_text().splitlines()
        told, ids = zip(*(line.rsplit(",", 1) for line in lines))
        self.assertEqual(told, (
            "transaction_id,code,delta,net", "p1,ok,10,10", "p1,exists,10,0",
            "t1,receiver_unknown,0,10"))
        self.assertEqual((ids[0], ids[1], len({*ids[1:]})), ("command_id", ids[2], 2))
        self.assertRegex(self.ok("explain", "shop", ids[1]).out, "purchase of anna")

    def test_an_empty_file_of_rows_is_fine(self):
        self.init()
        self.write("in.csv", [])
        ran = self.ok("load", "shop", "in.csv")
        self.assertEqual(self.fact(ran, "rows"), 0)
        self.assertNotIn("nothing changed", ran.out)

    def test_imports_are_compared_with_control_totals(self):
        self.init()
        lots = [row("import", f"i{n}", "anna", unit="points", points=n,
                    what="lot") for n in (1, 2, 3)]
        self.write("in.csv", [*lots, lots[0],
                              row("import", "d1", "bert", unit="points",
                                  points=7, what="deficit"),
                              purchase("p1", "anna", 1000)],
                   cli.IMPORT_COLUMNS)
        # The repeat within the file counts like one of an earlier load.
        right = "what,unit,rows,amount\nlot,points,4,7\ndeficit,points,1,7\n"
        self.write("control.csv", right.encode())
        for _ in range(2):
            ran = self.ok("load", "shop", "in.csv", "--control", "control.csv")
            self.assertIn("control control.csv: all 2 totals equal", ran.out)
        self.write("control.csv", b"what,unit,rows,amount\nlot,points,4,8\n"
                   b"earned,points,1,0\n")
        before = self.digest()
        ran = self.run_to(cli.DIFFERS, "load", "shop", "in.csv", "--control",
                          "control.csv")
        self.assertIn("control lot points: 4 rows of 7, expected 4 rows of 8\n"
                      "control deficit points: 1 rows of 7, expected 0 rows of "
                      "0\n"
                      "control earned points: 0 rows of 0, expected 1 rows of "
                      "0\n", ran.out)
        self.assertNotIn("totals equal", ran.out)
        self.assertEqual(self.digest(), before)

    def test_refused_and_bad_imports_are_in_no_control_total(self):
        self.init()
        most = 10**18
        self.write("in.csv", [
            row("import", "i1", "anna", unit="points", points=5, what="lot"),
            row("import", "i1", "anna", unit="points", points=6, what="lot"),
            row("import", "i2", "anna", unit="points", points=most, what="lot"),
            row("import", "i3", "anna", unit="points", points=9, what="tier")],
                   cli.IMPORT_COLUMNS)
        self.write("control.csv", b"what,unit,rows,amount\nlot,points,1,5\n")
        for _ in range(2):
            ran = self.run_to(cli.REJECTED, "load", "shop", "in.csv",
                              "--control", "control.csv")
            self.assertIn("all 1 totals equal", ran.out)

    def test_open_purchases_and_used_ids_come_from_elsewhere(self):
        self.init()
        columns = [*cli.IMPORT_COLUMNS, "points_left"]
        bring = lambda name, **fields: row(
            "import", name, "anna", what="purchase", amount_minor=1000, **fields)
        self.write("in.csv", [
            bring("p1", unit="points", points=10, points_left=4),
            bring("p2", unit="points", points=3), bring("p3"),
            bring("p4", unit="points", points=3, points_left=4),
            bring("p5", unit="points", points="1.5"),
            bring("p6", unit="points", points=2, points_left="1.5"),
            row("import", "u1", "anna", what="id"),
            purchase("u1", "anna", 1000),
            row("return", "r1", "anna", reference="p1")], columns)
        self.write("control.csv", b"what,unit,rows,amount\npurchase,,3,3000\n"
                   b"purchase,points,2,7\nid,,1,0\n")
        ran = self.run_to(cli.REJECTED, "load", "shop", "in.csv", "--control",
                          "control.csv")
        self.assertIn("all 3 totals equal", ran.out)
        self.assertIn('in.csv:5: points_left: expected at most as many as points; '
                      'got "4"', ran.err)
        self.assertRegex(ran.err, r'in.csv:6: points: expected .*; got "1.5"')
        self.assertRegex(ran.err, r'in.csv:7: points_left: expected .*; got "1.5"')
        self.assertIn("in.csv:9: ", ran.err)
        self.assertIn("exists_with_different_content", ran.err)
        self.assertEqual(self.ok("balances", "shop", "--columns",
                                 "member_id,net,clawed_back").out,
                         "member_id,net,clawed_back\nanna,-3,10\n")
        # What is exported has what was imported.
        exported = self.ok("export", "member", "shop", "anna").out
        self.assertIn('"amount_minor": 1000, "unit": "points"', exported)
        self.assertIn('"what": "purchase", "points": "10", "points_left": "4"',
                      exported)
        self.assertIn('"what": "id"', exported)

    def test_a_control_file_of_wrong_form_loads_nothing(self):
        self.init()
        self.write("in.csv", [purchase("p1", "anna", 1000)])
        before = self.digest()
        header = "what,unit,rows,amount\n"
        for text, says in (
                ("", ":1: expected the header what,unit,rows,amount"),
                ("what,unit\n", ":1: expected the header"),
                (header + "lot,points,1\n", ":2: expected what,unit,rows"),
                (header + "star,points,1,1\n", ":2: expected what an import"),
                (header + "tier,points,1,0\n", ":2: expected nothing second"),
                (header + "lot,,1,1\n", ":2: expected a unit of the program"),
                (header + "id,points,1,0\n", ":2: expected nothing second"),
                (header + "purchase,miles,1,1\n", ":2: expected a unit of the"),
                (header + "lot,miles,1,1\n", ":2: expected a unit of the"),
                (header + "lot,points,-1,1\n", ":2: expected a number of rows"),
                (header + "lot,points,1,1.5\n", ":2: expected an amount"),
                (header + "lot,points,1,-1\n", ":2: expected an amount"),
                (header + "lot,points,1,1\nlot,points,1,1\n",
                 ":3: expected each unit once")):
            with self.subTest(text):
                self.write("control.csv", text.encode())
                ran = self.run_to(cli.FAILED, "load", "shop", "in.csv",
                                  "--control", "control.csv")
                self.assertIn("control.csv" + says, ran.err)
        self.run_to(cli.FAILED, "load", "shop", "in.csv", "--control", "none")
        self.assertEqual(self.digest(), before)

    def test_a_stopped_load_goes_on_where_it_was(self):
        whole = self.undisturbed()
        lines = cli.ONLINE_RETAIL.read_bytes().splitlines(keepends=True)
        for stop in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(stop.name):
                ledger = self.init_stable(stop.name)
                process = self.start_loading(ledger, lines[:400])
                process.send_signal(stop)
                out, err = process.communicate(b"".join(lines[400:]),
                                               timeout=PATIENCE)
                self.assertEqual(process.returncode, cli.INTERRUPTED,
                                 out + err)
                self.assertIn(b"run it again to go on", out)
                self.ok("verify", ledger)
                ran = self.ok("load", ledger, cli.ONLINE_RETAIL)
                self.assertGreater(self.fact(ran, "known before"), 0)
                self.assertGreater(self.fact(ran, "applied"), 0)
                self.assertEqual(self.digest(ledger), whole)

    def test_reading_beside_a_writer(self):
        ledger = self.init_stable("shop")
        lines = cli.ONLINE_RETAIL.read_bytes().splitlines(keepends=True)
        process = self.start_loading(ledger, lines[:400])
        members = 0
        for part in range(400, 1400, 200):
            self.send(process, lines[part:part + 200])
            now = len(self.balances(ledger))
            self.assertGreaterEqual(now, members)
            members = now
            self.ok("verify", ledger)
        self.ok("submit", ledger, "award 17850 5 points", "--dry-run")
        self.assertIsNone(process.poll())

    def test_a_ledger_open_elsewhere_is_not_written(self):
        # A submit that came before the load had opened the ledger would keep
        # the load out of it: only a load that has begun is certain.
        ledger = self.init_stable("shop")
        lines = cli.ONLINE_RETAIL.read_bytes().splitlines(keepends=True)
        process = self.start_loading(ledger, lines[:400])
        ran = self.run_to(cli.FAILED, "submit", ledger, "enroll anna")
        self.assertIn(f"shop: the ledger is open in process {process.pid}",
                      ran.err)
        self.assertIsNone(process.poll())

    def test_a_file_that_is_not_there_is_named(self):
        self.init()
        ran = self.run_to(cli.FAILED, "load", "shop", "none.csv")
        self.assertIn("none.csv", ran.err)

    def test_wrong_options_are_told_before_anything_is_applied(self):
        self.init()
        before = self.digest()
        self.write("in.csv", [purchase("p1", "anna", 100)])
        for code, *words in ((cli.USAGE, "--memory", "5"),
                             (cli.USAGE, "--memory", "much"),
                             (cli.FAILED, "--outcomes", "no/such/folder.csv"),
                             (cli.FAILED, "--rejects", "no/such/folder.csv")):
            with self.subTest(words):
                ran = self.run_to(code, "load", "shop", "in.csv", *words)
                self.assertIn(words[1], ran.err)
        self.assertEqual(self.digest(), before)
