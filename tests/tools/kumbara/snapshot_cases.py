"""Snapshots: made beside a loader or without one, and ledgers opened from them."""

import re
import shutil
import signal
import time

import cli


class Snapshots(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.init("shop", "--segment", "1M", "--pseudonym", "stable")

    def load(self, *words):
        return self.ok("load", "shop", cli.ONLINE_RETAIL, *words)

    def snapshots(self):
        return sorted((self.folder / "shop" / "snapshots").glob("*.snapshot"))

    def state_by_the_journal(self):
        out = self.ok("verify", "shop").out
        return re.search(r"state digest +([0-9a-f]{32})", out)[1]

    def test_made_listed_verified_and_used(self):
        self.assertIn("snapshot         none", self.ok("info", "shop").out)
        self.load()
        balances = self.balances()
        made = self.ok("snapshot", "create", "shop").out
        line = re.match(r"(sequence [\d,]+  batch [\d,]+  [\d.]+ \wB  "
                        r"digest [0-9a-f]{32})  in [\d.]+ s\n$", made)
        self.assertIsNotNone(line, made)
        self.assertEqual(self.ok("snapshot", "ls", "shop").out, line[1] + "\n")
        self.assertRegex(self.ok("snapshot", "verify", "shop").out,
                         r"^shop/snapshots/\d{20}.snapshot: whole, its state "
                         r"has the digest it says, in [\d.]+ s\n$")
        self.assertIn(self.state_by_the_journal(), made)
        self.assertIn("; 0 batches, 0 B behind it", self.ok("info", "shop").out)
        self.assertEqual(self.balances(), balances)
        self.ok("submit", "shop", "award 12347 100 points reason=goodwill")
        self.assertIn("; 2 batches, ", self.ok("info", "shop").out)
        self.assertEqual(self.digest(), self.state_by_the_journal())
        # Loading all of it again changes nothing.
        digest = self.digest()
        self.load("--hot-ids", "1000", "--hot-records", "1000")
        self.assertEqual(self.digest(), digest)

    def test_a_damaged_one_is_named(self):
        self.load()
        self.ok("snapshot", "create", "shop")
        self.ok("submit", "shop", "award 12347 100 points reason=goodwill")
        self.ok("snapshot", "create", "shop")
        older, newest = self.snapshots()
        newest.write_bytes(newest.read_bytes()[:-1])
        ran = self.ok("digest", "shop")
        self.assertRegex(self.complaints(ran.err),
                         rf"^kumbara: shop/snapshots/{newest.name}: has "
                         r"\d+ bytes instead of \d+; an older snapshot was "
                         r"used\n\Z")
        self.assertEqual(ran.out.strip(), self.state_by_the_journal())
        for command in ("ls", "verify"):
            ran = self.run_to(cli.DAMAGED, "snapshot", command, "shop")
            self.assertIn(newest.name, ran.err)
            self.assertEqual(ran.out.count("\n"), 1)
        older.write_bytes(b"")
        self.assertIn("is cut off; the whole journal was re-applied",
                      self.ok("digest", "shop").err)

    def test_the_worst_of_several_gives_the_exit_code(self):
        self.load()
        self.ok("snapshot", "create", "shop")
        newest = self.snapshots()[0]
        self.init("other", "--pseudonym", "stable")
        self.ok("submit", "other", "enroll anna")
        self.ok("snapshot", "create", "other")
        foreign = next((self.folder / "other" / "snapshots").glob("*.snapshot"))
        self.assertLess(foreign.name, newest.name)
        shutil.copy(foreign, newest.parent)
        said = (f"kumbara: shop/snapshots/{foreign.name}: is a snapshot of "
                "another ledger than HEAD is; move away the one that does not "
                "belong here\n")
        for command in ("ls", "verify"):
            ran = self.run_to(cli.FAILED, "snapshot", command, "shop")
            self.assertEqual(ran.err, said)
            self.assertEqual(ran.out.count("\n"), 1)
        newest.write_bytes(newest.read_bytes()[:-1])
        for command in ("ls", "verify"):
            ran = self.run_to(cli.DAMAGED, "snapshot", command, "shop")
            self.assertIn(newest.name, ran.err)
            self.assertTrue(ran.err.endswith(said), ran.err)

    def test_none_is_said(self):
        for command in ("ls", "verify"):
            self.assertEqual(self.ok("snapshot", command, "shop").out,
                             "shop: no snapshot\n")

    def test_an_audit_does_not_begin_with_one(self):
        self.load()
        self.ok("snapshot", "create", "shop")
        self.snapshots()[0].write_bytes(b"")
        # Whoever looked at it would say that it is cut off.
        self.assertNotIn("snapshot", self.ok("audit", "shop").err)

    def test_only_by_so_much_journal(self):
        self.load()
        self.assertIn("nothing to do",
                      self.ok("snapshot", "create", "shop", "--every", "1G").out)
        self.assertEqual(self.snapshots(), [])
        self.ok("snapshot", "create", "shop", "--every", "64K")
        self.assertEqual(self.ok("snapshot", "create", "shop").out,
                         "nothing to do: 0 B of journal behind the newest "
                         "snapshot\n")
        self.assertEqual(len(self.snapshots()), 1)

    def test_followed_beside_a_loader(self):
        maker = self.start("snapshot", "create", "shop", "--every", "128K",
                           "--follow", "--keep", "3")
        self.addCleanup(maker.kill)
        self.load("--batch", "500")
        end = time.monotonic() + 60
        while len(self.snapshots()) < 2 and time.monotonic() < end:
            self.load_more()
        self.assertIn("snapshots are being made by process",
                      self.run_to(cli.FAILED, "snapshot", "create", "shop").err)
        maker.send_signal(signal.SIGTERM)
        out, err = maker.communicate(timeout=60)
        self.assertEqual((maker.returncode, self.complaints(err.decode())),
                         (cli.OK, ""))
        self.assertGreaterEqual(out.count(b"sequence"), 2)
        self.assertEqual(self.digest(), self.state_by_the_journal())

    def load_more(self):
        """Another history's worth of journal."""
        self.more = getattr(self, "more", 0) + 1
        rows = [cli.purchase(f"more-{self.more}-{i}", "anna", "500")
                for i in range(2_000)]
        self.ok("load", "shop", self.write(f"more-{self.more}.csv", rows))

    def test_wrong_words(self):
        self.run_to(cli.USAGE, "snapshot")
        self.run_to(cli.USAGE, "snapshot", "create", "shop", "--follow")
        self.run_to(cli.USAGE, "snapshot", "create", "shop", "--keep", "1")
        for size in ("soon", "0", "1X", "-1"):
            ran = self.run_to(cli.USAGE, "snapshot", "create", "shop",
                              "--every=" + size)
            self.assertEqual(
                ran.err, f"kumbara: --every {size}: expected a size: a whole "
                         "number and K, M, G or nothing, such as 1G\n")
        self.assertIn("is no ledger",
                      self.run_to(cli.FAILED, "snapshot", "ls", ".").err)
