"""What goes wrong around a ledger: disks, keys, folders, flipped bytes."""

import os
import re
import resource
import shutil
import stat
import subprocess

import cli
from cli import purchase


def limited_to(size):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return limit


class Places(cli.CliTest):
    def test_init_needs_a_new_or_empty_directory(self):
        self.init()
        ran = self.run_to(cli.FAILED, "init", "shop", "--program", cli.RULE_A)
        self.assertIn("shop: is a ledger already", ran.err)
        (self.folder / "full").mkdir()
        (self.folder / "full" / "x").touch()
        ran = self.run_to(cli.FAILED, "init", "full", "--program", cli.RULE_A)
        self.assertIn("full: is not empty", ran.err)
        (self.folder / "empty").mkdir()
        self.ok("init", "empty", "--program", cli.RULE_A)

    def test_a_bad_program_makes_no_ledger(self):
        (self.folder / "bad.toml").write_text("program = { nam = 1 }\n")
        ran = self.run_to(cli.FAILED, "init", "shop", "--program", "bad.toml")
        self.assertIn("bad.toml:1", ran.err)
        self.run_to(cli.FAILED, "init", "shop", "--program", "none.toml")
        self.assertFalse((self.folder / "shop").exists())

    def test_a_directory_that_is_no_ledger_is_told(self):
        (self.folder / "empty").mkdir()
        for command in (("digest",), ("verify",), ("info",), ("balances",),
                        ("events",),
                        ("load", "in.csv"), ("submit", "enroll anna")):
            with self.subTest(command):
                ran = self.run_to(cli.FAILED, command[0], "empty", *command[1:])
                self.assertIn("empty: is no ledger: it has no HEAD", ran.err)
                ran = self.run_to(cli.FAILED, command[0], "none", *command[1:])
                self.assertIn("none: no such directory", ran.err)
        self.assertEqual(list((self.folder / "empty").iterdir()), [])


