"""kumbara events: the stream, its positions, and who follows it."""

import collections
import decimal
import os
import pathlib
import random
import signal
import subprocess
import sys
import threading
import time

import cli
import event_history
from cli import purchase, row

HERE = pathlib.Path(__file__).resolve().parent


def has_ended(pid):
    """Of a process that is nobody's child here: perhaps nobody reaps it."""
    try:
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return True
    return stat.rpartition(")")[2].split()[0] == "Z"


class EventTest(cli.CliTest):
    def setUp(self):
        super().setUp()
        (self.folder / "busy.toml").write_text(event_history.PROGRAM)
        seed = int(os.environ.get("KUMBARA_EVENT_SEED",
                                  random.randrange(10**6)))
        self.random = random.Random(seed)
        # Shown when something fails.
        self.seed = f"KUMBARA_EVENT_SEED={seed}"

    def init_busy(self, name="shop", *words):
        # Members have the same ids in all stable ledgers.
        self.ok("init", name, "--program", "busy.toml", "--max-ahead", "off",
                "--pseudonym", "stable", *words)
        return name

    def load(self, ledger, rows, *words):
        name = self.write("rows.csv", rows)
        ran = self.run_any("load", ledger, name, *words)
        self.assertIn(ran.code, (cli.OK, cli.REJECTED), ran)

    def events(self, ledger="shop", *words):
        return self.ok("events", ledger, *words).out


