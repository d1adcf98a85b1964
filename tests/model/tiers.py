"""Tiers: what is counted of a member in windows, and which tier is in force: section 5
of docs/semantics.md."""

from dataclasses import dataclass, field, replace

import dates
import giving
from values import BEGINNING, NEVER

LAST_YEAR = 9999


class TierSet:
    def __init__(self, source, place, program):
        self.place, self.name, self.zone = place, source["name"], program.zone
        self.basis, self.unit = source["basis"], source["unit"]
        self.per_day = source.get("per_day")
        window = source["window"]
        self.kind = window if isinstance(window, str) else "months"
        self.periods = 1 if isinstance(window, str) else window["months"]
        self.qualify = source.get("qualify", "peak")
        self.keeps = source.get("keep", "end_of_next_window") == "end_of_next_window"
        self.downgrade = source.get("downgrade", "to_qualified")
        self.grace = source.get("grace")
        self.same_basket = source.get("tier_applies", "next_basket") == "same_basket"
        in_units = self.basis in ("unit", "balance")
        self.names = [tier["name"] for tier in source["tiers"]]
        self.least = [program.least(tier["at"], self.unit) if in_units else tier["at"]
                      for tier in source["tiers"]]

    def tier_of(self, counter):
        return sum(at <= counter for at in self.least)

    def tier_name(self, tier):
        return self.names[tier - 1] if tier else "none"

    def period(self, at, opened):
        """The number of the one that an instant lies in."""
        if self.kind == "calendar_year":
            return dates.period(at, "year", self.zone)
        if self.kind == "months":
            return dates.period(at, "month", self.zone)
        years = dates.period(at, "year", self.zone) - self.opening(opened)[0]
        return years - 1 if at < self.begin(years, opened) else years

    def begin(self, number, opened):
        """The first instant of a period."""
        year, month, day = number, 1, 1
        if self.kind == "months":
            year, month = divmod(number, 12)
            month += 1
        elif self.kind == "membership_year":
            year, month, day = self.opening(opened)
            year += number
        if year > LAST_YEAR:
            return NEVER
        return self.zone.start_of(dates.day_of(year, month, day))

    def opening(self, opened):
        """Of a member, the local day on which its years begin."""
        return dates.civil(self.zone.day(opened))


@dataclass
class Standing:
    """Of a member in one tier set, whose tiers are ranks in its standing version. A
    balance is what it was seen to be last."""

    present: int  # The last period of the present window.
    sums: dict = field(default_factory=dict)  # Period -> what was counted in it.
    balance: int = 0
    balance_before: int = 0  # When the window before ended.
    qualified: int = 0  # Of the present window.
    before: int = 0  # Of the one before.
    kept: int = 0
    grace: tuple = (0, BEGINNING)  # A tier, and until when.
    imported: tuple = ()  # Tiers and their ends, each as it came.
    changes: tuple = ()  # (instant, number of the tier in force from there on).

    def copy(self):
        return replace(self, sums=dict(self.sums))

    @property
    def told(self):
        """The number of the tier in force, as of its last change."""
        return self.changes[-1][1] if self.changes else 0


def counter(rule, standing, back=0):
    """Of the present window, or of the one before."""
    if rule.basis == "balance":
        return standing.balance_before if back else standing.balance
    last = standing.present - back
    return sum(standing.sums.get(period, 0)
               for period in range(last - rule.periods + 1, last + 1))


def without_grace(rule, standing):
    """What is in force, but for a grace and what was imported."""
    return max(standing.qualified, standing.kept,
               standing.before if rule.keeps else 0)


def of_term(term, at):
    """A tier up to an instant, as it is at another one."""
    tier, until = term
    return tier if at < until else 0


def tier_at(rule, standing, at):
    return max(without_grace(rule, standing), of_term(standing.grace, at),
               imported_at(standing, at))


def imported_at(standing, at):
    return max((of_term(term, at) for term in standing.imported), default=0)


def after(rule, standing, balance):
    """What its present window leaves when it ends, but for a grace; the next one begins
    with a balance, if that is what the set looks at."""
    had, before = without_grace(rule, standing), standing.qualified
    if rule.qualify == "net_at_end":
        before = rule.tier_of(counter(rule, standing))
    kept = {"to_qualified": 0, "one_step": max(had - 1, 0), "none": had}
    was = standing.balance if rule.tier_of(standing.balance) else 0
    begun = replace(standing, present=standing.present + 1, before=before,
                    kept=kept[rule.downgrade], balance=balance, balance_before=was)
    return replace(begun, qualified=rule.tier_of(counter(rule, begun)))