class Keys(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.init("shop", "--key", "shop.key")
        self.key = self.folder / "shop.key"
        self.ok("submit", "shop", "award anna 5 points", "--key", "shop.key")

    def submit(self, code, *words):
        return self.run_to(code, "submit", "shop", "award bert 5 points",
                           *words)

    def test_a_key_is_for_its_owner_alone(self):
        self.assertEqual(stat.S_IMODE(self.key.stat().st_mode), 0o600)
        self.assertEqual(self.key.stat().st_size, 32)
        self.key.chmod(0o644)
        self.assertIn("shop.key", self.submit(cli.FAILED, "--key",
                                              "shop.key").err)
        self.key.chmod(0o600)
        self.submit(cli.OK, "--key", "shop.key")

    def test_a_missing_key_is_told_and_reading_needs_none(self):
        self.key.unlink()
        before = self.digest()
        self.assertIn("shop.key: the ledger's key file is missing",
                      self.submit(cli.FAILED, "--key", "shop.key").err)
        self.assertIn("the ledger's key file is missing",
                      self.submit(cli.FAILED).err)
        self.assertEqual(self.balances(), {"anna": "5"})
        self.assertEqual(self.digest(), before)

    def test_a_wrong_key_is_told(self):
        self.init("other", "--key", "other.key")
        before = self.digest()
        ran = self.submit(cli.FAILED, "--key", "other.key")
        self.assertIn("other.key", ran.err)
        ran = self.run_to(cli.FAILED, "balances", "shop", "--key", "other.key")
        self.assertIn("other.key", ran.err)
        self.assertEqual(self.digest(), before)

    def test_a_cut_key_is_told(self):
        self.key.write_bytes(self.key.read_bytes()[:31])
        self.assertIn("a key file has exactly 32 bytes",
                      self.submit(cli.DAMAGED, "--key", "shop.key").err)

    def test_the_default_key_lies_below_the_state_home(self):
        ran = self.ok("init", "third", "--program", cli.RULE_A)
        self.assertIn(str(self.folder / "state" / "kumbara"), ran.out)
        self.ok("submit", "third", "award anna 5 points")

    def test_an_existing_key_is_never_overwritten(self):
        before = self.key.read_bytes()
        self.run_to(cli.FAILED, "init", "fourth", "--program", cli.RULE_A,
                    "--key", "shop.key")
        self.assertEqual(self.key.read_bytes(), before)


class Disks(cli.CliTest):
    def test_a_full_disk_loses_nothing_and_the_load_can_go_on(self):
        self.init("whole", "--pseudonym", "stable")
        self.ok("load", "whole", cli.ONLINE_RETAIL)
        mount = self.folder / "small"
        mount.mkdir()
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(mount)],
            capture_output=True)
        if mounted.returncode != 0:
            self.skipTest("no small disk can be mounted here")
        self.addCleanup(subprocess.run, ["umount", str(mount)], check=True)
        self.init("small/shop", "--pseudonym", "stable")
        ran = self.run_to(cli.FAILED, "load", "small/shop", cli.ONLINE_RETAIL,
                          "--batch", "256", "--reserve-space", "0")
        self.assertIn("disk full", ran.err)
        self.assertIn("small/shop", ran.err)
        self.ok("verify", "small/shop")
        self.ok("balances", "small/shop")
        subprocess.run(["mount", "-o", "remount,size=64m", str(mount)],
                       check=True)
        self.ok("load", "small/shop", cli.ONLINE_RETAIL, "--reserve-space", "8M")
        self.assertEqual(self.digest("small/shop"), self.digest("whole"))

    def test_a_file_size_limit_is_an_error_and_no_damage(self):
        self.init("shop", "--pseudonym", "stable")
        self.ok("submit", "shop", "award anna 5 points")
        before = self.digest()
        size = max(file.stat().st_size
                   for file in (self.folder / "shop").rglob("*.mdb"))
        ran = self.run_to(cli.FAILED, "load", "shop", cli.ONLINE_RETAIL,
                          preexec_fn=limited_to(size))
        self.assertIn("shop", ran.err)
        self.ok("verify", "shop")
        self.assertEqual(self.balances()["anna"], "5")
        self.assertEqual(self.digest(), before)
        self.ok("load", "shop", cli.ONLINE_RETAIL)

    def test_a_read_only_ledger_can_be_read(self):
        self.init()
        self.ok("submit", "shop", "award anna 5 points")
        view = self.folder / "view"
        view.mkdir()
        if os.geteuid() == 0:
            self.mount_read_only(view)
        else:
            shutil.copytree(self.folder / "shop", view, dirs_exist_ok=True)
            for path in [view, *view.rglob("*")]:
                path.chmod(0o500 if path.is_dir() else 0o400)
        self.assertEqual(self.balances("view"), {"anna": "5"})
        self.ok("verify", "view")
        self.ok("events", "view")
        ran = self.run_to(cli.FAILED, "submit", "view", "award anna 5 points")
        self.assertIn("view", ran.err)
        self.assertRegex(ran.err, "Read-only file system|Permission denied")

    def mount_read_only(self, view):
        bound = subprocess.run(["mount", "--bind", "-o", "ro",
                                str(self.folder / "shop"), str(view)],
                               capture_output=True)
        if bound.returncode != 0:
            self.skipTest("nothing can be mounted read-only here")
        self.addCleanup(subprocess.run, ["umount", str(view)], check=True)


