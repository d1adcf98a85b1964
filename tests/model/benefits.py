"""Benefits: names that members are entitled to: section 5 of docs/semantics.md."""

from collections import namedtuple

import achievements
import dates
from tiers import Tiers
from values import listed

# Of a benefit for a time: what was redeemed for it.
Grant = namedtuple("Grant", "end redemption benefit")


class Benefit:
    def __init__(self, source, program):
        self.name = source["name"]
        of = lambda key: listed(source[key]) if key in source else None
        self.tiers, self.plans = of("tier"), of("plans")
        self.achievements = of("achievement") and [
            rule for rule in program.achievements if rule.name in of("achievement")]
        self.rewards, self.lasts = of("reward"), source.get("for")

    def is_had(self, account):
        """By a member of some account."""
        member, tiers = account.member, Tiers(account)
        told = [account.versions.tier_name(rule.place, tiers.of(rule).told)
                for rule in tiers.sets]
        return ((self.tiers is None or any(tier in self.tiers for tier in told))
                and (self.plans is None
                     or member.attributes.get("plan") in self.plans)
                and (self.achievements is None or any(
                    achievements.was_completed(member, rule)
                    for rule in self.achievements))
                and (self.rewards is None or any(
                    grant.benefit == self.name for grant in member.grants)))


def grant(account, command):
    """For the reward that a member redeemed, by the program that it goes by."""
    for benefit in account.program.benefits:
        if command.reward in (benefit.rewards or ()):
            end = dates.add(command.at, benefit.lasts, account.program.zone)
            account.events["benefit for a time: over when it comes"] += (
                end <= account.member.clock)
            add(account, Grant(end, command.id, benefit.name))


def add(account, granted):
    """Unless it is over at the member's clock."""
    if granted.end > account.member.clock:
        account.events["benefit for a time: beside another"] += any(
            other.benefit == granted.benefit for other in account.member.grants)
        account.member.grants += (granted,)


def take_back(account, command):
    kept = tuple(grant for grant in account.member.grants
                 if grant.redemption != command.id)
    account.events["benefit for a time: taken back"] += kept != account.member.grants
    account.member.grants = kept


def end(account, instant):
    """What is over by then."""
    kept = tuple(grant for grant in account.member.grants if grant.end > instant)
    account.events["benefit for a time: over"] += kept != account.member.grants
    account.member.grants = kept


def take(account, gone):
    """Those of a member that becomes another one."""
    for granted in gone.grants:
        account.events["benefit for a time: of who is merged"] += 1
        add(account, granted)


def conclude(account, at):
    """Tells what has changed, behind all else."""
    member, had = account.member, account.member.benefits
    has = tuple(benefit.name for benefit in account.standing.benefits
                if benefit.is_had(account))
    for name in account.versions.benefits:
        if (name in had) != (name in has):
            fact = "benefit_granted" if name in has else "benefit_ended"
            account.events[fact] += 1
            member.facts += ((fact, name, None, at),)
    member.benefits = has
