"""Runs many scenarios in one process of the kumbara program."""

import os
import re
import subprocess

EXIT_CODES = (0, 5)  # All as written; some differ.
AGREES = re.compile(r".*/(\d+)\.scenario: \d+ blocks, all as written")
ENDED = "kumbara scenario ended with"
NO_PROGRAM = re.compile(r"\.scenario:\d+: (program|activate) ")


def differs(said):
    """Of one scenario; one whose program is refused is none."""
    return not NO_PROGRAM.search(said) and ("\n  - " in said or ENDED in said)


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
            f"{ENDED} {done.returncode}: {done.stderr}")
        return done.stdout + ended

    def different(self, texts):
        """The seeds of which the program does not say that they agree."""
        said = self.run(texts)
        agreed = {int(match[1]) for match
                  in map(AGREES.fullmatch, said.splitlines()) if match}
        different = [seed for seed in texts if seed not in agreed]
        if ENDED in said and len(texts) > 1:
            # Who ended it is asked alone, and who stood behind it.
            return [seed for seed in different
                    if self.different({seed: texts[seed]})]
        return different
