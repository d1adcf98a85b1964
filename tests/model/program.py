"""A program as read from TOML: what it gives, what lots it makes."""

from decimal import Decimal

import dates
from achievements import Achievement
from benefits import Benefit
from dates import LotPolicy
from days import KINDS as DAYS
from earning import Demand, Gain, Rule
from kinds import KINDS
from plans import Plan
from tiers import TierSet
from values import BEGINNING, NEVER


class Unit:
    def __init__(self, source, zone):
        self.decimals = source.get("decimals", 0)
        self.spendable = source.get("spendable", True)
        self.zone = zone
        self.reinstate_within = source.get("reinstate_within")
        self.fifo = source.get("consume", "earliest_expiry") == "fifo"
        self.retires = NEVER if "retire_at" not in source else (
            dates.start_of_date(source["retire_at"], zone))
        self.lots = LotPolicy(source.get("expiry", "never"),
                              source.get("pending", "none"), zone)

    def last_chance(self, lot):
        """Of one that has expired: from then on it is forgotten."""
        return dates.add(lot.expiry, self.reinstate_within, self.zone)

    def order(self, lot):
        """Sorts lots into the order of use."""
        if self.fifo:
            return (lot.activation, lot.number)
        return (lot.expiry, lot.activation, lot.number)


class Reward:
    def __init__(self, source, program):
        self.name, self.unit = source["name"], source["unit"]
        self.cost = program.least(source["cost"], self.unit)
        self.stock, self.limit = source.get("stock"), source.get("limit")
        self.per = source.get("per", "lifetime")
        day = lambda key: dates.start_of_date(source[key], program.zone)
        self.begin = day("from") if "from" in source else BEGINNING
        self.end = day("until") if "until" in source else NEVER
        self.segment, self.plan = source.get("segment"), source.get("plan")
        given = source.get("gives", "none")
        given = {} if given == "none" else given
        self.gives = given.get("unit")
        self.amount = program.least(given["amount"], self.gives) if given else 0
        self.funding_class = given.get("funding_class", "conversion")

    def is_valid(self, at, attributes):
        segments = attributes.get("segments", "").split(";")
        return (self.begin <= at < self.end
                and (self.segment is None or str(self.segment) in segments)
                and self.plan in (None, attributes.get("plan")))


class Referral:
    def __init__(self, source, program):
        self.unit, self.when = source["unit"], source["when"]
        of_side = lambda side: program.least(source.get(side, 0), self.unit)
        self.referrer, self.referee = of_side("referrer"), of_side("referee")
        self.at, self.cap = source.get("at"), source.get("cap")
        self.per = source.get("per", "lifetime")
        self.keep = source.get("keep", False)
        self.funding_class = source.get("funding_class", "promotion")


