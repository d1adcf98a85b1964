#!/usr/bin/env python3
"""What `kumbara program schema` says of every program in the repository.

    schema_test.py KUMBARA

The schema accepts each, and refuses each with a key more, without one it must have,
and with a value of another type or out of its bounds. What it refuses of these and of
programs with a key less, the checker refuses as well: it is never the stricter one.
Where Python has the package jsonschema, that one is asked too.
"""

import copy
import datetime
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib

import json_schema
import toml_text

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent / "tidy"))
import scenario_coverage  # noqa: E402

KUMBARA = None


def validators_of(schema):
    yield lambda program: json_schema.is_valid(schema, program)
    try:
        import jsonschema
    except ImportError:
        return
    jsonschema.Draft202012Validator.check_schema(schema)
    yield jsonschema.Draft202012Validator(schema).is_valid


# --- The programs there are --------------------------------------------------


def files():
    for pattern in ("tests/oracles/*.toml", "docs/programs/*/program.toml",
                    "tests/fuzz/corpus/*.toml", "tests/crash/*.toml"):
        for path in sorted(ROOT.glob(pattern)):
            yield str(path.relative_to(ROOT)), path.read_text()


def scenario_programs():
    for folder in (ROOT / "tests/scenarios", *(ROOT / "docs/programs").iterdir()):
        for path in sorted(folder.glob("*.scenario")):
            for block in scenario_coverage.blocks_of(path):
                if block.lines[0].startswith("program") and len(block.lines) > 1:
                    yield block.where, "\n".join(block.lines[1:]) + "\n"


def examples():
    page = (ROOT / "docs/program_file.md").read_text()
    for number, text in enumerate(re.findall(r"```toml\n(.*?)```", page, re.S)):
        program = tomllib.loads(text)
        program.setdefault("program", {"name": "example"})
        program.setdefault("unit", {"points": {"decimals": 2}})
        yield f"example {number}", toml_text.program_text(program)


# --- Programs made of them ---------------------------------------------------


def leaves(value, path=()):
    """Paths of everything in a program."""
    inner = (value.items() if isinstance(value, dict)
             else enumerate(value) if isinstance(value, list) else ())
    for place, one in inner:
        yield (*path, place)
        yield from leaves(one, (*path, place))


def with_change(program, path, change):
    """A copy in which the container of the last step is changed in place."""
    changed = copy.deepcopy(program)
    container = changed
    for place in path[:-1]:
        container = container[place]
    change(container, path[-1])
    return changed


def refused_changes(program):
    """(what, program) that the schema must refuse."""
    yield "a section more", dict(program, nonsense={})
    for section in ("program", "unit"):
        yield f"no {section}", {key: value for key, value in program.items()
                                if key != section}
    for path in leaves(program):
        what = ".".join(map(str, path))
        for wrong in (1.5, datetime.date(2026, 1, 1), [[]]):
            yield f"{what} = {wrong!r}", with_change(
                program, path, lambda all, key: all.__setitem__(key, wrong))
        yield f"{what} negative", with_change(
            program, path, lambda all, key: all.__setitem__(key, -5))
        yield f"{what} control", with_change(
            program, path, lambda all, key: all.__setitem__(key, "\t!"))


def lesser_programs(program):
    for path in leaves(program):
        yield ".".join(map(str, path)) + " left out", with_change(
            program, path, lambda all, key: all.__delitem__(key))


def accepted_by_checker(programs):
    """For each, whether it has no error."""
    with tempfile.TemporaryDirectory(prefix="kumbara_schema_") as name:
        paths = [pathlib.Path(name) / f"{i}.toml" for i in range(len(programs))]
        for path, program in zip(paths, programs):
            path.write_text(toml_text.program_text(program))
        wrong = set()
        for first in range(0, len(paths), 500):
            ran = subprocess.run(
                [KUMBARA, "program", "check", "--format", "json",
                 *paths[first:first + 500]],
                capture_output=True, text=True, timeout=600)
            wrong |= {one["file"] for one in json.loads(ran.stdout)
                      if one["severity"] == "error"}
        return [str(path) not in wrong for path in paths]


# --- Faults ------------------------------------------------------------------


def faults(schema, programs):
    for validator in validators_of(schema):
        compared = []
        for where, program in programs:
            if not validator(program):
                yield f"{where}: refused"
                continue
            for what, changed in refused_changes(program):
                if validator(changed):
                    yield f"{where}: accepted with {what}"
            compared += [(where, what, lesser)
                         for what, lesser in lesser_programs(program)]
        accepted = accepted_by_checker([program for _, _, program in compared])
        both = 0
        for (where, what, program), by_checker in zip(compared, accepted):
            by_schema = validator(program)
            both += by_schema == by_checker
            if by_checker and not by_schema:
                yield f"{where}: the checker accepts what is refused: {what}"
        # What a schema cannot say is little.
        if both < 0.9 * len(compared):
            yield f"of {len(compared)} lesser programs {both} judged alike"


def main():
    global KUMBARA
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    KUMBARA = str(pathlib.Path(sys.argv[1]).resolve())
    text = subprocess.run([KUMBARA, "program", "schema"], check=True,
                          capture_output=True, text=True, timeout=60).stdout
    schema = json.loads(text)
    found = [*files(), *scenario_programs(), *examples()]
    parsed = []
    for where, source in found:
        try:
            parsed.append((where, tomllib.loads(source)))
        except tomllib.TOMLDecodeError:
            continue  # Scenarios of broken programs.
    sound = accepted_by_checker([program for _, program in parsed])
    programs = [one for one, is_sound in zip(parsed, sound) if is_sound]
    count = 0
    for fault in faults(schema, programs):
        print(fault)
        count += 1
    print(f"{len(programs)} programs, {count} faults")
    return 1 if count or len(programs) < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
