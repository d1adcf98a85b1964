"""Runs many scenarios in one process of the kumbara program."""

import os
import re
import subprocess

EXIT_CODES = (0, 5)  # All as written; some differ.
AGREES = re.compile(r".*/(\d+)\.scenario: \d+ blocks, all as written")


class Runner:
    def __init__(self, kumbara, work):
        self.kumbara, self.work = kumbara, work

    def run(self, texts):
        """Seed -> text; returns what the program printed."""
        files = [self.work / f"{seed}.scenario" for seed in texts]
        for file, text in zip(files, texts.values()):
            file.write_text(text, encoding="utf-8")
        done = subprocess.run(
            [self.kumbara, "scenario", *files], capture_output=True, text=True,
            encoding="utf-8", env={**os.environ, "TMPDIR": str(self.work)})
        # An end that is none of these leaves seeds that did not agree.
        ended = "" if done.returncode in EXIT_CODES else (
            f"kumbara scenario ended with {done.returncode}: {done.stderr}")
        return done.stdout + ended

    def different(self, texts):
        """The seeds of which the program does not say that they agree."""
        lines = self.run(texts).splitlines()
        agreed = {int(match[1]) for match in map(AGREES.fullmatch, lines)
                  if match}
        return [seed for seed in texts if seed not in agreed]
