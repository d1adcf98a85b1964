"""Every file of a ledger gone, emptied, cut off by a byte, with a bit changed.

Whoever needs it says which file it is, with exit code 4; all others do what they
do, and come to the same figures.
"""

import concurrent.futures
import os
import re
import shutil

import cli
from cli import purchase

COMMANDS = {
    "balances": ("balances", "shop"),
    "events": ("events", "shop"),
    "export": ("export", "member", "shop", "anna"),
    "verify": ("verify", "shop", "--against", "log", "--verifier", "books.pub"),
    "prove": ("prove", "shop", "--against", "log", "--batch", "3"),
    "journal ls": ("journal", "ls", "shop"),
    "snapshot ls": ("snapshot", "ls", "shop"),
    "snapshot verify": ("snapshot", "verify", "shop"),
    # These write, so they come last, and the ledger is written to behind all.
    "snapshot create": ("snapshot", "create", "shop"),
    "checkpoint": ("checkpoint", "shop", "--signing-key", "books.key", "--to",
                   "log", "--seals"),
    "backup": ("backup", "create", "shop", "backup"),
    "submit": ("submit", "shop", "award carl 5 points"),
}
# What they print is the same each time.
FIGURES = {"balances", "events", "export"}
ALL = set(COMMANDS)
# Who needs what.
NAMES = {"balances", "events", "export", "verify", "backup", "submit"}
WHOLE_JOURNAL = {"events", "export", "verify", "prove", "checkpoint", "backup"}
LEDGER = ALL - {"snapshot ls"}
STATE = {"balances", "submit"}

EVERY_WAY = "gone emptied cut flipped"
# A file or a folder; what is done to it; who names it with exit code 4; who
# names it and goes on; whom else to ask, who goes on as ever.
CASES = (
    ("HEAD", "gone", ALL, (), ()),
    ("HEAD", "emptied", {"balances", "prove", "journal ls", "submit"}, (), ()),
    # The other slot counts then.
    ("HEAD", "cut flipped", (), (), {"balances", "verify", "submit"}),
    ("directory.mdb", "gone", NAMES, (), ALL),
    ("directory.mdb", "emptied cut flipped", NAMES, (), ()),
    ("journal", "gone emptied", LEDGER, (), ALL),
    # The snapshots are made behind it.
    ("journal/0000000001.mdb", EVERY_WAY, WHOLE_JOURNAL | {"journal ls"}, (),
     {"balances", "snapshot verify", "submit"}),
    ("journal/0000000002.mdb", EVERY_WAY, LEDGER, (), {"snapshot ls"}),
    # Not every segment has one: `checkpoint --seals` makes it.
    ("seals", "gone emptied", (), (), {"verify", "checkpoint", "backup"}),
    ("seals/0000000001.seal", "gone", (), (), {"verify", "journal ls"}),
    ("seals/0000000001.seal", "emptied cut", {"verify", "checkpoint", "backup"},
     (), {"prove", "journal ls", "submit"}),
    ("seals/0000000001.seal", "flipped", {"verify", "checkpoint"}, (), ()),
    # Only a shortcut.
    ("snapshots", "gone emptied", (), (), STATE | {"snapshot verify"}),
    ("snapshots/NEWEST", "gone", (), (), STATE),
    ("snapshots/NEWEST", "emptied cut", {"snapshot ls", "snapshot verify"},
     STATE | {"verify"}, ()),
    ("snapshots/NEWEST", "flipped", {"snapshot verify"}, STATE | {"verify"},
     {"snapshot ls"}),
    # Who was erased has left the directory already.
    ("ERASED", "gone emptied cut", (), (), {"balances", "submit", "backup"}),
    ("ERASED", "flipped", {"backup", "submit"}, (),
     {"balances", "verify"}),
    # Made anew by who writes.
    ("runs", "gone emptied", (), (), {"balances", "submit"}),
    ("runs/chunks", EVERY_WAY, (), (), {"balances", "submit"}),
    ("../log", "gone", (), (), {"checkpoint"}),
    ("../log", "emptied", {"verify", "prove"}, (), {"checkpoint"}),
    ("../log", "cut", {"verify", "prove"}, {"checkpoint"}, {"balances"}),
    ("../log", "flipped", {"verify", "prove", "checkpoint"}, (), {"balances"}),
    # Believed only where a checkpoint has its root.
    ("../log.leaves", EVERY_WAY, (), (), {"verify", "prove", "checkpoint"}),
)


