#!/usr/bin/env python3
"""Checks the shape of the source tree: who includes whom, and how files look.

usage: layers.py [ROOT]

Prints one line per violation, "path:line: what", and exits with 1 if there is
any. The rules are the tables below; docs/architecture.md says why.
"""

import pathlib
import re
import sys

ENGINE = [
    "engine/base",
    "engine/record",
    "engine/port",
    "engine/program",
    "engine/member",
    "engine/apply",
    "engine/pipeline",
    "engine/query",
]
STORAGE = [
    "storage/lmdb",
    "storage/journal",
    "storage/evidence",
    "storage/archive",
    "storage/directory",
    "storage/runs",
    "storage/snapshot",
    "storage/recovery",
    "storage/open",
]

# A folder of engine, storage, bench or tools is a layer. It may include itself
# and what stands here; "tools/" is every layer of tools.
MAY_INCLUDE = {
    "engine/base": [],
    "engine/record": ["engine/base"],
    "engine/port": ["engine/base", "engine/record"],
    "engine/program": ["engine/base", "engine/record"],
    "engine/member": ["engine/base", "engine/record"],
    "engine/apply": [
        "engine/base",
        "engine/record",
        "engine/program",
        "engine/member",
    ],
    "engine/pipeline": [
        "engine/base",
        "engine/record",
        "engine/port",
        "engine/program",
        "engine/member",
        "engine/apply",
    ],
    "engine/query": [
        "engine/base",
        "engine/record",
        "engine/port",
        "engine/program",
        "engine/member",
        "engine/apply",
    ],
    "storage/lmdb": ["engine/base"],
    "storage/journal": [
        "storage/lmdb",
        "engine/base",
        "engine/record",
        "engine/port",
    ],
    "storage/evidence": [
        "storage/lmdb",
        "storage/journal",
        "engine/base",
        "engine/record",
    ],
    "storage/archive": [
        "storage/lmdb",
        "storage/journal",
        "storage/evidence",
        "storage/snapshot",
        "engine/base",
        "engine/record",
    ],
    "storage/directory": [
        "storage/lmdb",
        "engine/base",
        "engine/record",
        "engine/port",
    ],
    "storage/runs": [
        "storage/lmdb",
        "engine/base",
        "engine/record",
        "engine/port",
    ],
    "storage/snapshot": [
        "storage/lmdb",
        "storage/journal",
        "engine/base",
        "engine/record",
    ],
    "storage/recovery": [
        "storage/lmdb",
        "storage/journal",
        "storage/snapshot",
        "storage/directory",
        "engine/base",
        "engine/record",
        "engine/port",
        "engine/program",
        "engine/member",
        "engine/apply",
        "engine/pipeline",
    ],
    "storage/open": STORAGE + ENGINE,
    "storage/backup": STORAGE + ENGINE,
    "bench/workload": ENGINE,
    "bench/load": STORAGE + ENGINE + ["bench/workload"],
    "tools/": ENGINE
    + [
        "bench/load",
        "storage/archive",
        "storage/backup",
        "storage/directory",
        "storage/evidence",
        "storage/open",
        "storage/snapshot",
        "tools/",
    ],
    "bench/history": ["engine/base"],
    "bench/micro": STORAGE + ENGINE + ["tools/", "bench/workload"],
    "tests": STORAGE
    + ENGINE
    + ["storage/backup", "tools/", "bench/workload", "bench/load"],
}

TOPS = ("engine", "storage", "tools", "bench", "tests")

# Libraries that stay behind one door: (pattern of the include, the only
# place). The doors are those of the product; tests and benches may look.
DOORS = [
    (re.compile(r"(^|/)lmdb\.h$"), "storage/lmdb/"),
    (re.compile(r"^toml\+\+/"), "engine/program/toml_document.cc"),
    (re.compile(r"concurrentqueue"), "engine/pipeline/"),
    (re.compile(r"^simdjson\.h$"), "tools/ndjson/ndjson_splitter.cc"),
]

# Where a result must be the same bit for bit on every machine.
EXACT = ("engine/record/", "engine/program/", "engine/member/", "engine/apply/")
INEXACT_WORD = re.compile(r"\b(double|float)\b")

LEFT_OVER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")

# A name that says nothing of what is inside.
EMPTY_NAMES = {
    "common",
    "helper",
    "helpers",
    "manager",
    "misc",
    "stuff",
    "util",
    "utils",
}

LINES_MAX = 600

CODE = {".h", ".cc"}
TEXT = CODE | {".cmake", ".md", ".py", ".sh", ".toml", ".txt", ""}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
CALL = re.compile(r"(\w+)\s*\(([^()]*)\)")
VARIABLE = re.compile(r"\$\{\w+\}")
HERE = re.compile(
    r"\$\{(CMAKE_CURRENT_SOURCE_DIR|PROJECT_SOURCE_DIR|CMAKE_SOURCE_DIR)\}/"
)


def files_of(root):
    """Every file of the tree by its path, builds and hidden ones left out."""
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        hidden = any(part.startswith(".") for part in name.parts)
        if path.is_file() and not hidden and name.parts[0] != "build":
            yield name.as_posix(), path


