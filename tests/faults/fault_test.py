#!/usr/bin/env python3
"""Faults of every kind, and a ledger that loses nothing it acknowledged.

    fault_test.py CRASH_CHILD FAULT_SHIM CRASH_STATES [--faults N] [--states N]
                  [--seed S] [--work DIR]

What each process intended and was answered stands in a log that the ledger knows
nothing of (tests/crash). After each fault a reader compares that log with the
journal, and a writer asks again for every command. Prints a table: fault, how
many, how many survived. N faults of each kind are drawn by the seed where there
are more; KUMBARA_FAULTS and KUMBARA_STATES set the two numbers, too.
"""

import argparse
import ctypes
import errno
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter

HERE = pathlib.Path(__file__).resolve().parent
PROGRAM = HERE.parent / "oracles" / "rule_a.toml"
SEGMENT_BYTES = 1 << 16  # Many segments begin.
SEED = 7  # Of the commands.
FRAMES = 40  # Of each producer, before the fault.
FRAMES_UNDER_FAULT = 12
# A run leaves some thousand disks that differ; few of more draws are new.
DRAWS_OF_A_RUN = 4_000
DRAWS_OF_A_STATE = 4
PATIENCE = 120  # Seconds.
ERRORS = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC, "EDQUOT": errno.EDQUOT,
          "EINTR": errno.EINTR, "short": "short"}
CAN_BE_SHORT = ("write", "pwrite", "writev")
READS = ("read", "pread")


class Failed(Exception):
    pass


class Bed:
    """A folder with a ledger, the log of its child beside it."""

    def __init__(self, test, folder):
        self.test = test
        self.folder = folder
        self.disk = folder / "disk"
        self.ledger = self.disk / "ledger"
        self.marks = folder / "marks"
        self.writes = folder / "writes"
        self.counts = folder / "counts"
        self.seed = SEED

    def child(self, mode, workers=2, frames=None, fault=None):
        command = [self.test.options.child, mode, self.ledger]
        if mode == "init":
            command += [PROGRAM, SEGMENT_BYTES]
        else:
            command += [self.marks, self.seed, workers, 0]
            command += [frames] if frames else []
        environment = dict(os.environ)
        if fault is not None:
            environment.update(
                LD_PRELOAD=str(self.test.options.shim),
                KUMBARA_FAULT_ROOT=str(self.disk),
                KUMBARA_FAULT_MARKS=str(self.marks),
                KUMBARA_FAULT_LOG=str(self.writes),
                KUMBARA_FAULT_COUNT=str(self.counts))
            if fault:
                environment["KUMBARA_FAULT"] = fault
        try:
            return subprocess.run([str(word) for word in command],
                                  env=environment, capture_output=True,
                                  text=True, errors="replace",
                                  timeout=PATIENCE)
        except subprocess.TimeoutExpired as hung:
            raise Failed(f"{mode} under {fault} hangs") from hung

    def must(self, mode, **options):
        done = self.child(mode, **options)
        if done.returncode != 0:
            raise Failed(f"{mode} ends with {done.returncode}\n{done.stdout}"
                         f"{done.stderr}")
        return done

    def counted(self):
        return {name: int(count) for name, count in
                (line.split() for line in self.counts.read_text().splitlines())}

    def holds(self):
        """The journal has what was acknowledged, and so has who asks again."""
        self.must("check")
        self.must("run", frames=1)
        self.must("check", workers=1)

    def states(self, count, seed):
        """Disks after power losses, so many drawn; the numbers of each kind."""
        work = self.folder / "states"
        work.mkdir()
        done = subprocess.run(
            [self.test.options.states_program, self.writes, self.disk, work,
             str(count), str(seed)], capture_output=True, text=True,
            errors="replace")
        if done.returncode != 0:
            raise Failed(f"crash_states {count} {seed}\n{done.stdout}"
                         f"{done.stderr}")
        lines = (line.rsplit(" ", 1) for line in done.stdout.splitlines())
        return Counter({name: int(number) for name, number in lines})