class Program:
    def __init__(self, source):
        self.source = source
        head = source.get("program", {})
        returns = source.get("returns", {})
        self.version, self.versions = 1, None  # Of a Ledger.
        self.zone = dates.zone(head.get("zone", "UTC"))
        self.units = {name: Unit(unit, self.zone)
                      for name, unit in source["unit"].items()}
        self.named_units = set(self.units)  # Later of all versions before it, too.
        self.currency = head.get("currency", "*")
        self.first_sight = head.get("enrol", "explicit") == "first_sight"
        self.leap_day = (3, 1) if head.get("leap_day") == "mar_1" else (2, 28)
        self.rate_unmatched = returns.get("unmatched", "rate") == "rate"
        self.as_none = returns.get("unknown_reference", "refuse") == "as_none"
        self.deficit = returns.get("deficit", "negative")
        self.restore = returns.get("restore", "original")
        self.horizon = returns.get("reversal_horizon", "25mo")
        self.oldest = head.get("oldest", "never")
        self.approver = source.get("adjust", {}).get("approver", False)
        transfer, donate = source.get("transfer", {}), source.get("donate", {})
        self.may_give = {"transfer": transfer.get("give", "anyone"),
                         "donate": donate.get("give", "anyone")}
        self.may_receive = transfer.get("receive", "anyone")
        self.new_dates = transfer.get("dates", "keep") == "new"
        only = next(iter(self.units))
        self.allowances = [self.allowance({"unit": only, **rule})
                           for rule in source.get("allowance", [])]
        self.auto_redeem = [self.redemption({"unit": only, "times": "once",
                                             **rule})
                            for rule in source.get("auto_redeem", [])]
        self.rewards = {rule["name"]: Reward({"unit": only, **rule}, self)
                        for rule in source.get("reward", [])}
        self.tier_sets = [TierSet({"unit": only, **rule}, place, self)
                          for place, rule in enumerate(source.get("tier_set", []))]
        self.achievements = [Achievement(rule, self)
                             for rule in source.get("achievement", [])]
        self.benefits = [Benefit(rule, self) for rule in source.get("benefit", [])]
        self.plans = {rule["name"]: Plan(rule, self.zone)
                      for rule in source.get("plan", [])}
        rules = self.read_rules(source.get("earn", []))
        self.earn_units = [rule.unit for rule in rules]
        on = lambda what: [rule for rule in rules if rule.on == what]
        self.earn_rules, self.enrol_rules = on("purchase"), on("enrolment")
        self.event_rules = on("event")
        self.day_rules = {kind: on(kind) for kind in DAYS}
        self.budgets = {budget["name"]: self.budget({"unit": only, **budget})
                        for budget in source.get("budget", [])}
        self.referral = None
        if "referral" in source:
            self.referral = Referral({"unit": only, **source["referral"]}, self)
        self.members_max = source.get("pool", {}).get("members_max")
        self.set_senders()

    def set_senders(self):
        """Kinds that may send messages; and those whose outcome is open until the
        round's end, so that what names one is carried."""
        self.senders = {"transfer", "reverse", "refer", "merge"}
        self.open_kinds = {"transfer"}
        if self.referral:
            self.senders |= {"enroll"}
        if self.referral and self.referral.when != "enrolment":
            self.senders |= {"purchase", "return"}
            self.open_kinds |= {"purchase"}
        if any(reward.stock is not None for reward in self.rewards.values()):
            self.senders |= {"redeem"}
            self.open_kinds |= {"redeem"}
        if any(rule.budget for rule in self.earn_rules):
            self.senders |= {"purchase", "return"}
            self.open_kinds |= {"purchase"}
        if any(rule.budget for rule in self.enrol_rules):
            self.senders |= {"enroll"}
        if any(rule.budget for rule in self.event_rules) or (
                self.event_rules and self.members_max is not None):
            self.senders |= {"event"}
            self.open_kinds |= {"event"}
        if any("funding_class" in budget for budget in self.budgets.values()):
            self.senders |= {"award"}
            self.open_kinds |= {"award"}
        if self.members_max is not None:
            self.senders |= {"join", "leave", "purchase", "award", "return", "close"}
            self.open_kinds |= {"purchase", "award"}

    def budget(self, rule):
        return {**rule, "amount": self.least(rule["amount"], rule["unit"])}

    def budget_of_class(self, unit, funding_class):
        """The name of the budget that pays for awards of a class, or None."""
        return next((name for name, budget in self.budgets.items()
                     if budget["unit"] == unit
                     and budget.get("funding_class") == funding_class), None)

    def budget_of(self, name, at):
        """The counter of a budget in the period of an instant."""
        per = self.budgets[name].get("per", "lifetime")
        return "budget", name, dates.period(at, per, self.zone)

    def unit_of(self, command):
        """That of its answer, as far as the command alone says."""
        if command.reward is not None:
            reward = self.rewards.get(command.reward)
            return reward.unit if reward else None
        if command.kind == "event":
            return next((rule.unit for rule in self.event_rules), None)
        names = KINDS[command.kind].names
        return self.earn_unit if names == "currency" else (
            command.unit if names == "unit" else None)

    def redemption(self, rule):
        """What it looks at and takes, in the least decimals of its unit."""
        for key in ("at", "take"):
            rule[key] = self.least(rule[key], rule["unit"])
        return rule

    def allowance(self, rule):
        """Its kinds as a list, its amount in the least decimals."""
        on = rule["on"] if isinstance(rule["on"], list) else [rule["on"]]
        return {**rule, "on": on, "amount": self.least(rule["amount"], rule["unit"])}

    def least(self, amount, unit):
        """Whole units counted in the least decimals."""
        return int(Decimal(str(amount)).scaleb(self.units[unit].decimals))

    def place_of_tier(self, name):
        """(the place of its set in the file, its rank there)."""
        for place, rule in enumerate(self.tier_sets):
            if name in rule.names:
                return place, rule.names.index(name) + 1

    def achievement(self, name):
        return next((rule for rule in self.achievements if rule.name == name), None)

    def tier_set(self, name):
        return next((rule for rule in self.tier_sets if rule.name == name), None)

    def is_too_late(self, at, clock):
        """Whether a command of an instant is refused behind a clock."""
        return (self.oldest != "never"
                and dates.add(at, self.oldest, self.zone) < clock)

    def too_late(self, at, named):
        """Whether an instant is past the horizon of what happened at another."""
        return (self.horizon != "never"
                and at > dates.add(named, self.horizon, self.zone))

    # --- Earn rules ---------------------------------------------------------

    def read_rules(self, sources):
        rules = {}
        for source in sources:
            rules[source["name"]] = Rule(source, self, rules)
        return list(rules.values())

    @property
    def earn_unit(self):
        """That of the answers to purchases and returns."""
        return next(iter(self.earn_units), None)

    def rules_for(self, command):
        """Those that rate a purchase, return or event."""
        return self.event_rules if command.kind == "event" else self.earn_rules

    def gains(self, rules, points):
        """What a purchase or event earns by each rule."""
        return [Gain(rule.unit, part, rule.lots, rule.funding_class, rule)
                for rule, part in zip(rules, points)]

    def demands(self, rules, points, lots):
        """What is taken back of each rule, and of which lot first."""
        return [Demand(rule.unit, part, lot, rule.funding_class, rule)
                for rule, part, lot in zip(rules, points, lots)]
