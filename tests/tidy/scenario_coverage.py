#!/usr/bin/env python3
"""What the scenarios must show, taken from the sources and the documents.

usage: scenario_coverage.py [ROOT]

Over all files in tests/scenarios:

* every kind of command of engine/record/command.h is answered `ok` and, but for
  ticks, `member_closed`,
* every code of the table in docs/semantics.md is answered,
* of two codes that one kind can be answered, one right behind the other in
  precedence, a command to which both apply. A comment says so, right above it:
      # 9 before 27: the unit, then whether there is enough.
  Which codes a kind can be answered is what the scenarios show of it,
* every word, bound and form that docs/program_file.md allows for a key stands in
  a program that is `ok` (a test holds that page against the program's own tables),
* every vector of docs/semantics.md stands as a comment over its commands,
* every file stands in the table of docs/scenarios.md, and all there exist.

Prints one line per gap and exits with 1 if there is any.
"""

import pathlib
import re
import sys
import tomllib
from collections import namedtuple

# Codes of which at most one can apply to a command.
EXCLUSIVE = [
    {6, 7, 8},  # Whoever is named is unknown, closed or open.
    {9, 10}, {9, 25}, {9, 26},  # Of no unit nothing further is asked.
    {12, 13, 14}, {12, 13, 16, 17, 18},  # Of one reference one is true.
    {25, 27},  # What is out of too many lots is there.
    {29, 30, 31},  # A receiver is unknown, closed, or has a reason of its own.
]
# Of one kind: the unknown and the closed hold nothing and are not merged; of what is
# not found there is no amount; and 256 lots of what cannot be spent would show little.
EXCLUSIVE_OF = {
    "close": [{6, 22}, {7, 22}],
    "merge": [{6, 22}, {7, 22}],
    "capture": [{12, 20}, {12, 26}, {13, 20}, {13, 26},
                # Not permitted in a linked run: what it names is not known yet.
                {12, 22}, {13, 22}, {20, 22}, {22, 26}],
    "import": [{22, 26}],  # What tier sets count has no end.
    "transfer": [{10, 25}],
    "hold": [{10, 25}],
    # A reward has the program's unit, an amount has no reward; and where there is a
    # stock a linked run has no redeem.
    "redeem": [{9, 23}, {9, 24}, {9, 28}, {10, 23}, {10, 24}, {10, 25}, {10, 28},
               {28, 32}, {28, 33}, {28, 34}],
}
# Codes of identity, form and time look at nothing of the kind: pairs with them are
# shown once, whatever the kind.
OF_ANY_KIND = range(1, 6)

DURATION_UNITS = ("s", "m", "h", "d", "w", "mo", "y")

Block = namedtuple("Block", "where comments lines results")
Command = namedtuple("Command", "where kind comments code")


# --- Scenario files ---------------------------------------------------------


def blocks_of(path):
    """Comments before and within a block stay with what they stand before."""
    lines = path.read_text(encoding="utf-8").split("\n")
    at, comments, blocks = 0, [], []
    while at < len(lines):
        if lines[at] == "" or lines[at].startswith("#"):
            comments += [lines[at]] if lines[at] else []
            at += 1
            continue
        where = f"{path.name}:{at + 1}"
        bar = lines.index("----", at)
        end = next((i for i in range(bar, len(lines)) if lines[i] == ""),
                   len(lines))
        blocks.append(Block(where, comments, lines[at:bar],
                            lines[bar + 1:end]))
        at, comments = end, []
    return blocks


def code_of(result, numbers):
    """What a result line answers, or nothing if it is no answer."""
    words = re.findall(r"[a-z_]+", result)
    return numbers.get(words[0]) if words else None


def commands_of(block, kinds, numbers):
    """The block's commands with the codes that answer them."""
    results = iter(block.results)
    comments = list(block.comments)
    for line in block.lines:
        kind = line.split(" ")[0]
        if line.startswith("#"):
            comments.append(line)
        elif kind in kinds:
            result = next(results, "")
            yield Command(block.where, kind, comments,
                          code_of(result, numbers))
            comments = []


