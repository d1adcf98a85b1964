#!/usr/bin/env python3
"""Snapshots, checkpoints and whatever reads, ended or failing at every call.

    command_faults.py KUMBARA FAULT_SHIM [--full]

At each call one of the faults in turn, or with --full each of them.

`snapshot create` and `checkpoint --seals` that were ended leave a ledger with the
same state, whose snapshots and seals are whole or not there, and doing the same
again ends as if there had been no fault. A call that fails is told with the name of
its file, or does no harm: no command prints anything that differs.
"""

import pathlib
import re
import shutil
import signal
import sys
import tempfile

from archive_faults import FAULTS, RULE_A, Case

READ_FAULTS = ("5", "short")  # EIO, or half of what was asked for.
PURCHASES = 400
# Of each call of a command without --full: those of a snapshot's parts are alike.
CALLS_MOST = 12
WRITES = ("open", "mkdir", "write", "pwrite", "writev", "ftruncate", "fallocate",
          "fdatasync", "fsync", "rename", "unlink", "mmap")
READS = ("read", "pread")

CHECKPOINT = ("checkpoint", "shop", "--signing-key", "books.key", "--to", "log",
              "--seals")
SNAPSHOT = ("snapshot", "create", "shop")
BACKUP = ("backup", "create", "shop", "backup")
WRITERS = (SNAPSHOT, CHECKPOINT, BACKUP, ("restore", "backup", "again"),
           ("submit", "shop", "award anna 5 points at=2025-06-01T00:00:00Z",
            "--id", "a1"))
READERS = (
    ("digest", "shop"),
    ("member", "shop", "m1"),
    ("events", "shop"),
    ("verify", "shop", "--against", "log", "--verifier", "books.pub"),
    ("prove", "shop", "--against", "log", "--batch", "3"),
    ("journal", "ls", "shop"),
    ("snapshot", "verify", "shop"),
    ("backup", "verify", "backup", "--verifier", "books.pub"),
    ("journal", "verify-archive", "cold", "--verifier", "books.pub"),
)
FILES = {"shop", "backup", "again", "cold", "log", "books.key", "books.pub"}
# How long it took differs, and where HEAD cannot be read it is said that nobody
# knows how far the writer is ahead.
VARYING = re.compile(r"\d[\d.,]* s\b|(\d+|unknown) behind$", re.M)


class Failed(Exception):
    pass


