"""The versions of a program, and which of them says what: section 3 of
docs/semantics.md, Versions of the program."""

from collections import namedtuple

from days import KINDS as DAYS
from values import BEGINNING, NEVER

# `behind` is the last sequence that does not know it, `clock` what the ledger's was when
# it was made.
Version = namedtuple("Version", "program effective behind clock")


class Versions:
    """What is the same in all of them is known here by its name."""

    def __init__(self, first):
        self.all = []
        self.units = {}  # Of all versions, in the order in which they came.
        # Unit -> its policy, and from when on inactivity counts.
        self.inactivity = {}
        self.tiers = {}  # Tier set -> the names of its tiers, by their numbers.
        self.achievements, self.benefits = [], []  # Names, in that order too.
        self.day_kinds = []  # Those of days.KINDS that any has a rule on.
        self.retires = {}  # Unit -> instant, or NEVER.
        self.senders, self.open_kinds = set(), set()
        self.add(first, BEGINNING, 0, BEGINNING - 1)

    def add(self, program, effective, behind, clock):
        self.all.append(Version(program, effective, behind, clock))
        program.versions, program.version = self, len(self.all)
        for name, unit in program.units.items():
            if unit.lots.inactive:
                self.inactivity.setdefault(name, (unit.lots, (
                    start(self.all[-1]) if name in self.units else BEGINNING)))
            self.units.setdefault(name, unit)
        for name in self.units:
            if name not in program.units:
                program.units[name] = self.last_of(name)
        for rule in program.tier_sets:
            names = self.tiers.setdefault(rule.name, [])
            names += [name for name in rule.names if name not in names]
            rule.place = list(self.tiers).index(rule.name)
            rule.version = program.version
        for known, rules in ((self.achievements, program.achievements),
                             (self.benefits, program.benefits)):
            known += [rule.name for rule in rules if rule.name not in known]
            rules.sort(key=lambda rule, known=known: known.index(rule.name))
        self.senders |= program.senders
        self.open_kinds |= program.open_kinds
        self.day_kinds = [kind for kind in DAYS if any(
            version.program.day_rules[kind] for version in self.all)]
        self.retires = {name: self.retirement(name) for name in self.units}

    def last_of(self, unit):
        """As it was in the last version that knew it."""
        return next(version.program.units[unit] for version in reversed(self.all)
                    if unit in version.program.units)

    def numbered(self, number):
        return self.all[number - 1].program

    # --- Inactivity ---------------------------------------------------------

    def inactivity_end(self, unit, last_activity):
        if unit not in self.inactivity:
            return NEVER
        return self.inactivity[unit][0].inactivity_end(last_activity)

    # --- Which is in force --------------------------------------------------

    def at(self, instant, sequence):
        """For a command of a business time that names no other one."""
        return self.in_force(instant, [
            version for version in self.all if version.behind < sequence])

    def due(self, instant):
        """For what falls due."""
        if len(self.all) == 1:
            return self.all[0].program
        return self.in_force(instant, [
            version for version in self.all if version.clock < instant])

    def in_force(self, instant, some):
        begun = [version for version in some if version.effective <= instant]
        return max(begun or self.all[:1], key=lambda version: (
            version.effective, version.program.version)).program

    def retirement(self, unit):
        """The first instant at which the version for what falls due says so."""
        begins = [BEGINNING, *sorted(map(start, self.all[1:]))]
        for begin, end in zip(begins, [*begins[1:], NEVER]):
            rules = self.due(begin).units.get(unit)
            at = max(rules.retires, begin) if rules else NEVER
            if at < end:
                return at
        return NEVER

    def has_retired(self, unit, at):
        return self.retires[unit] <= at

    def starts(self, after, until):
        """The instants at which what falls due goes by another one than before."""
        return sorted({instant for instant in map(start, self.all[1:])
                       if after < instant <= until
                       and self.due(instant) is not self.due(instant - 1)})

    # --- Achievements -------------------------------------------------------

    def achievement(self, standing, name):
        """As a version says, or the last one before it that has it, or else the next."""
        having = {version.program.version: rule for version in self.all
                  if (rule := version.program.achievement(name))}
        before = [number for number in having if number <= standing.version]
        return having[max(before) if before else min(having)]

    # --- Tiers --------------------------------------------------------------

    def tier_name(self, place, number):
        return list(self.tiers.values())[place][number - 1] if number else "none"

    def number_of_tier(self, rule, rank):
        """Of a tier of a version's set, by its rank there."""
        return self.tiers[rule.name].index(rule.names[rank - 1]) + 1 if rank else 0

    def rank_of_tier(self, rule, number):
        """What a tier is in a version's set: itself, or the next lower one."""
        if not number:
            return 0
        name = self.tiers[rule.name][number - 1]
        if name in rule.names:
            return rule.names.index(name) + 1
        having = [found for version in self.all
                  if (found := version.program.tier_set(rule.name))
                  and name in found.names]
        nearest = min(having, key=lambda found: abs(found.version - rule.version))
        lower = nearest.names[:nearest.names.index(name)]
        return max((rule.names.index(other) + 1 for other in lower
                    if other in rule.names), default=0)

    def sets_by_unit(self):
        """One of each that counts a unit."""
        found = {rule.place: rule for version in self.all
                 for rule in version.program.tier_sets if rule.basis == "unit"}
        return found.values()


def start(version):
    """Of a version that is in force then: behind the clock of when it was made."""
    return max(version.effective, version.clock + 1)