# --- What there is to show --------------------------------------------------


def kinds_of(root):
    text = (root / "engine/record/command.h").read_text()
    table = text[text.index("kKindFacts = "):text.index("KindsThat(")]
    return re.findall(r'\{CommandKind::\w+, "(\w+)"', table)


def table_rows(text):
    """The rows of the Markdown tables of a text, each a list of its cells."""
    return [[cell.strip() for cell in line.strip("|").split("|")]
            for line in text.split("\n")
            if line.startswith("|") and not line.startswith("|--")]


def section_of(text, heading):
    """A document from one heading to the next of the same depth."""
    begin = text.index(heading)
    depth = heading.split(" ")[0]
    end = text.find(f"\n{depth} ", begin + len(heading))
    return text[begin:end if end >= 0 else len(text)]


def codes_of(semantics):
    rows = table_rows(section_of(semantics, "## 4. Answers"))
    return {row[1].strip("`"): int(row[0]) for row in rows
            if row[0].isdigit()}


def vectors_of(semantics):
    rows = table_rows(section_of(semantics, "## 11. Vectors"))
    return [row[0] for row in rows if row[0] != "input"]


def keys_of(program_file):
    """(section, key) -> what is valid, of every table that has keys."""
    keys = {}
    headings = re.split(r"^##+ (\w+)$", program_file, flags=re.M)
    for section, text in zip(headings[1::2], headings[2::2]):
        for row in table_rows(text):
            if len(row) == 3 and row[0] != "key":
                keys[section, row[0].strip("`")] = row[1]
    return keys


def values_of(valid):
    """What of a key's valid values must be shown, as words."""
    if valid == "true or false":
        return {"true", "false"}
    values = {"an array"} if "or an array" in valid else set()
    if "or a table" in valid:
        values.add("a table")
    bounds = re.match(r"an integer, (\d+) to (\d+)$", valid)
    if bounds:
        return {bounds[1], bounds[2]}
    # Words in quotes are choices, unless they are examples.
    values |= set(re.findall(r'"([^"]+)"', re.sub(
        r'such as "[^"]+"( or "[^"]+")?', "", valid)))
    return values or {"some value"}


# --- What the programs of the scenarios say ---------------------------------


def program_of(block, folder):
    words = block.lines[0].split(" ")
    file = words[1] if len(words) > 1 and "=" not in words[1] else None
    text = ((folder / file).read_text() if file
            else "\n".join(block.lines[1:]))
    return tomllib.loads(text)


def tables_below(name, value, sections):
    """Every (section, table) of a program: a table belongs to the section after
    which its key is named, or, where its keys are names, those in it do."""
    if isinstance(value, list):
        for element in value:
            yield from tables_below(name, element, sections)
    elif isinstance(value, dict):
        keys = sections.get(name, set())
        if keys and not keys & set(value) and all(
                isinstance(inner, dict) for inner in value.values()):
            for inner in value.values():
                yield from tables_below(name, inner, sections)
            return
        yield name, value
        for key, inner in value.items():
            yield from tables_below(key, inner, sections)


def shown_of(value):
    """What a value in a program shows of its key's valid ones."""
    if isinstance(value, bool):
        return {"true" if value else "false"}
    if isinstance(value, list):
        return {"an array"}.union(*map(shown_of, value))
    if isinstance(value, dict):
        return {"a table"}
    return {str(value)}


def durations_in(value):
    """The units of all durations in a program."""
    if isinstance(value, dict):
        return set().union(*map(durations_in, value.values()))
    if isinstance(value, list):
        return set().union(*map(durations_in, value))
    match = re.fullmatch(r"\d+(s|m|h|d|w|mo|y)", str(value))
    return {match[1]} if match else set()


# --- Gaps -------------------------------------------------------------------


