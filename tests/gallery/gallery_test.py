#!/usr/bin/env python3
"""The programs of docs/programs: each key of each is there for something.

    gallery_test.py KUMBARA

Of each program the checker has nothing to say, its page names its scenarios, and
they are as written. Then each key is left out in turn, and each table of several:
the checker must object, or a scenario must come out differently.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor

import toml_text
from left_out import without_each

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = ROOT / "docs" / "programs"
KUMBARA = None


def run(*words):
    return subprocess.run([KUMBARA, *map(str, words)], capture_output=True,
                          text=True, timeout=120)


def is_noticed(folder, program):
    """Whether the checker or a scenario of the folder objects to the program."""
    with tempfile.TemporaryDirectory(prefix="kumbara_gallery_") as name:
        scratch = pathlib.Path(name)
        (scratch / "program.toml").write_text(toml_text.program_text(program))
        checked = run("program", "check", scratch / "program.toml")
        if checked.returncode != 0 or checked.stdout:
            return True
        scenarios = sorted(folder.glob("*.scenario"))
        for scenario in scenarios:
            (scratch / scenario.name).write_bytes(scenario.read_bytes())
        ran = run("scenario", *(scratch / scenario.name
                                for scenario in scenarios))
        if ran.returncode not in (0, 5):
            raise RuntimeError(f"{folder.name}: {ran.stdout}{ran.stderr}")
        return ran.returncode == 5


def whole_faults(folder):
    """What is wrong with a program of the gallery as it is."""
    checked = run("program", "check", folder / "program.toml")
    if checked.returncode != 0 or checked.stdout:
        yield checked.stdout + checked.stderr
    scenarios = sorted(folder.glob("*.scenario"))
    if not scenarios:
        yield "no scenario"
        return
    ran = run("scenario", *scenarios)
    if ran.returncode != 0:
        yield ran.stdout + ran.stderr
    page = folder / "README.md"
    if not page.exists():
        yield "no README.md"
    elif f"--from {folder.name}" not in page.read_text():
        yield f"README.md does not say: --from {folder.name}"


def faults_of(folder, pool):
    program = tomllib.loads((folder / "program.toml").read_text())
    # What is written back is the program, or nothing below tells anything.
    again = tomllib.loads(toml_text.program_text(program))
    if again != program:
        yield "does not survive being written back"
        return
    yield from whole_faults(folder)
    rest = list(without_each(program))
    for (path, _), noticed in zip(rest, pool.map(
            lambda one: is_noticed(folder, one[1]), rest)):
        if not noticed:
            yield "nobody misses " + ".".join(map(str, path))


def main():
    global KUMBARA
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    KUMBARA = str(pathlib.Path(sys.argv[1]).resolve())
    folders = sorted(path.parent for path in PROGRAMS.glob("*/program.toml"))
    index = (PROGRAMS / "README.md").read_text()
    count = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for folder in folders:
            faults = list(faults_of(folder, pool))
            if f"({folder.name}/README.md)" not in index:
                faults.append("docs/programs/README.md does not list it")
            for fault in faults:
                print(f"{folder.name}: {fault}")
            count += len(faults)
    print(f"{len(folders)} programs, {count} faults")
    return 1 if count or len(folders) < 4 else 0


if __name__ == "__main__":
    sys.exit(main())
