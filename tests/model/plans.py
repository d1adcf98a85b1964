"""Plans that are paid for: until when a member has one: section 5 of
docs/semantics.md."""

import dates
from values import CLEARED, NEVER, Refused


class Plan:
    def __init__(self, source, zone):
        self.name, self.zone = source["name"], zone
        self.period, self.grace = source.get("period"), source.get("grace")
        self.lapses_to = source.get("lapses_to")

    def paid_through(self, begin):
        """NEVER if it has no end then."""
        return NEVER if self.period is None else dates.add(
            begin, self.period, self.zone)

    def lapse(self, paid):
        if paid == NEVER or self.grace is None:
            return paid
        return dates.add(paid, self.grace, self.zone)


class Plans:
    """Those of the member of an account."""

    def __init__(self, account):
        self.plans, self.account = account.program.plans, account
        self.member, self.events = account.member, account.events

    @property
    def plan(self):
        return self.plans.get(self.member.attributes.get("plan"))

    def tell(self, fact, name, at, until=NEVER):
        self.events[fact] += 1
        self.member.facts += ((fact, name, until, at),)

    def refuse(self, name):
        if self.plans and name not in (None, CLEARED) and name not in self.plans:
            raise Refused("not_permitted")

    def give(self, had, name, at):
        """Behind the change of attributes, of a command that names a plan."""
        if not self.plans or name is None:
            return
        member, old = self.member, self.member.paid_through
        if had is not None and had != name:
            self.tell("plan_ended", had, member.clock)
        member.paid_through, member.is_in_grace = NEVER, False
        if name == CLEARED:
            return
        plan, renews = self.plans[name], had == name and old != NEVER
        self.events["plans: renewed before its end"] += renews and at < old
        self.events["plans: renewed in grace"] += renews and at >= old
        member.paid_through = plan.paid_through(max(at, old) if renews else at)
        if had != name:
            self.tell("plan_started", name, member.clock, member.paid_through)
        elif member.paid_through != NEVER:
            self.tell("plan_renewed", name, member.clock, member.paid_through)
        self.befall_at_once()

    def befall_at_once(self):
        """What is over by the clock already."""
        if next(self.ends(self.member.clock), None) is not None:
            self.events["plans: over at once"] += 1
            self.befall(self.member.clock)

    # --- What falls due -----------------------------------------------------

    def ends(self, until):
        """The instants up to one at which what is paid ends, or the plan."""
        member, plan = self.member, self.plan
        if member.paid_through == NEVER:
            return
        if plan.grace is not None and not member.is_in_grace:
            if member.paid_through <= until:
                yield member.paid_through
        elif plan.lapse(member.paid_through) <= until:
            yield plan.lapse(member.paid_through)

    def befall(self, instant):
        member, plan = self.member, self.plan
        for end in iter(lambda: next(self.ends(instant), None), None):
            if plan.grace is not None and not member.is_in_grace:
                member.is_in_grace = True
                self.tell("plan_grace", plan.name, instant,
                          plan.lapse(member.paid_through))
            else:
                self.lapse(plan, instant)

    def lapse(self, plan, instant):
        member = self.member
        member.paid_through, member.is_in_grace = NEVER, False
        attributes = {**member.attributes, "plan": plan.lapses_to}
        if plan.lapses_to is None:
            del attributes["plan"]
        member.change_attributes(attributes, self.account.program.zone, instant)
        self.tell("plan_ended", plan.name, instant)
        if plan.lapses_to is not None:
            self.tell("plan_started", plan.lapses_to, instant)
        self.events["plans: lapses to another"] += plan.lapses_to is not None


# --- Merges -------------------------------------------------------------------


def take(account, had, gone):
    """Of a member that is merged, when its attributes have come; `had` is the plan of
    the other one before that."""
    plans, member = Plans(account), account.member
    name, at = gone.attributes.get("plan"), member.clock
    if not plans.plans or name is None or had not in (None, name):
        return
    mine, theirs = (plans.plan.lapse(one.paid_through) for one in (member, gone))
    if had is not None and theirs <= mine:
        return
    member.paid_through, member.is_in_grace = gone.paid_through, gone.is_in_grace
    if had is None:
        plans.tell("plan_started", name, at, gone.paid_through)
    elif gone.paid_through != NEVER:
        plans.tell("plan_renewed", name, at, gone.paid_through)
    account.events["merged: a plan comes"] += 1
    plans.befall_at_once()