class CommandCase(Case):
    failed = 0

    def make_ledger(self):
        rule = RULE_A.read_text() + ("#" + 99 * "x" + "\n") * 6000
        for version in (1, 2, 3):  # Two of them fill a segment.
            (self.folder / f"{version}.toml").write_text(f"{rule}# {version}\n")
        head = "kind,transaction_id,member_id,occurred_at,amount_minor,currency"
        rows = [f"purchase,p{i},m{i % 9},2024-05-01T10:00:00Z,{i}00,GBP"
                for i in range(1, PURCHASES + 1)]
        (self.folder / "in.csv").write_text("\n".join([head, *rows, ""]))
        self.ok("init", "shop", "--program", "1.toml", "--max-ahead", "off",
                "--segment", "1M", "--shards", "16")
        self.ok("load", "shop", "in.csv", "--batch", "16")
        (self.folder / "books.pub").write_text(
            self.ok("signing-key", "books.key", "--new", "books"))
        for version in (2, 3):
            self.ok("program", "activate", "shop", f"{version}.toml",
                    "--effective", f"202{version + 3}-01-01T00:00:00Z")
            if version == 2:
                self.ok(*SNAPSHOT)
                self.ok(*CHECKPOINT)
        self.ok("journal", "archive", "shop", "--to", "cold", "--before", "2")
        self.ok("journal", "attach", "shop", "cold")
        self.ok(*BACKUP)
        self.ok("submit", "shop", "award anna 5 points")
        self.kept = self.folder.parent / "kept"
        shutil.copytree(self.folder, self.kept)
        self.state = self.ok("digest", "shop")

    def ok(self, *words):
        try:
            return super().ok(*words)
        except SystemExit as ended:
            raise Failed(str(ended)) from None

    def restore(self, _):
        """What a run begins with."""
        shutil.rmtree(self.folder)
        shutil.copytree(self.kept, self.folder)

    def with_fault(self, fault):
        self.met = self.folder.parent / "met"
        self.met.unlink(missing_ok=True)
        return dict(super().with_fault(fault), KUMBARA_FAULT_MET=self.met)

    def absolute(self, words):
        """The shim knows absolute paths."""
        return (words[0], *(str(self.folder / word) if word in FILES else word
                            for word in words[1:]))

    def faults(self, words, call, kinds):
        """Each kind at each call, or the next one at the next call."""
        calls = self.calls("kept", words, call)
        step = 1 if self.full else max(1, calls // CALLS_MOST)
        for turn, number in enumerate(range(1, calls + 1, step)):
            for kind in kinds if self.full else [kinds[turn % len(kinds)]]:
                yield f"{call}:{number}:{kind}"

    def check_told(self, ran, before):
        """A command that failed says at which file; what it printed up to there
        is what it prints."""
        lines = {VARYING.sub("", line) for line in before.splitlines()}
        printed = VARYING.sub("", ran.stdout.decode())
        if ran.returncode == 0:
            if printed != VARYING.sub("", before):
                raise Failed(f"prints other things\n{printed}")
            return
        if ran.returncode not in (1, 4):
            raise Failed(f"exit code {ran.returncode}\n{ran.stderr.decode()}")
        name = pathlib.Path(self.met.read_text()).name.removesuffix(".new")
        if name not in ran.stderr.decode():
            raise Failed(f"{name} is not named\n{ran.stderr.decode()}")
        if not set(printed.splitlines()[:-1]) <= lines:
            raise Failed(f"prints other things\n{printed}")

    def attempt(self, words, fault, check):
        ran = self.run(*words, fault=fault)
        try:
            check(ran)
        except Failed as failure:
            self.failed += 1
            print(f"{' '.join(words)}, {fault}: {failure}", file=sys.stderr,
                  flush=True)

    def try_reader(self, words):
        words = self.absolute(words)
        self.restore("kept")
        before = self.ok(*words)
        tried = 0
        for call in ("open", "mmap", *READS):
            kinds = READ_FAULTS if call in READS else ("5",)
            for fault in self.faults(words, call, kinds):
                self.attempt(words, fault,
                             lambda ran: self.check_told(ran, before))
                tried += 1
        return tried

    def written(self):
        """Seals and checkpoints, byte for byte, and which snapshots there are."""
        files = [self.folder / "log", *(self.folder / "shop/seals").iterdir()]
        return ({path.name: path.read_bytes() for path in files},
                {path.name for path in
                 (self.folder / "shop/snapshots").glob("*.snapshot")})

    def check_whole(self, words, after):
        """Behind a fault, and with it done again."""
        if "submit" in words:
            self.ok("verify", "shop")
            return
        if self.ok("digest", "shop") != self.state:
            raise Failed("the state is another one")
        self.ok("snapshot", "verify", "shop")
        seals, whole = self.folder / "shop/seals", after[0]
        for path in seals.glob("*.seal"):
            if path.read_bytes() != whole.get(path.name, path.read_bytes()):
                raise Failed(f"{path.name} is there, but not whole")
        again = self.run(*words)
        was_done = b"is a ledger already" in again.stderr
        if again.returncode != 0 and not was_done or self.written() != after:
            raise Failed(f"then exit code {again.returncode}\n"
                         f"{again.stderr.decode()}")
        if "restore" in words:
            self.ok("verify", "again")
        if "backup" in words:
            self.ok("backup", "verify", "backup")

    def try_writer(self, words):
        words = self.absolute(words)
        self.restore("kept")
        before = self.ok(*words)
        after = self.written()

        def check(ran):
            if ran.returncode != -signal.SIGKILL:
                self.check_told(ran, before)
            self.check_whole(words, after)

        # Writes of the others have tests of their own.
        writes = WRITES if words[0] in ("snapshot", "checkpoint") else ()
        tried = 0
        for call in (*READS, *writes):
            kinds = READ_FAULTS if call in READS else FAULTS
            for fault in self.faults(words, call, kinds):
                self.restore("kept")
                self.attempt(words, fault, check)
                tried += 1
        return tried


def main():
    full = sys.argv[3:] == ["--full"]
    if len(sys.argv) != 3 and not full:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory(prefix="kumbara_command_") as folder:
        bed = pathlib.Path(folder) / "bed"
        bed.mkdir()
        case = CommandCase(str(pathlib.Path(sys.argv[1]).resolve()),
                           str(pathlib.Path(sys.argv[2]).resolve()), bed)
        case.full = full
        case.make_ledger()
        for words in WRITERS:
            print(f"{' '.join(words[:2])}: {case.try_writer(words)} faults",
                  flush=True)
        for words in READERS:
            print(f"{' '.join(words[:2])}: {case.try_reader(words)} faults",
                  flush=True)
        return 1 if case.failed else 0


if __name__ == "__main__":
    sys.exit(main())