def program_gaps(programs, keys):
    sections = {}
    for section, key in keys:
        sections.setdefault(section, set()).add(key)
    shown, units = {}, set()
    for program in programs:
        units |= durations_in(program)
        for section, table in tables_below("", program, sections):
            for key, value in table.items():
                shown.setdefault((section, key), set()).update(
                    shown_of(value) | {"some value"})
    for (section, key), valid in keys.items():
        for value in sorted(values_of(valid) - shown.get((section, key), set())):
            yield f"no program has {value} for {key} in {section}"
    for unit in DURATION_UNITS:
        if unit not in units:
            yield f'no program has a duration in "{unit}"'


def pairs_to_show(answered):
    """Kind -> pairs of codes it can be answered that stand side by side."""
    for kind, codes in answered.items():
        # One that is no answer, such as `open`, is None.
        codes = sorted(code for code in codes
                       if code and code not in OF_ANY_KIND)
        for first in codes:
            behind = [code for code in codes if code > first and not any(
                {first, code} <= group
                for group in EXCLUSIVE + EXCLUSIVE_OF.get(kind, []))]
            if behind:
                yield kind, first, behind[0]


def answer_gaps(commands, kinds, numbers):
    names = {number: name for name, number in numbers.items()}
    answered = {kind: set() for kind in kinds}
    pairs = set()
    for command in commands:
        answered[command.kind].add(command.code)
        for comment in command.comments:
            said = re.match(r"# (\d+) before (\d+)\b", comment)
            if not said:
                continue
            first, second = int(said[1]), int(said[2])
            pairs.add((command.kind, first, second))
            if command.code != first or second not in names:
                yield (f"{command.where}: {command.kind} is answered "
                       f"{names.get(command.code)}, not as said: {comment}")
    for kind, codes in answered.items():
        if 0 not in codes:
            yield f"no {kind} is ok"
        if kind != "tick" and numbers["member_closed"] not in codes:
            yield f"no {kind} of a closed member"
    for name, number in numbers.items():
        if not any(number in codes for codes in answered.values()):
            yield f"{name} is never answered"
    for kind, first, second in pairs_to_show(answered):
        if (kind, first, second) not in pairs:
            yield (f"no {kind} to which {names[first]} and {names[second]} "
                   f"apply: # {first} before {second}")


def table_gaps(files, scenarios_page):
    section = section_of(scenarios_page, "## Where what is")
    named = set(re.findall(r"`(\w+)`", "\n".join(
        row[1] for row in table_rows(section))))
    for name in sorted(files - named):
        yield f"docs/scenarios.md does not list {name}"
    for name in sorted(named - files):
        yield f"docs/scenarios.md lists {name}, which is no file"


def vector_gaps(blocks, vectors):
    comments = " ".join(line.lstrip("# ") for block in blocks
                        for line in block.comments + block.lines
                        if line.startswith("#"))
    for vector in vectors:
        if vector not in comments:
            yield f"no scenario has the vector: {vector}"


def gaps(root):
    folder = root / "tests/scenarios"
    semantics = (root / "docs/semantics.md").read_text()
    numbers, kinds = codes_of(semantics), kinds_of(root)
    files = sorted(folder.glob("*.scenario"))
    blocks = [block for file in files for block in blocks_of(file)]
    programs = [program_of(block, folder) for block in blocks
                if block.lines[0].startswith("program")
                and block.results == ["ok"]]
    commands = [command for block in blocks
                if not block.lines[0].startswith("program")
                for command in commands_of(block, kinds, numbers)]
    keys = keys_of((root / "docs/program_file.md").read_text())
    yield from answer_gaps(commands, kinds, numbers)
    yield from program_gaps(programs, keys)
    yield from vector_gaps(blocks, vectors_of(semantics))
    yield from table_gaps({file.stem for file in files},
                          (root / "docs/scenarios.md").read_text())


def main():
    here = pathlib.Path(__file__).resolve().parents[2]
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here
    found = list(gaps(root))
    for gap in found:
        print(gap)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
