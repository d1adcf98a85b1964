"""A disk that is nearly full: nothing new is taken, reading goes on."""

import ctypes
import os
import select
import signal
import subprocess
import tempfile
import time
import unittest

import cli
from cli import purchase

LIBC = ctypes.CDLL(None, use_errno=True)
MIB = 1 << 20
PATIENCE = 300  # Seconds; what is waited for is sure to come.


def mount(place, options):
    """A tmpfs; 0 if that worked."""
    return LIBC.mount(b"tmpfs", str(place).encode(), b"tmpfs", 0, options)


def can_mount():
    with tempfile.TemporaryDirectory() as place:
        if mount(place, b"size=64k") != 0:
            return False
        LIBC.umount2(place.encode(), 2)
        return True


def lines(first, last):
    rows = [purchase(f"p{i}", f"m{i % 50}", 100 + i) for i in range(first, last)]
    text = cli.to_csv(rows)
    return (text if first == 0 else text.split("\n", 1)[1]).encode()


class ReserveOption(cli.CliTest):
    def test_a_size_that_is_none_is_a_wrong_command_line(self):
        self.init()
        for command in (("load", "shop", "-"), ("submit", "shop", "enroll anna"),
                        ("info", "shop")):
            ran = self.run_to(cli.USAGE, *command, "--reserve-space", "much")
            self.assertEqual(ran.out, "")
            self.assertEqual(
                ran.err, "kumbara: --reserve-space much: expected a size: a "
                         "whole number and K, M, G or nothing\n")


