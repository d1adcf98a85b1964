"""What the tests of the program share: a folder, a ledger in it, and running."""

import csv
import io
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

TESTS = pathlib.Path(__file__).resolve().parents[2]
RULE_A = TESTS / "oracles" / "rule_a.toml"
ONLINE_RETAIL = TESTS / "data" / "online_retail.csv"
# Set by cli_test.py.
PROGRAM = None

OK, FAILED, USAGE, REJECTED, DAMAGED, DIFFERS, INTERRUPTED = range(7)

COLUMNS = ("transaction_id member_id occurred_at amount_minor currency kind "
           "store_id category unit points to_member_id reference reason "
           "funding_class command_id").split()

IMPORT_COLUMNS = [*COLUMNS, "what", "activation", "expiry", "vintage"]


class Ran:
    def __init__(self, process, out, err):
        self.code = process.returncode
        self.out = out
        self.err = err

    def __str__(self):
        return f"exit code {self.code}\n{self.out}\n{self.err}"


def row(kind, transaction, member, at="2024-05-01T10:00:00Z", **fields):
    return dict(fields, kind=kind, transaction_id=transaction,
                member_id=member, occurred_at=at)


def purchase(transaction, member, amount, at="2024-05-01T10:00:00Z", **fields):
    return row("purchase", transaction, member, at, amount_minor=amount,
               currency="GBP", **fields)


def to_csv(rows, columns=COLUMNS):
    """Rows are dicts, or texts that stand as they are."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    for item in rows:
        if isinstance(item, str):
            out.write(item)
        else:
            writer.writerow(item)
    return out.getvalue()


class CliTest(unittest.TestCase):
    """Each test has an empty folder of its own, keys included."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="kumbara_cli_")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.environment = dict(os.environ,
                                XDG_STATE_HOME=str(self.folder / "state"))

    def start(self, *words, **options):
        return subprocess.Popen(
            [PROGRAM, *map(str, words)], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, cwd=options.pop("cwd", self.folder),
            env=self.environment, **options)

    def run_any(self, *words, stdin=b"", **options):
        process = self.start(*words, stdin=subprocess.PIPE, **options)
        out, err = process.communicate(stdin, timeout=120)
        return Ran(process, out.decode(errors="surrogateescape"),
                   err.decode(errors="surrogateescape"))

    def run_to(self, code, *words, **options):
        """Runs and expects an exit code."""
        ran = self.run_any(*words, **options)
        self.assertEqual(ran.code, code, f"{words}: {ran}")
        return ran

    def ok(self, *words, **options):
        return self.run_to(OK, *words, **options)

    def init(self, name="shop", *words):
        self.ok("init", name, "--program", RULE_A, "--max-ahead", "off", *words)
        return name

    def write(self, name, rows, columns=COLUMNS):
        data = rows if isinstance(rows, bytes) else to_csv(rows, columns).encode()
        (self.folder / name).write_bytes(data)
        return name

    def flip(self, path, offset):
        data = bytearray(path.read_bytes())
        data[offset] ^= 1
        path.write_bytes(data)

    def flip_batches(self, path):
        """Damages every batch of a segment, so that whoever reads it sees."""
        data = bytearray(path.read_bytes())
        at = data.find(b"KUMBATCH")
        self.assertGreaterEqual(at, 0)
        while at >= 0:
            data[at + 80] ^= 1
            at = data.find(b"KUMBATCH", at + 1)
        path.write_bytes(data)

    def digest(self, ledger="shop"):
        return self.ok("digest", ledger).out.strip()

    def balances(self, ledger="shop", *words):
        text = self.ok("balances", ledger, "--no-header", *words).out
        return dict(csv.reader(io.StringIO(text)))

    def complaints(self, err):
        """Standard error but for what is said of something that takes long."""
        slow = r"recovered in [\d.]+ s: |\w+: \d+%, "
        return "".join(line for line in err.splitlines(keepends=True)
                       if not re.match(slow, line))

    def fact(self, ran, name):
        """The number behind a name in a summary."""
        found = re.search(rf"^ *{name} +(-?[\d,]+)", ran.out, re.M)
        self.assertIsNotNone(found, f"no {name} in {ran}")
        return int(found[1].replace(",", ""))
