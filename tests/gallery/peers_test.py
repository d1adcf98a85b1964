#!/usr/bin/env python3
"""The table of docs/programs/peers: what it says can be seen.

    peers_test.py KUMBARA

A row names a peer, its sentence, the page it stands on, the words by which a program or
a command says it, and the scenario that shows it: what follows one `program` of a file,
up to the next, known by the program's name. Each row has its scenario and each scenario
its row; each passes, and its program is one to which the checker has nothing to say.
Each key of each of these programs is left out in turn, as in gallery_test.py: the
scenario must come out differently.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter, namedtuple
from concurrent.futures import ThreadPoolExecutor

import toml_text
from left_out import without_each

HERE = pathlib.Path(__file__).resolve().parent
PEERS = HERE.parents[1] / "docs" / "programs" / "peers"
sys.path.insert(0, str(HERE.parent / "tidy"))
import scenario_coverage  # noqa: E402

ROWS_MIN = 30
LINK = re.compile(r"\[([^\]]+)\]\((\S+)\)")
DIFFERS = 5
KUMBARA = None

Row = namedtuple("Row", "peer sentence source said scenario")
Section = namedtuple("Section", "id first program blocks")


def run(*words):
    return subprocess.run([KUMBARA, *map(str, words)], capture_output=True,
                          text=True, timeout=120)


def sections():
    """The scenarios of all files, each known by its file and its program's name."""
    for path in sorted(PEERS.glob("*.scenario")):
        blocks = scenario_coverage.blocks_of(path)
        starts = [i for i, block in enumerate(blocks)
                  if re.match(r"program\b", block.lines[0])]
        for start, end in zip(starts, [*starts[1:], len(blocks)]):
            first, *text = blocks[start].lines
            program = tomllib.loads("\n".join(text))
            yield Section((path.name, program["program"]["name"]), first,
                          program, blocks[start + 1:end])


def text_of(program, section):
    """The section as a file, with that program."""
    first = f"{section.first}\n{toml_text.program_text(program)}----\nok\n"
    return "\n".join([first, *(
        "\n".join([*block.lines, "----", *block.results]) + "\n"
        for block in section.blocks)])


def passes(program, section):
    with tempfile.TemporaryDirectory(prefix="kumbara_peers_") as name:
        file = pathlib.Path(name) / "one.scenario"
        file.write_text(text_of(program, section))
        ran = run("scenario", file)
        if ran.returncode not in (0, DIFFERS):
            raise RuntimeError(f"{section.id}: {ran.stdout}{ran.stderr}")
        return ran.returncode == 0


def checker_says(program):
    with tempfile.TemporaryDirectory(prefix="kumbara_peers_") as name:
        file = pathlib.Path(name) / "program.toml"
        file.write_text(toml_text.program_text(program))
        ran = run("program", "check", file)
        return ran.stdout + ran.stderr


# --- Faults ------------------------------------------------------------------


def row_faults(row, found):
    """What is wrong with a row, given the section it names or None."""
    if not all(row):
        yield "an empty cell"
    source = LINK.fullmatch(row.source)
    if not source or not re.match("https?://", source.group(2)):
        yield f"no page with its address: {row.source}"
    if found is None:
        yield f"no such scenario: {row.scenario}"
        return
    words = set(re.findall(r"\w+", toml_text.program_text(found.program)))
    words.update(word for block in found.blocks for line in block.lines
                 for word in re.findall(r"\w+", line))
    for span in re.findall(r"`([^`]+)`", row.said):
        if not set(re.findall(r"\w+", span)) <= words:
            yield f"its scenario does not say {span}"


def section_faults(section, pool):
    said = checker_says(section.program)
    if said:
        yield said
    if not section.blocks or not all(block.results for block in section.blocks):
        yield "something is expected of nothing"
        return
    if not passes(section.program, section):
        yield "does not pass"
        return
    rest = list(without_each(section.program))
    kept = pool.map(lambda one: passes(one[1], section), rest)
    for (path, _), unnoticed in zip(rest, kept):
        if unnoticed:
            yield "nobody misses " + ".".join(map(str, path))


def faults(pool):
    page = (PEERS / "README.md").read_text()
    table = scenario_coverage.table_rows(
        scenario_coverage.section_of(page, "## The table"))[1:]
    wrong = [cells for cells in table if len(cells) != len(Row._fields)]
    for cells in wrong:
        yield f"not {len(Row._fields)} cells: {cells}"
    rows = [Row(*cells) for cells in table if cells not in wrong]
    if len(rows) < ROWS_MIN:
        yield f"{len(rows)} rows, {ROWS_MIN} are wanted"
    all_sections = list(sections())
    found = {section.id: section for section in all_sections}
    if len(found) < len(all_sections):
        yield "two programs of a file have one name"
    named = Counter()
    for row in rows:
        link = LINK.fullmatch(row.scenario)
        key = (link.group(2), link.group(1)) if link else None
        named[key] += 1
        for fault in row_faults(row, found.get(key)):
            yield f"{row.peer}: {fault}"
    for key, section in found.items():
        if named[key] != 1:
            yield f"{key}: stands in {named[key]} rows"
        for fault in section_faults(section, pool):
            yield f"{key}: {fault}"
    print(f"{len(rows)} rows, {len(found)} scenarios")


def main():
    global KUMBARA
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    KUMBARA = str(pathlib.Path(sys.argv[1]).resolve())
    count = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for fault in faults(pool):
            print(fault)
            count += 1
    print(f"{count} faults")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
