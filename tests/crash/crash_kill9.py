#!/usr/bin/env python3
"""Kills a writing process again and again; the ledger must lose nothing.

    crash_kill9.py CRASH_CHILD KUMBARA [--kills N] [--seed S] [--work DIR]

Each child writes what it intends and what it was answered into a file that the
ledger knows nothing of. After each kill an independent reader compares that file
with the journal, another child asks again for every command, and the state
digests of readers and writers with 1, 2 and 4 workers are compared. Where the
kills land is counted: a run that does not reach its share between the first and
the last acknowledgement, or within recovery, fails. KUMBARA_KILLS sets the number
of kills, too.
"""

import argparse
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter

HERE = pathlib.Path(__file__).resolve().parent
PROGRAM = HERE / "crash_program.toml"
SEGMENT_BYTES = 1 << 20
FIRST_FRAMES = 1000  # Per producer: long enough to take time to recover.
WORKERS = (1, 2, 4)
PATIENCE = 180  # Seconds.
# What is killed, with its share.
PLACES = {"acknowledging": 0.78, "recovery": 0.12, "asking again": 0.05,
          "closing": 0.05}
REQUIRED = {"acknowledging": 0.75, "recovery": 0.10}


class Failed(Exception):
    pass


class Log:
    """The child's file, read as it grows."""

    def __init__(self, path):
        self.path = path
        self.offset = 0
        self.rest = b""
        self.verified_at = 0  # Where the last line `verified` begins.
        self.acknowledged = 0
        path.touch()

    def events(self):
        """The whole lines written since the last call."""
        with open(self.path, "rb") as file:
            file.seek(self.offset)
            data = self.rest + file.read()
        start = self.offset - len(self.rest)
        self.offset = start + len(data)
        lines = data.split(b"\n")
        self.rest = lines.pop()
        events = []
        for line in lines:
            word = line.split(b" ", 1)[0].decode()
            if word == "verified":
                self.verified_at = start
            if word == "ack" and line.endswith(b" ."):
                self.acknowledged += line.count(b",") // 4
            start += len(line) + 1
            events.append((word, line.decode()))
        return events


class Child:
    """One writing process, from its start to its end."""

    def __init__(self, test, workers, frames=None):
        self.log = test.log
        self.workers = workers
        self.seen = Counter()
        self.digest = None
        self.opening_at = None
        self.opened_after = None
        self.end_by = time.monotonic() + PATIENCE
        command = test.command("run", workers, test.log.verified_at)
        if frames:
            command.append(str(frames))
        self.output = open(test.work / "child.out", "w+b")
        self.process = subprocess.Popen(command, stdout=self.output,
                                        stderr=subprocess.STDOUT)

    def read(self):
        for word, line in self.log.events():
            self.seen[word] += 1
            # Those of asking again do not count as the run's own.
            if word == "ack" and self.seen["verified"]:
                self.seen["own ack"] += 1
            if word == "opening":
                self.opening_at = time.monotonic()
            if word == "open":
                self.digest = line.split()[2]
                if self.opening_at:
                    self.opened_after = time.monotonic() - self.opening_at

    def wait_for(self, word, count=1):
        while self.seen[word] < count:
            if self.process.poll() is not None:
                self.read()
                if self.seen[word] < count:
                    self.fail(f"ended by itself with {self.process.returncode}")
                return
            if time.monotonic() > self.end_by:
                self.process.kill()
                self.fail(f"no {word} in {PATIENCE} s")
            time.sleep(0.0003)
            self.read()

    def kill(self):
        self.process.kill()
        code = self.process.wait()
        self.read()
        if code not in (-signal.SIGKILL, 0):
            self.fail(f"ended with {code}")

    def finish(self):
        """Waits for its own end."""
        self.wait_for("closed")
        code = self.process.wait(timeout=PATIENCE)
        if code != 0 or not self.seen["closed"]:
            self.fail(f"ended with {code}")

    def place(self):
        """Where it was when it died."""
        if self.seen["closed"]:
            return "closed"
        if self.seen["closing"]:
            return "closing"
        if self.seen["own ack"]:
            return "acknowledging"
        if self.seen["verified"]:
            return "before the first answer"
        if self.seen["open"]:
            return "asking again"
        return "recovery" if self.seen["opening"] else "starting"

    def fail(self, what):
        self.output.flush()
        self.output.seek(0)
        said = self.output.read().decode(errors="replace")
        raise Failed(f"the child {what}\n{said}")