class Stream(EventTest):
    def test_every_field(self):
        self.init_busy()
        self.write("in.csv", [
            purchase("p1", "anna", 5000, "2024-05-01T10:00:00Z"),
            row("redeem", "x1", "anna", "2024-05-01T11:00:00.5Z",
                unit="points", points="30.5"),
            row("return", "r1", "anna", "2024-05-01T12:00:00Z",
                currency="GBP", amount_minor=-4000)])
        self.ok("load", "shop", "in.csv")
        self.ok("submit", "shop", "tick 2024-05-04T10:00:00Z")
        self.load("shop", [row("award", "a1", 'b"ert', "2024-05-05",
                               unit="stars", points=2)])
        start = '{"position": %d, "sequence": %d, "member": %s, "leg": %d, '
        posting = start + '"event": "posting", "account": '
        end = ', "amount": "%s", "at": "%s", "cause": %d, "version": 1}\n'
        points = ', "unit": "points"' + end
        lines = [
            posting % (1, 1, '"anna"', 0) + '"issued", "label": "sale"' +
            points % ("-50.0", "2024-05-01T10:00:00Z", 1),
            posting % (2, 1, '"anna"', 1) + '"available", "lot": 1' +
            points % ("50.0", "2024-05-01T10:00:00Z", 1),
            posting % (3, 2, '"anna"', 0) + '"available", "lot": 1' +
            points % ("-30.5", "2024-05-01T11:00:00.5Z", 2),
            posting % (4, 2, '"anna"', 1) + '"redeemed"' +
            points % ("30.5", "2024-05-01T11:00:00.5Z", 2),
            posting % (5, 3, '"anna"', 0) + '"available", "lot": 1' +
            points % ("-19.5", "2024-05-01T12:00:00Z", 3),
            posting % (6, 3, '"anna"', 1) + '"clawed_back", "label": "sale"' +
            points % ("19.5", "2024-05-01T12:00:00Z", 3),
            start % (7, 3, '"anna"', 2) + '"event": "forgone"' +
            points % ("20.5", "2024-05-01T12:00:00Z", 3),
            posting % (8, 6, '"b\\"ert"', 0) +
            '"issued", "label": "goodwill", "unit": "stars"' +
            end % ("-2", "2024-05-05T00:00:00Z", 6),
            posting % (9, 6, '"b\\"ert"', 1) +
            '"pending", "lot": 1, "unit": "stars"' +
            end % ("2", "2024-05-05T00:00:00Z", 6)]
        self.assertEqual(self.events(), "".join(lines))

    def test_what_a_tick_makes_due_stands_at_the_tick(self):
        self.init_busy()
        self.write("in.csv", [purchase(f"p{i}", f"m{i}", 100)
                              for i in range(50)])
        self.ok("load", "shop", "in.csv")
        # To the very instant of the expiry.
        self.ok("submit", "shop", "tick 2024-05-04T10:00:00Z")
        self.ok("submit", "shop", "enroll zoe")
        due = event_history.parse(self.events("shop", "--from", 101))
        self.assertEqual(len(due), 100)
        for event in due:
            self.assertEqual((event["sequence"], event["cause"]), (52, 52))
            self.assertEqual(event["at"], "2024-05-04T10:00:00Z")
        self.assertEqual({event["member"] for event in due},
                         {f"m{i}" for i in range(50)})

    def test_sums_are_balances(self):
        self.init_busy("shop", "--round", 8)
        self.load("shop", event_history.history(self.random, 1500))
        text = self.events()
        self.assertEqual(self.events(), text, self.seed)
        events = event_history.parse(text)
        self.assertEqual([event["position"] for event in events],
                         list(range(1, len(events) + 1)))
        ids = [(event["sequence"], event["member"], event["leg"])
               for event in events]
        self.assertEqual(len(set(ids)), len(ids), self.seed)
        sums = collections.Counter()
        for event in events:
            if event["event"] == "posting":
                sums[event["sequence"], event["member"], event["unit"]] += (
                    decimal.Decimal(event["amount"]))
        self.assertEqual(set(sums.values()), {0}, self.seed)
        for unit in ("points", "stars"):
            nets = event_history.nets(events, unit)
            for member, net in self.balances("shop", "--unit", unit).items():
                self.assertEqual(nets[member], decimal.Decimal(net),
                                 (member, unit, self.seed))
        # Of all kinds: else this test shows less than it says.
        accounts = {event.get("account", event["event"]) for event in events}
        self.assertEqual(accounts, {"pending", "available", "held", "deficit",
                                    "issued", "clawed_back", "redeemed",
                                    "expired", "adjusted", "in_transit",
                                    "forgone"}, self.seed)

    def test_workers_and_batches_make_no_difference(self):
        for round_commands, transfers in ((8, True), (4096, False)):
            rows = event_history.history(self.random, 600, transfers)
            expected = None
            for workers, batch in ((1, 65536), (2, 50), (4, 7), (1, 2)):
                with self.subTest((round_commands, workers, batch, self.seed)):
                    ledger = self.init_busy(
                        f"{round_commands}_{workers}_{batch}", "--round",
                        round_commands)
                    self.load(ledger, rows, "--workers", workers, "--batch",
                              batch)
                    text = self.events(ledger)
                    expected = expected or text
                    self.assertGreater(len(text), 100_000)
                    self.assertTrue(text == expected)

    def test_parts_are_what_they_are_in_the_whole(self):
        self.init_busy()
        self.load("shop", event_history.history(self.random, 200))
        lines = self.events().splitlines(True)
        for first, last in ((1, 1), (17, 60), (len(lines) - 3, len(lines))):
            self.assertEqual(
                self.events("shop", "--from", first, "--to", last),
                "".join(lines[first - 1:last]), self.seed)
        self.assertEqual(self.events("shop", "--from", 100, "--to", 10**15),
                         "".join(lines[99:]), self.seed)
        self.assertEqual(self.events("shop", "--from", len(lines) + 1), "")
        self.assertEqual(
            self.events("shop", "--member", "m3", "--from", 9),
            "".join(line for line in lines[8:] if '"member": "m3",' in line),
            self.seed)

    def test_wrong_words_are_named(self):
        self.init_busy()
        ran = self.run_to(cli.USAGE, "events", "shop", "--from", 5, "--to", 4)
        self.assertIn("--to 4: is before --from 5", ran.err)
        self.run_to(cli.USAGE, "events", "shop", "--from", 0)
        self.run_to(cli.USAGE, "events", "shop", "--from", "now")
        ran = self.run_to(cli.FAILED, "events", "shop", "--member", "zoe")
        self.assertIn("zoe: no such member", ran.err)
        ran = self.run_to(cli.FAILED, "events", "nowhere")
        self.assertIn("nowhere: no such directory", ran.err)

    def test_a_key_is_checked_if_it_is_given(self):
        self.init()
        self.ok("events", "shop")
        (self.folder / "key").write_bytes(bytes(32))
        (self.folder / "key").chmod(0o600)
        ran = self.run_to(cli.FAILED, "events", "shop", "--key", "key")
        self.assertIn("key: is not the key of this ledger", ran.err)


