"""Benefits: names that members are entitled to: section 5 of docs/semantics.md."""

import achievements
from tiers import Tiers
from values import listed


class Benefit:
    def __init__(self, source, program):
        self.name = source["name"]
        of = lambda key: listed(source[key]) if key in source else None
        self.tiers = of("tier") and [program.place_of_tier(name)
                                     for name in of("tier")]
        self.plans = of("plans")
        self.achievements = of("achievement") and [
            rule for rule in program.achievements if rule.name in of("achievement")]

    def is_had(self, account):
        """By a member of some account."""
        member, tiers = account.member, Tiers(account)
        told = {rule.place: tiers.of(rule).told for rule in tiers.sets}
        return ((self.tiers is None or any(told[place] == number
                                           for place, number in self.tiers))
                and (self.plans is None
                     or member.attributes.get("plan") in self.plans)
                and (self.achievements is None or any(
                    achievements.was_completed(member, rule)
                    for rule in self.achievements)))


def conclude(account, at):
    """Tells what has changed, behind all else."""
    member, had = account.member, account.member.benefits
    has = tuple(benefit.name for benefit in account.program.benefits
                if benefit.is_had(account))
    for benefit in account.program.benefits:
        if (benefit.name in had) != (benefit.name in has):
            fact = "benefit_granted" if benefit.name in has else "benefit_ended"
            account.events[fact] += 1
            member.facts += ((fact, benefit.name, None, at),)
    member.benefits = has