@unittest.skipUnless(can_mount(), "mounting needs root")
class LowSpace(cli.CliTest):
    """A disk of its own that is nearly full, and then has room again."""

    def setUp(self):
        super().setUp()
        place = self.folder / "disk"
        place.mkdir()
        self.assertEqual(mount(place, b"size=16m,mode=0700"), 0)
        self.addCleanup(LIBC.umount2, str(place).encode(), 2)
        self.init("disk/shop", "--segment", "1M", "--pseudonym", "stable")
        self.submit(cli.OK, "award anna 5 points")
        self.filler = place / "filler"

    def submit(self, code, command, *words, reserve="4M"):
        return self.run_to(code, "submit", "disk/shop", command,
                           "--reserve-space", reserve, *words)

    def fill(self):
        disk = os.statvfs(self.filler.parent)
        free = disk.f_bavail * disk.f_frsize
        self.filler.write_bytes(b"x" * (free - 2 * MIB))

    def load(self):
        """A load under way that waits for rows."""
        loader = self.start("load", "disk/shop", "-", "--batch", "16",
                            "--order", "file", "--reserve-space", "4M",
                            stdin=subprocess.PIPE)
        self.addCleanup(loader.communicate)
        self.addCleanup(loader.kill)
        return loader

    def send(self, loader, first, last):
        loader.stdin.write(lines(first, last))
        loader.stdin.flush()

    def load_until_low(self):
        """A load that waits for room, and how many rows it was given."""
        loader = self.load()
        self.send(loader, 0, 200)
        self.wait_until_durable(100)
        self.fill()
        given = 200
        end = time.monotonic() + PATIENCE
        # It sees that when it asks for the next time.
        while not select.select([loader.stderr], [], [], 0.05)[0]:
            self.assertLess(time.monotonic(), end, "takes all there is")
            self.send(loader, given, given + 20)
            given += 20
        self.assertIn(b"the disk is nearly full", loader.stderr.readline())
        return loader, given

    def sequence(self):
        return self.fact(self.ok("info", "disk/shop"), "sequence")

    def wait_until_durable(self, sequence):
        end = time.monotonic() + PATIENCE
        while self.sequence() < sequence:
            self.assertLess(time.monotonic(), end, "nothing was loaded")
            time.sleep(0.02)

    def ends(self, loader, code, rest=None):
        out, err = loader.communicate(rest, timeout=PATIENCE)
        ran = cli.Ran(loader, out.decode(), err.decode())
        self.assertEqual(ran.code, code, ran)
        return ran

    def again(self, rows):
        """Loads them, and compares with a disk that always had room."""
        self.ok("submit", self.init("whole", "--pseudonym", "stable"),
                "award anna 5 points")
        self.ok("load", "whole", "-", "--order", "file", stdin=rows)
        ran = self.ok("load", "disk/shop", "-", "--order", "file",
                      "--reserve-space", "4M", stdin=rows)
        self.assertEqual(self.balances("disk/shop"), self.balances("whole"))
        return ran

    def test_nothing_new_is_taken_reading_goes_on_and_room_ends_it(self):
        self.fill()
        before = self.digest("disk/shop")
        ran = self.submit(cli.FAILED, "award bert 5 points")
        self.assertRegex(ran.err,
                         r"^kumbara: disk/shop: the disk is nearly full: "
                         r"\d+ bytes are free, and 4194304 are kept; "
                         r"nothing new is taken until there is room\n$")
        self.assertEqual(ran.out, "")
        for reading in ("verify", "audit", "events", "info"):
            self.ok(reading, "disk/shop")
        self.ok("submit", "disk/shop", "award bert 5 points", "--dry-run")
        self.assertEqual(self.balances("disk/shop"), {"anna": "5"})
        self.assertEqual(self.digest("disk/shop"), before)
        # Nothing of it was written: not even the name.
        names = (self.folder / "disk/shop/directory.mdb").read_bytes()
        self.assertIn(b"anna", names)
        self.assertNotIn(b"bert", names)
        self.submit(cli.OK, "award bert 5 points", reserve="0")
        self.filler.unlink()
        self.submit(cli.OK, "award carl 5 points")
        self.assertEqual(self.balances("disk/shop"),
                         {"anna": "5", "bert": "5", "carl": "5"})

    def test_what_was_refused_for_room_was_never_there(self):
        self.fill()
        command = ("award anna 7 points at=2024-05-01T10:00:00Z", "--id", "x1")
        self.submit(cli.FAILED, *command)
        self.filler.unlink()
        self.assertNotIn("exists", self.submit(cli.OK, *command).out)
        self.assertIn("exists", self.submit(cli.OK, *command).out)
        self.assertEqual(self.balances("disk/shop"), {"anna": "12"})

    def test_info_says_so(self):
        def disk(*words):
            out = self.ok("info", "disk/shop", *words).out
            return next(line for line in out.splitlines()
                        if line.startswith("disk "))

        self.assertRegex(disk("--reserve-space", "4M"),
                         r"^disk +1\d\.\d MB free$")
        # The default is more than this disk has.
        self.assertRegex(disk(), r" free, less than 268.4 MB: "
                                 r"nothing new is taken$")
        self.fill()
        self.assertRegex(disk("--reserve-space", "4M"),
                         r"^disk +2\.\d MB free, less than 4.1 MB: "
                         r"nothing new is taken$")
        self.assertRegex(disk("--reserve-space", "0"), r"2\.\d MB free$")

    def test_a_load_waits_for_room_and_goes_on(self):
        loader, given = self.load_until_low()
        durable = self.sequence()
        self.assertIsNone(loader.poll())
        self.ok("verify", "disk/shop")
        self.filler.unlink()
        self.assertEqual(loader.stderr.readline(),
                         b"kumbara: there is room again\n")
        ran = self.ends(loader, cli.OK, lines(given, given + 100))
        self.assertEqual(self.fact(ran, "applied"), given + 100)
        self.assertGreater(self.sequence(), durable)
        # No id was lost, and none is there twice.
        ran = self.again(lines(0, given + 100))
        self.assertEqual(self.fact(ran, "known before"), given + 100)
        self.assertIn("nothing changed", ran.out)

    def test_a_load_that_waits_can_be_stopped_and_done_again(self):
        loader, given = self.load_until_low()
        loader.send_signal(signal.SIGTERM)
        ran = self.ends(loader, cli.INTERRUPTED, lines(given, given + 100))
        self.assertIn("run it again to go on", ran.out)
        self.assertEqual(ran.err, "")  # It is said once.
        durable = self.sequence()
        self.filler.unlink()
        ran = self.again(lines(0, given + 100))
        self.assertGreater(self.fact(ran, "known before"), 0)
        self.assertGreater(self.fact(ran, "applied"), 100)
        self.assertGreater(self.sequence(), durable)
