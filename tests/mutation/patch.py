"""One patch: a bug of one line, more or less."""

from typing import NamedTuple

SCENARIOS = "scenarios"
SIM = "sim_faults_test"


class Patch(NamedTuple):
    name: str
    file: str
    # What stands in the file exactly once, and what takes its place.
    search: str
    replace: str
    # Who is asked first, for it finds it: the scenarios, or a program of tests. What
    # both find is the scenarios', which show what a rule is for.
    by: str = SCENARIOS
    # Why nobody can find it, if so.
    survives: str = ""
    # Whether who finds it may find it by never coming to an end.
    hangs: bool = False
