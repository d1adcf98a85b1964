"""kumbara journal: segments listed, moved away, brought back, verified."""

import fcntl
import json
import os
import shutil
import subprocess
import time

import cli


class Archives(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.init("shop", "--segment", "1M", "--pseudonym", "stable")
        self.ok("load", "shop", cli.ONLINE_RETAIL, "--batch", "16")
        self.journal = self.folder / "shop" / "journal"
        self.cold = self.folder / "cold"
        ran = self.ok("signing-key", "books.key", "--new", "books")
        (self.folder / "books.pub").write_text(ran.out)
        self.state = self.digest()
        self.closed = len(self.segments()) - 1
        self.assertGreaterEqual(self.closed, 2)

    def segments(self):
        return sorted(int(path.stem) for path in self.journal.glob("*.mdb"))

    def seal(self):
        self.ok("checkpoint", "shop", "--signing-key", "books.key", "--seals")

    def list(self):
        return json.loads(self.ok("journal", "ls", "shop", "--format",
                                  "json").out)

    def archive(self, *words, code=cli.OK, **options):
        return self.run_to(code, "journal", "archive", "shop", "--to", "cold",
                           *words, **options)

    def archive_all(self, *words, to="cold", **options):
        """Needed or not."""
        return self.run_to(options.pop("code", cli.OK), "journal", "archive",
                           "shop", "--to", to, "--before", self.closed + 1,
                           *words, **options)

    def attach(self, *words, code=cli.OK, **options):
        return self.run_to(code, "journal", "attach", "shop", "cold", *words,
                           **options)

    def verify_archive(self, *words, code=cli.OK):
        return self.run_to(code, "journal", "verify-archive", "cold", *words)

    def test_the_list_has_every_batch_and_sequence_once(self):
        self.seal()
        listed = self.list()
        self.assertEqual([one["segment"] for one in listed], self.segments())
        batch, sequence = 0, 0
        for one in listed:
            self.assertEqual(one["first_batch"], batch + 1)
            self.assertEqual(one["first_sequence"], sequence + 1)
            self.assertLessEqual(one["from"], one["to"])
            batch, sequence = one["last_batch"], one["last_sequence"]
            self.assertEqual(one["bytes"], os.path.getsize(
                self.journal / f"{one['segment']:010}.mdb"))
        info = self.ok("info", "shop")
        self.assertEqual((self.fact(info, "batches"),
                          self.fact(info, "sequence")), (batch, sequence))
        self.assertEqual([one["closed"] for one in listed],
                         [True] * self.closed + [False])
        self.assertEqual([one["sealed"] for one in listed],
                         [True] * self.closed + [False])
        text = self.ok("journal", "ls", "shop").out.splitlines()
        self.assertEqual(text[0].split(), ["segment", "batches", "sequences",
                                           "bytes", "from", "to", "state"])
        self.assertEqual(len(text), len(listed) + 1)
        self.assertTrue(text[1].endswith("closed, sealed"), text)
        self.assertTrue(text[-1].endswith("open"), text)

    def test_what_is_archived_lies_there_and_comes_back(self):
        self.seal()
        listed = self.list()
        kept = {path.name: path.read_bytes()
                for path in self.journal.glob("*.mdb")}
        ran = self.archive_all("--verifier", "books.pub")
        self.assertEqual(ran.out.count("archived segment"), self.closed)
        self.assertEqual(self.segments(), [self.closed + 1])
        for number in range(1, self.closed + 1):
            name = f"{number:010}"
            self.assertEqual((self.cold / f"{name}.mdb").read_bytes(),
                             kept[f"{name}.mdb"])
            self.assertTrue((self.cold / f"{name}.seal").exists())
            self.assertFalse((self.folder / "shop" / "seals" /
                              f"{name}.seal").exists())
        cold = str(self.cold)
        self.assertEqual(
            [{key: value for key, value in one.items() if key != "archive"}
             for one in self.list()], listed)
        self.assertEqual([one.get("archive") for one in self.list()],
                         [cold] * self.closed + [None])
        self.attach("--verifier", "books.pub")
        self.assertEqual(self.list(), listed)
        self.assertEqual({path.name: path.read_bytes()
                          for path in self.journal.glob("*.mdb")}, kept)
        self.assertEqual(self.digest(), self.state)
        self.assertFalse((self.folder / "shop" / "ARCHIVED").exists())
        # Once more, over what the archive kept.
        self.archive_all()
        self.attach()
        self.assertEqual(self.digest(), self.state)

    def test_the_next_segment_that_a_crash_left_is_none(self):
        """For all that reads; the next writer removes it."""
        self.seal()
        listed = self.list()
        name = f"{self.closed + 2:010}.mdb.next"
        left = [self.journal / (name + end)
                for end in ("", "-lock", ".new", ".new-lock")]
        for path in left:
            shutil.copy(self.journal / "0000000001.mdb", path)
        self.assertEqual(self.list(), listed)
        self.ok("info", "shop")
        self.ok("verify", "shop")
        self.ok("audit", "shop")
        self.ok("snapshot", "create", "shop")
        self.ok("snapshot", "verify", "shop")
        self.archive_all()
        self.assertEqual(sorted(path.name for path in self.cold.glob("*.mdb*")),
                         [f"{number:010}.mdb"
                          for number in range(1, self.closed + 1)])
        self.verify_archive("--verifier", "books.pub")
        self.attach()
        self.assertEqual(self.list(), listed)
        self.assertEqual(self.digest(), self.state)
        self.assertTrue(all(path.exists() for path in left))
        self.ok("submit", "shop", "enroll zoe")
        self.assertFalse(any(path.exists() for path in left))
        self.ok("verify", "shop")

    def test_opening_says_what_is_missing_and_what_brings_it_back(self):
        self.seal()
        self.archive("--before", 3)
        for command in (("digest", "shop"), ("verify", "shop"),
                        ("events", "shop"), ("audit", "shop"),
                        ("submit", "shop", "enroll zoe")):
            ran = self.run_to(cli.FAILED, *command)
            self.assertEqual(
                ran.err.splitlines()[-1],
                f"kumbara: shop: segments 1 to 2 were archived in {self.cold}; "
                f"kumbara journal attach shop {self.cold} brings them back")
        self.ok("journal", "attach", "shop", str(self.cold))
        self.ok("submit", "shop", "enroll zoe")

    def test_what_opening_needs_stays_unless_it_is_named(self):
        """Two snapshots, in different segments; any may turn out damaged."""
        self.seal()
        segments = self.segments()
        ran = self.archive(code=cli.FAILED)
        self.assertEqual(
            ran.err, "kumbara: shop: has no whole snapshot, so it opens with all "
            "its segments only; kumbara snapshot create shop makes one, --before "
            "says what to move all the same\n")
        self.assertEqual(self.segments(), segments)
        self.ok("snapshot", "create", "shop")
        self.load_until_segment(segments[-1] + 2)
        self.ok("snapshot", "create", "shop")
        self.load_until_segment(segments[-1] + 4)
        self.seal()
        state = self.digest()
        older, newer = sorted((self.folder / "shop" / "snapshots").glob("*.s*"))
        self.archive()
        self.assertEqual(self.segments()[0], segments[-1])
        self.assertEqual(self.digest(), state)
        whole = newer.read_bytes()
        newer.write_bytes(whole[:-1])
        self.assertEqual(self.digest(), state)
        newer.write_bytes(whole)
        # One that is damaged where only who loads it sees it needs nothing.
        self.flip(older, 5_000)
        self.archive()
        self.assertGreater(self.segments()[0], segments[-1])
        self.assertEqual(self.digest(), state)
        self.ok("submit", "shop", "enroll zoe")
        # Who names them gets what was asked for.
        self.archive("--before", segments[-1] + 4)
        self.assertEqual(self.segments()[0], segments[-1] + 4)
        self.assertIn("brings them back",
                      self.run_to(cli.FAILED, "digest", "shop").err)

    def load_until_segment(self, number):
        rows = 0
        while self.segments()[-1] < number:
            more = [cli.purchase(f"{number}-{rows + i}", "anna", "500")
                    for i in range(2_000)]
            rows += len(more)
            self.ok("load", "shop", self.write("more.csv", more))

    def test_segments_of_several_archives_come_back_in_any_order(self):
        self.seal()
        self.archive("--before", 2)
        self.archive_all(to="warm")
        ran = self.run_to(cli.FAILED, "digest", "shop")
        self.assertIn(f"segment 1 was archived in {self.cold};", ran.err)
        self.ok("journal", "attach", "shop", "warm")
        self.attach()
        self.assertEqual(self.digest(), self.state)

    def test_attached_segments_are_held_against_checkpoints(self):
        log = ("--to", "shop.checkpoints")
        self.ok("checkpoint", "shop", "--signing-key", "books.key", *log)
        self.seal()
        self.archive_all()
        self.attach()
        ran = self.ok("verify", "shop", "--against", "shop.checkpoints",
                      "--verifier", "books.pub")
        self.assertIn("of the seals", ran.out)
        self.assertIn("of shop.checkpoints", ran.out)

    def test_only_sealed_segments_are_moved(self):
        ran = self.archive_all(code=cli.FAILED)
        self.assertIn("shop: segment 1 has no seal and stays; kumbara "
                      "checkpoint shop --seals makes it", ran.err)
        self.seal()
        (self.folder / "shop" / "seals" / "0000000002.seal").unlink()
        ran = self.archive_all(code=cli.FAILED)
        self.assertIn("segment 2 has no seal", ran.err)
        self.assertEqual(self.segments()[0], 2)
        self.seal_of_another_key()

    def seal_of_another_key(self):
        self.attach()
        self.seal()
        ran = self.ok("signing-key", "other.key", "--new", "other")
        (self.folder / "other.pub").write_text(ran.out)
        ran = self.archive_all("--verifier", "other.pub", code=cli.FAILED)
        self.assertIn("0000000001.seal: the checkpoint of batch ", ran.err)
        self.assertIn("is not signed by any of the keys given", ran.err)
        self.assertEqual(self.segments()[0], 1)

    def test_a_damaged_list_of_archived_segments_is_named(self):
        self.seal()
        self.archive_all()
        listed = self.folder / "shop" / "ARCHIVED"
        whole = listed.read_bytes()
        differs, lacks = "its checksum differs", "does not end with its checksum"
        for changed, problem in ((b"", lacks), (whole[:-1], differs),
                                 (whole.replace(b"cold", b"colt", 1), differs)):
            listed.write_bytes(changed)
            for words in (("journal", "ls", "shop"), ("verify", "shop"),
                          ("journal", "attach", "shop", "cold"),
                          ("backup", "create", "shop", "backup")):
                ran = self.run_to(cli.DAMAGED, *words)
                self.assertIn(f"shop/ARCHIVED: {problem}", ran.err)
        # Without it they count as lost.
        listed.unlink()
        for words in (("journal", "ls", "shop"), ("verify", "shop")):
            ran = self.run_to(cli.DAMAGED, *words)
            self.assertIn("0000000001.mdb: the segment is missing", ran.err)
        ran = self.attach(code=cli.DAMAGED)
        self.assertIn("shop/ARCHIVED: is missing or lacks segment 1, which is "
                      "not in the journal; put the file back", ran.err)
        listed.write_bytes(whole)
        ran = self.run_to(cli.FAILED, "journal", "attach", "shop", "shop/seals")
        self.assertIn("holds no segment that was archived", ran.err)
        self.attach()
        self.assertEqual(self.digest(), self.state)

    def test_an_archive_inside_the_ledger_is_refused(self):
        self.seal()
        inside = self.folder / "inside"
        inside.symlink_to("shop/seals")
        files = self.files()
        for archive in ("shop", "shop/", "shop/seals", "shop/journal",
                        "shop/cold", "cold/../shop/cold/1", inside,
                        self.folder / "shop"):
            with self.subTest(archive):
                ran = self.run_to(cli.FAILED, "journal", "archive", "shop",
                                  "--to", archive)
                self.assertEqual(
                    ran.err.count("is inside the ledger shop; an archive is a "
                                  "directory of its own\n"), 1, ran)
                self.assertEqual(self.files(), files)

    def files(self):
        return sorted((str(path), path.stat().st_size)
                      for path in (self.folder / "shop").rglob("*")
                      if path.name != "LOCK")

    def test_a_damaged_segment_is_not_moved(self):
        self.seal()
        self.flip_batches(self.journal / "0000000001.mdb")
        ran = self.archive_all(code=cli.DAMAGED)
        self.assertIn("0000000001.mdb: batch 1: ", ran.err)
        self.assertEqual(self.segments()[0], 1)

    def test_a_seal_of_another_journal_is_told(self):
        self.seal()
        seals = self.folder / "shop" / "seals"
        shutil.copy(seals / "0000000002.seal", seals / "0000000001.seal")
        ran = self.archive_all(code=cli.DAMAGED)
        self.assertIn("segment 1 is not what it signs for", ran.err)

    def test_an_archive_is_verified_by_itself(self):
        self.seal()
        self.archive("--before", 2)
        self.archive_all(to="warm")
        shutil.rmtree(self.folder / "shop")
        ran = self.verify_archive("--verifier", "books.pub")
        self.assertIn("verified segment 1: batches 1-", ran.out)
        # One whose beginning lies elsewhere has the peaks of the tree.
        ran = self.ok("journal", "verify-archive", "warm", "--verifier",
                      "books.pub")
        self.assertIn("verified segment 2: batches ", ran.out)
        ran = self.verify_archive()
        self.assertIn("were not looked at", ran.out)
        self.assertEqual({path.suffix for path in self.cold.iterdir()
                          if path.name != "LOCK"},
                         {".mdb", ".facts", ".seal"})

    def test_compressed_segments_are_verified_and_come_back(self):
        self.seal()
        kept = {path.name: path.read_bytes()
                for path in self.journal.glob("*.mdb")}
        ran = self.archive_all("--zstd")
        self.assertEqual(ran.out.count("archived segment"), self.closed)
        for number in range(1, self.closed + 1):
            name = f"{number:010}.mdb"
            self.assertFalse((self.cold / name).exists())
            packed = self.cold / f"{name}.zst"
            self.assertLess(packed.stat().st_size, len(kept[name]))
            # One zstd frame, which any program reads.
            self.assertEqual(subprocess.run(
                ["zstd", "-dc", packed], check=True,
                stdout=subprocess.PIPE).stdout, kept[name])
        ran = self.verify_archive("--verifier", "books.pub")
        self.assertEqual(ran.out.count("verified segment"), self.closed)
        self.assertEqual({path.suffix for path in self.cold.iterdir()
                          if path.name != "LOCK"}, {".zst", ".facts", ".seal"})
        self.attach("--verifier", "books.pub")
        self.assertEqual({path.name: path.read_bytes()
                          for path in self.journal.glob("*.mdb")}, kept)
        self.assertEqual(self.digest(), self.state)
        # A copy that is there is kept in its form, whatever is asked now.
        self.archive_all()
        self.assertEqual(list(self.cold.glob("*.mdb")), [])
        self.attach()
        self.assertEqual(self.digest(), self.state)

    def test_a_changed_compressed_segment_is_found_and_not_attached(self):
        self.seal()
        self.archive_all("--zstd")
        packed = self.cold / "0000000001.mdb.zst"
        kept = packed.read_bytes()
        plain = subprocess.run(["zstd", "-dc", packed], check=True,
                               stdout=subprocess.PIPE).stdout

        def compressed(data):
            return subprocess.run(["zstd", "-c"], input=data, check=True,
                                  stdout=subprocess.PIPE).stdout
        flipped = bytearray(plain)
        flipped[len(plain) // 2] ^= 1
        for number, (data, said) in enumerate((
                (b"", "ends too early"),
                (b"x", "is damaged"),
                (kept[:-1], "ends too early"),
                (kept[:len(kept) // 2], "ends too early"),
                (kept + b"x", "more behind its end"),
                (kept + compressed(b""), "more behind its end"),
                (plain, "is damaged"),
                (compressed(plain + b"x"), "is not what it was"),
                (compressed(plain[:-4096]), "is not what it was"),
                (compressed(flipped), "is not what it was"))):
            with self.subTest(number):
                packed.write_bytes(data)
                for ran in (self.verify_archive(code=cli.DAMAGED),
                            self.attach(code=cli.DAMAGED)):
                    self.assertIn("0000000001.mdb.zst: is damaged", ran.err)
                    self.assertIn(said, ran.err)
                self.assertEqual(list(self.journal.glob("*.new*")), [])
        for at in range(0, len(kept), len(kept) // 40):
            with self.subTest(at=at):
                packed.write_bytes(kept[:at] + bytes([kept[at] ^ 4]) +
                                   kept[at + 1:])
                ran = self.run_any("journal", "verify-archive", "cold")
                # A bit of the header that says nothing may be another.
                if ran.code != cli.OK:
                    self.assertEqual(ran.code, cli.DAMAGED)
                    self.assertIn("0000000001.mdb.zst: is damaged", ran.err)
        packed.write_bytes(kept)
        self.verify_archive()
        self.attach()
        self.assertEqual(self.digest(), self.state)

    def test_what_was_changed_in_an_archive_is_found_and_not_attached(self):
        self.seal()
        self.archive_all()
        facts = self.cold / "0000000001.facts"
        for number, (path, change) in enumerate((
                ("0000000001.mdb", self.flip_batches),
                # Where nobody looks but who compares the bytes.
                ("0000000001.mdb", lambda path: path.write_bytes(
                    path.read_bytes() + b"x")),
                ("0000000001.seal", lambda path: shutil.copy(
                    self.cold / "0000000002.seal", path)),
                ("0000000001.facts", lambda path: path.write_text(
                    path.read_text().replace("last-batch ", "last-batch 1"))),
                ("0000000001.facts", lambda path: path.write_text(
                    path.read_text().replace("content ", "contents "))),
                ("0000000002.mdb", lambda path: shutil.copy(
                    self.cold / "0000000001.mdb", path)))):
            with self.subTest((number, path)):
                kept = (self.cold / path).read_bytes()
                change(self.cold / path)
                ran = self.verify_archive(code=cli.DAMAGED)
                self.assertIn(str(path)[:10], ran.err)
                if not path.endswith(".facts"):  # The ledger has its own.
                    ran = self.attach(code=cli.DAMAGED)
                    self.assertEqual(list(self.journal.glob("*.new*")), [])
                    self.assertNotIn(int(path[:10]), self.segments())
                (self.cold / path).write_bytes(kept)
        self.verify_archive()
        self.attach()
        self.assertEqual(self.digest(), self.state)

    def test_nothing_to_attach_and_nothing_to_verify(self):
        self.cold.mkdir()
        ran = self.attach(code=cli.FAILED)
        self.assertIn("cold: holds no segment that was archived from shop",
                      ran.err)
        ran = self.verify_archive(code=cli.FAILED)
        self.assertIn("cold: holds no archived segment", ran.err)

    def test_nothing_to_archive_is_said(self):
        nothing = "nothing to do: there is no segment to move\n"
        self.assertEqual(self.archive("--before", 1).out, nothing)
        self.seal()
        self.archive("--before", 2)
        self.assertEqual(self.archive("--before", 2).out, nothing)

    def test_a_wrong_number_is_named_with_its_range(self):
        for number in ("0", "x", "4294967296"):
            ran = self.archive("--before", number, code=cli.USAGE)
            self.assertIn("--before: Value", ran.err)
            self.assertIn("4294967295", ran.err)
            self.assertLess(len(ran.err.splitlines()[0]), 80)

    def test_another_ledgers_archive_is_not_written_over(self):
        self.seal()
        self.archive("--before", 2)
        self.init("other", "--segment", "1M", "--pseudonym", "stable")
        self.ok("load", "other", cli.ONLINE_RETAIL, "--batch", "16")
        self.ok("checkpoint", "other", "--signing-key", "books.key", "--seals")
        ran = self.run_to(cli.FAILED, "journal", "archive", "other", "--to",
                          "cold", "--before", 2)
        self.assertIn("is there and is not segment 1 of other", ran.err)

    def test_two_do_not_write_to_one_archive_at_the_same_time(self):
        self.seal()
        self.cold.mkdir()
        with open(self.cold / "LOCK", "w") as lock:
            lock.write(f"{4711:10}\n")
            lock.flush()
            fcntl.lockf(lock, fcntl.LOCK_EX)
            ran = self.archive_all(code=cli.FAILED)
            self.assertEqual(ran.err, f"kumbara: {self.cold}: is being archived "
                                      f"to by process 4711\n")
            self.assertEqual([path.name for path in self.cold.iterdir()],
                             ["LOCK"])
        self.archive_all()

    def test_a_writer_goes_on_beside_it(self):
        self.seal()
        before = self.fact(self.ok("info", "shop"), "sequence")
        # Rows as they stand, one a batch: the writer is at work with those sent
        # until it is sent the last.
        writer = self.start("load", "shop", "-", "--order", "file", "--batch",
                            "1", stdin=subprocess.PIPE)
        self.addCleanup(writer.communicate)
        self.addCleanup(writer.kill)
        rows = cli.ONLINE_RETAIL.read_bytes().splitlines(keepends=True)[:2000]
        writer.stdin.writelines(rows)
        writer.stdin.flush()
        self.wait_for_more(writer, before)
        self.archive("--before", self.closed + 1)
        self.assertEqual(self.segments()[0], self.closed + 1)
        self.assertIsNone(writer.poll())
        header = rows[0].decode().strip().split(",")
        last = cli.to_csv([cli.purchase("beside", "anna", 1200)], header)
        out, err = writer.communicate(last.splitlines()[1].encode(),
                                      timeout=120)
        self.assertEqual(writer.returncode, cli.OK, out + err)
        self.attach()
        self.assertEqual(self.balances()["anna"], "12")
        self.assertIn(self.digest(), self.ok("verify", "shop").out)

    def wait_for_more(self, writer, sequence):
        """Until the writer has written some."""
        deadline = time.monotonic() + 60
        while self.fact(self.ok("info", "shop"), "sequence") == sequence:
            self.assertIsNone(writer.poll())
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)
