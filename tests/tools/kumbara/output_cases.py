"""Standard output that cannot be written is noticed by all that only print."""

import cli


class FullOutput(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.init("shop", "--segment", "1M")
        self.ok("load", "shop", cli.ONLINE_RETAIL)
        key = self.ok("signing-key", "books.key", "--new", "books").out
        (self.folder / "books.pub").write_text(key)

    def run_full(self, code, *words):
        with open("/dev/full", "wb") as full:
            done = cli.subprocess.run(
                [cli.PROGRAM, *map(str, words)], cwd=self.folder,
                env=self.environment, stdin=cli.subprocess.DEVNULL,
                stdout=full, stderr=cli.subprocess.PIPE, timeout=120)
        err = done.stderr.decode()
        self.assertEqual(done.returncode, code, f"{words}: {err}")
        return err

    def check(self, *words):
        with self.subTest(words):
            self.ok(*words)
            err = self.run_full(cli.FAILED, *words)
            self.assertEqual(err.splitlines()[-1],
                             "kumbara: standard output cannot be written")

    def check_done(self, said, *words):
        with self.subTest(words):
            self.assertEqual(self.run_full(cli.OK, *words).splitlines()[-2:], [
                "kumbara: standard output cannot be written",
                f"kumbara: {said} all the same"])

    def test_of_all_that_look_at_a_ledger(self):
        for words in (("member", "shop", "12347"), ("balances", "shop"),
                      ("counters", "shop"), ("events", "shop"),
                      ("liability", "shop"), ("estimates", "shop"),
                      ("vouchers", "shop"),
                      ("export", "member", "shop", "12347"),
                      ("digest", "shop"), ("info", "shop"), ("verify", "shop"),
                      ("audit", "shop"), ("journal", "ls", "shop"),
                      ("snapshot", "ls", "shop"),
                      ("snapshot", "verify", "shop")):
            self.check(*words)
        self.ok("snapshot", "create", "shop")
        self.check("snapshot", "ls", "shop")
        self.check("snapshot", "verify", "shop")

    def test_of_what_is_signed_and_proven(self):
        self.check("signing-key", "books.key")
        self.check("checkpoint", "shop", "--signing-key", "books.key")
        log = ("--to", "shop.checkpoints", "--seals")
        self.ok("checkpoint", "shop", "--signing-key", "books.key", *log)
        prove = ("prove", "shop", "--against", "shop.checkpoints")
        self.check(*prove, "--batch", 1, "--value", "batch")
        (self.folder / "proof").write_text(self.ok(*prove).out)
        self.check("check-proof", "proof", "--verifier", "books.pub")
        self.check("verify", "shop", "--verifier", "books.pub")
        self.ok("journal", "archive", "shop", "--to", "cold", "--before", 2)
        self.check("journal", "verify-archive", "cold")

    def test_of_what_is_tried_out(self):
        self.check("replay", cli.ONLINE_RETAIL, "--program", cli.RULE_A)
        self.check("scenario",
                   cli.TESTS / "scenarios" / "attributes.scenario")

    def test_a_closed_descriptor_is_no_file_of_the_ledger(self):
        """What is printed went into the first file that was opened."""
        estimate = ("estimate", "shop", "--unit", "points", "--rate", "0.9",
                    "--price", "0.5", "--effective", "2012-01-01", "--operator")
        bad = "".join(f"x{n},1,2011-01-01,nobody,1,GBP,sale\n" for n in range(3_000))
        (self.folder / "bad.csv").write_text(
            "transaction_id,member_id,occurred_at,reason,amount_minor,currency,kind\n"
            + bad)
        for closed in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-"):
            for words in ((*estimate, f"olga{len(closed)}"),
                          ("load", "shop", "bad.csv"), ("balances", "shop")):
                with self.subTest(closed, words=words):
                    cli.subprocess.run(
                        ["sh", "-c", f'exec "$@" {closed}', "sh", cli.PROGRAM,
                         *words], cwd=self.folder, env=self.environment,
                        stdout=cli.subprocess.DEVNULL,
                        stderr=cli.subprocess.DEVNULL, timeout=120)
                    for path in (self.folder / "shop").rglob("*"):
                        held = path.read_bytes() if path.is_file() else b""
                        for said in (b"bad.csv:", b"earned_from", b"member_id,"):
                            self.assertNotIn(said, held, path)
        self.assertEqual(self.ok("verify", "shop").code, cli.OK)
        self.assertIn("olga3", self.ok("estimates", "shop").out)
        self.run_full(cli.FAILED, "balances", "shop")
        done = cli.subprocess.run(
            ["sh", "-c", 'exec "$@" >&-', "sh", cli.PROGRAM, "balances", "shop"],
            cwd=self.folder, env=self.environment, capture_output=True, timeout=120)
        self.assertEqual((done.returncode, done.stderr), (
            cli.FAILED, b"kumbara: standard output cannot be written\n"))

    def test_what_was_done_is_done(self):
        for said, words in (
                ("again: the ledger is made", (
                    "init", "again", "--program", cli.RULE_A, "--max-ahead",
                    "off")),
                ("what was applied is durable", (
                    "load", "again", cli.ONLINE_RETAIL)),
                ("the command is answered", (
                    "submit", "shop", "award 12347 100 points")),
                ("12348: it is erased", ("erase", "shop", "12348")),
                ("the snapshot is made", ("snapshot", "create", "shop")),
                ("shop.key: the key is made", (
                    "signing-key", "shop.key", "--new", "shop")),
                ("v.key: the key is made", ("voucher-key", "v.key", "--new")),
                ("nobody: it has no name here", ("erase", "shop", "nobody")),
                ("it is signed", (
                    "checkpoint", "shop", "--signing-key", "books.key",
                    "--seals")),
                ("it is signed", (
                    "checkpoint", "shop", "--signing-key", "books.key", "--to",
                    "shop.checkpoints", "--seals")),
                ("what there was to move is moved", (
                    "journal", "archive", "shop", "--to", "cold", "--before",
                    1)),
                ("the backup is made", ("backup", "create", "shop", "copy")),
                ("the ledger is restored", ("restore", "copy", "back"))):
            self.check_done(said, *words)
        self.assertEqual(self.ok("digest", "back").out,
                         self.ok("digest", "shop").out)
        self.ok("submit", "shop", "tick 2012-01-01")
        for said, words in (
                ("2010-12 is closed", ("close-period", "shop", "2010-12",
                                       "--operator", "olga")),
                ("estimate 1 is given", (
                    "estimate", "shop", "--unit", "points", "--rate", "0.9",
                    "--price", "0.5", "--effective", "2012-01-01", "--operator",
                    "olga")),
                ("version 2 is activated", (
                    "program", "activate", "shop", cli.RULE_A, "--effective",
                    "9000-01-01"))):
            self.check_done(said, *words)
