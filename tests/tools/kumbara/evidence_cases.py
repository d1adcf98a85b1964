"""Checkpoints, seals and proofs: what shows that a ledger was changed."""

import os
import re
import shutil
import signal
import time

import cli


class Evidence(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.init("shop", "--segment", "1M", "--pseudonym", "stable")
        self.kept = self.folder / "elsewhere"
        self.kept.mkdir()
        self.log = self.kept / "shop.checkpoints"
        self.new_key("books")

    def new_key(self, name):
        ran = self.ok("signing-key", f"{name}.key", "--new", name)
        (self.folder / f"{name}.pub").write_text(ran.out)

    def award(self, points):
        # Each is a batch of its own.
        self.ok("submit", "shop", f"award anna {points} points")

    def load(self):
        self.ok("load", "shop", cli.ONLINE_RETAIL, "--batch", "16")

    def checkpoint(self, *words, code=cli.OK, key="books"):
        return self.run_to(code, "checkpoint", "shop", "--signing-key",
                           f"{key}.key", "--to", self.log, *words)

    def verify(self, code=cli.OK, ledger="shop", verifier="books"):
        return self.run_to(code, "verify", ledger, "--against", self.log,
                           "--verifier", f"{verifier}.pub")

    def test_what_was_signed_for_holds_and_later_batches_are_counted(self):
        self.award(1)
        self.checkpoint()
        self.award(2)
        self.award(3)
        self.assertRegex(self.verify().out,
                         r"signed +1 checkpoint of .*shop.checkpoints, the "
                         r"last of batch \d+ at 2.*Z; [1-9]\d* batches behind it")

    def test_nothing_new_is_not_signed_for_again(self):
        self.award(1)
        self.checkpoint()
        before = self.log.read_bytes()
        self.checkpoint()
        self.assertEqual(self.log.read_bytes(), before)
        self.award(2)
        self.checkpoint()
        self.assertTrue(self.log.read_bytes().startswith(before))
        self.assertIn("2 checkpoints", self.verify().out)

    def test_an_older_copy_put_in_its_place_is_found(self):
        self.award(1)
        shutil.copytree(self.folder / "shop", self.folder / "old")
        self.award(2)
        self.checkpoint()
        ran = self.verify(cli.DAMAGED, "old")
        self.assertRegex(ran.err, r"old: batch(es)? [\d to]+ were signed for "
                                  r"and are gone")

    def test_another_past_of_the_same_ledger_is_found_and_not_signed(self):
        self.award(1)
        shutil.copytree(self.folder / "shop", self.folder / "other")
        self.award(2)
        self.award(3)
        self.checkpoint()
        shutil.rmtree(self.folder / "shop")
        shutil.move(self.folder / "other", self.folder / "shop")
        self.award(20)
        self.award(30)
        self.award(40)
        ran = self.verify(cli.DAMAGED)
        self.assertRegex(ran.err, r"shop: batch \d+ was changed")
        ran = self.checkpoint(code=cli.DAMAGED)
        self.assertIn("nothing is signed", ran.err)
        # Its leaves are not needed to see that, only to name the batch.
        (self.kept / "shop.checkpoints.leaves").unlink()
        ran = self.verify(cli.DAMAGED)
        self.assertIn("at least one was changed, removed, put in or moved",
                      ran.err)

    def test_a_checkpoint_that_a_crash_cut_off_is_written_over(self):
        self.award(1)
        self.checkpoint()
        first = self.log.read_bytes()
        self.award(2)
        self.checkpoint()
        self.log.write_bytes(self.log.read_bytes()[:-30])
        self.assertIn("shop.checkpoints: its last checkpoint is cut off",
                      self.verify(cli.DAMAGED).err)
        ran = self.checkpoint()
        self.assertIn("shop.checkpoints: its last checkpoint is cut off; it is "
                      "written over", ran.err)
        self.assertTrue(self.log.read_bytes().startswith(first))
        self.assertIn("2 checkpoints", self.verify().out)
        # What was no checkpoint is not written over.
        self.log.write_bytes(first + b"a note of somebody's")
        self.award(3)
        self.assertIn("shop.checkpoints: not a signed note",
                      self.checkpoint(code=cli.DAMAGED).err)

    def test_a_segment_without_a_seal_is_told(self):
        self.load()
        verify = ("verify", "shop", "--verifier", "books.pub")
        self.assertRegex(self.ok(*verify).out, r"no seal +\d closed segments? of ")
        self.checkpoint("--seals")
        self.assertNotIn("no seal", self.ok(*verify).out)
        seal = self.folder / "shop/seals/0000000001.seal"
        seal.unlink()
        self.assertRegex(self.ok(*verify).out, r"no seal +1 closed segment of \d, "
                                               r"the first is 1\n")

    def test_only_the_keys_given_are_believed(self):
        self.award(1)
        self.checkpoint()
        self.new_key("stranger")
        ran = self.verify(cli.FAILED, verifier="stranger")
        self.assertIn("is not signed by any of the keys given", ran.err)
        self.run_to(cli.USAGE, "verify", "shop", "--against", self.log)

    def test_a_new_key_takes_over(self):
        self.award(1)
        self.checkpoint()
        self.new_key("next")
        self.award(2)
        self.checkpoint("--signing-key", "next.key")
        self.award(3)
        ran = self.checkpoint(key="next", code=cli.FAILED)
        self.assertIn("not signed by any of the keys", ran.err)
        self.checkpoint("--verifier", "books.pub", key="next")
        self.ok("verify", "shop", "--against", self.log, "--verifier",
                "books.pub", "--verifier", "next.pub")

    def test_the_key_of_a_service_manager_is_taken(self):
        credentials = self.folder / "credentials"
        credentials.mkdir()
        shutil.copy(self.folder / "books.key",
                    credentials / "kumbara-signing-key")
        self.award(1)
        self.environment["CREDENTIALS_DIRECTORY"] = str(credentials)
        ran = self.ok("checkpoint", "shop")
        self.assertRegex(ran.out, r"\Akumbara/[0-9a-f]{32}/0\n\d+\n")
        del self.environment["CREDENTIALS_DIRECTORY"]
        ran = self.run_to(cli.FAILED, "checkpoint", "shop")
        self.assertIn("--signing-key", ran.err)

    def test_keys_are_for_their_owner_and_never_overwritten(self):
        (self.folder / "books.key").chmod(0o644)
        ran = self.checkpoint(code=cli.FAILED)
        self.assertIn("is open to others", ran.err)
        self.run_to(cli.FAILED, "signing-key", "books.key", "--new", "books")

    def test_seals_cover_the_closed_segments(self):
        self.load()
        self.checkpoint("--seals")
        seals = sorted(os.listdir(self.folder / "shop" / "seals"))
        segments = sorted(os.listdir(self.folder / "shop" / "journal"))
        count = len([s for s in segments if s.endswith(".mdb")])
        self.assertGreater(count, 2)
        self.assertEqual(len(seals), count - 1)
        ran = self.ok("verify", "shop", "--verifier", "books.pub")
        self.assertIn(f"{count - 1} checkpoints of the seals", ran.out)
        first = self.folder / "shop" / "seals" / seals[0]
        shutil.copy(self.folder / "shop" / "seals" / seals[1], first)
        ran = self.run_to(cli.DAMAGED, "verify", "shop", "--verifier",
                          "books.pub")
        self.assertIn("is not the seal of that segment", ran.err)

    def test_a_hook_takes_each_checkpoint(self):
        self.award(1)
        self.checkpoint("--hook", "cat >> hooked")
        self.assertEqual((self.folder / "hooked").read_bytes(),
                         self.log.read_bytes())
        self.award(2)
        ran = self.checkpoint("--hook", "false", code=cli.FAILED)
        self.assertIn("the command failed with exit code 1; the checkpoint",
                      ran.err)
        self.verify()

    def test_a_wrong_interval_is_told(self):
        for every in ("soon", "0s", "5", "1X"):
            ran = self.checkpoint("--every", every, code=cli.USAGE)
            self.assertEqual(
                ran.err, f"kumbara: --every {every}: expected a time: a whole "
                         "number and us, ms, s, m, h, d or w, such as 60s\n")

    def test_signs_at_an_interval_beside_a_writer(self):
        self.award(1)
        process = self.start("checkpoint", "shop", "--signing-key",
                             "books.key", "--to", self.log, "--every", "50ms")
        self.addCleanup(process.kill)
        signed = 0
        for points in range(2, 6):
            self.award(points)
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline:
                text = self.log.read_text() if self.log.exists() else ""
                if text.count("kumbara/") > signed:
                    break
                time.sleep(0.01)
            self.assertGreater(text.count("kumbara/"), signed)
            signed = text.count("kumbara/")
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, cli.OK, err)
        self.assertRegex(out.decode(), r"batch \d+  root \S+  \d+ behind\n")
        self.verify()

    def test_proofs_need_no_ledger(self):
        self.load()
        self.checkpoint()
        self.award(1)
        self.checkpoint()
        ran = self.ok("prove", "shop", "--against", self.log, "--sequence",
                      "700", "--value", "batch")
        (self.folder / "proof").write_text(ran.out)
        check = ("check-proof", "proof", "--verifier", "books.pub", "--value")
        self.assertRegex(self.ok(*check, "batch").out,
                         r"batch is batch [\d,]+ of ledger [0-9a-f]{32}, signed "
                         r"for with [\d,]+")
        bytes_of = bytearray((self.folder / "batch").read_bytes())
        bytes_of[300] ^= 1
        (self.folder / "forged").write_bytes(bytes_of)
        ran = self.run_to(cli.DAMAGED, *check, "forged")
        self.assertIn("the proof does not hold", ran.err)
        ran = self.ok("prove", "shop", "--against", self.log)
        (self.folder / "grew").write_text(ran.out)
        ran = self.ok("check-proof", "grew", "--verifier", "books.pub")
        self.assertRegex(ran.out, r"only grew from batch [\d,]+ to batch [\d,]+")
        text = (self.folder / "grew").read_text()
        (self.folder / "grew").write_text(
            re.sub(r"\n(\d+)\n", lambda m: f"\n{int(m[1]) - 1}\n", text, 1))
        self.run_to(cli.DAMAGED, "check-proof", "grew", "--verifier",
                    "books.pub")
