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
        except (KeyError, ValueError, IndexError, StopIteration, TypeError):
            return False

    def shrink(self, case):
        for simpler in (self.fewer_versions, self.fewer_reads, self.fewer_commands,
                        self.fewer_fields, self.fewer_rules, self.fewer_fields,
                        self.fewer_commands):
            case = simpler(case)
        return case

    def smaller(self, case, **changes):
        """The changed case if it differs, else the case."""
        changed = dataclasses.replace(case, **changes)
        return changed if self.differs(changed) else case

    def fewer_reads(self, case):
        case = self.smaller(case, instants=[])
        case = self.smaller(case, reopens=False)
        case = self.smaller(case, options={"round": case.options["round"]})
        return self.smaller(case, blocks=[
            dataclasses.replace(part, stays_open=False)
            for part in case.blocks])

    def fewer_versions(self, case):
        for place, part in enumerate(case.blocks):
            if part.version:
                case = self.smaller(case, blocks=replaced(
                    case.blocks, place, version=None))
        return case

    def fewer_commands(self, case):
        """Halves, quarters and so on are left out, down to single commands."""
        count = commands_of(case)
        size = max(count // 2, 1)
        while True:
            place = 0
            while place < count:
                smaller = without(case, place, place + size)
                if self.differs(smaller):
                    case, count = smaller, commands_of(smaller)
                else:
                    place += size
            if size == 1:
                return case
            size //= 2

    def fewer_fields(self, case):
        """Of those that no kind needs."""
        for place in range(commands_of(case)):
            for name in ("store", "channel", "linked", "lines", "actor", "referrer"):
                plainer = without_field(case, place, name)
                if plainer != case and self.differs(plainer):
                    case = plainer
        return case

    def fewer_rules(self, case):
        """Sections and keys of the program are left out one by one."""
        for path in paths(case.program):
            program = copy.deepcopy(case.program)
            if remove(program, path):
                case = self.smaller(case, program=program)
        for place, part in enumerate(case.blocks):
            for path in paths(part.version):
                program = copy.deepcopy(case.blocks[place].version)
                if remove(program, path):
                    case = self.smaller(case, blocks=replaced(
                        case.blocks, place, version=program))
        return case


def replaced(blocks, place, **changes):
    return [dataclasses.replace(part, **changes) if number == place else part
            for number, part in enumerate(blocks)]


def commands_of(case):
    return sum(len(part.commands) for part in case.blocks)


def without(case, begin, end):
    """The case without the commands from one place to another."""
    blocks, place = [], 0
    for part in case.blocks:
        kept = [command for number, command in enumerate(part.commands, place)
                if not begin <= number < end]
        place += len(part.commands)
        if kept or part.version:
            blocks.append(dataclasses.replace(part, commands=kept))
    return dataclasses.replace(case, blocks=blocks)


def without_field(case, place, name):
    blocks = []
    for part in case.blocks:
        commands = list(part.commands)
        if 0 <= place < len(commands):
            commands[place] = commands[place]._replace(**{name: None})
        place -= len(commands)
        blocks.append(dataclasses.replace(part, commands=commands))
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
    except (KeyError, IndexError, TypeError):
        return False
    return True


def report(kumbara, work, case):
    """The smallest case found as a scenario, and what the program says."""
    runner = scenarios.Runner(kumbara, work)
    said = lambda case: runner.run({case.seed: case.run()[1]})
    if scenarios.differs(said(case)):
        case = Shrinker(lambda case: scenarios.differs(said(case))).shrink(case)
    return (f"seed {case.seed}, as a scenario with what the model expects:\n\n"
            f"{case.run()[1]}kumbara scenario says:\n{said(case)}")
