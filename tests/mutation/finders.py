"""Runs programs with a patch in them, and says what fails.

What finds a patch is a test or scenario that fails by name, or that ends its process
by a signal of its own. Where one is ended from outside because it takes too long, that
counts only for a patch of which it is expected: a slow machine looks the same. Any
other end, such as a wrong command line, is a mistake of the run.
"""

import os
import re
import signal
import subprocess
import tempfile
from typing import NamedTuple

from build import KUMBARA, ROOT, Failed
from patch import SCENARIOS

SEEDS = "100"
# A patch may also hang: at work, in processor time, or asleep.
SECONDS_AT_WORK = 30
SECONDS = 60
HANGS = (None, -signal.SIGKILL, -signal.SIGXCPU)
CRASHES = (-signal.SIGABRT, -signal.SIGBUS, -signal.SIGFPE, -signal.SIGILL,
           -signal.SIGSEGV, -signal.SIGTRAP)
# Of a program of tests, and of `kumbara scenario`.
TESTS_FAIL = 1
SCENARIOS_DIFFER = 5

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


def odd_end(binary, code, output, errors):
    what = ("takes too long, which counts only with hangs=True"
            if code in HANGS else f"ends with {code}, which shows nothing")
    return Failed(f"{binary} {what}\n{output}{errors}")


def failing_test(binary, program, may_hang):
    """The first test that fails, or None."""
    output, errors, code = run(
        binary, "--gtest_fail_fast",
        f"--gtest_filter=-{LEFT_OUT.get(program, '')}",
        KUMBARA_SIM_SEEDS=SEEDS)
    if code == 0:
        return None
    failed = re.findall(r"\[  FAILED  \] (\S+?)[, ]", output)
    started = re.findall(r"\[ RUN      \] (\S+)", output)
    if code == TESTS_FAIL and failed:
        return f"{failed[0]} fails"
    if code in CRASHES and started:
        how = "a check" if "CHECK failed" in errors else "a signal"
        return f"{started[-1]} ends by {how}"
    if code in HANGS and started and may_hang:
        return f"{started[-1]} hangs"
    raise odd_end(binary, code, output, errors)


def failing_scenarios(binary, sections, may_hang):
    """The sections that are not as written. A file that ends the process has
    failed, and the files behind it are run by themselves; what is behind one that
    hangs is not."""
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else "/tmp"
    failing, files = set(), list(sections)
    while files:
        output, errors, code = run(binary, "scenario", *files, TMPDIR=memory)
        named = re.findall(r"^(\S+\.scenario):(\d+): ", output, re.M)
        for file, line in named:
            failing.add(max(one for one in sections[file]
                            if one.line <= int(line)))
        if code == 0 or (code == SCENARIOS_DIFFER and named):
            break
        ended = re.findall(r"^(\S+\.scenario): \d+ blocks, ", output, re.M)
        files = files[len(ended):]
        if not files or not (code in CRASHES or code in HANGS and may_hang):
            raise odd_end(binary, code, output, errors)
        failing.add(ending_section(binary, sections[files[0]], memory))
        files = [] if code in HANGS else files[1:]
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
            code = run(binary, "scenario", file.name, TMPDIR=memory)[2]
            if code not in (0, SCENARIOS_DIFFER):
                return section
    return inside[-1]


def ask(binary, program, sections, may_hang=False):
    """What fails in a program, in words, or None; and the sections that do."""
    if program != KUMBARA:
        return failing_test(binary, program, may_hang), set()
    failing = failing_scenarios(binary, sections, may_hang)
    files = sorted({one.file for one in failing})
    if not files:
        return None, failing
    more = f" and {len(files) - 1} files more" if len(files) > 1 else ""
    return f"{min(failing)}{more}", failing


def program_of(finder):
    return KUMBARA if finder == SCENARIOS else finder