def grace_behind(rule, standing, begun, end):
    """Of a window that ends, and the one that has begun then."""
    had, has = without_grace(rule, standing), without_grace(rule, begun)
    if rule.grace is not None and has < had and standing.grace[0] <= had:
        return had, dates.add(end, rule.grace, rule.zone)
    return standing.grace


def projected(rule, standing, end):
    """What is in force when the present window and any grace are over."""
    if standing.grace[1] <= end:
        standing = replace(standing, grace=(0, BEGINNING))
    begun = after(rule, standing, standing.balance)
    _, until = grace_behind(rule, standing, begun, end)
    return max(without_grace(rule, begun), imported_at(standing, max(end, until)))


class Tiers:
    """Those of a member of an account; what it changes are its standings."""

    def __init__(self, account):
        self.account, self.events = account, account.events
        self.member, self.versions = account.member, account.versions
        self.sets = account.standing.tier_sets

    def of(self, rule):
        """The standing in a set, which begins with the first look at it."""
        known = self.member.tiers
        if rule.place not in known:
            known[rule.place] = Standing(self.period(rule, self.member.clock))
        return known[rule.place]

    def change(self, rule, **fields):
        self.member.tiers[rule.place] = replace(self.of(rule), **fields)

    def period(self, rule, at):
        return rule.period(at, self.member.opened)

    def bounds(self, rule, standing):
        """Of the present window."""
        begin = standing.present - rule.periods + 1
        return [rule.begin(period, self.member.opened)
                for period in (begin, standing.present + 1)]

    # --- Counting -----------------------------------------------------------

    def of_basis(self, basis):
        return [rule for rule in self.sets if rule.basis == basis]

    def count(self, rule, at, amount):
        """Whether it is counted, or was too long ago."""
        standing, period = self.of(rule), self.period(rule, at)
        if self.versions.due(at).tier_set(rule.name) is None:
            return False
        if period < standing.present - rule.periods:
            self.events["tiers: too long ago"] += amount != 0
            return False
        standing.sums[period] = standing.sums.get(period, 0) + amount
        self.events["tiers: counted in the window before"] += (
            amount != 0 and period < standing.present)
        return True

    def count_spend(self, at, amount):
        for rule in self.of_basis("spend"):
            self.count(rule, at, amount)

    def count_visit(self, at):
        """Returns the places of the sets that count it."""
        counted = []
        for rule in self.of_basis("visits"):
            if self.has_place(rule, at) and self.count(rule, at, 1):
                counted.append(rule.place)
                if rule.per_day is not None:
                    giving.add(self.account, days(rule), "day", at, 1)
        return counted

    def take_visit_back(self, at, counted):
        for rule in self.of_basis("visits"):
            if rule.place in counted:
                self.events["tiers: a visit is taken back"] += 1
                self.count(rule, at, -1)
                if rule.per_day is not None:
                    giving.subtract(self.account, days(rule), "day", at, 1)

    def bring(self, rule, tier, until):
        """A tier that is in force up to an instant."""
        standing = self.of(rule)
        self.events["tiers: imported, and over"] += until <= self.member.clock
        self.events["tiers: imported beside another"] += bool(standing.imported)
        if until > self.member.clock:
            self.change(rule, imported=(*standing.imported, (tier, until)))

    def has_place(self, rule, at):
        """On its day, for a visit."""
        if rule.per_day is None:
            return True
        visits = giving.count_of(self.account, days(rule), "day", at)
        self.events["tiers: the day of a visit is too long ago"] += visits is None
        has = visits is not None and visits < rule.per_day
        self.events["tiers: one visit too many"] += visits is not None and not has
        return has

    # --- What follows -------------------------------------------------------

    def conclude(self, at):
        """Works out what is in force at an instant, behind all else."""
        for rule in self.sets:
            self.qualify(rule, at)
            standing = self.of(rule)
            tier = tier_at(rule, standing, at)
            number = self.versions.number_of_tier(rule, tier)
            if number != standing.told:
                self.tell("tier_changed", rule, tier, at)
                told = self.versions.rank_of_tier(rule, standing.told)
                self.events["tiers: a rise" if tier > told
                            else "tiers: a fall" if tier else "tiers: lost"] += 1
                self.change(rule, changes=(*standing.changes, (at, number)))

    def qualify(self, rule, at):
        self.change(rule, balance=self.balance(rule))
        standing, then = self.of(rule), self.requalified(rule)
        now, before = then.qualified, then.before
        raised = [new for new, old in ((now, standing.qualified),
                                       (before, standing.before)) if new > old]
        if raised:
            self.tell("tier_qualified", rule, max(raised), at)
        self.events["tiers: qualified falls"] += (
            now < standing.qualified or before < standing.before)
        self.change(rule, qualified=now, before=before)

    def requalified(self, rule):
        """By what the counters are now."""
        standing = self.of(rule)
        now = rule.tier_of(counter(rule, standing))
        before = rule.tier_of(counter(rule, standing, back=1))
        if rule.qualify != "net":
            now = max(now, standing.qualified)
        if rule.qualify == "peak":
            before = max(before, standing.before)
        return replace(standing, qualified=now, before=before)

    def balance(self, rule):
        balance = rule.basis == "balance"
        return self.account.counted_net(rule.unit) if balance else 0

    def tell(self, fact, rule, tier, at):
        self.events[fact] += 1
        self.member.facts += ((fact, rule.name, rule.tier_name(tier), at),)

    # --- What falls due -----------------------------------------------------

    def ends(self, until):
        """The instants up to one at which windows and graces end."""
        for rule in self.sets:
            standing = self.of(rule)
            terms = (standing.grace, *standing.imported)
            ends = (self.bounds(rule, standing)[1],
                    *(until for tier, until in terms if tier))
            yield from (end for end in ends if end <= until)

    def skip(self, until):
        """Passes over ends before an instant that change nothing."""
        for rule in self.sets:
            standing = self.of(rule)
            last = self.period(rule, until - 1)
            is_empty = not any(
                standing.sums.get(standing.present - back)
                for back in range(rule.periods + 1))
            if last > standing.present and is_empty and replace(
                    standing, present=standing.present + 1) == after(
                        rule, standing, standing.balance):
                self.change(rule, present=last)

    def befall(self, instant):
        """What starts and ends at an instant, and what that changes."""
        if self.versions.starts(self.member.stood, instant):
            self.start(instant)
        for rule in self.sets:
            self.end(rule, instant)
        self.conclude(instant)

    def start(self, instant):
        """Of another version, by which the member stands from then on."""
        before = self.sets
        self.member.stood = instant
        self.sets = self.versions.due(instant).tier_sets
        self.events["versions: a start"] += 1
        for rule in before:
            if all(other.name != rule.name for other in self.sets):
                self.leave(rule, instant)
        for rule in self.sets:
            old = next((other for other in before if other.name == rule.name), None)
            if old is None:
                self.member.tiers[rule.place] = Standing(self.period(rule, instant))
            else:
                self.go_on(old, rule)

    def leave(self, rule, instant):
        """Of a set that is over only what was in force is known."""
        standing = self.of(rule)
        changes = standing.changes
        if standing.told:
            self.tell("tier_changed", rule, 0, instant)
            changes = (*changes, (instant, 0))
        self.member.tiers[rule.place] = Standing(standing.present, changes=changes)

    def go_on(self, old, rule):
        """By the tiers that a set has now."""
        standing = self.of(old)
        now = lambda rank: self.versions.rank_of_tier(
            rule, self.versions.number_of_tier(old, rank))
        tier, until = standing.grace
        self.change(rule, qualified=now(standing.qualified),
                    before=now(standing.before), kept=now(standing.kept),
                    grace=(now(tier), until), imported=tuple(
                        (now(tier), until) for tier, until in standing.imported
                        if now(tier)))
        standing = self.requalified(rule)
        if old.keeps and not rule.keeps:
            standing.kept = max(standing.kept, standing.before)
        self.member.tiers[rule.place] = standing

    def end(self, rule, instant):
        """A grace, an imported tier and a window, if they end at an instant."""
        standing = self.of(rule)
        if standing.grace[0] and standing.grace[1] <= instant:
            self.events["tiers: a grace ends"] += 1
            self.change(rule, grace=(0, BEGINNING))
        left = tuple(term for term in standing.imported if term[1] > instant)
        self.events["tiers: an imported one ends"] += left != standing.imported
        self.change(rule, imported=left)
        if self.bounds(rule, standing)[1] <= instant:
            self.end_window(rule, instant)

    def end_window(self, rule, instant):
        standing = self.of(rule)
        had = without_grace(rule, standing)
        begun = after(rule, standing, self.balance(rule))
        has = without_grace(rule, begun)
        self.note_end(rule, had, has, begun)
        begun.grace = grace_behind(rule, standing, begun, instant)
        self.events["tiers: a grace begins"] += (
            begun.grace != standing.grace and begun.grace[1] > instant)
        self.member.tiers[rule.place] = begun

    def note_end(self, rule, had, has, begun):
        self.events["tiers: a window ends"] += had > 0
        self.events["tiers: downgraded to what is qualified"] += (
            rule.downgrade == "to_qualified" and 0 < has < had)
        self.events["tiers: downgraded by one step"] += (
            rule.downgrade == "one_step" and has < had and has == begun.kept)
        self.events["tiers: kept for ever"] += (
            rule.downgrade == "none" and begun.kept > max(begun.qualified, begun.before))
        self.events["tiers: kept for the next window"] += (
            rule.keeps and begun.before > max(begun.qualified, begun.kept))

    # --- Rating -------------------------------------------------------------

    def rated_with(self, at, purchase=None):
        """The tier of each set for a basket; `purchase` is its amount."""
        return tuple(self.for_basket(rule, at, purchase)
                     for rule in self.account.program.tier_sets)

    def for_basket(self, rule, at, purchase):
        """Of a set of the version that the basket goes by."""
        tier = self.in_force(rule, at)
        now = next((other for other in self.sets if other.name == rule.name), None)
        if now is None:
            return tier
        told = self.versions.rank_of_tier(rule, self.of(now).told)
        self.events["tiers: what is late has another one"] += tier != told
        return max(tier, self.reached_by(rule, now, at, purchase))

    def reached_by(self, rule, now, at, purchase):
        """A tier that the basket itself reaches, as the standing version `now` says."""
        if purchase is None or at < self.member.clock or not now.same_basket:
            return 0
        more = purchase
        if now.basis == "visits":
            more = int(purchase > 0 and self.has_place(now, at))
        standing = self.of(now)
        rank = now.tier_of(counter(now, standing) + more)
        told = self.versions.rank_of_tier(now, standing.told)
        self.events["tiers: reached by the same basket"] += rank > told
        return self.versions.rank_of_tier(
            rule, self.versions.number_of_tier(now, rank))

    def in_force(self, rule, at):
        """At a business time, or where what is known of tiers begins."""
        standing, tier = self.member.tiers.get(rule.place), 0
        if standing is None:
            return 0
        begin = rule.begin(standing.present - rule.periods, self.member.opened)
        for since, changed in standing.changes:
            if since <= max(at, begin):
                tier = changed
        return self.versions.rank_of_tier(rule, tier)