class Follow(EventTest):
    def follow(self, *words):
        process = self.start("events", "shop", "--follow", *words)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def test_what_comes_later_is_printed_then(self):
        self.init_busy()
        self.ok("submit", "shop", "award anna 1 points")
        process = self.follow()
        lines = [process.stdout.readline() for _ in range(2)]
        # Members and reasons that were unknown when it began.
        for i in range(3):
            self.ok("submit", "shop", f"award bert{i} 1 points")
            self.ok("submit", "shop", f"adjust bert{i} 1 points reason=r{i}")
            lines += [process.stdout.readline() for _ in range(4)]
        self.assertEqual(b"".join(lines).decode(), self.events())

    def test_signals_end_it_cleanly(self):
        self.init_busy()
        self.ok("submit", "shop", "award anna 1 points")
        for stop in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(stop.name):
                process = self.follow()
                process.stdout.readline()
                process.send_signal(stop)
                self.assertEqual(process.wait(timeout=30), cli.INTERRUPTED)
                self.assertEqual(process.stderr.read(), b"")

    def test_a_reader_that_goes_ends_it(self):
        self.init_busy()
        self.ok("submit", "shop", "award anna 1 points")
        process = self.follow()
        process.stdout.readline()
        process.stdout.close()
        # Although there is nothing to write.
        self.assertEqual(process.wait(timeout=30), cli.OK)
        self.assertEqual(process.stderr.read(), b"")

    def test_it_ends_where_it_was_told(self):
        self.init_busy()
        process = self.follow("--to", "3")
        for _ in range(2):
            self.ok("submit", "shop", "award anna 1 points")
        out, _ = process.communicate(timeout=30)
        self.assertEqual(process.returncode, cli.OK)
        self.assertEqual(out.count(b"\n"), 3)


class ExactlyOnce(EventTest):
    """A consumer that is killed at random beside a writer that loads in pieces."""

    PIECES = 6
    ROWS = 1800
    kills = 0

    def write_pieces(self, rows):
        size = len(rows) // self.PIECES
        for i in range(self.PIECES):
            while self.kills < 2 * i:
                time.sleep(0.01)
            self.load("shop", rows[i * size:(i + 1) * size], "--batch", 5)

    def start_consumer(self):
        consumer = subprocess.Popen(
            [sys.executable, "-B", HERE / "event_consumer.py", cli.PROGRAM,
             "shop", "kept.jsonl"], cwd=self.folder, env=self.environment,
            stdout=subprocess.PIPE)
        pid = int(consumer.stdout.readline())
        consumer.stdout.close()
        return consumer, pid

    def kept(self):
        path = self.folder / "kept.jsonl"
        return path.read_bytes() if path.exists() else b""

    def wait_for(self, condition):
        for _ in range(1200):
            if condition():
                return
            time.sleep(0.05)
        self.fail(f"waited for nothing: {self.seed}")

    def consume_beside(self, writer):
        """Kills the consumer, or the kumbara it reads from."""
        while writer.is_alive():
            consumer, pid = self.start_consumer()
            time.sleep(self.random.random() * 0.6)
            os.kill(self.random.choice((consumer.pid, pid)), signal.SIGKILL)
            consumer.wait(timeout=30)
            self.kills += 1
            # Without its reader it ends by itself.
            self.wait_for(lambda: has_ended(pid))

    def test_each_event_is_seen_once(self):
        self.init_busy("shop", "--round", 16)
        rows = event_history.history(self.random, self.ROWS)
        writer = threading.Thread(target=self.write_pieces, args=(rows,))
        writer.start()
        self.addCleanup(writer.join)
        self.addCleanup(setattr, self, "kills", self.PIECES * 2)
        self.consume_beside(writer)
        whole = self.events().encode()
        consumer, pid = self.start_consumer()
        self.wait_for(lambda: len(self.kept()) >= len(whole))
        os.kill(pid, signal.SIGTERM)
        consumer.wait(timeout=30)
        self.assertTrue(self.kept() == whole, self.seed)
        nets = event_history.nets(
            event_history.parse(self.kept().decode()), "points")
        for member, net in self.balances().items():
            self.assertEqual(nets[member], decimal.Decimal(net), self.seed)