class Test:
    def __init__(self, options, work):
        self.options = options
        self.work = work
        self.random = random.Random(options.seed)
        self.tried = Counter()
        self.survived = Counter()
        self.template = self.new_bed("template")
        self.template.must("init")
        self.template.must("run", frames=FRAMES)

    def new_bed(self, name):
        folder = self.work / name
        folder.mkdir()
        (folder / "disk").mkdir()
        return Bed(self, folder)

    def copy(self):
        folder = self.work / "bed"
        if folder.exists():
            shutil.rmtree(folder)
        shutil.copytree(self.template.folder, folder)
        return Bed(self, folder)

    def chosen(self, faults):
        if len(faults) <= self.options.faults:
            return faults
        return self.random.sample(faults, self.options.faults)

    def attempt(self, kind, fault, try_it):
        self.tried[kind] += 1
        try:
            try_it(self.copy(), fault)
        except Failed as failure:
            print(f"{kind}, {fault}: {failure}", file=sys.stderr)
        else:
            self.survived[kind] += 1

    def attempt_all(self, kind, faults, try_it):
        for fault in self.chosen(faults):
            self.attempt(kind, fault, try_it)

    def calls_of_a_run(self, workers=2):
        bed = self.copy()
        bed.must("run", workers=workers, frames=FRAMES_UNDER_FAULT, fault="")
        return bed.counted()

    def power_losses(self):
        kind = "power loss: state of the disk"
        run = 0
        while (left := self.options.states - self.tried[kind]) > 0:
            draws = min(DRAWS_OF_A_RUN, left * DRAWS_OF_A_STATE)
            kinds = self.power_losses_of_a_run(run, draws)
            run += 1
            self.tried[kind] += sum(kinds.values())
            self.survived[kind] += sum(kinds.values())

    def power_losses_of_a_run(self, number, draws):
        """The numbers of states that differ, by kind."""
        bed = self.new_bed("power")
        bed.seed = SEED + number
        bed.must("init", fault="")
        bed.must("run", frames=FRAMES, fault="")
        bed.must("run", frames=4, fault="")  # Opened again, and closed.
        kinds = bed.states(draws, self.options.seed * 1_000_000 + number * draws)
        shutil.rmtree(bed.folder)
        del kinds["seen before"]
        if kinds["held"] < sum(kinds.values()) * 0.8:
            raise Failed(f"too few states of a ledger: {kinds}")
        return kinds

    def kill_at_calls(self, calls):
        def try_it(bed, fault):
            done = bed.child("run", frames=FRAMES_UNDER_FAULT, fault=fault)
            if done.returncode not in (0, -signal.SIGKILL):
                raise Failed(f"ends with {done.returncode}: {done.stderr}")
            bed.holds()

        self.attempt_all("kill -9 at a call", [
            f"any:{number}:{what}" for number in range(1, calls["any"] + 1)
            for what in ("kill", "killed")], try_it)

    def failing_calls(self, calls):
        def try_it(bed, fault):
            done = bed.child("run", frames=FRAMES_UNDER_FAULT, fault=fault)
            if done.returncode < 0 and -done.returncode != signal.SIGABRT:
                raise Failed(f"dies of signal {-done.returncode}")
            if done.returncode != 0 and not done.stderr.strip():
                raise Failed(f"ends with {done.returncode} and no word")
            bed.holds()

        faults = []
        for call, count in calls.items():
            for name, what in ERRORS.items():
                if call in ("any", *READS) or (
                        name == "short" and call not in CAN_BE_SHORT):
                    continue
                # A call that is interrupted for ever is tried for ever, and a
                # disk that only writes halves cannot take back half a write.
                later = ("",) if name in ("EINTR", "short") else ("", "+")
                faults += [f"{call}:{number}{plus}:{what}"
                           for number in range(1, count + 1)
                           for plus in later]
        self.attempt_all("a call fails", faults, try_it)
        # Few of all calls, and with them LMDB's meta pages are written.
        self.attempt_all("a write at a place fails", [
            fault for fault in faults if fault.startswith("pwrite:")], try_it)
        # More than of all others, so by themselves.
        self.attempt_all("a read fails", [
            f"{call}:{number}:{what}" for call in READS
            for number in range(1, calls[call] + 1)
            for what in (errno.EIO, "short")], try_it)

    def writes_of_records(self):
        """With so many workers no record stays in memory: most writes are
        those of records, and there are thousands."""
        workers = 3

        def try_it(bed, fault):
            done = bed.child("run", workers=workers,
                             frames=FRAMES_UNDER_FAULT, fault=fault)
            killed = done.returncode == -signal.SIGKILL and "kill" in fault
            told = done.returncode == 0 or done.stderr.strip()
            if not killed and (done.returncode < 0 or not told):
                raise Failed(f"ends with {done.returncode}: {done.stderr}")
            bed.holds()

        writes = self.calls_of_a_run(workers)["pwrite"]
        faults = [f"pwrite:{number}:{what}" for number in range(1, writes + 1)
                  for what in ("kill", errno.EIO, errno.ENOSPC, "short")]
        self.attempt_all("a write of records is the last, or fails", faults,
                         try_it)

    def failed_syncs(self, calls):
        """What was not synced may be gone although a later sync succeeds."""
        def states_after(fault):
            bed = self.new_bed("sync")
            try:
                bed.must("init", fault="")
                bed.child("run", frames=FRAMES_UNDER_FAULT, fault=fault)
                bed.states(64, self.random.randrange(1 << 30))
                bed.must("check")
            finally:
                shutil.rmtree(bed.folder)

        kind = "a sync fails, then power is lost"
        for fault in self.chosen([f"fdatasync:{number}:{errno.EIO}"
                                  for number in
                                  range(1, calls["fdatasync"] + 1)]):
            self.tried[kind] += 1
            try:
                states_after(fault)
            except Failed as failure:
                print(f"{kind}, {fault}: {failure}", file=sys.stderr)
            else:
                self.survived[kind] += 1

    def failing_memory(self):
        def try_it(bed, fault):
            bed.child("run", frames=FRAMES_UNDER_FAULT, fault=fault)
            bed.holds()

        # Where memory ends: anywhere between the first and a late allocation.
        numbers = sorted({int(1.3 ** power) for power in range(1, 46)})
        self.attempt_all("an allocation fails", [
            f"malloc:{number}{plus}:0" for number in numbers
            for plus in ("", "+")], try_it)

    def killed_while_made(self):
        """Init that does not end is no ledger, and can be done again."""
        bed = self.new_bed("count")
        bed.must("init", fault="")
        calls = bed.counted()
        shutil.rmtree(bed.folder)

        def try_it(bed, fault):
            shutil.rmtree(bed.folder)
            bed = self.new_bed("bed")
            done = bed.child("init", fault=fault)
            if done.returncode == 0:
                bed.holds()
                return
            if bed.child("run", frames=1).returncode == 0:
                return  # All but the answer was done.
            shutil.rmtree(bed.ledger, ignore_errors=True)
            bed.must("init")
            bed.holds()

        self.attempt_all("init is interrupted", [
            f"any:{number}:{what}" for number in range(1, calls["any"] + 1)
            for what in ("kill", "killed", errno.EIO, errno.ENOSPC)], try_it)

    def full_disks(self):
        """A file system of its own that fills up, then grows."""
        kind = "disk full, then room again"
        place = self.work / "small"
        place.mkdir()
        # A mount needs a name space of its own, or root.
        libc = ctypes.CDLL(None, use_errno=True)
        for pages in self.chosen(list(range(120, 180, 4))):
            options = f"size={pages * 4096},mode=0700".encode()
            if libc.mount(b"tmpfs", str(place).encode(), b"tmpfs", 0,
                          options) != 0:
                print(f"skipped: {kind}: mounting needs root")
                return
            try:
                self.tried[kind] += 1
                bed = self.new_bed("small/bed")
                bed.marks = self.work / "small_marks"
                bed.marks.unlink(missing_ok=True)
                bed.must("init")
                done = bed.child("run", frames=400)
                if done.returncode == 0:
                    raise Failed("never gets full")
                if "disk full" not in done.stderr:
                    raise Failed(f"does not say why: {done.stderr}")
                bed.must("check")
                libc.mount(b"tmpfs", str(place).encode(), b"tmpfs", 32,
                           b"size=64m")
                bed.holds()
                self.survived[kind] += 1
            except Failed as failure:
                print(f"{kind}, {pages} pages: {failure}", file=sys.stderr)
            finally:
                libc.umount(str(place).encode())

    def run(self):
        self.power_losses()
        calls = self.calls_of_a_run()
        self.kill_at_calls(calls)
        self.failing_calls(calls)
        self.writes_of_records()
        self.failed_syncs(calls)
        self.failing_memory()
        self.killed_while_made()
        self.full_disks()
        width = max(map(len, self.tried))
        print(f"{'fault':<{width}}  {'tried':>8}  {'survived':>8}")
        for kind, tried in self.tried.items():
            print(f"{kind:<{width}}  {tried:>8,}  {self.survived[kind]:>8,}")
        print(f"{'all':<{width}}  {sum(self.tried.values()):>8,}  "
              f"{sum(self.survived.values()):>8,}")
        return self.tried == self.survived


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("child")
    parser.add_argument("shim")
    parser.add_argument("states_program", metavar="CRASH_STATES")
    parser.add_argument("--faults", type=int,
                        default=int(os.environ.get("KUMBARA_FAULTS", 24)))
    parser.add_argument("--states", type=int,
                        default=int(os.environ.get("KUMBARA_STATES", 10_000)))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=pathlib.Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kumbara_faults_",
                                     dir=options.work) as work:
        try:
            ok = Test(options, pathlib.Path(work)).run()
        except Failed as failure:
            sys.exit(str(failure))
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
