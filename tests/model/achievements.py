"""Achievements: what is counted of a member, and how often that is enough: section 5 of
docs/semantics.md. What follows is in achieving.py."""

from collections import namedtuple
from dataclasses import dataclass, replace

import dates
import giving
from conditions import When
from dates import LotPolicy
from values import LIMIT, listed


# What the last completion gave, by the version of its command; `lot` is None if it made
# none, or if it was taken back.
Gift = namedtuple("Gift", "at lot version")


class Achievement:
    def __init__(self, source, program):
        self.name, self.basis = source["name"], source["basis"]
        self.at, self.per_day = source["at"], source.get("per_day")
        streak = source.get("streak", "none")
        streak = {} if streak == "none" else streak
        self.periods = streak.get("periods")  # In a row, if it is a streak.
        self.per = streak.get("period", source.get("window", "lifetime"))
        # Of a streak it does not matter in which period it was completed.
        self.completed_per = "lifetime" if self.periods else self.per
        self.repeat = source.get("repeat", False)
        self.words = listed(source["event"]) if "event" in source else None
        self.when = When(source.get("when", "always"), None, self.name, program.zone)
        self.unit = source.get("unit", next(iter(program.units)))
        unit = program.units[self.unit].lots
        self.give = program.least(source.get("give", 0), self.unit)
        self.lots = LotPolicy(source.get("expiry", unit.expiry_of or "never"),
                              source.get("pending", unit.pending or "none"),
                              program.zone)
        self.funding_class = source.get("funding_class", "promotion")
        # Of the counts that a member has of it.
        self.count, self.completed, self.days = (
            (what, self.name) for what in ("counted", "completed", "of a day"))

    def counts(self, command):
        """How much it counts of a command that it looks at."""
        if command.kind == "event":
            named = self.words is None or command.name in self.words
            return int(self.basis == "events" and named)
        if self.basis == "events" or not command.amount:
            return 0
        return 1 if self.basis == "visits" else command.amount

    def runs(self, length):
        """How often a row reaches it."""
        return length // self.periods if self.repeat else int(length >= self.periods)


@dataclass(frozen=True)
class Row:
    """Of a streak, what is settled: the periods that lie before the two that are
    open. `length` is how many of them, up to the last one, have enough, `ended` how
    often rows reached it that have ended."""

    length: int = 0
    ended: int = 0

    def then(self, rule, count):
        """With one period more."""
        if count >= rule.at:
            return replace(self, length=self.length + 1)
        return Row(0, self.ended + rule.runs(self.length))

    def until(self, rule, known, period):
        """When a period begins, of which `known` are the counts."""
        latest, count, before = known
        for settled in (before, count, 0)[:max(period - latest, 0)]:
            self = self.then(rule, settled)
        return self


def latest(member, rule, period):
    """Of the periods in which something was counted, or the one given."""
    return member.counts.get(rule.count, (period,))[0]


def reached(account, rule, at):
    """How often it is, by what is counted in the period of an instant or in rows."""
    if rule.periods:
        times = times_by_rows(account.member, rule)
        return times if rule.repeat else min(times, 1)
    count = giving.count_of(account, rule.count, rule.per, at) or 0
    return count // rule.at if rule.repeat else int(count >= rule.at)


def open_row(member, rule):
    """The settled row and those of the two open periods."""
    _, count, before = member.counts.get(rule.count, (0, 0, 0))
    row = member.rows.get(rule.name, Row())
    return row.then(rule, before).then(rule, count)


def times_by_rows(member, rule):
    row = open_row(member, rule)
    return row.ended + rule.runs(row.length)


def in_a_row(member, rule):
    """Up to the latest period, or to the one before that."""
    _, count, before = member.counts[rule.count]
    row = member.rows.get(rule.name, Row()).then(rule, before)
    return row.then(rule, count).length if count >= rule.at else row.length


def advance(member, rule, period):
    """Settles what lies more than one period before another one."""
    if rule.count in member.counts:
        row = member.rows.get(rule.name, Row())
        member.rows = {**member.rows, rule.name: row.until(
            rule, member.counts[rule.count], period)}


def was_completed(member, rule):
    """Ever, and not undone; of one without window."""
    return member.counts.get(rule.completed, (0, 0, 0))[1] > 0


def standing_rules(account):
    """Of all versions, as the standing one or the last one before it has them."""
    versions, standing = account.versions, account.standing
    return [versions.achievement(standing, name) for name in versions.achievements]


# --- Merges -------------------------------------------------------------------


def take_rows(account, gone):
    """Before the counts of a member that is merged are added."""
    mine = account.member
    for rule in standing_rules(account):
        if rule.count in gone.counts:
            account.events["merged: both have counted"] += rule.count in mine.counts
            period = max(gone.counts[rule.count][0],
                         latest(mine, rule, gone.counts[rule.count][0]))
            for member in (mine, gone) if rule.periods else ():
                advance(member, rule, period)
            a, b = gone.rows.get(rule.name, Row()), mine.rows.get(rule.name, Row())
            mine.rows = {**mine.rows, rule.name: Row(
                max(a.length, b.length), a.ended + b.ended)}


def take_completed(account, gone, shifts):
    """Behind that. What was completed beyond what the longer row reaches counts as
    reached by a row that has ended."""
    member = account.member
    for rule in standing_rules(account):
        if rule.count in member.counts:
            newest, *counts = member.counts[rule.count]
            member.counts[rule.count] = (newest, *(min(c, LIMIT) for c in counts))
        if rule.periods and rule.repeat and rule.count in gone.counts:
            beyond = (member.counts[rule.completed][1]
                      - times_by_rows(member, rule))
            row = member.rows[rule.name]
            member.rows = {**member.rows, rule.name: replace(
                row, ended=row.ended + max(beyond, 0))}
    for name, theirs in gone.last_gifts.items():
        mine = member.last_gifts.get(name)
        if mine is None or order(theirs) >= order(mine):
            given = account.versions.numbered(theirs.version).achievement(name)
            member.last_gifts = {**member.last_gifts, name: theirs._replace(
                lot=theirs.lot and theirs.lot + shifts[given.unit])}


def order(gift):
    """The later completion is the last one, of those that were not taken back, and of
    equals that of who is merged."""
    return gift.lot is not None, gift.at
