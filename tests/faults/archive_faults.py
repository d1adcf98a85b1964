#!/usr/bin/env python3
"""Archiving and attaching a segment, ended or failing at every call.

    archive_faults.py KUMBARA FAULT_SHIM

Whatever happens, the segment lies whole in one of the two places, and doing the
same again without a fault ends as if there had been none: its seal, too, is
where the segment is; so compressed and not. And whoever lists the segments
meanwhile finds all of them.
"""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parents[1]
RULE_A = TESTS / "oracles" / "rule_a.toml"
HISTORY = TESTS / "data" / "online_retail.csv"
SEGMENT = "0000000001.mdb"
PATIENCE = 2  # Seconds.
FAULTS = ("kill", "killed", "5", "28")  # The numbers are EIO and ENOSPC.


class Case:
    def __init__(self, program, shim, folder):
        self.program = program
        self.shim = shim
        self.folder = folder
        self.environment = dict(os.environ, XDG_STATE_HOME=str(folder / "key"))

    def with_fault(self, fault):
        return dict(self.environment, LD_PRELOAD=self.shim,
                    KUMBARA_FAULT_ROOT=str(self.folder), KUMBARA_FAULT=fault)

    def run(self, *words, fault=None):
        environment = self.with_fault(fault) if fault else self.environment
        return subprocess.run([self.program, *map(str, words)],
                              cwd=self.folder, env=environment,
                              capture_output=True, timeout=120)

    def ok(self, *words):
        ran = self.run(*words)
        if ran.returncode != 0:
            sys.exit(f"{words}: exit code {ran.returncode}\n"
                     f"{ran.stdout.decode()}{ran.stderr.decode()}")
        return ran.stdout.decode()

    def make(self):
        self.ok("init", "shop", "--program", RULE_A, "--max-ahead", "off",
                "--segment", "1M", "--pseudonym", "stable")
        self.ok("load", "shop", HISTORY, "--batch", "16")
        self.ok("signing-key", "books.key", "--new", "books")
        self.ok("checkpoint", "shop", "--signing-key", "books.key", "--seals")
        self.segment = (self.folder / "shop" / "journal" / SEGMENT).read_bytes()
        self.state = self.ok("digest", "shop")

    def keep(self, name):
        for folder in ("shop", "cold"):
            if (self.folder / folder).exists():
                shutil.copytree(self.folder / folder,
                                self.folder / f"{name}.{folder}")

    def restore(self, name):
        for folder in ("shop", "cold"):
            shutil.rmtree(self.folder / folder, ignore_errors=True)
            kept = self.folder / f"{name}.{folder}"
            if kept.exists():
                shutil.copytree(kept, self.folder / folder)

    def places(self):
        """Where the segment lies whole."""
        found = []
        for place in ("shop/journal", "cold"):
            path = self.folder / place / SEGMENT
            packed = path.with_suffix(".mdb.zst")
            if path.exists() or packed.exists():
                held = (path.read_bytes() if path.exists() else subprocess.run(
                    ["zstd", "-dcq", packed], stdout=subprocess.PIPE).stdout)
                if held != self.segment:
                    sys.exit(f"{path}: is there, but not whole")
                found.append(place)
        return found

    def seals(self):
        """Where its seal is, of the two places."""
        seals = {"shop/journal": "shop/seals/0000000001.seal",
                 "cold": "cold/0000000001.seal"}
        return [place for place, seal in seals.items()
                if (self.folder / seal).exists()]

    def try_all(self, before, words, after):
        """Each fault at each call; `after` is where the segment is then."""
        tried = 0
        for fault in FAULTS:
            call = 0
            while True:
                call += 1
                self.restore(before)
                ran = self.run(*words, fault=f"any:{call}:{fault}")
                where = f"{' '.join(map(str, words))}, {fault} at call {call}"
                if not self.places():
                    sys.exit(f"{where}: the segment is gone")
                if fault.isdigit() and ran.returncode not in (0, 1, 4):
                    sys.exit(f"{where}: exit code {ran.returncode}")
                if fault.isdigit() and ran.returncode and not ran.stderr:
                    sys.exit(f"{where}: no sentence")
                ended = ran.returncode == 0
                done_again = self.run(*words)
                # Nothing was left to do if it was done before the fault.
                if done_again.returncode not in (0, 1) or (
                        self.places() != after or self.seals() != after):
                    sys.exit(f"{where}: then {self.places()}, seals in "
                             f"{self.seals()}\n"
                             f"{done_again.stderr.decode()}")
                tried += 1
                if ended and call > self.calls(before, words):
                    break
        return tried

    def list_meanwhile(self, before, words):
        """The segments listed, with all of `words` done behind each call."""
        listing = ("journal", "ls", self.folder / "shop", "--format", "json")
        self.restore(before)
        numbers = [one["segment"] for one in json.loads(self.ok(*listing))]
        call = 0
        while True:
            call += 1
            self.restore(before)
            lister = subprocess.Popen(
                [self.program, *map(str, listing)], stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=self.with_fault(f"any:{call}:stopped"))
            seen = os.waitid(os.P_PID, lister.pid,
                             os.WSTOPPED | os.WEXITED | os.WNOWAIT)
            stopped = seen.si_code == os.CLD_STOPPED
            mover = subprocess.Popen([self.program, *map(str, words)],
                                     stdout=subprocess.DEVNULL,
                                     env=self.environment)
            try:
                mover.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                pass  # It waits for a lock of LMDB that the stopped one has.
            if stopped:
                lister.send_signal(signal.SIGCONT)
            if mover.wait(timeout=120) != 0:
                sys.exit(f"{words}: exit code {mover.returncode}")
            out, err = lister.communicate(timeout=120)
            where = f"{' '.join(map(str, words))} behind call {call} of ls"
            if lister.returncode != 0:
                sys.exit(f"{where}: {err.decode()}")
            listed = [one["segment"] for one in json.loads(out)]
            if listed != numbers:
                sys.exit(f"{where}: {listed} are listed instead of {numbers}")
            if not stopped:
                return call - 1

    def calls(self, before, words, call="any"):
        """How many there are without a fault."""
        if (before, words) not in self.counted:
            count = self.folder / "count"
            self.restore(before)
            environment = dict(self.environment, LD_PRELOAD=self.shim,
                               KUMBARA_FAULT_ROOT=str(self.folder),
                               KUMBARA_FAULT_COUNT=str(count))
            subprocess.run([self.program, *map(str, words)], cwd=self.folder,
                           env=environment, capture_output=True, check=True)
            self.counted[before, words] = dict(
                line.split() for line in count.read_text().splitlines())
            count.unlink()
        return int(self.counted[before, words][call])

    counted = {}


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory(prefix="kumbara_archive_") as folder:
        case = Case(str(pathlib.Path(sys.argv[1]).resolve()),
                    str(pathlib.Path(sys.argv[2]).resolve()),
                    pathlib.Path(folder))
        case.make()
        case.keep("whole")
        # The shim knows absolute paths.
        shop, cold = case.folder / "shop", case.folder / "cold"
        archive = ("journal", "archive", shop, "--to", cold, "--before", "2")
        attach = ("journal", "attach", shop, cold)
        for added, moved in ((["--zstd"], "packed"), ([], "moved")):
            words = (*archive, *added)
            print("archive:", case.try_all("whole", words, ["cold"]), "faults")
            case.restore("whole")
            case.ok(*words)
            case.ok("journal", "verify-archive", "cold")
            case.keep(moved)
            print("attach:", case.try_all(moved, attach,
                                          ["shop/journal", "cold"]), "faults")
        print("list while archiving:", case.list_meanwhile("whole", archive),
              "calls, while attaching:", case.list_meanwhile("moved", attach),
              "calls")
        case.restore("moved")
        case.ok(*attach)
        if case.ok("digest", "shop") != case.state:
            sys.exit("the state is another one")


if __name__ == "__main__":
    main()