def days(rule):
    """The key of the counts of visits."""
    return "visits", rule.place


# --- Merges -------------------------------------------------------------------


def take(account, gone):
    """What a member that is merged has comes to another one, whose clock it takes."""
    mine, theirs = Tiers(account), Tiers(gone)
    clock = account.member.clock
    starts = lambda: account.versions.starts(gone.member.stood, clock)
    theirs.skip(min(starts(), default=clock))
    for instant in iter(lambda: min([*theirs.ends(clock), *starts()], default=None),
                        None):
        account.events["merged: windows end first"] += 1
        if instant in starts():
            theirs.start(instant)
        for rule in theirs.sets:
            theirs.end(rule, instant)
        theirs.skip(min(starts(), default=clock))
    for rule in mine.sets:
        a, b = theirs.of(rule), mine.of(rule)
        sums = dict(b.sums)
        for back in range(rule.periods + 1):
            sums[b.present - back] = (sums.get(b.present - back, 0)
                                      + a.sums.get(a.present - back, 0))
        account.events["merged: both have tiers"] += a.told > 0 and b.told > 0
        mine.change(rule, sums=sums, grace=max(a.grace, b.grace),
                    imported=(*a.imported, *b.imported), **{
            name: max(getattr(a, name), getattr(b, name))
            for name in ("balance_before", "qualified", "before", "kept")})
