"""Benefits: names that members are entitled to: section 5 of docs/semantics.md."""

import achievements
from tiers import Tiers
from values import listed


class Benefit:
    def __init__(self, source, program):
        self.name = source["name"]
        of = lambda key: listed(source[key]) if key in source else None
        self.tiers, self.plans = of("tier"), of("plans")
        self.achievements = of("achievement") and [
            rule for rule in program.achievements if rule.name in of("achievement")]

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
                    for rule in self.achievements)))


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