class FlippedBytes(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.init()
        self.write("in.csv", [purchase(f"p{i}", f"m{i % 50}", 100 * i)
                              for i in range(2000)])
        self.ok("load", "shop", "in.csv", "--batch", "100")
        self.segment = min((self.folder / "shop" / "journal").glob("*.mdb"))

    def test_verify_names_a_flipped_byte(self):
        data = self.segment.read_bytes()
        # The journal is of pages with commands; this one is in the middle.
        offset = data.index(b"KUMB", len(data) // 2) + 1000
        self.flip(self.segment, offset)
        for command in ("verify", "digest", "balances", "events"):
            with self.subTest(command):
                ran = self.run_to(cli.DAMAGED, command, "shop")
                self.assertIn(self.segment.name, ran.err)
                self.assertRegex(ran.err, r"batch \d+")
        ran = self.run_to(cli.DAMAGED, "load", "shop", "in.csv")
        self.flip(self.segment, offset)
        self.ok("verify", "shop")

    def test_one_damaged_slot_of_the_head_is_survived(self):
        head = self.folder / "shop" / "HEAD"
        before = self.digest()
        self.flip(head, 40)
        self.assertEqual(self.digest(), before)
        self.flip(head, 4096 + 40)
        ran = self.run_to(cli.DAMAGED, "verify", "shop")
        self.assertIn("HEAD", ran.err)

    def test_a_missing_segment_is_damage(self):
        self.segment.unlink()
        ran = self.run_to(cli.DAMAGED, "verify", "shop")
        self.assertIn(self.segment.name, ran.err)

    def test_the_directory_of_another_ledger_is_noticed_by_all(self):
        self.init("other")
        names = self.folder / "shop" / "directory.mdb"
        names.write_bytes((self.folder / "other" / "directory.mdb").read_bytes())
        for words in (("balances", "shop"), ("events", "shop"),
                      ("export", "member", "shop", "m1"),
                      ("member", "shop", "m1"), ("verify", "shop"),
                      ("backup", "create", "shop", "backup"),
                      ("submit", "shop", "award m1 5 points"),
                      ("erase", "shop", "m1")):
            with self.subTest(words):
                ran = self.run_to(cli.DAMAGED, *words)
                self.assertIn("shop/directory.mdb: is the directory of ledger",
                              ran.err)

    def test_a_flipped_name_is_damage(self):
        names = self.folder / "shop" / "directory.mdb"
        data = names.read_bytes()
        self.flip(names, data.index(b"KUMBNAME") + 100)
        ran = self.run_to(cli.DAMAGED, "balances", "shop")
        self.assertIn("directory.mdb", ran.err)


class Crashes(cli.CliTest):
    """DIR/CRASHED, as a command leaves it that ends the program."""

    def setUp(self):
        super().setUp()
        self.init()
        ran = self.ok("submit", "shop", "award anna 5 points")
        self.id = re.search(r"id ([0-9a-f]{32})", ran.out)[1]
        self.note = self.folder / "shop" / "CRASHED"
        version = self.ok("--version").out.strip()
        self.line = (f"sequence 1 id {self.id} kind award shard 0 signal 11 "
                     f"version {version}\n")

    def test_a_command_that_ended_the_program_twice_is_not_tried_again(self):
        self.note.write_text(2 * self.line)
        for words in (("digest", "shop"), ("balances", "shop"),
                      ("events", "shop"), ("audit", "shop"),
                      ("snapshot", "create", "shop"),
                      ("submit", "shop", "award bert 5 points")):
            with self.subTest(words):
                ran = self.run_to(cli.FAILED, *words)
                self.assertIn(f"shop/CRASHED: command 1 (award, id {self.id})", ran.err)
                self.assertIn("shop/CRASHED.1.txt", ran.err)
        dump = (self.folder / "shop" / "CRASHED.1.txt").read_text()
        self.assertIn(f"command          {self.id}", dump)
        self.note.unlink()
        self.assertEqual(self.balances(), {"anna": "5"})

    def test_a_writer_that_gets_past_it_removes_the_note(self):
        self.note.write_text(self.line)
        self.assertEqual(self.balances(), {"anna": "5"})
        self.assertTrue(self.note.exists())
        self.ok("submit", "shop", "award anna 5 points")
        self.assertFalse(self.note.exists())