def empty(path):
    if path.is_dir():
        shutil.rmtree(path)
        path.mkdir()
    else:
        path.write_bytes(b"")


def flip(path):
    """Of an LMDB file what it holds, wherever an older copy of that lies."""
    data = bytearray(path.read_bytes())
    values = [match.start() + 80
              for match in re.finditer(b"KUMBATCH|KUMBNAME", data)]
    for at in values or [len(data) // 2]:
        data[at] ^= 1
    path.write_bytes(data)


DO = {
    "gone": lambda path: (shutil.rmtree if path.is_dir() else os.unlink)(path),
    "emptied": empty,
    "cut": lambda path: os.truncate(path, path.stat().st_size - 1),
    "flipped": flip,
}


class LostFiles(cli.CliTest):
    def setUp(self):
        super().setUp()
        # So much of a program, in two versions, fills a segment.
        rule = cli.RULE_A.read_text() + ("#" + 99 * "x" + "\n") * 6000
        for version in (1, 2):
            (self.folder / f"{version}.toml").write_text(f"{rule}# {version}\n")
        self.write("in.csv", [purchase(f"p{i}", f"m{i % 9}", 100 * i)
                              for i in range(200)])
        self.ok("init", "shop", "--program", "1.toml", "--max-ahead", "off",
                "--segment", "1M")
        self.ok("load", "shop", "in.csv", "--batch", "50", "--hot-ids", "100",
                "--hot-records", "1")
        self.ok("program", "activate", "shop", "2.toml", "--effective",
                "2025-01-01T00:00:00Z")
        ran = self.ok("signing-key", "books.key", "--new", "books")
        (self.folder / "books.pub").write_text(ran.out)
        for member in ("bert", "anna"):
            self.ok("submit", "shop", f"award {member} 5 points")
            self.ok("snapshot", "create", "shop")
            self.run_command("checkpoint", self.folder)
        self.ok("erase", "shop", "bert")
        self.ok("submit", "shop", "award anna 5 points")
        (self.folder / "in.csv").unlink()
        (self.folder / "1.toml").unlink()
        (self.folder / "2.toml").unlink()
        self.assertTrue((self.folder / "shop/seals/0000000001.seal").exists())
        self.figures = {name: self.run_command(name, self.folder).out
                        for name in FIGURES}

    def run_command(self, name, folder):
        return self.run_any(*COMMANDS[name], cwd=folder)

    def test_each_is_named_by_who_needs_it(self):
        cases = [(number, case, way) for number, case in enumerate(CASES)
                 for way in case[1].split()]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as threads:
            complaints = sum(threads.map(self.complaints_of, cases), [])
        self.assertFalse(complaints, "\n".join(complaints))

    def complaints_of(self, numbered):
        """What is not as the case says."""
        number, (name, _, damaged, told, others), way = numbered
        folder = self.folder / f"{number}_{way}"
        shutil.copytree(self.folder / "shop", folder / "shop")
        for file in self.folder.iterdir():
            if file.is_file():
                shutil.copy2(file, folder)
        newest = max((folder / "shop/snapshots").glob("*.snapshot"))
        path = folder / "shop" / name.replace("NEWEST", newest.name)
        DO[way](path)
        complaints = []
        for command in COMMANDS:
            if command not in {*damaged, *told, *others}:
                continue
            ran = self.run_command(command, folder)
            wrong = self.wrong_with(ran, command, path.name, command in damaged,
                                    command in told)
            if wrong:
                complaints.append(f"{name} {way}: {command}: {wrong}: "
                                  f"{str(ran)[:500]}")
        shutil.rmtree(folder)
        return complaints

    def wrong_with(self, ran, command, file, is_damaged, is_told):
        if ran.code != (cli.DAMAGED if is_damaged else cli.OK):
            return "exit code"
        if (is_damaged or is_told) and file not in ran.err:
            return f"{file} is not named"
        if not (is_damaged or is_told) and self.complaints(ran.err):
            return "complains"
        if not is_damaged and command in FIGURES and (
                ran.out != self.figures[command]):
            return "other figures"
        return None
