"""Birthdays and anniversaries: what a member is given when such a day begins: section 5
of docs/semantics.md."""

from collections import namedtuple

import dates
from tiers import Tiers
from values import Command

KINDS = ("birthday", "anniversary")  # In the order of one instant.
LEAP_DAY = (2, 29)

# The beginning of one, in a local year.
Day = namedtuple("Day", "begin kind year")


def in_year(day, year, leap_day):
    """A day of the year (month, day) as a date of some year; `leap_day` is what the
    29th of February is where there is none."""
    if day == LEAP_DAY and not dates.has_leap_day(year):
        return (year, *leap_day)
    return (year, *day)


class Days:
    """Those of the member of an account, by the versions for what falls due."""

    def __init__(self, account):
        self.account, self.member = account, account.member
        self.versions, self.events = account.versions, account.events

    def begun(self, until):
        """Those that begin up to an instant, and behind what was looked at."""
        return [day for kind in self.versions.day_kinds if self.day_of(kind)
                for year in self.years(kind, until) for day in self.of_year(kind, year)
                if self.member.stood < day.begin <= until]

    def day_of(self, kind):
        """(month, day), or None."""
        if kind == "birthday":
            text = self.member.attributes.get("birthday")
            return text and (int(text[:2]), int(text[3:]))
        enrolled = self.member.enrolled
        return enrolled and enrolled[1:]

    def years(self, kind, until):
        """The last day of a year may be skipped and begin in the next one."""
        zone = self.account.program.zone
        first, last = (dates.period(at, "year", zone)
                       for at in (self.member.stood, until))
        first -= 1
        if kind == "anniversary":
            first = max(first, self.member.enrolled[0] + 1)
        return range(first, last + 1)

    def of_year(self, kind, year):
        """What the version of its beginning says that it is."""
        day, zone = self.day_of(kind), self.account.program.zone
        for date in {in_year(day, year, leap) for leap in ((2, 28), (3, 1))}:
            begin = zone.start_of(dates.day_of(*date))
            if in_year(day, year, self.versions.due(begin).leap_day) == date:
                yield Day(begin, kind, year)

    def befall(self, days, tiers):
        """Those of one instant, which is the member's clock for that while."""
        account, member, instant = self.account, self.member, days[0].begin
        kept = account.program, member.clock
        account.program, member.clock = self.versions.due(instant), instant
        nets, before = account.counted_nets(), account.availables()
        for day in sorted(days, key=lambda day: KINDS.index(day.kind)):
            self.give(day)
        account.expire_up_to(instant)
        account.redeem_automatically(before, "due")
        for rule in tiers.of_basis("unit"):
            change = account.counted_net(rule.unit) - nets[rule.place]
            if change:
                self.events["days: counted for tiers"] += 1
                tiers.count(rule, instant, change)
        account.program, member.clock = kept

    def give(self, day):
        """Once a year."""
        rules = self.account.program.day_rules[day.kind]
        if self.member.given_in.get(day.kind, day.year - 1) >= day.year:
            self.events["days: the year had one"] += bool(rules)
            return
        tiers = Tiers(self.account).rated_with(day.begin)
        applying = [rule for rule in rules if self.applies(rule, day, tiers)]
        self.events["days: a rule does not apply"] += len(applying) < len(rules)
        if any([self.credit(rule, day.begin) for rule in applying]):
            self.member.given_in = {**self.member.given_in, day.kind: day.year}
            self.note(day)

    def applies(self, rule, day, tiers):
        asked = Command(day.kind, at=day.begin)
        return (not self.versions.has_retired(rule.unit, day.begin)
                and rule.is_for(tiers)
                and rule.when.holds(asked, self.member.name, self.member, False, None))

    def credit(self, rule, at):
        """Whether there is room for it."""
        has_room = self.account.give(rule.unit, rule.give, rule.lots, at,
                                     rule.funding_class) is not None
        self.events["days: no room"] += not has_room
        return has_room

    def note(self, day):
        self.events[day.kind] += 1
        self.events["days: in a pool"] += self.member.pool is not None
        self.events["days: by an older version"] += (
            self.account.program is not self.versions.all[-1].program)
        self.events["days: 29 February in a common year"] += (
            self.day_of(day.kind) == LEAP_DAY and not dates.has_leap_day(day.year))


# --- Merges -------------------------------------------------------------------


def take(account, gone):
    """The later year of each; the day of enrolment stays."""
    member = account.member
    for kind, year in gone.given_in.items():
        mine = member.given_in.get(kind, year)
        account.events["merged: both had their day"] += kind in member.given_in
        member.given_in = {**member.given_in, kind: max(year, mine)}