class Test:
    def __init__(self, options, work):
        self.options = options
        self.work = work
        self.random = random.Random(options.seed)
        self.ledger = work / "ledger"
        self.log = Log(work / "log")
        self.landed = Counter()
        self.open_seconds = 0.05
        self.digests = 0

    def command(self, mode, workers, start):
        return [self.options.child, mode, str(self.ledger), str(self.log.path),
                str(self.options.seed), str(workers), str(start)]

    def check(self, workers, start):
        """An independent reader; returns the state digest."""
        done = subprocess.run(self.command("check", workers, start),
                              capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(f"the reader with {workers} workers ended with "
                         f"{done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout.split()[1]

    def check_finds_a_loss(self):
        """A frame whose acknowledgement was forged counts as lost."""
        with open(self.log.path, "a", encoding="ascii") as file:
            file.write("intent 0 987654321 1 .\nack 0 987654321" +
                       " 0,0,5,0,0" * 20 + " .\n")
        done = subprocess.run(self.command("check", 1, 0),
                              capture_output=True, text=True)
        asked = subprocess.run(self.command("run", 1, 0), capture_output=True,
                               text=True)
        for what in (done, asked):
            if what.returncode != 1 or "LOST" not in what.stderr:
                raise Failed(f"a forged acknowledgement is not found: {what}")

    def begin(self):
        subprocess.run([self.options.child, "init", str(self.ledger),
                        str(PROGRAM), str(SEGMENT_BYTES)], check=True)
        child = Child(self, 2, FIRST_FRAMES)
        child.finish()
        # Once more without anything to do: how long does opening take?
        child = Child(self, 2, 1)
        child.finish()
        self.note_opening(child)

    def note_opening(self, child):
        if child.opened_after:
            self.open_seconds = child.opened_after

    def next_target(self):
        total = sum(self.landed.values()) + 1
        return max(PLACES, key=lambda place:
                   PLACES[place] - self.landed[place] / total)

    def kill_at(self, target, child):
        rng = self.random
        if target == "recovery":
            child.wait_for("opening")
            time.sleep(rng.uniform(0, 0.9) * self.open_seconds)
        elif target == "asking again":
            child.wait_for("open")
            time.sleep(rng.uniform(0, 0.002))
        else:
            child.wait_for("own ack", rng.choice((1, 2, 5, 10, 20, 40)))
            time.sleep(rng.uniform(0, 0.004))
        if target == "closing":
            child.process.terminate()
            child.wait_for("closing")
            time.sleep(rng.uniform(0, 0.001))
        child.kill()

    def one_kill(self, number):
        workers = WORKERS[number % len(WORKERS)]
        reader = WORKERS[(number // len(WORKERS) + number + 1) % len(WORKERS)]
        digest = self.check(reader, self.log.verified_at)
        child = Child(self, workers)
        self.kill_at(self.next_target(), child)
        self.landed[child.place()] += 1
        self.note_opening(child)
        if child.digest is not None:
            self.digests += 1
            if child.digest != digest:
                raise Failed(f"a reader with {reader} workers sees {digest}, "
                             f"a writer with {workers} {child.digest}")

    def goals_met(self):
        kills = self.options.kills
        return (sum(self.landed.values()) >= kills
                and all(self.landed[place] >= int(share * kills)
                        for place, share in REQUIRED.items()))

    def end(self):
        """Everything ever acknowledged is asked again, then read again."""
        self.log.verified_at = 0
        child = Child(self, 2, 1)
        child.finish()
        digests = {self.check(workers, 0) for workers in WORKERS}
        program = subprocess.run([self.options.kumbara, "digest",
                                  str(self.ledger)], capture_output=True,
                                 text=True, check=True)
        digests.add(program.stdout.strip())
        if len(digests) != 1:
            raise Failed(f"readers see different states: {digests}")
        subprocess.run([self.options.kumbara, "verify", str(self.ledger)],
                       check=True, stdout=subprocess.DEVNULL)
        self.check_finds_a_loss()
        return digests.pop()

    def run(self):
        begun = time.monotonic()
        self.begin()
        print(f"opening takes {self.open_seconds * 1000:.0f} ms", flush=True)
        number = 0
        while not self.goals_met():
            if number > 2 * self.options.kills + 20:
                raise Failed("the kills do not land where they should")
            self.one_kill(number)
            number += 1
        digest = self.end()
        self.print_table(number, digest, time.monotonic() - begun)

    def print_table(self, number, digest, seconds):
        print(f"{number} kills in {seconds:.0f} s, seed {self.options.seed}")
        for place, count in self.landed.most_common():
            print(f"  {place:26} {count:6}")
        segments = len(list((self.ledger / "journal").glob("*.mdb")))
        print(f"commands acknowledged        {self.log.acknowledged}\n"
              f"acknowledged and lost        0\n"
              f"digests compared             {self.digests}\n"
              f"segments                     {segments}\n"
              f"opening takes                {self.open_seconds * 1000:.0f} ms\n"
              f"state digest                 {digest}")
        if segments < 2:
            raise Failed("the journal never rolled")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("child")
    parser.add_argument("kumbara")
    parser.add_argument("--kills", type=int,
                        default=int(os.environ.get("KUMBARA_KILLS", "210")))
    parser.add_argument("--seed", type=int,
                        default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--work", help="where the files go and stay")
    options = parser.parse_args()
    print(f"seed {options.seed}, {options.kills} kills", flush=True)
    with tempfile.TemporaryDirectory(prefix="kumbara_crash_") as temporary:
        work = pathlib.Path(options.work or temporary)
        work.mkdir(parents=True, exist_ok=True)
        try:
            Test(options, work).run()
        except Failed as failure:
            print(f"FAILED (seed {options.seed}): {failure}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
