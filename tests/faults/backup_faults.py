#!/usr/bin/env python3
"""A backup and a restore, ended or failing at every call.

    backup_faults.py KUMBARA FAULT_SHIM [--full]

At each call one of the faults in turn, or with --full each of them.

Whatever happens to a backup, its manifest is the one from before or the new one,
and every file that it names is there, byte for byte. Whatever happens to a
restore, there is no ledger or all of it. Doing the same again without a fault ends
as if there had been none.
"""

import hashlib
import pathlib
import re
import shutil
import sys
import tempfile

from archive_faults import FAULTS, HISTORY, RULE_A, Case

# A segment in the manifest is named by the lines of its facts.
SEGMENT = re.compile(r"^segment (\d+)$.*?^content (\w+)$", re.M | re.S)
FILE = re.compile(r"^file \d+ (\w+) (?:.*/)?(.+)$", re.M)


def named_in(manifest):
    """The names of the files that a manifest says are there."""
    return ({f"{int(number):010}.mdb.{content}"
             for number, content in SEGMENT.findall(manifest)} |
            {f"{name}.{content}" for content, name in FILE.findall(manifest)})


def digest_of(path):
    return hashlib.sha256(path.read_bytes()).digest()


class BackupCase(Case):
    def make_ledger(self):
        rows = HISTORY.read_text().splitlines(keepends=True)
        first, second = self.folder / "first.csv", self.folder / "second.csv"
        first.write_text("".join(rows[:9001]))
        second.write_text("".join(rows[:1] + rows[9001:17001]))
        self.ok("init", "shop", "--program", RULE_A, "--max-ahead", "off",
                "--segment", "1M")
        self.ok("load", "shop", first, "--batch", "16")
        self.ok("backup", "create", "shop", "backup")
        self.keep_as("before", "backup")
        self.ok("load", "shop", second, "--batch", "16")
        member = rows[1].split(",")[rows[0].split(",").index("member_id")]
        self.ok("erase", "shop", member)
        self.ok("snapshot", "create", "shop")
        self.keep_as("ledger", "shop")

    def keep_as(self, name, folder):
        shutil.copytree(self.folder / folder, self.folder / f"{name}.kept")

    def restore(self, name):
        """What a run begins with: a backup, or nothing where one is restored."""
        for folder in ("backup", "again"):
            shutil.rmtree(self.folder / folder, ignore_errors=True)
        shutil.copytree(self.folder / f"{name}.kept", self.folder / "backup")

    def files(self):
        return {path.name: digest_of(path)
                for path in (self.folder / "backup" / "files").iterdir()}

    def manifest(self):
        return (self.folder / "backup" / "MANIFEST").read_text()

    def check_backup(self, where, known):
        manifest = self.manifest()
        here = self.files()
        for name in named_in(manifest):
            if here.get(name) != known[name]:
                sys.exit(f"{where}: {name} is not there as it was")

    def try_backup(self, words):
        self.restore("before")
        known = self.files()
        self.ok(*words)
        known.update(self.files())
        after = named_in(self.manifest())
        if set(self.files()) != after:
            sys.exit(f"the backup holds {set(self.files()) ^ after} too")
        self.keep_as("whole", "backup")

        def check(where):
            self.check_backup(where, known)

        def check_end(where, again):
            self.check_backup(where, known)
            if again.returncode != 0 or set(self.files()) != after:
                sys.exit(f"{where}: then exit code {again.returncode}\n"
                         f"{again.stderr.decode()}")

        return self.try_calls("before", words, check, check_end)

    def restored(self):
        """The files of a restored ledger, but for what LMDB keeps beside them,
        and the digests of those that are the same every time."""
        folder = self.folder / "again"
        return {str(path.relative_to(folder)):
                digest_of(path) if path.name == "0000000001.mdb" else None
                for path in folder.rglob("*")
                if path.is_file() and not path.name.endswith("-lock")
                and path.name != "LOCK"}

    def try_restore(self, words):
        self.restore("whole")
        self.ok(*words)
        self.ok("verify", "again")
        whole = self.restored()

        def check(where):
            if not (self.folder / "again" / "HEAD").exists():
                return
            here = {name: digest for name, digest in self.restored().items()
                    if not name.startswith("restoring/")}
            if here != whole:
                sys.exit(f"{where}: the ledger has {sorted(here)}")
            self.ok("verify", "again")

        def check_end(where, again):
            was_done = again.returncode == 1 and b"is a ledger" in again.stderr
            if (again.returncode != 0 and not was_done
                    or self.restored() != whole):
                sys.exit(f"{where}: then exit code {again.returncode}, "
                         f"{sorted(self.restored())}\n{again.stderr.decode()}")

        return self.try_calls("whole", words, check, check_end)

    def try_calls(self, before, words, check, check_end):
        """Returns how many faults were tried."""
        tried = [(call, fault)
                 for call in range(1, self.calls(before, words) + 1)
                 for turn, fault in enumerate(FAULTS)
                 if self.full or call % len(FAULTS) == turn]
        for call, fault in tried:
            self.restore(before)
            ran = self.run(*words, fault=f"any:{call}:{fault}")
            where = f"{' '.join(map(str, words))}, {fault} at call {call}"
            if fault.isdigit():
                if ran.returncode not in (0, 1, 4):
                    sys.exit(f"{where}: exit code {ran.returncode}")
                if ran.returncode and not ran.stderr:
                    sys.exit(f"{where}: no sentence")
            check(where)
            check_end(where, self.run(*words))
        return len(tried)


def main():
    full = sys.argv[3:] == ["--full"]
    if len(sys.argv) != 3 and not full:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory(prefix="kumbara_backup_") as folder:
        case = BackupCase(str(pathlib.Path(sys.argv[1]).resolve()),
                          str(pathlib.Path(sys.argv[2]).resolve()),
                          pathlib.Path(folder))
        case.full = full
        case.make_ledger()
        # The shim knows absolute paths.
        shop, backup, again = (case.folder / name
                               for name in ("shop", "backup", "again"))
        print("backup:", case.try_backup(
            ("backup", "create", shop, backup, "--snapshot")), "faults")
        cut = ("restore", backup, again, "--until-sequence", 9100)
        print("restore to a sequence:", case.try_restore(cut), "faults")
        case.restore("whole")
        case.ok("restore", backup, again)
        if case.ok("digest", "again") != case.ok("digest", "shop"):
            sys.exit("the state is another one")


if __name__ == "__main__":
    main()