def layer_of(name):
    """The layer a file belongs to, or None where there are no layers."""
    parts = name.split("/")
    if parts[0] not in TOPS:
        return None
    if parts[0] == "tests":
        return "tests"
    return "/".join(parts[:2]) if len(parts) > 2 else parts[0]


def rule_of(layer):
    return "tools/" if layer.startswith("tools/") else layer


def without_comments(text):
    """The text with comments and literals blanked, line breaks kept."""
    pattern = re.compile(
        r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])+'", re.S
    )

    def blank(match):
        return "\n" * match.group(0).count("\n")

    return pattern.sub(blank, text)


def check_includes(name, lines, known):
    layer = layer_of(name)
    rule = rule_of(layer)
    if rule not in MAY_INCLUDE:
        yield 1, f"layer {layer} is not in the table of tests/tidy/layers.py"
        return
    allowed = set(MAY_INCLUDE[rule])
    for number, line in enumerate(lines, 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        bracket, target = match.groups()
        if layer.split("/")[0] not in ("bench", "tests"):
            for door, place in DOORS:
                if door.search(target) and not name.startswith(place):
                    yield number, f"only {place} may include {target}"
        if target.split("/")[0] in TOPS:
            other = layer_of(target)
            if target not in known:
                yield number, f"{target} does not exist"
            elif other != layer and rule_of(other) not in allowed:
                yield number, f"{layer} may not include {other} ({target})"
        elif bracket == '"' and "/" not in target:
            yield number, f"write the path of {target} from the root"


def check_guard(name, lines):
    guard = "KUMBARA_" + re.sub(r"[^A-Z0-9]", "_", name.upper()) + "_"
    code = [line.strip() for line in lines]
    for wanted in (f"#ifndef {guard}", f"#define {guard}"):
        if wanted not in code:
            yield 1, f"the header guard is {guard}"
            return
    last = next((line for line in reversed(code) if line), "")
    if last != f"#endif  // {guard}":
        yield len(lines), f"the last line is #endif  // {guard}"


def check_text(name, text, lines):
    for part in name.split("/"):
        if part.split(".")[0].lower() in EMPTY_NAMES:
            yield 1, f"the name {part} says nothing of what is inside"
    if not name.startswith("tests/tidy/"):
        for number, line in enumerate(lines, 1):
            match = LEFT_OVER.search(line)
            if match:
                yield number, f"{match.group(0)}: do it or leave it"
    suffix = pathlib.PurePosixPath(name).suffix
    if suffix in CODE | {".py"} and len(lines) > LINES_MAX:
        yield LINES_MAX, f"{len(lines)} lines, the limit is {LINES_MAX}"
    if suffix in CODE and name.startswith(EXACT):
        for number, line in enumerate(without_comments(text).split("\n"), 1):
            match = INEXACT_WORD.search(line)
            if match:
                yield number, f"no {match.group(0)} where results are exact"


def named_sources(name, text):
    """What a CMakeLists builds: paths, and patterns where ${...} is in one."""
    folder = name.rsplit("/", 1)[0] + "/" if "/" in name else ""
    text = re.sub(r"#[^\n]*", "", text)
    words = set(re.findall(r"[^\s()\";]+", text))
    paths, patterns = set(), []
    for _, arguments in CALL.findall(text):
        tokens = arguments.replace('"', " ").split()
        for token in tokens:
            if not token.endswith(".cc"):
                continue
            for prefix in (folder, tokens[0] + "/", ""):
                path = prefix + HERE.sub("", token)
                if not VARIABLE.search(path):
                    paths.add(path)
                    continue
                parts = [re.escape(part) for part in VARIABLE.split(path)]
                patterns.append((re.compile("(.+)".join(parts)), words))
    return paths, patterns


def is_built(name, paths, patterns):
    if name in paths:
        return True
    for pattern, words in patterns:
        match = pattern.fullmatch(name)
        if match and all(group in words for group in match.groups()):
            return True
    return False


def check_tree(root):
    """All violations as (path, line, what)."""
    files = dict(files_of(root))
    known = set(files)
    paths, patterns = set(), []
    for name, path in files.items():
        if name.endswith("CMakeLists.txt") or name.endswith(".cmake"):
            more_paths, more_patterns = named_sources(name, path.read_text())
            paths |= more_paths
            patterns += more_patterns
    for name, path in files.items():
        suffix = path.suffix
        data = name.startswith(("tests/data/", "tests/fuzz/corpus/"))
        if suffix not in TEXT or data:
            continue
        content = path.read_bytes()
        if b"\0" in content:
            continue
        text = content.decode("utf-8")
        lines = text.splitlines()
        found = list(check_text(name, text, lines))
        if suffix in CODE and layer_of(name):
            found += check_includes(name, lines, known)
        if suffix == ".h":
            found += check_guard(name, lines)
        if suffix == ".cc" and not is_built(name, paths, patterns):
            found.append((1, "no CMakeLists.txt builds this file"))
        for number, what in found:
            yield name, number, what


def main(arguments):
    here = pathlib.Path(__file__).resolve()
    root = pathlib.Path(arguments[0]) if arguments else here.parents[2]
    violations = list(check_tree(root.resolve()))
    for name, number, what in violations:
        print(f"{name}:{number}: {what}")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
