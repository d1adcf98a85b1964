"""Runs programs with a patch in them, and says what fails."""

import os
import re
import subprocess
import tempfile
from typing import NamedTuple

from build import KUMBARA, ROOT, Failed
from patch import SCENARIOS

SEEDS = "100"
# A patch may also hang: at work, in processor time, or asleep.
SECONDS_AT_WORK = 30
SECONDS = 60

# What is left out: what real threads do is not the same every time, and dates of
# every day are many.
LEFT_OUT = {"tests_engine_pipeline": "ThreadDriver*",
            "tests_engine_program": "*EveryDate*"}


class Section(NamedTuple):
    """A scenario: what follows one `program` of a file, up to the next one."""
    file: str
    line: int

    def __str__(self):
        return f"{self.file}:{self.line}"


def read_sections():
    """For each file of scenarios its sections, the name seen from the root."""
    sections = {}
    for path in sorted((ROOT / "tests/scenarios").glob("*.scenario")):
        file = str(path.relative_to(ROOT))
        lines = ["", *path.read_text().split("\n")]
        sections[file] = [
            Section(file, number) for number, line in enumerate(lines)
            if re.match(r"program\b", line)
            and (not lines[number - 1] or lines[number - 1].startswith("#"))]
    return sections


def run(binary, *words, **environment):
    """Output, errors and exit code, which is None if it hangs."""
    command = ["sh", "-c", f"ulimit -t {SECONDS_AT_WORK}; ulimit -c 0; "
               'exec stdbuf -oL "$0" "$@"', binary, *words]
    try:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            errors="replace", timeout=SECONDS, cwd=ROOT,
            env=dict(os.environ, **environment))
    except subprocess.TimeoutExpired as expired:
        return (expired.stdout or b"").decode(errors="replace"), "", None
    return done.stdout, done.stderr, done.returncode


def failing_test(binary, program):
    """The first test that fails, or None."""
    output, errors, code = run(
        binary, "--gtest_fail_fast",
        f"--gtest_filter=-{LEFT_OUT.get(program, '')}",
        KUMBARA_SIM_SEEDS=SEEDS)
    if code == 0:
        return None
    how = ("hangs" if code is None else "ends by a check"
           if "CHECK failed" in errors else "fails")
    failed = re.findall(r"\[  FAILED  \] (\S+?)[, ]", output)
    started = re.findall(r"\[ RUN      \] (\S+)", output)
    if not started:
        raise Failed(f"{binary} runs no test\n{output}{errors}")
    return f"{(failed or started[-1:])[0]} {how}"


def failing_scenarios(binary, sections):
    """The sections that are not as written. A file that ends the process has
    failed, and the files behind it are run by themselves; what is behind one that
    hangs is not."""
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else "/tmp"
    failing, files = set(), list(sections)
    while files:
        output, _, code = run(binary, "scenario", *files, TMPDIR=memory)
        for file, line in re.findall(r"^(\S+\.scenario):(\d+): ", output, re.M):
            failing.add(max(one for one in sections[file]
                            if one.line <= int(line)))
        ended = re.findall(r"^(\S+\.scenario): \d+ blocks, ", output, re.M)
        if code in (0, 5):
            break
        files = files[len(ended):]
        if files:
            failing.add(ending_section(binary, sections[files[0]], memory))
            files = [] if code is None else files[1:]
    return failing


def ending_section(binary, inside, memory):
    """That of a file which ends the process, or hangs: the first such that the
    file does so up to its end."""
    lines = (ROOT / inside[0].file).read_text().split("\n")
    for section, after in zip(inside, inside[1:]):
        kept = lines[:after.line - 1]
        while kept[-1]:  # The next one's comment.
            kept.pop()
        with tempfile.NamedTemporaryFile("w", suffix=".scenario",
                                         dir=memory) as file:
            file.write("\n".join(kept))
            file.flush()
            if run(binary, "scenario", file.name, TMPDIR=memory)[2] not in (0, 5):
                return section
    return inside[-1]


def ask(binary, program, sections):
    """What fails in a program, in words, or None; and the sections that do."""
    if program != KUMBARA:
        return failing_test(binary, program), set()
    failing = failing_scenarios(binary, sections)
    files = sorted({one.file for one in failing})
    if not files:
        return None, failing
    more = f" and {len(files) - 1} files more" if len(files) > 1 else ""
    return f"{min(failing)}{more}", failing


def program_of(finder):
    return KUMBARA if finder == SCENARIOS else finder
