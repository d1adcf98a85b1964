"""Which files of scenarios have to be run for which patch, in catchers.txt.

That file spares time and decides nothing: for a patch that it does not name all
files are run, and a file that it does not name is run for every patch.
"""

import pathlib

from build import ROOT

FILE = pathlib.Path(__file__).parent / "catchers.txt"
HEADER = ("# Written by tests/mutation/run --write: what has to be run for a patch, so"
          "\n# that it is found and every scenario has a patch that makes it fail.\n")


def read_catchers():
    """File names by the names of patches."""
    catchers = {}
    for line in FILE.read_text().split("\n"):
        name, found, files = line.partition(": ")
        if found and not name.startswith("#"):
            catchers[name] = files.split()
    return catchers


def files_for(catchers, name, sections):
    """The sections of the files that have to be run for a patch, by file."""
    named = {stem for stems in catchers.values() for stem in stems}
    wanted = catchers.get(name)
    return {file: inside for file, inside in sections.items()
            if wanted is None or pathlib.Path(file).stem in wanted
            or pathlib.Path(file).stem not in named}


def write_catchers(failing_by_name):
    """Chooses for each scenario a patch that it alone shows, or nearly, and then
    for each patch that has none the least of the files that find it."""
    chosen = {name: set() for name, failing in failing_by_name.items() if failing}
    finders = {}
    for name, failing in failing_by_name.items():
        for section in failing:
            finders.setdefault(section, []).append((len(failing), name))
    for section, names in sorted(finders.items(), key=lambda one: len(one[1])):
        if section.line == 0:
            continue
        if not any(section.file in chosen[name] for _, name in names):
            chosen[min(names)[1]].add(section.file)
    for name, files in chosen.items():
        if not files:
            files.add(min((one.file for one in failing_by_name[name]),
                          key=lambda file: (ROOT / file).stat().st_size))
    FILE.write_text(HEADER + "".join(
        f"{name}: {' '.join(sorted(pathlib.Path(file).stem for file in files))}\n"
        for name, files in sorted(chosen.items())))
