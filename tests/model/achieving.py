"""What a command counts toward achievements, what is given for that, and what is taken
back of it when the command is: section 5 of docs/semantics.md."""

import dates
import giving
from achievements import Gift, advance, latest, reached, standing_rules
from clawback import claw_back
from earning import Basket, Demand
from records import Records
from values import LIMIT


class Achieving(Records):
    """The part of an Execution that is about them."""

    def count_toward_achievements(self):
        """Returns the names of those that count the command."""
        command, found = self.command, []
        for rule in self.program.achievements:
            by = rule.counts(command)
            if by and self.is_looked_at(rule) and self.count_one(rule, by):
                found.append(rule)
        return tuple(rule.name for rule in found)

    def complete_achievements(self, names):
        for rule in self.program.achievements:
            if rule.name in names:
                self.complete(rule)

    def is_looked_at(self, rule):
        command = self.command
        holds = rule.when.holds(command, self.name, self.member, False, None) and (
            command.kind == "event"
            or rule.when.looks_at(Basket(command.amount, command.lines)))
        self.events["achievements: does not count"] += not holds
        return holds

    def count_one(self, rule, by):
        """Whether it is counted."""
        at = self.command.at
        known = giving.count_of(self, rule.count, rule.per, at)
        self.events["achievements: period is too long ago"] += known is None
        if known is None or known + by > LIMIT:
            return False
        if rule.per_day is not None:
            of_day = giving.count_of(self, rule.days, "day", at)
            self.events["achievements: one too many of a day"] += (
                of_day is not None and of_day >= rule.per_day)
            if of_day is None or of_day >= rule.per_day:
                return False
            giving.add(self, rule.days, "day", at, 1)
        if rule.periods:
            period = dates.period(at, rule.per, self.program.zone)
            advance(self.member, rule, period)
            self.events["achievements: a gap is filled"] += (
                known == 0 and period < latest(self.member, rule, period))
        giving.add(self, rule.count, rule.per, at, by)
        giving.add(self, rule.completed, rule.completed_per, at, 0)
        return True

    def complete(self, rule):
        at = self.command.at
        had = giving.count_of(self, rule.completed, rule.completed_per, at)
        times = reached(self, rule, at) - had
        if times <= 0:
            return
        lot = None
        if rule.give:
            given = self.give_for(rule, times * rule.give)
            if given is None:
                self.events["achievements: no room"] += 1
                return
            lot, = given
        self.change_last(rule, Gift(at, lot, self.program.version))
        giving.add(self, rule.completed, rule.completed_per, at, times)
        self.tell_of(rule, "achievement_completed", times)
        self.events["achievements: several at once"] += times > 1
        self.events["achievements: completed again"] += had > 0
        self.events["achievements: a streak"] += rule.periods is not None
        self.events["achievements: by an event"] += rule.basis == "events"

    def give_for(self, rule, amount):
        return self.give(rule.unit, amount, rule.lots, self.command.at,
                         rule.funding_class)

    def change_last(self, rule, gift):
        self.member.last_gifts = {**self.member.last_gifts, rule.name: gift}

    def tell_of(self, rule, fact, times):
        self.events[fact] += 1
        self.member.facts += ((fact, rule.name, times, self.command.at),)

    # --- What comes back ----------------------------------------------------

    def uncount(self, purchase, back, is_last):
        """Of a purchase or event so much comes back, perhaps the last of it."""
        for rule in standing_rules(self):
            if rule.name in purchase.counted:
                by = back if rule.basis == "spend" else int(is_last)
                own = self.versions.numbered(purchase.version).achievement(rule.name)
                self.events["achievements: un-counted by another version"] += (
                    by > 0 and rule is not own)
                times = self.uncount_one(rule, purchase.command.at, by)
                if times > 0:
                    self.undo(rule, purchase.command.at, times)

    def uncount_one(self, rule, at, by):
        """How much less often it is completed."""
        if giving.count_of(self, rule.count, rule.per, at) is None:
            self.events["achievements: too long ago to be taken back"] += by > 0
        if rule.per_day is not None and by:
            self.free_a_place(rule, at)
        before = reached(self, rule, at)
        giving.subtract(self, rule.count, rule.per, at, by)
        after = reached(self, rule, at)
        if after >= before:
            return 0
        return giving.count_of(self, rule.completed, rule.completed_per, at) - after

    def free_a_place(self, rule, at):
        """Of a day, which another version may not have counted."""
        if giving.count_of(self, rule.days, "day", at):
            giving.subtract(self, rule.days, "day", at, 1)

    def undo(self, rule, at, times):
        """What is taken back is what the last completion gave."""
        gift = self.member.last_gifts[rule.name]
        given = self.versions.numbered(gift.version).achievement(rule.name)
        self.events["achievements: given by another version"] += (
            given is not self.program.achievement(rule.name))
        if given.give:
            before, legs = self.member.copy(), self.legs.copy()
            self.events["achievements: taken of its last lot"] += gift.lot is not None
            claw_back(self, [Demand(given.unit, times * given.give, gift.lot,
                                    given.funding_class)])
            if not self.wallet(given.unit).in_range():
                self.member, self.legs = before, legs
                return
            self.change_last(rule, gift._replace(lot=None))
        giving.subtract(self, rule.completed, rule.completed_per, at, times)
        self.tell_of(rule, "achievement_undone", times)
        self.events["achievements: a streak is undone"] += rule.periods is not None
