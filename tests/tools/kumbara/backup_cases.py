"""kumbara backup and restore: copies made, looked at, made a ledger again."""

import json
import os
import re
import resource
import shutil
import signal
import subprocess

import cli

DRILL = cli.TESTS.parent / "docs" / "backup.md"
# Said only where opening takes a second, on a slow machine.
SLOW = re.compile(r"^recovered in .*\n", re.M)
# What may be another each time: instants, digests, roots, keys, and how many
# batches there are, with the widths of the columns they stand in.
# A root before a path: its base64 may begin with a slash.
VARYING = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z|[0-9a-f]{32}|"
                     r"[A-Za-z0-9+/]{43}=|/\S+/|\d[\d,.]*| +")


class Backups(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.init("shop", "--segment", "1M")
        rows = cli.ONLINE_RETAIL.read_text().splitlines(keepends=True)
        self.parts = []
        for at in range(1, len(rows), 5000):
            part = self.folder / f"part{at}.csv"
            part.write_text("".join(rows[:1] + rows[at:at + 5000]))
            self.parts.append(part)

    def load(self, part, *words, **options):
        return self.ok("load", "shop", part, "--batch", "16", *words, **options)

    def create(self, *words, code=cli.OK):
        return self.run_to(code, "backup", "create", "shop", "backup", *words)

    def list(self):
        return json.loads(self.ok("backup", "ls", "backup", "--format",
                                  "json").out)

    def digest_at(self, sequence):
        """The digest of a ledger restored to there."""
        name = f"at{sequence}"
        self.ok("restore", "backup", name, "--until-sequence", sequence)
        return self.digest(name)

    def test_every_load_can_be_gone_back_to(self):
        states = {}
        for part in self.parts[:3]:
            self.load(part)
            last = int(self.fact(self.ok("info", "shop"), "sequence"))
            states[last] = self.digest()
            self.create()
        for sequence, state in states.items():
            self.assertEqual(self.digest_at(sequence), state)
            self.ok("verify", f"at{sequence}")
        self.ok("restore", "backup", "again")
        self.assertEqual(self.digest("again"), self.digest())
        self.assertEqual(self.ok("balances", "again").out,
                         self.ok("balances", "shop").out)
        # It goes on from there.
        first = min(states)
        ran = self.ok("load", f"at{first}", self.parts[1], "--batch", "16")
        self.assertEqual(self.digest(f"at{first}"), sorted(states.items())[1][1],
                         ran)

    def test_the_list_says_what_is_there(self):
        self.load(self.parts[0])
        self.load(self.parts[1])
        self.create()
        listed = self.list()
        journal = json.loads(self.ok("journal", "ls", "shop", "--format",
                                     "json").out)
        keys = ("segment", "first_batch", "last_batch", "first_sequence",
                "last_sequence", "from", "to")
        self.assertEqual([[one[key] for key in keys]
                          for one in listed["segments"]],
                         [[one[key] for key in keys] for one in journal])
        self.assertEqual([one["file"] for one in listed["files"]],
                         ["directory.mdb"])
        info = self.ok("info", "shop")
        self.assertEqual((self.fact(info, "batches"),
                          self.fact(info, "sequence")),
                         (listed["last_batch"], listed["last_sequence"]))
        text = self.ok("backup", "ls", "backup").out.splitlines()
        self.assertTrue(text[0].startswith(f"ledger {listed['ledger']}, made "))
        self.assertEqual(text[1].split(), ["file", "bytes", "batches",
                                           "sequences", "from", "to"])
        self.assertEqual(len(text), 2 + len(listed["segments"]) + 1)

    def test_what_is_damaged_is_named(self):
        self.load(self.parts[0])
        self.create()
        path = next((self.folder / "backup" / "files").glob("*.mdb.*"))
        whole = path.read_bytes()
        path.write_bytes(whole[:5000] + bytes([whole[5000] ^ 8]) +
                         whole[5001:])
        ran = self.run_to(cli.DAMAGED, "backup", "verify", "backup")
        self.assertIn(f"files/{path.name}: is damaged", ran.err)
        self.assertIn("backup: 1 file is damaged or missing", ran.err)
        self.assertIn("verified directory.mdb" if path.name.startswith("0")
                      else "verified journal/", ran.out)
        ran = self.run_to(cli.DAMAGED, "restore", "backup", "again")
        self.assertIn(f"files/{path.name}: is damaged", ran.err)
        self.run_to(cli.FAILED, "digest", "again")
        path.write_bytes(whole)
        self.ok("backup", "verify", "backup")
        # What was left of it is cleared away.
        self.ok("restore", "backup", "again")
        self.assertEqual(self.digest("again"), self.digest())

    def test_words_that_are_wrong(self):
        self.create()
        for words in (("backup",), ("backup", "create", "shop"),
                      ("restore", "backup"),
                      ("restore", "backup", "x", "--until", "yesterday"),
                      ("restore", "backup", "x", "--until-sequence", "1",
                       "--until", "2026-01-01")):
            self.run_to(cli.USAGE, *words)
        for number in ("-1", "1.5", "99999999999999999999"):
            ran = self.run_to(cli.USAGE, "restore", "backup", "x",
                              "--until-sequence", number)
            self.assertIn(f"{number}: expected a sequence number", ran.err)
        for words, sentence in (
                (("backup", "create", "nowhere", "b"), "no such directory"),
                (("backup", "create", "shop", "shop/b"),
                 "is inside the ledger"),
                (("backup", "ls", "shop"), "is no backup"),
                (("backup", "verify", "nowhere"), "is no backup"),
                (("restore", "shop", "x"), "is no backup"),
                (("restore", "backup", "shop"), "is a ledger already"),
                (("restore", "backup", "x", "--until-sequence", "1"),
                 "goes up to sequence 0, not up to 1"),
                (("restore", "backup", "x", "--until", "2001-01-01"),
                 "the ledger was made at")):
            self.assertIn(sentence, self.run_to(cli.FAILED, *words).err)
        self.assertFalse((self.folder / "x").exists())

    def test_an_instant_behind_the_backup_cuts_nothing_off(self):
        self.create()
        ran = self.ok("restore", "backup", "again", "--until", "9999-12-31")
        self.assertIn("nothing was cut off: the last batch is of", ran.out)
        self.assertEqual(self.digest("again"), self.digest())

    def make_signing_key(self):
        key = self.ok("signing-key", "books.key", "--new", "books")
        (self.folder / "books.pub").write_text(key.out)

    def seal(self, ledger, to):
        self.ok("checkpoint", ledger, "--signing-key", "books.key", "--to", to,
                "--seals")

    def test_checkpoints_tell_a_ledger_that_was_cut(self):
        self.make_signing_key()
        for part in self.parts[:2]:
            self.load(part)
            self.seal("shop", "kept")
            if part == self.parts[0]:
                shutil.copy(self.folder / "kept", self.folder / "kept.first")
                last = int(self.fact(self.ok("info", "shop"), "sequence"))
        against = ("--verifier", "books.pub", "--against")
        self.create()
        self.ok("backup", "verify", "backup", "--verifier", "books.pub")
        self.ok("restore", "backup", "whole")
        self.ok("verify", "whole", *against, "kept")
        self.ok("restore", "backup", "cut", "--until-sequence", last + 100)
        self.ok("verify", "cut", *against, "kept.first")
        ran = self.run_to(cli.DAMAGED, "verify", "cut", *against, "kept")
        self.assertIn("is not what kept signed for", ran.err)
        self.run_to(cli.FAILED, "backup", "create", "cut", "backup")
        self.ok("backup", "create", "cut", "backup2")

    def test_a_key_that_did_not_sign_is_no_damage(self):
        """To `verify`, to `backup verify` and to an archive."""
        self.make_signing_key()
        for part in self.parts[:2]:
            self.load(part)
        self.seal("shop", "kept")
        self.create()
        ran = self.ok("signing-key", "other.key", "--new", "other")
        (self.folder / "other.pub").write_text(ran.out)
        for words in (("verify", "shop", "--against", "kept"),
                      ("backup", "verify", "backup")):
            ran = self.run_to(cli.FAILED, *words, "--verifier", "other.pub")
            self.assertIn("is not signed by any of the keys given", ran.err)
        self.assertIn("backup: 1 file could not be verified; none is damaged "
                      "or missing\n", ran.err)
        # What is damaged besides counts more.
        path = next((self.folder / "backup" / "files").glob("*.mdb.*"))
        path.write_bytes(path.read_bytes()[:-1])
        ran = self.run_to(cli.DAMAGED, "backup", "verify", "backup",
                          "--verifier", "other.pub")
        self.assertIn("backup: 1 file is damaged or missing\n", ran.err)

    def test_a_segment_that_is_gone_on_with_has_no_seal(self):
        self.make_signing_key()
        for part in self.parts[:2]:
            self.load(part)
        self.seal("shop", "kept")
        self.assertTrue((self.folder / "shop/seals/0000000001.seal").exists())
        self.create()
        end = self.list()["segments"][0]["last_sequence"]
        self.ok("restore", "backup", "edge", "--until-sequence", end)
        self.assertFalse((self.folder / "edge/seals/0000000001.seal").exists())
        self.ok("load", "edge", self.parts[2], "--batch", "16")
        self.seal("edge", "kept.edge")
        self.ok("backup", "create", "edge", "backup2")
        self.ok("backup", "verify", "backup2", "--verifier", "books.pub")

    def test_segments_compressed_in_an_archive_are_copied(self):
        self.load(self.parts[0])
        self.create()  # Ends within a segment that is archived below.
        for part in self.parts[1:]:
            self.load(part)
        self.make_signing_key()
        self.seal("shop", "kept")
        closed = len(list((self.folder / "shop/journal").glob("*.mdb"))) - 1
        self.assertGreaterEqual(closed, 2)
        state = self.digest()
        self.ok("journal", "archive", "shop", "--to", "cold", "--zstd",
                "--before", closed + 1)
        # A damaged one is named, and the backup is the one from before.
        packed = self.folder / "cold/0000000002.mdb.zst"
        kept = packed.read_bytes()
        packed.write_bytes(kept[:-9])
        ran = self.create(code=cli.DAMAGED)
        self.assertIn("cold/0000000002.mdb.zst: is damaged", ran.err)
        packed.write_bytes(kept)
        self.create()
        self.assertEqual(list((self.folder / "backup/files").glob("*unready*")),
                         [])
        self.ok("backup", "verify", "backup")
        self.ok("restore", "backup", "again")
        self.assertEqual(self.digest("again"), state)

    def test_while_a_load_is_under_way(self):
        """Every backup is a state that the ledger had, up to a whole batch."""
        with self.start("load", "shop", cli.ONLINE_RETAIL, "--batch",
                        "16") as load:
            sequences = []
            while load.poll() is None or len(sequences) < 2:
                self.create()
                self.ok("backup", "verify", "backup")
                sequences.append(self.list()["last_sequence"])
                shutil.rmtree(self.folder / "again", ignore_errors=True)
                self.ok("restore", "backup", "again")
            out, err = load.communicate()
            self.assertEqual(load.returncode, 0, out + err)
        self.create()
        self.assertEqual(sequences, sorted(sequences))
        self.ok("restore", "backup", "end")
        self.assertEqual(self.digest("end"), self.digest())
        # The one in between had what the ledger had then.
        between = int(self.fact(self.ok("info", "again"), "sequence"))
        self.assertEqual(self.digest("again"), self.digest_at(between))

    def test_killed_backups_leave_the_one_before(self):
        self.load(self.parts[0])
        self.create()
        before = self.digest()
        for part in self.parts[1:4]:
            self.load(part)
        after = self.digest()
        for _ in range(4):
            backup = self.start("backup", "create", "shop", "backup")
            # The first line says that a segment is there, and more come.
            backup.stdout.readline()
            backup.send_signal(signal.SIGKILL)
            backup.communicate()
            self.ok("backup", "verify", "backup")
            shutil.rmtree(self.folder / "again", ignore_errors=True)
            self.ok("restore", "backup", "again")
            self.assertIn(self.digest("again"), (before, after))
        self.create()
        named = len(self.list()["segments"]) + len(self.list()["files"])
        self.assertEqual(
            len(list((self.folder / "backup" / "files").iterdir())), named)

    def test_a_full_disk_leaves_the_one_before(self):
        self.load(self.parts[0])
        self.create()
        manifest = (self.folder / "backup" / "MANIFEST").read_bytes()
        for part in self.parts[1:4]:
            self.load(part)
        ran = self.run_to(
            cli.FAILED, "backup", "create", "shop", "backup",
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE,
                                                  (600_000, 600_000)))
        self.assertRegex(ran.err, "backup/files/.*File too large|disk full")
        self.assertEqual((self.folder / "backup" / "MANIFEST").read_bytes(),
                         manifest)
        self.ok("backup", "verify", "backup")

    def test_who_was_erased_stays_erased(self):
        self.load(self.parts[0])
        last = int(self.fact(self.ok("info", "shop"), "sequence"))
        self.create()
        self.ok("erase", "shop", "17850")
        self.create()
        ran = self.ok("restore", "backup", "again", "--until-sequence", last)
        self.assertIn("names left out: 0, members closed behind the cut: 1\n",
                      ran.out)
        self.assertNotIn("17850", self.ok("balances", "again").out)
        for folder in ("again", "backup"):
            for path in (self.folder / folder).rglob("*"):
                if path.is_file():
                    self.assertNotIn(b"17850", path.read_bytes(), path)
        self.ok("verify", "again")

    def test_the_drill_of_the_page_does_what_it_says(self):
        text = DRILL.read_text().split("## The drill")[1].split("\n## ")[0]
        shutil.copy(cli.RULE_A, self.folder / "rule_a.toml")
        shutil.rmtree(self.folder / "shop")
        for name, part in zip(("monday.csv", "tuesday.csv", "wednesday.csv"),
                              self.parts):
            shutil.copy(part, self.folder / name)
        environment = dict(self.environment, PATH=f"{self.folder}/bin:" +
                           os.environ["PATH"])
        (self.folder / "bin").mkdir()
        (self.folder / "bin" / "kumbara").symlink_to(cli.PROGRAM)
        commands = re.split(r"^    \$ ", text, flags=re.M)[1:]
        self.assertGreater(len(commands), 8)
        for told in commands:
            lines = []
            for line in told.splitlines():
                if lines and not line.startswith("    "):
                    break
                lines.append(line)
            command = lines[0]
            ran = subprocess.run(["bash", "-c", command], cwd=self.folder,
                                 env=environment, stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT, text=True,
                                 timeout=120, check=False)
            shown = "\n".join(line[4:] for line in lines[1:])
            said = SLOW.sub("", ran.stdout).rstrip("\n")
            self.assertEqual(VARYING.sub("~", said),
                             VARYING.sub("~", shown), command)

