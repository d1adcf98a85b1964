"""Makes a case that differs smaller, while program and model still differ."""

import copy
import dataclasses

import scenarios


class Shrinker:
    def __init__(self, fails):
        self.fails = fails  # Whether a case still fails.

    def differs(self, case):
        """Some parts cannot be without others; then it is no case."""
        try:
            return self.fails(case)
        except (KeyError, ValueError, IndexError):
            return False

    def shrink(self, case):
        for simpler in (self.fewer_reads, self.fewer_commands,
                        self.fewer_rules, self.fewer_commands):
            case = simpler(case)
        return case

    def first_that_differs(self, case, candidates):
        return next((c for c in candidates if self.differs(c)), case)

    def fewer_reads(self, case):
        for change in ({"instants": []}, {"reopens": False},
                       {"options": {"round": case.options["round"]}}):
            case = self.first_that_differs(
                case, [dataclasses.replace(case, **change)])
        return case

    def fewer_commands(self, case):
        """Halves, quarters and so on are left out, down to single commands."""
        count = sum(map(len, case.blocks))
        size = max(count // 2, 1)
        while True:
            place = 0
            while place < count:
                smaller = without(case, place, place + size)
                if self.differs(smaller):
                    case, count = smaller, sum(map(len, smaller.blocks))
                else:
                    place += size
            if size == 1:
                return case
            size //= 2

    def fewer_rules(self, case):
        """Sections and keys of the program are left out one by one."""
        for path in paths(case.program):
            program = copy.deepcopy(case.program)
            if not remove(program, path):
                continue
            case = self.first_that_differs(
                case, [dataclasses.replace(case, program=program)])
        return case


def without(case, begin, end):
    """The case without the commands from one place to another."""
    blocks, place = [], 0
    for commands in case.blocks:
        kept = [command for number, command in enumerate(commands, place)
                if not begin <= number < end]
        place += len(commands)
        if kept:
            blocks.append(kept)
    return dataclasses.replace(case, blocks=blocks)


def paths(thing, path=()):
    """Of all parts of a program, the last of a list first."""
    if isinstance(thing, dict):
        parts = list(thing.items())
    elif isinstance(thing, list) and thing and isinstance(thing[0], dict):
        parts = list(reversed(list(enumerate(thing))))
    else:
        return
    for key, part in parts:
        yield path + (key,)
        yield from paths(part, path + (key,))


def remove(program, path):
    """False if an outer part is gone already."""
    thing = program
    try:
        for key in path[:-1]:
            thing = thing[key]
        del thing[path[-1]]
    except (KeyError, IndexError):
        return False
    return True


def report(kumbara, work, case):
    """The smallest case found as a scenario, and what the program says."""
    runner = scenarios.Runner(kumbara, work)
    text = lambda case: case.text(*case.run())
    printed = lambda case: runner.run({case.seed: text(case)})

    def fails(case):
        said = printed(case)
        # An error of a block or file says that the case is no longer one.
        return "\n  - " in said and "error:" not in said

    case = Shrinker(fails).shrink(case) if fails(case) else case
    return (f"seed {case.seed}, as a scenario with what the model expects:\n\n"
            f"{text(case)}kumbara scenario says:\n{printed(case)}")
