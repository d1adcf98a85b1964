"""Plans that are paid for: until when a member has one: section 5 of
docs/semantics.md."""

import dates
from values import CLEARED, NEVER, Refused


class Plan:
    def __init__(self, source, zone):
        self.name, self.zone = source["name"], zone
        self.period, self.grace = source.get("period"), source.get("grace")
        self.lapses_to = source.get("lapses_to")

    def term(self, begin):
        """Until when it is paid, and when it lapses; NEVER if it has no end then."""
        if self.period is None:
            return NEVER, NEVER
        paid = dates.add(begin, self.period, self.zone)
        if paid == NEVER or self.grace is None:
            return paid, paid
        return paid, dates.add(paid, self.grace, self.zone)


class Plans:
    """Those of the member of an account, by the version of the command; what falls due
    goes by its own."""

    def __init__(self, account):
        self.plans, self.account = account.program.plans, account
        self.member, self.events = account.member, account.events

    def tell(self, fact, name, at, until=NEVER):
        self.events[fact] += 1
        self.member.facts += ((fact, name, until, at),)

    def tell_now(self, fact, name, until=NEVER):
        """Of what a command does, by a version that declares plans."""
        if self.plans:
            self.tell(fact, name, self.member.clock, until)

    def refuse(self, name):
        if self.plans and name not in (None, CLEARED) and name not in self.plans:
            raise Refused("not_permitted")

    def give(self, had, name, at):
        """Behind the change of attributes, of a command that names a plan."""
        if name is None:
            return
        member, old = self.member, self.member.paid_through
        if had is not None and had != name:
            self.tell_now("plan_ended", had)
        self.end_term()
        if name == CLEARED:
            return
        plan, renews = self.plans.get(name), had == name and old != NEVER
        self.events["plans: renewed before its end"] += renews and at < old
        self.events["plans: renewed in grace"] += renews and at >= old
        if plan is not None:
            member.paid_through, member.lapses_at = plan.term(
                max(at, old) if renews else at)
        if had != name:
            self.tell_now("plan_started", name, member.paid_through)
        elif member.paid_through != NEVER:
            self.tell_now("plan_renewed", name, member.paid_through)
        self.befall_at_once()

    def end_term(self):
        self.member.paid_through = self.member.lapses_at = NEVER
        self.member.is_in_grace = False

    def befall_at_once(self):
        """What is over by the clock already."""
        if next(self.ends(self.member.clock), None) is not None:
            self.events["plans: over at once"] += 1
            self.befall(self.member.clock)

    # --- What falls due -----------------------------------------------------

    def ends(self, until):
        """The instants up to one at which what is paid ends, or the plan."""
        end = self.member.paid_through if self.has_grace else self.member.lapses_at
        if end != NEVER and end <= until:
            yield end

    @property
    def has_grace(self):
        """Before it."""
        return (self.member.paid_through < self.member.lapses_at
                and not self.member.is_in_grace)

    def befall(self, instant):
        member = self.member
        while next(self.ends(instant), None) is not None:
            name = member.attributes["plan"]
            if self.has_grace:
                member.is_in_grace = True
                self.tell("plan_grace", name, instant, member.lapses_at)
            else:
                self.lapse(name, instant)

    def lapse(self, name, instant):
        """By the version for what falls due then."""
        program = self.account.versions.due(instant)
        plan = program.plans.get(name)
        then = plan.lapses_to if plan else None
        self.end_term()
        attributes = {**self.member.attributes, "plan": then}
        if then is None:
            del attributes["plan"]
        self.member.change_attributes(attributes, program.zone, instant)
        self.tell("plan_ended", name, instant)
        if then is not None:
            self.tell("plan_started", then, instant)
        self.events["plans: lapses to another"] += then is not None
        self.events["plans: lapses by another version"] += (
            plan is None or plan is not self.plans.get(name))


# --- Merges -------------------------------------------------------------------


def take(account, had, gone):
    """Of a member that is merged, when its attributes have come; `had` is the plan of
    the other one before that."""
    plans, member = Plans(account), account.member
    name = gone.attributes.get("plan")
    if name is None or had not in (None, name):
        return
    if had is not None and gone.lapses_at <= member.lapses_at:
        return
    member.paid_through, member.lapses_at = gone.paid_through, gone.lapses_at
    member.is_in_grace = gone.is_in_grace
    if had is None:
        plans.tell_now("plan_started", name, gone.paid_through)
    elif gone.paid_through != NEVER:
        plans.tell_now("plan_renewed", name, gone.paid_through)
    account.events["merged: a plan comes"] += bool(plans.plans)
    plans.befall_at_once()
